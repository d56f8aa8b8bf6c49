package org.borealisdb.benchmarks.tpcc;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Writes the tables of TPC-C as files for COPY (clause 4.3.3), the same ones for the same seed. */
final class TpccData {
    static final List<String> TABLES = List.of(
            "item", "warehouse", "district", "customer", "history", "stock", "orders", "order_line", "new_order");

    private static final String NOW = "2026-01-01 00:00:00";
    private static final String NULL = "\\N";

    /** Orders from this one on are not delivered yet. */
    private static final int FIRST_NEW_ORDER = 2_101;

    private final int warehouses;
    private final Path folder;
    private final TpccRandom random;

    TpccData(int warehouses, long seed, Path folder) {
        this.warehouses = warehouses;
        this.folder = folder;
        this.random = new TpccRandom(new SplittableRandom(seed));
    }

    /** Returns the file of a table. */
    Path file(String table) {
        return folder.resolve(table + ".csv");
    }

    /** Writes all files. */
    void write() throws IOException {
        Files.createDirectories(folder);
        try (BufferedWriter out = open("item")) {
            for (int item = 1; item <= TpccRandom.ITEMS; item++) {
                line(
                        out,
                        item,
                        random.number(1, 10_000),
                        random.text(14, 24),
                        cents(random.number(100, 10_000)),
                        random.data());
            }
        }
        try (BufferedWriter out = open("warehouse")) {
            for (int warehouse = 1; warehouse <= warehouses; warehouse++) {
                line(
                        out,
                        warehouse,
                        random.text(6, 10),
                        street(),
                        street(),
                        street(),
                        random.text(2, 2),
                        random.zip(),
                        tax(),
                        "300000.00");
            }
        }
        try (BufferedWriter out = open("district")) {
            for (int warehouse = 1; warehouse <= warehouses; warehouse++) {
                for (int district = 1; district <= TpccRandom.DISTRICTS; district++) {
                    line(
                            out,
                            warehouse,
                            district,
                            random.text(6, 10),
                            street(),
                            street(),
                            street(),
                            random.text(2, 2),
                            random.zip(),
                            tax(),
                            "30000.00",
                            TpccRandom.CUSTOMERS + 1);
                }
            }
        }
        writeStock();
        writeCustomers();
        writeOrders();
    }

    private void writeStock() throws IOException {
        try (BufferedWriter out = open("stock")) {
            for (int warehouse = 1; warehouse <= warehouses; warehouse++) {
                for (int item = 1; item <= TpccRandom.ITEMS; item++) {
                    StringBuilder districts = new StringBuilder();
                    for (int district = 1; district <= TpccRandom.DISTRICTS; district++) {
                        districts.append(district == 1 ? "" : "|").append(random.text(24, 24));
                    }
                    line(out, warehouse, item, random.number(10, 100), districts, 0, 0, 0, random.data());
                }
            }
        }
    }

    private void writeCustomers() throws IOException {
        try (BufferedWriter out = open("customer");
                BufferedWriter history = open("history")) {
            for (int warehouse = 1; warehouse <= warehouses; warehouse++) {
                for (int district = 1; district <= TpccRandom.DISTRICTS; district++) {
                    for (int customer = 1; customer <= TpccRandom.CUSTOMERS; customer++) {
                        String name =
                                customer <= TpccRandom.NAMES ? TpccRandom.lastName(customer - 1) : random.loadedName();
                        line(
                                out,
                                warehouse,
                                district,
                                customer,
                                random.text(8, 16),
                                "OE",
                                name,
                                street(),
                                street(),
                                street(),
                                random.text(2, 2),
                                random.zip(),
                                random.digits(16),
                                NOW,
                                random.percent(10) ? "BC" : "GC",
                                "50000.00",
                                ratio(random.number(0, 5_000)),
                                "-10.00",
                                "10.00",
                                1,
                                0,
                                random.text(300, 500));
                        line(
                                history,
                                customer,
                                district,
                                warehouse,
                                district,
                                warehouse,
                                NOW,
                                "10.00",
                                random.text(12, 24));
                    }
                }
            }
        }
    }

    private void writeOrders() throws IOException {
        try (BufferedWriter orders = open("orders");
                BufferedWriter lines = open("order_line");
                BufferedWriter open = open("new_order")) {
            for (int warehouse = 1; warehouse <= warehouses; warehouse++) {
                for (int district = 1; district <= TpccRandom.DISTRICTS; district++) {
                    int[] customers = random.permutation(TpccRandom.CUSTOMERS);
                    for (int order = 1; order <= TpccRandom.CUSTOMERS; order++) {
                        boolean delivered = order < FIRST_NEW_ORDER;
                        int count = random.number(5, 15);
                        Object carrier = delivered ? random.number(1, 10) : NULL;
                        line(orders, warehouse, district, order, customers[order - 1], NOW, carrier, count, 1);
                        for (int number = 1; number <= count; number++) {
                            line(
                                    lines,
                                    warehouse,
                                    district,
                                    order,
                                    number,
                                    random.number(1, TpccRandom.ITEMS),
                                    warehouse,
                                    delivered ? NOW : NULL,
                                    5,
                                    delivered ? "0.00" : cents(random.number(1, 999_999)),
                                    random.text(24, 24));
                        }
                        if (!delivered) {
                            line(open, warehouse, district, order);
                        }
                    }
                }
            }
        }
    }

    private String street() {
        return random.text(10, 20);
    }

    private String tax() {
        return ratio(random.number(0, 2_000));
    }

    private static String ratio(int tenThousandths) {
        return String.format(Locale.ROOT, "0.%04d", tenThousandths);
    }

    private static String cents(int cents) {
        return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
    }

    private BufferedWriter open(String table) throws IOException {
        return Files.newBufferedWriter(file(table), StandardCharsets.UTF_8);
    }

    private static void line(BufferedWriter out, Object... fields) throws IOException {
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                out.write('|');
            }
            out.write(String.valueOf(fields[i]));
        }
        out.write('\n');
    }
}
