package org.borealisdb.sql.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TextOutput;

/**
 * What is known of the values of a column. Values are texts, as they are written without a session's settings.
 *
 * @param nullFraction the part of the rows that have no value
 * @param width bytes of a value, on average
 * @param distinct how many values there are; if negative, how many for each row; 0 if it is unknown
 * @param common the most common values
 * @param frequencies the part of the rows that have each of them
 * @param histogram values in order, between which there are as many rows each, the most common values left out; empty or two at least
 * @param correlation between the order of values and that of rows
 */
public record ColumnStatistics(
        double nullFraction,
        int width,
        double distinct,
        List<String> common,
        List<Double> frequencies,
        List<String> histogram,
        OptionalDouble correlation) {
    static final String VERSION_NAME = "version";
    static final String VERSION = "1";

    private static final TextInput INPUT = new TextInput(SessionFormat.DEFAULT, 0);
    private static final SqlType TEXTS = new ArrayType(BuiltInType.TEXT.type());
    private static final SqlType NUMBERS = new ArrayType(BuiltInType.FLOAT8.type());

    /** Copies the lists. */
    public ColumnStatistics {
        common = List.copyOf(common);
        frequencies = List.copyOf(frequencies);
        histogram = List.copyOf(histogram);
        if (common.size() != frequencies.size()) {
            throw new IllegalArgumentException(common.size() + " values and " + frequencies.size() + " frequencies");
        }
    }

    /** Returns the properties that stand for this. */
    public Map<String, String> toProperties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put(VERSION_NAME, VERSION);
        properties.put("nulls", Double.toString(nullFraction));
        properties.put("width", Integer.toString(width));
        properties.put("distinct", Double.toString(distinct));
        properties.put("common", texts(common));
        properties.put(
                "frequencies",
                TextOutput.format(
                        NUMBERS, ArrayValue.of(BuiltInType.FLOAT8.type(), frequencies), SessionFormat.DEFAULT));
        properties.put("histogram", texts(histogram));
        correlation.ifPresent(value -> properties.put("correlation", Double.toString(value)));
        return properties;
    }

    private static String texts(List<String> values) {
        return TextOutput.format(TEXTS, ArrayValue.of(BuiltInType.TEXT.type(), values), SessionFormat.DEFAULT);
    }

    /** Returns what an object of the catalog stands for; nothing if that is of another version. */
    public static Optional<ColumnStatistics> of(CatalogObject object) {
        if (!object.property(VERSION_NAME).equals(Optional.of(VERSION))) {
            return Optional.empty();
        }
        List<Double> frequencies = new ArrayList<>();
        for (Object each : elements(NUMBERS, object, "frequencies")) {
            frequencies.add((Double) each);
        }
        return Optional.of(new ColumnStatistics(
                number(object, "nulls"),
                (int) number(object, "width"),
                number(object, "distinct"),
                elements(TEXTS, object, "common").stream()
                        .map(String.class::cast)
                        .toList(),
                frequencies,
                elements(TEXTS, object, "histogram").stream()
                        .map(String.class::cast)
                        .toList(),
                object.property("correlation")
                        .map(Double::parseDouble)
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty())));
    }

    private static double number(CatalogObject object, String name) {
        return Double.parseDouble(object.property(name).orElse("0"));
    }

    private static List<? extends Object> elements(SqlType type, CatalogObject object, String name) {
        return ((ArrayValue) INPUT.parse(type, object.property(name).orElse("{}"))).elements();
    }
}
