package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.borealisdb.expr.scalar.Quoting;

/** Writes what EXPLAIN shows as lines of text. Used once. */
public final class ExplainText {
    private final List<String> lines = new ArrayList<>();

    private ExplainText() {}

    /** Returns the lines of a statement. */
    public static List<String> of(ExplainValue.Group statement) {
        ExplainText text = new ExplainText();
        statement.members().forEach((name, value) -> {
            switch (value) {
                case ExplainValue.Group settings when name.equals("Settings") -> text.settings(settings.members());
                case ExplainValue.Group planning when name.equals("Planning") -> text.planning(planning.members());
                case ExplainValue.Group plan -> text.node(plan, "", "");
                case ExplainValue.Numeral millis -> text.lines.add(name + ": " + millis.digits() + " ms");
                default -> {}
            }
        });
        return text.lines;
    }

    private void settings(Map<String, ExplainValue> values) {
        if (!values.isEmpty()) {
            lines.add(values.entrySet().stream()
                    .map(setting -> setting.getKey() + " = '" + plain(setting.getValue()) + "'")
                    .collect(Collectors.joining(", ", "Settings: ", "")));
        }
    }

    /**
     * Writes a node and what is below it.
     *
     * @param before what its first line begins with
     * @param around what the lines of the node above begin with
     */
    private void node(ExplainValue.Group node, String before, String around) {
        Map<String, ExplainValue> members = node.members();
        lines.add(before + title(members) + cost(members) + actual(members));
        String indent = around + (before.isEmpty() ? "  " : "      ");
        members.forEach((name, value) -> {
            switch (name) {
                case "Output",
                        "Function Call",
                        "Index Cond",
                        "TID Cond",
                        "Hash Cond",
                        "Merge Cond",
                        "Join Filter",
                        "Filter",
                        "Sort Key",
                        "Presorted Key",
                        "Run Condition",
                        "Cache Key",
                        "Cache Mode",
                        "Group Key",
                        "Heap Fetches" -> detail(indent, name + ": " + plain(value));
                case "Rows Removed by Filter" -> {
                    if (!plain(value).equals("0")) {
                        detail(indent, name + ": " + plain(value));
                    }
                }
                case "Grouping Sets" -> groupingSets(value, indent);
                case "Sort Method" ->
                    detail(
                            indent,
                            "Sort Method: " + plain(value) + "  " + shown(members, "Sort Space Type") + ": "
                                    + shown(members, "Sort Space Used") + "kB");
                case "Cache Hits" ->
                    detail(
                            indent,
                            "Hits: " + plain(value) + "  Misses: " + shown(members, "Cache Misses") + "  Evictions: "
                                    + shown(members, "Cache Evictions") + "  Overflows: "
                                    + shown(members, "Cache Overflows") + "  Memory Usage: "
                                    + shown(members, "Peak Memory Usage") + "kB");
                case "Hash Batches", "HashAgg Batches" ->
                    detail(
                            indent,
                            "Batches: " + plain(value) + "  Memory Usage: " + shown(members, "Peak Memory Usage") + "kB"
                                    + (members.containsKey("Disk Usage")
                                            ? "  Disk Usage: " + shown(members, "Disk Usage") + "kB"
                                            : ""));
                default -> {}
            }
        });
        ExplainUsage.buffersText(members).ifPresent(line -> detail(indent, line));
        ExplainUsage.logText(members).ifPresent(line -> detail(indent, line));
        if (members.get("Plans") instanceof ExplainValue.Groups below) {
            below.groups().forEach(plan -> below(plan, indent));
        }
    }

    private void below(ExplainValue.Group plan, String indent) {
        String subplan = shown(plan.members(), "Subplan Name");
        String around = subplan.isEmpty() ? indent : indent + "  ";
        if (!subplan.isEmpty()) {
            lines.add(indent + subplan);
        }
        node(plan, around + "->  ", around);
    }

    private void planning(Map<String, ExplainValue> usage) {
        ExplainUsage.buffersText(usage).ifPresent(line -> lines.addAll(List.of("Planning:", "  " + line)));
    }

