package org.borealisdb.sql.setting;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The unit of a setting's number, and the units that its values may be given in. */
public enum SettingUnit {
    /** A plain number. */
    NONE("", 1, Kind.NOTHING),
    BYTES("B", 1, Kind.SIZE),
    KILOBYTES("kB", 1L << 10, Kind.SIZE),
    /** Blocks as PostgreSQL has them, whatever the size of a page is here. */
    BLOCKS("8kB", 8L << 10, Kind.SIZE),
    MEGABYTES("MB", 1L << 20, Kind.SIZE),
    MILLISECONDS("ms", 1_000, Kind.TIME),
    SECONDS("s", 1_000_000, Kind.TIME),
    MINUTES("min", 60_000_000, Kind.TIME);

    /** Relative difference below which a number counts as whole. */
    private static final double WHOLE = 1e-8;

    private final String symbol;
    private final double size;
    private final Kind kind;

    SettingUnit(String symbol, long size, Kind kind) {
        this.symbol = symbol;
        this.size = size;
        this.kind = kind;
    }

    /** What a unit measures. */
    private enum Kind {
        NOTHING,
        SIZE,
        TIME
    }

    private List<Named> units() {
        return switch (kind) {
            case NOTHING -> List.of();
            case SIZE -> Named.SIZES;
            case TIME -> Named.TIMES;
        };
    }

    /**
     * A unit that values are given in.
     *
     * @param size in bytes or microseconds
     */
    record Named(String name, double size) {
        /** The largest first. */
        static final List<Named> SIZES = List.of(
                new Named("TB", 1L << 40),
                new Named("GB", 1L << 30),
                new Named("MB", 1L << 20),
                new Named("kB", 1L << 10),
                new Named("B", 1));

        static final List<Named> TIMES = List.of(
                new Named("d", 86_400e6),
                new Named("h", 3_600e6),
                new Named("min", 60e6),
                new Named("s", 1e6),
                new Named("ms", 1e3),
                new Named("us", 1));
    }

    static SettingUnit of(String symbol) {
        for (SettingUnit unit : values()) {
            if (unit.symbol.equals(symbol)) {
                return unit;
            }
        }
        throw new IllegalArgumentException("unit " + symbol);
    }

    /** Returns its symbol; empty for none. */
    public String symbol() {
        return symbol;
    }

    /** Returns the hint that names the units. */
    String hint() {
        return "Valid units for this parameter are "
                + (kind == Kind.SIZE
                        ? "\"B\", \"kB\", \"MB\", \"GB\", and \"TB\"."
                        : "\"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\".");
    }

    /** Returns a number of a named unit in this one; a fraction is rounded to a whole number of the next smaller named unit. Empty if there is no such unit. */
    Optional<Double> convert(double number, String name) {
        for (int i = 0; i < units().size(); i++) {
            if (units().get(i).name().equals(name)) {
                double converted = number * (units().get(i).size() / size);
                if (i + 1 < units().size()) {
                    double step = units().get(i + 1).size() / size;
                    converted = Math.rint(converted / step) * step;
                }
                return Optional.of(converted);
            }
        }
        return Optional.empty();
    }

    /** Returns a number above 0 in the largest unit that it is a whole number of, or else in the smallest. */
    Map.Entry<Double, String> shown(double number) {
        for (Named unit : units()) {
            double converted = number / (unit.size() / size);
            if (Math.abs(Math.rint(converted) / converted - 1) <= WHOLE) {
                return Map.entry(Math.rint(converted), unit.name());
            }
        }
        Named smallest = units().getLast();
        return Map.entry(number / (smallest.size() / size), smallest.name());
    }
}
