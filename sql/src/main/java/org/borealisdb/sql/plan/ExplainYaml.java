package org.borealisdb.sql.plan;

import java.util.Map;
import java.util.stream.Collectors;
import org.borealisdb.expr.json.JsonEscape;

/** Writes what EXPLAIN shows as YAML. */
public final class ExplainYaml {
    private ExplainYaml() {}

    /** Returns the text of a statement. */
    public static String of(ExplainValue.Group statement) {
        return "- " + members(statement, 2);
    }

    /** The first member begins where its caller stands. */
    private static String members(ExplainValue.Group group, int indent) {
        return group.members().entrySet().stream()
                .map(member -> member(member, indent))
                .collect(Collectors.joining("\n" + " ".repeat(indent)));
    }

    private static String member(Map.Entry<String, ExplainValue> member, int indent) {
        String begin = "\n" + " ".repeat(indent + 2);
        return member.getKey() + ": "
                + switch (member.getValue()) {
                    case ExplainValue.Text text -> JsonEscape.of(text.text());
                    case ExplainValue.Numeral number -> number.digits();
                    case ExplainValue.Truth truth -> String.valueOf(truth.holds());
                    case ExplainValue.Texts texts ->
                        texts.texts().stream()
                                .map(text -> begin + "- " + JsonEscape.of(text))
                                .collect(Collectors.joining());
                    case ExplainValue.Lists lists ->
                        lists.lists().stream()
                                .map(list -> begin + "- " + inline(list))
                                .collect(Collectors.joining());
                    case ExplainValue.Group group ->
                        group.members().isEmpty() ? "" : begin + members(group, indent + 2);
                    case ExplainValue.Groups groups ->
                        groups.groups().stream()
                                .map(group -> begin + "- " + members(group, indent + 4))
                                .collect(Collectors.joining());
                };
    }

    private static String inline(ExplainValue.Texts list) {
        return list.texts().stream().map(JsonEscape::of).collect(Collectors.joining(", ", "[", "]"));
    }
}
