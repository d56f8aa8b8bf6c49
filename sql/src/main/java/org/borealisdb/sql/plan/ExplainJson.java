package org.borealisdb.sql.plan;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.expr.json.JsonEscape;

/** Writes what EXPLAIN shows as JSON. */
public final class ExplainJson {
    private ExplainJson() {}

    /** Returns the text of a statement. */
    public static String of(ExplainValue.Group statement) {
        return value(new ExplainValue.Groups(List.of(statement)), 0);
    }

    private static String value(ExplainValue value, int indent) {
        return switch (value) {
            case ExplainValue.Text text -> JsonEscape.of(text.text());
            case ExplainValue.Numeral number -> number.digits();
            case ExplainValue.Truth truth -> String.valueOf(truth.holds());
            case ExplainValue.Texts texts ->
                texts.texts().stream().map(JsonEscape::of).collect(Collectors.joining(", ", "[", "]"));
            case ExplainValue.Lists lists ->
                "[" + lines(lists.lists().stream().map(list -> value(list, 0)), indent) + "]";
            case ExplainValue.Group group ->
                "{"
                        + lines(
                                group.members().entrySet().stream()
                                        .map(member -> JsonEscape.of(member.getKey()) + ": "
                                                + value(member.getValue(), indent + 2)),
                                indent)
                        + "}";
            case ExplainValue.Groups groups ->
                "[" + lines(groups.groups().stream().map(group -> value(group, indent + 2)), indent) + "]";
        };
    }

    private static String lines(Stream<String> values, int indent) {
        String begin = "\n" + " ".repeat(indent + 2);
        String joined = values.map(value -> begin + value).collect(Collectors.joining(","));
        return joined + "\n" + " ".repeat(indent);
    }
}
