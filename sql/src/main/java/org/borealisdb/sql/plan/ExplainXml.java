package org.borealisdb.sql.plan;

import java.util.Map;
import java.util.stream.Collectors;

/** Writes what EXPLAIN shows as XML. */
public final class ExplainXml {
    private ExplainXml() {}

    /** Returns the text of a statement. */
    public static String of(ExplainValue.Group statement) {
        return "<explain xmlns=\"http://www.postgresql.org/2009/explain\">\n  <Query>\n" + members(statement, 4)
                + "  </Query>\n</explain>";
    }

    private static String members(ExplainValue.Group group, int indent) {
        return group.members().entrySet().stream()
                .map(member -> member(member, indent))
                .collect(Collectors.joining());
    }

    private static String member(Map.Entry<String, ExplainValue> member, int indent) {
        String name = member.getKey();
        return switch (member.getValue()) {
            case ExplainValue.Text text -> value(name, text.text(), indent);
            case ExplainValue.Numeral number -> value(name, number.digits(), indent);
            case ExplainValue.Truth truth -> value(name, String.valueOf(truth.holds()), indent);
            case ExplainValue.Texts texts -> around(name, items(texts, indent + 2), indent);
            case ExplainValue.Lists lists ->
                around(
                        name,
                        lists.lists().stream()
                                .map(list -> around(one(name), items(list, indent + 4), indent + 2))
                                .collect(Collectors.joining()),
                        indent);
            case ExplainValue.Group group -> around(name, members(group, indent + 2), indent);
            case ExplainValue.Groups groups ->
                around(
                        name,
                        groups.groups().stream()
                                .map(group -> around(one(name), members(group, indent + 4), indent + 2))
                                .collect(Collectors.joining()),
                        indent);
        };
    }

    /** Returns the name for one of several. */
    private static String one(String several) {
        return several.substring(0, several.length() - 1);
    }

    private static String items(ExplainValue.Texts texts, int indent) {
        return texts.texts().stream().map(text -> value("Item", text, indent)).collect(Collectors.joining());
    }

    private static String value(String name, String text, int indent) {
        String tag = tag(name);
        return " ".repeat(indent) + "<" + tag + ">" + escaped(text) + "</" + tag + ">\n";
    }

    private static String around(String name, String inside, int indent) {
        String begin = " ".repeat(indent);
        String tag = tag(name);
        return begin + "<" + tag + ">\n" + inside + begin + "</" + tag + ">\n";
    }

    private static String tag(String name) {
        return name.replace(' ', '-').replace('/', '-');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#x0d;");
    }
}
