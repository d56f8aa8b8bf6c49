package org.borealisdb.benchmarks.tpcc;

import java.util.SplittableRandom;

/** Random numbers and texts of TPC-C (clauses 2.1.6 and 4.3.2). */
final class TpccRandom {
    /** Customers of a district. */
    static final int CUSTOMERS = 3_000;

    /** Items, and rows of stock of a warehouse. */
    static final int ITEMS = 100_000;

    /** Districts of a warehouse. */
    static final int DISTRICTS = 10;

    /** Names come from the numbers 0 to 999. */
    static final int NAMES = 1_000;

    private static final String[] SYLLABLES = {
        "BAR", "OUGHT", "ABLE", "PRI", "PRES", "ESE", "ANTI", "CALLY", "ATION", "EING"
    };
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /** The constants of the loaded and of the entered names differ by 73, as clause 2.1.6.1 asks. */
    private static final int NAME_LOADED = 100;

    private static final int NAME_ENTERED = 173;
    private static final int CUSTOMER_CONSTANT = 259;
    private static final int ITEM_CONSTANT = 7_911;

    private final SplittableRandom random;

    TpccRandom(SplittableRandom random) {
        this.random = random;
    }

    /** A number from {@code low} to {@code high}, both included. */
    int number(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** True {@code percent} times of a hundred. */
    boolean percent(int percent) {
        return random.nextInt(100) < percent;
    }

    private int uneven(int spread, int constant, int low, int high) {
        return ((number(0, spread) | number(low, high)) + constant) % (high - low + 1) + low;
    }

    /** The item of an order line. */
    int item() {
        return uneven(8_191, ITEM_CONSTANT, 1, ITEMS);
    }

    /** A customer of a district. */
    int customer() {
        return uneven(1_023, CUSTOMER_CONSTANT, 1, CUSTOMERS);
    }

    /** The last name of a customer that is loaded. */
    String loadedName() {
        return lastName(uneven(255, NAME_LOADED, 0, NAMES - 1));
    }

    /** The last name that somebody enters. */
    String enteredName() {
        return lastName(uneven(255, NAME_ENTERED, 0, NAMES - 1));
    }

    /** The name of a number from 0 to 999: a syllable for each digit. */
    static String lastName(int number) {
        return SYLLABLES[number / 100] + SYLLABLES[number / 10 % 10] + SYLLABLES[number % 10];
    }

    /** Letters and digits, as many as a number between the two. */
    String text(int shortest, int longest) {
        return characters(number(shortest, longest), LETTERS.length(), 0);
    }

    /** Digits. */
    String digits(int count) {
        return characters(count, 10, LETTERS.length() - 10);
    }

    private String characters(int count, int choice, int from) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(from + random.nextInt(choice)));
        }
        return text.toString();
    }

    /** A text of 26 to 50 characters, with the word {@code ORIGINAL} in one of ten. */
    String data() {
        String text = text(26, 50);
        if (!percent(10)) {
            return text;
        }
        int place = number(0, text.length() - 8);
        return text.substring(0, place) + "ORIGINAL" + text.substring(place + 8);
    }

    /** A postcode. */
    String zip() {
        return digits(4) + "11111";
    }

    /** The numbers 1 to {@code count} in a random order. */
    int[] permutation(int count) {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            numbers[i] = numbers[other];
            numbers[other] = i + 1;
        }
        return numbers;
    }
}
