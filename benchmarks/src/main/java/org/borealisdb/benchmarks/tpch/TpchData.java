package org.borealisdb.benchmarks.tpch;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Writes the tables of TPC-H as files for COPY, the same ones for the same scale and seed. */
final class TpchData {
    private static final LocalDate START = LocalDate.of(1992, 1, 1);
    private static final LocalDate CURRENT = LocalDate.of(1995, 6, 17);
    private static final int ORDER_DAYS = 2406 - 121;

    private final double scale;
    private final Path folder;
    private final SplittableRandom random;
    private final int suppliers;
    private final int parts;
    private final int customers;
    private final int orders;

    TpchData(double scale, long seed, Path folder) {
        this.scale = scale;
        this.folder = folder;
        this.random = new SplittableRandom(seed);
        this.suppliers = scaled(10_000);
        this.parts = scaled(200_000);
        this.customers = scaled(150_000);
        this.orders = scaled(1_500_000);
    }

    private int scaled(int count) {
        return (int) Math.max(10, count * scale);
    }

    /** Returns the file of a table. */
    Path file(String table) {
        return folder.resolve(table + ".csv");
    }

    /** Writes all files. */
    void write() throws IOException {
        Files.createDirectories(folder);
        try (BufferedWriter out = open("region")) {
            for (int i = 0; i < TpchWords.REGIONS.size(); i++) {
                line(out, i, TpchWords.REGIONS.get(i), text(30, 115));
            }
        }
        try (BufferedWriter out = open("nation")) {
            for (int i = 0; i < TpchWords.NATIONS.size(); i++) {
                line(out, i, TpchWords.NATIONS.get(i), TpchWords.REGION_OF.get(i), text(30, 114));
            }
        }
        writeSuppliers();
        writeParts();
        writeCustomers();
        writeOrders();
    }

    private void writeSuppliers() throws IOException {
        try (BufferedWriter out = open("supplier")) {
            for (int i = 1; i <= suppliers; i++) {
                int nation = random.nextInt(25);
                String comment = text(25, 100);
                int special = random.nextInt(1000);
                if (special < 2) {
                    comment = "sly Customer " + (special == 0 ? "Complaints" : "Recommends") + " "
                            + comment.substring(0, 20);
                }
                line(out, i, name("Supplier", i), address(), nation, phone(nation), money(-99_999, 999_999), comment);
            }
        }
    }

    private void writeParts() throws IOException {
        try (BufferedWriter out = open("part");
                BufferedWriter supplies = open("partsupp")) {
            for (int i = 1; i <= parts; i++) {
                StringBuilder words = new StringBuilder(pick(TpchWords.COLORS));
                for (int word = 1; word < 5; word++) {
                    words.append(' ').append(pick(TpchWords.COLORS));
                }
                int maker = 1 + random.nextInt(5);
                line(
                        out,
                        i,
                        words,
                        "Manufacturer#" + maker,
                        "Brand#" + maker + (1 + random.nextInt(5)),
                        pick(TpchWords.SIZES) + " " + pick(TpchWords.FINISHES) + " " + pick(TpchWords.METALS),
                        1 + random.nextInt(50),
                        pick(TpchWords.CONTAINER_SIZES) + " " + pick(TpchWords.CONTAINERS),
                        cents(retailPrice(i)),
                        text(5, 22));
                for (int j = 0; j < 4; j++) {
                    line(supplies, i, supplier(i, j), 1 + random.nextInt(9999), money(100, 100_000), text(49, 198));
                }
            }
        }
    }

    private int supplier(int part, int number) {
        return (int) ((part + (long) number * (suppliers / 4 + (part - 1) / suppliers)) % suppliers) + 1;
    }

    private static long retailPrice(int part) {
        return 90_000 + part / 10 % 20_001 + 100L * (part % 1000);
    }

