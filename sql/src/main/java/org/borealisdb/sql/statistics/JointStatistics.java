package org.borealisdb.sql.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TextOutput;
import org.jspecify.annotations.Nullable;

/**
 * What is known of several columns and expressions of a table together. These are its dimensions, which count from 0.
 *
 * @param distinct how many values dimensions have together
 * @param dependencies of a dimension on others, no two of the same
 * @param common the most common values of all dimensions together
 * @param expressions what is known of each expression
 */
public record JointStatistics(
        List<Distinct> distinct,
        List<Dependency> dependencies,
        List<Common> common,
        List<ColumnStatistics> expressions) {
    private static final TextInput INPUT = new TextInput(SessionFormat.DEFAULT, 0);
    private static final SqlType TEXTS = new ArrayType(BuiltInType.TEXT.type());

    /** How many values some dimensions have together. */
    public record Distinct(List<Integer> dimensions, double count) {
        /** Copies the dimensions. */
        public Distinct {
            dimensions = List.copyOf(dimensions);
        }
    }

    /**
     * A dimension whose value others tell.
     *
     * @param degree the part of the rows that are so
     */
    public record Dependency(List<Integer> from, int to, double degree) {
        /** Copies the dimensions. */
        public Dependency {
            from = List.copyOf(from);
        }
    }

    /**
     * A value of all dimensions.
     *
     * @param values texts of them, {@code null} for NULL
     * @param frequency the part of the rows that have it
     * @param base the part that would have it if the dimensions had nothing to do with each other
     */
    public record Common(List<@Nullable String> values, double frequency, double base) {
        /** Copies the values. */
        public Common {
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }
    }

    /** Copies the lists. */
    public JointStatistics {
        distinct = List.copyOf(distinct);
        dependencies = List.copyOf(dependencies);
        common = List.copyOf(common);
        expressions = List.copyOf(expressions);
    }

    /** Returns the properties that stand for this. */
    public Map<String, String> toProperties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put(ColumnStatistics.VERSION_NAME, ColumnStatistics.VERSION);
        properties.put(
                "distinct",
                distinct.stream()
                        .map(each -> joined(each.dimensions()) + "=" + each.count())
                        .collect(Collectors.joining(";")));
        properties.put(
                "dependencies",
                dependencies.stream()
                        .map(each -> joined(each.from()) + ">" + each.to() + "=" + each.degree())
                        .collect(Collectors.joining(";")));
        for (int i = 0; i < common.size(); i++) {
            Common each = common.get(i);
            String values = TextOutput.format(
                    TEXTS, ArrayValue.of(BuiltInType.TEXT.type(), each.values()), SessionFormat.DEFAULT);
            properties.put("common" + i, each.frequency() + " " + each.base() + " " + values);
        }
        for (int i = 0; i < expressions.size(); i++) {
            String prefix = prefix(i);
            expressions.get(i).toProperties().forEach((name, value) -> properties.put(prefix + name, value));
        }
        return properties;
    }

    private static String prefix(int expression) {
        return "expression" + expression + ".";
    }

    private static String joined(List<Integer> dimensions) {
        return dimensions.stream().map(each -> Integer.toString(each)).collect(Collectors.joining(","));
    }

    /** Returns what an object of the catalog stands for; nothing if that is of another version. */
    public static Optional<JointStatistics> of(CatalogObject object) {
        if (!object.property(ColumnStatistics.VERSION_NAME).equals(Optional.of(ColumnStatistics.VERSION))) {
            return Optional.empty();
        }
        List<Distinct> distinct = new ArrayList<>();
        for (String each : parts(object, "distinct")) {
            int equals = each.indexOf('=');
            distinct.add(
                    new Distinct(numbers(each.substring(0, equals)), Double.parseDouble(each.substring(equals + 1))));
        }
        List<Dependency> dependencies = new ArrayList<>();
        for (String each : parts(object, "dependencies")) {
            int arrow = each.indexOf('>');
            int equals = each.indexOf('=');
            dependencies.add(new Dependency(
                    numbers(each.substring(0, arrow)),
                    Integer.parseInt(each.substring(arrow + 1, equals)),
                    Double.parseDouble(each.substring(equals + 1))));
        }
        List<Common> common = new ArrayList<>();
        Optional<String> text = object.property("common0");
        while (text.isPresent()) {
            common.add(common(text.get()));
            text = object.property("common" + common.size());
        }
        List<ColumnStatistics> expressions = new ArrayList<>();
        Optional<ColumnStatistics> expression = expression(object, 0);
        while (expression.isPresent()) {
            expressions.add(expression.get());
            expression = expression(object, expressions.size());
        }
        return Optional.of(new JointStatistics(distinct, dependencies, common, expressions));
    }

    private static List<String> parts(CatalogObject object, String property) {
        String text = object.property(property).orElse("");
        return text.isEmpty() ? List.of() : List.of(text.split(";", -1));
    }

    private static List<Integer> numbers(String text) {
        return Stream.of(text.split(",", -1)).map(Integer::valueOf).toList();
    }

    private static Common common(String text) {
        String[] parts = text.split(" ", 3);
        List<@Nullable String> values = new ArrayList<>();
        for (Object value : ((ArrayValue) INPUT.parse(TEXTS, parts[2])).elements()) {
            values.add((String) value);
        }
        return new Common(values, Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
    }

    private static Optional<ColumnStatistics> expression(CatalogObject object, int place) {
        String prefix = prefix(place);
        if (object.property(prefix + ColumnStatistics.VERSION_NAME).isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> own = new TreeMap<>();
        object.properties().forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), value);
            }
        });
        return ColumnStatistics.of(object.withProperties(own));
    }
}