    private void detail(String indent, String text) {
        lines.add(indent + text);
    }

    private void groupingSets(ExplainValue sets, String indent) {
        if (sets instanceof ExplainValue.Groups groups) {
            groups.groups().stream()
                    .flatMap(group -> group.members().values().stream())
                    .filter(ExplainValue.Lists.class::isInstance)
                    .flatMap(lists -> ((ExplainValue.Lists) lists).lists().stream())
                    .forEach(set -> detail(indent, "Group Key: " + (set.texts().isEmpty() ? "()" : plain(set))));
        }
    }

    private static String title(Map<String, ExplainValue> members) {
        StringBuilder title = new StringBuilder(operation(members));
        if (shown(members, "Scan Direction").equals("Backward")) {
            title.append(" Backward");
        }
        if (members.containsKey("Index Name")) {
            title.append(" using ").append(Quoting.identifier(shown(members, "Index Name")));
        }
        for (String target : List.of("Relation Name", "Function Name", "CTE Name")) {
            if (members.containsKey(target)) {
                title.append(" on ");
                if (members.containsKey("Schema")) {
                    title.append(Quoting.identifier(shown(members, "Schema"))).append('.');
                }
                title.append(Quoting.identifier(shown(members, target)));
            }
        }
        String alias = shown(members, "Alias");
        String own = shown(members, members.containsKey("Relation Name") ? "Relation Name" : "CTE Name");
        if (!own.isEmpty() && !alias.equals(own)) {
            title.append(' ').append(Quoting.identifier(alias));
        }
        if (shown(members, "Node Type").equals("Values Scan")) {
            title.append(" on ").append(Quoting.identifier(shown(members, "Alias")));
        }
        return title.toString();
    }

    private static String operation(Map<String, ExplainValue> members) {
        String type = shown(members, "Node Type");
        return switch (type) {
            case "ModifyTable" -> shown(members, "Operation");
            case "SetOp" -> "HashSetOp " + shown(members, "Command");
            case "Aggregate" ->
                switch (shown(members, "Strategy")) {
                    case "Sorted" -> "GroupAggregate";
                    case "Hashed" -> "HashAggregate";
                    default -> type;
                };
            case "Hash Join", "Merge Join", "Nested Loop" -> {
                String kind = shown(members, "Join Type");
                String method = type.equals("Nested Loop") ? type : type.substring(0, type.indexOf(' '));
                yield kind.equals("Inner") ? type : method + " " + kind + " Join";
            }
            default -> type;
        };
    }

    private static String cost(Map<String, ExplainValue> members) {
        return members.containsKey("Startup Cost")
                ? "  (cost=" + shown(members, "Startup Cost") + ".." + shown(members, "Total Cost") + " rows="
                        + shown(members, "Plan Rows") + " width=" + shown(members, "Plan Width") + ")"
                : "";
    }

    private static String actual(Map<String, ExplainValue> members) {
        if (!members.containsKey("Actual Loops")) {
            return "";
        }
        if (shown(members, "Actual Loops").equals("0")) {
            return " (never executed)";
        }
        String times = members.containsKey("Actual Total Time")
                ? "time=" + shown(members, "Actual Startup Time") + ".." + shown(members, "Actual Total Time") + " "
                : "";
        return " (actual " + times + "rows=" + shown(members, "Actual Rows") + " loops="
                + shown(members, "Actual Loops") + ")";
    }

    /** Returns a property as text, empty if there is none. */
    private static String shown(Map<String, ExplainValue> members, String name) {
        ExplainValue value = members.get(name);
        return value == null ? "" : plain(value);
    }

    private static String plain(ExplainValue value) {
        return switch (value) {
            case ExplainValue.Text text -> text.text();
            case ExplainValue.Numeral number -> number.digits();
            case ExplainValue.Truth truth -> String.valueOf(truth.holds());
            case ExplainValue.Texts texts -> String.join(", ", texts.texts());
            case ExplainValue.Lists lists ->
                lists.lists().stream().map(ExplainText::plain).collect(Collectors.joining(", "));
            case ExplainValue.Group group -> "";
            case ExplainValue.Groups groups -> "";
        };
    }
}