    private void writeCustomers() throws IOException {
        try (BufferedWriter out = open("customer")) {
            for (int i = 1; i <= customers; i++) {
                int nation = random.nextInt(25);
                line(
                        out,
                        i,
                        name("Customer", i),
                        address(),
                        nation,
                        phone(nation),
                        money(-99_999, 999_999),
                        pick(TpchWords.SEGMENTS),
                        text(29, 116));
            }
        }
    }

    private void writeOrders() throws IOException {
        try (BufferedWriter out = open("orders");
                BufferedWriter lines = open("lineitem")) {
            for (int i = 0; i < orders; i++) {
                // Keys are sparse: the first eight of every 32; a third of the customers have no orders.
                long key = (i >> 3 << 5) + (i & 7) + 1L;
                int customer = 1 + random.nextInt(customers);
                customer += customer % 3 == 0 ? customer < customers ? 1 : -1 : 0;
                LocalDate date = START.plusDays(random.nextInt(ORDER_DAYS));
                long total = 0;
                int open = 0;
                int count = 1 + random.nextInt(7);
                for (int number = 1; number <= count; number++) {
                    int part = 1 + random.nextInt(parts);
                    int quantity = 1 + random.nextInt(50);
                    int discount = random.nextInt(11);
                    int tax = random.nextInt(9);
                    long price = quantity * retailPrice(part);
                    LocalDate ship = date.plusDays(1 + random.nextInt(121));
                    LocalDate commit = date.plusDays(30 + random.nextInt(61));
                    LocalDate receipt = ship.plusDays(1 + random.nextInt(30));
                    boolean isOpen = ship.isAfter(CURRENT);
                    open += isOpen ? 1 : 0;
                    total += price * (100 - discount) / 100 * (100 + tax) / 100;
                    line(
                            lines,
                            key,
                            part,
                            supplier(part, random.nextInt(4)),
                            number,
                            quantity,
                            cents(price),
                            cents(discount),
                            cents(tax),
                            receipt.isAfter(CURRENT) ? "N" : random.nextBoolean() ? "R" : "A",
                            isOpen ? "O" : "F",
                            ship,
                            commit,
                            receipt,
                            pick(TpchWords.INSTRUCTIONS),
                            pick(TpchWords.MODES),
                            text(10, 43));
                }
                line(
                        out,
                        key,
                        customer,
                        open == count ? "O" : open == 0 ? "F" : "P",
                        cents(total),
                        date,
                        pick(TpchWords.PRIORITIES),
                        name("Clerk", 1 + random.nextInt(Math.max(1, (int) (1000 * scale)))),
                        0,
                        text(19, 78));
            }
        }
    }

    private BufferedWriter open(String table) throws IOException {
        return Files.newBufferedWriter(file(table), StandardCharsets.UTF_8);
    }

    private static void line(BufferedWriter out, Object... values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            out.write(i == 0 ? "" : "|");
            out.write(String.valueOf(values[i]));
        }
        out.write('\n');
    }

    private static String name(String what, int number) {
        return String.format(Locale.ROOT, "%s#%09d", what, number);
    }

    private static String cents(long cents) {
        return (cents < 0 ? "-" : "") + Math.abs(cents) / 100 + "." + Math.abs(cents) % 100 / 10 + Math.abs(cents) % 10;
    }

    private String money(int from, int to) {
        return cents(from + random.nextInt(to - from + 1));
    }

    private String phone(int nation) {
        return String.format(
                Locale.ROOT,
                "%d-%03d-%03d-%04d",
                10 + nation,
                100 + random.nextInt(900),
                100 + random.nextInt(900),
                1000 + random.nextInt(9000));
    }

    private String address() {
        StringBuilder address = new StringBuilder();
        int length = 10 + random.nextInt(31);
        for (int i = 0; i < length; i++) {
            address.append((char) ('a' + random.nextInt(26)));
        }
        return address.toString();
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private String text(int least, int most) {
        int length = least + random.nextInt(most - least + 1);
        StringBuilder text = new StringBuilder(pick(TpchWords.TEXT));
        while (text.length() < length) {
            text.append(' ').append(pick(TpchWords.TEXT));
        }
        return text.substring(0, length).strip();
    }
}
