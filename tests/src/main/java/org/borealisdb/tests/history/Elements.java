package org.borealisdb.tests.history;

import java.util.Arrays;

/** What a list held. Immutable. */
public final class Elements {
    /** None. */
    public static final Elements NONE = new Elements();

    private final int[] values;

    private Elements(int... values) {
        this.values = values;
    }

    /** These, in this order. */
    public static Elements of(int... values) {
        return new Elements(values.clone());
    }

    /**
     * Those of a text such as {@code 3,17,4}.
     *
     * @throws NumberFormatException if it is none
     */
    public static Elements parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        String[] parts = text.split(",", -1);
        int[] values = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = Integer.parseInt(parts[i]);
        }
        return new Elements(values);
    }

    public int size() {
        return values.length;
    }

    public int at(int index) {
        return values[index];
    }

    /** The same with one more. */
    public Elements plus(int element) {
        int[] more = Arrays.copyOf(values, values.length + 1);
        more[values.length] = element;
        return new Elements(more);
    }

    /** Whether it begins as the other one does, up to the end of that. */
    public boolean startsWith(Elements prefix) {
        return prefix.values.length <= values.length
                && Arrays.equals(values, 0, prefix.values.length, prefix.values, 0, prefix.values.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Elements elements && Arrays.equals(values, elements.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
