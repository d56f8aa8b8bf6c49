package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableColumn;

/** Makes the tree of properties that EXPLAIN shows of a plan, with the names that PostgreSQL gives them. */
public final class ExplainTree {
    private final Optional<Function<Plan, Estimate>> estimates;
    private final Function<Plan, Optional<ExplainActual>> actual;
    private final Function<Plan, Map<String, ExplainValue>> manner;
    private final SessionFormat format;
    private final boolean timing;

    /**
     * Makes a maker of trees.
     *
     * @param estimates gives what a plan is expected to take, if that is shown
     * @param actual gives what a node was measured to take, if it was run
     * @param timing whether the times measured are shown
     * @param manner gives how a node did it, such as how it sorted
     */
    public ExplainTree(
            Optional<Function<Plan, Estimate>> estimates,
            Function<Plan, Optional<ExplainActual>> actual,
            boolean timing,
            Function<Plan, Map<String, ExplainValue>> manner,
            SessionFormat format) {
        this.estimates = estimates;
        this.actual = actual;
        this.timing = timing;
        this.manner = manner;
        this.format = format;
    }

    /** Returns the tree of a query. */
    public ExplainValue.Group query(Plan plan) {
        return node(plan, "", Optional.empty());
    }

    /**
     * Returns the tree of a data change.
     *
     * @param operation such as {@code Insert}
     * @param measured what the change took, if it was run
     */
    public ExplainValue.Group change(String operation, String table, Plan source, Optional<ExplainActual> measured) {
        ExplainNode node = new ExplainNode("ModifyTable", "").head("Operation", operation);
        node.text("Relation Name", table).text("Alias", table);
        estimates
                .map(of -> of.apply(source))
                .ifPresent(estimate -> node.estimate(new Estimate(estimate.startup(), estimate.total(), 0, 0)));
        measured.ifPresent(taken -> node.actual(taken, timing));
        return node.group(List.of(node(source, "Outer", Optional.empty())));
    }

    /** Returns milliseconds as EXPLAIN shows them. */
    public static String millis(double nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }

    private ExplainNode taken(ExplainNode node, Plan plan) {
        estimates.map(of -> of.apply(plan)).ifPresent(node::estimate);
        actual.apply(plan).ifPresent(measured -> node.actual(measured, timing));
        return node;
    }

    /**
     * Returns the tree of a node.
     *
     * @param parent what it is to the node above, such as {@code Outer}; empty at the top
     * @param filter a condition from above that it is to show
     */
    private ExplainValue.Group node(Plan plan, String parent, Optional<String> filter) {
        return switch (plan) {
            case Plan.Project project -> node(project.input(), parent, filter);
            case Plan.Filter given -> node(given.input(), parent, Optional.of(text(given.condition(), given.input())));
            case Plan.Scan scan -> scan(scan, parent, filter);
            case Plan.KeyedScan keyed -> scan(keyed.scan(), parent, filter);
            case Plan.Shared shared ->
                inner(new ExplainNode("CTE Scan", parent), plan, filter, List.of(shared.input()));
            case Plan.Recursive recursive ->
                inner(
                        new ExplainNode("Recursive Union", parent),
                        plan,
                        filter,
                        List.of(recursive.first(), recursive.step()));
            case Plan.Single single -> inner(new ExplainNode("Result", parent), plan, filter, List.of());
            case Plan.Rows rows -> inner(values(rows, parent), plan, filter, List.of());
            case Plan.Computed computed -> inner(function(computed.name(), parent), plan, filter, List.of());
            case Plan.Series series -> inner(function("generate_series", parent), plan, filter, List.of());
            case Plan.SetScan sets -> inner(function(sets, parent), plan, filter, List.of());
            case Plan.ProjectSet sets ->
                inner(new ExplainNode("ProjectSet", parent), plan, filter, List.of(sets.input()));
            case Plan.Window window ->
                inner(new ExplainNode("WindowAgg", parent), plan, filter, List.of(window.input()));
            case Plan.Changed changed ->
                inner(
                        new ExplainNode("CTE Scan", parent)
                                .text("CTE Name", changed.name())
                                .text("Alias", changed.name()),
                        plan,
                        filter,
                        List.of());
            case Plan.Working working -> inner(new ExplainNode("WorkTable Scan", parent), plan, filter, List.of());
            case Plan.Join join -> join(join, parent, filter);
            case Plan.Lateral lateral ->
                inner(
                        new ExplainNode("Nested Loop", parent).text("Join Type", joinType(lateral.kind())),
                        plan,
                        filter,
                        List.of(lateral.left(), lateral.right()));
            case Plan.Group group -> group(group, parent, filter);
            case Plan.Sort sort -> inner(sortNode(sort, parent), plan, filter, List.of(sort.input()));
            case Plan.LockJoin lock -> inner(new ExplainNode("LockRows", parent), plan, filter, List.of(lock.input()));
            case Plan.LockRows lock -> inner(new ExplainNode("LockRows", parent), plan, filter, List.of(lock.input()));
            case Plan.Limit limit -> inner(new ExplainNode("Limit", parent), plan, filter, List.of(limit.input()));
            case Plan.Distinct distinct
            when distinct.isSorted() ->
                inner(new ExplainNode("Unique", parent), plan, filter, List.of(distinct.input()));
            case Plan.Distinct distinct ->
                inner(
                        aggregate("Hashed", parent)
                                .detail(
                                        "Group Key",
                                        new ExplainValue.Texts(
                                                names(distinct.input()).subList(0, distinct.columns()))),
                        plan,
                        filter,
                        List.of(distinct.input()));
            case Plan.Combine combine ->
                inner(combination(combine, parent), plan, filter, List.of(combine.left(), combine.right()));
        };
    }

    private static ExplainNode values(Plan.Rows rows, String parent) {
        return rows.rows().size() == 1
                ? new ExplainNode("Result", parent)
                : new ExplainNode("Values Scan", parent).text("Alias", "*VALUES*");
    }

    private static ExplainNode function(Plan.SetScan sets, String parent) {
        String first = sets.calls().getFirst().function().functionName();
        return sets.calls().size() == 1
                ? function(first, parent)
                : new ExplainNode("Function Scan", parent).text("Alias", first);
    }

    private static ExplainNode function(String name, String parent) {
        return new ExplainNode("Function Scan", parent)
                .text("Function Name", name)
                .text("Alias", name);
    }

    private static ExplainNode aggregate(String strategy, String parent) {
        return new ExplainNode("Aggregate", parent).head("Strategy", strategy).head("Partial Mode", "Simple");
    }

    private static ExplainNode combination(Plan.Combine combine, String parent) {
        if (combine.operator() == Query.SetOperator.UNION) {
            return combine.all() ? new ExplainNode("Append", parent) : aggregate("Hashed", parent);
        }
        String word = combine.operator() == Query.SetOperator.INTERSECT ? "Intersect" : "Except";
        return new ExplainNode("SetOp", parent)
                .head("Strategy", "Hashed")
                .text("Command", word + (combine.all() ? " All" : ""));
    }

    private ExplainNode sortNode(Plan.Sort sort, String parent) {
        List<String> names = names(sort.input());
        return new ExplainNode("Sort", parent)
                .detail(
                        "Sort Key",
                        new ExplainValue.Texts(sort.keys().stream()
                                .map(key -> names.get(key.column())
                                        + (key.descending() ? " DESC" : "")
                                        + (key.nullsFirst() == key.descending()
                                                ? ""
                                                : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"))
                                .toList()));
    }

    private ExplainValue.Group inner(ExplainNode node, Plan plan, Optional<String> filter, List<Plan> inputs) {
        taken(node, plan);
        filter.ifPresent(condition -> node.detail("Filter", condition));
        manner.apply(plan).forEach(node::detail);
        List<ExplainValue.Group> below = new ArrayList<>();
        for (Plan input : inputs) {
            String relation = plan instanceof Plan.Combine ? "Member" : below.isEmpty() ? "Outer" : "Inner";
            below.add(node(input, relation, Optional.empty()));
        }
        return node.group(below);
    }

    private ExplainValue.Group scan(Plan.Scan scan, String parent, Optional<String> filter) {
        Access access = scan.access();
        ExplainNode node = new ExplainNode(
                access.row().isPresent() ? "Tid Scan" : access.index().isEmpty() ? "Seq Scan" : "Index Scan", parent);
        access.index()
                .ifPresent(index -> node.text("Scan Direction", access.backward() ? "Backward" : "Forward")
                        .text("Index Name", index.name()));
        node.text("Relation Name", scan.table().name())
                .text("Alias", scan.table().name());
        taken(node, scan);
        access.index()
                .map(index -> indexCondition(scan, index))
                .filter(condition -> !condition.isEmpty())
                .ifPresent(condition -> node.detail("Index Cond", condition));
        access.row().flatMap(CursorRow::of).ifPresent(row -> node.detail("TID Cond", "CURRENT OF " + row.cursor()));
        List<Expression> parts = new ArrayList<>();
        scan.filter().ifPresent(condition -> Expressions.conjuncts(condition, parts));
        parts.removeIf(part -> access.index().isPresent() && isInIndex(part, access));
        List<String> conditions = new ArrayList<>();
        filter.ifPresent(conditions::add);
        if (!parts.isEmpty()) {
            conditions.add(text(AccessRules.and(parts), scan));
        }
        if (!conditions.isEmpty()) {
            String joined = String.join(" AND ", conditions);
            node.detail("Filter", conditions.size() == 1 ? joined : "(" + joined + ")");
        }
        return node.group(List.of());
    }

    private static boolean isInIndex(Expression part, Access access) {
        if (access.items().isPresent()) {
            return access.items().get().condition().equals(part);
        }
        if (!(part instanceof Expression.Call call) || call.arguments().size() != 2) {
            return false;
        }
        return call.arguments().stream()
                .anyMatch(argument -> access.equal().contains(argument)
                        || access.lower().filter(argument::equals).isPresent()
                        || access.upper().filter(argument::equals).isPresent());
    }

    private String indexCondition(Plan.Scan scan, IndexDefinition index) {
        Access access = scan.access();
        if (access.items().isPresent()) {
            return text(access.items().get().condition(), scan);
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < access.equal().size(); i++) {
            parts.add("(" + text(index.parts().get(i), scan) + " = "
                    + text(access.equal().get(i), scan) + ")");
        }
        if (access.lower().isPresent() || access.upper().isPresent()) {
            String column = text(index.parts().get(access.equal().size()), scan);
            access.lower()
                    .ifPresent(value -> parts.add(
                            "(" + column + (access.lowerInclusive() ? " >= " : " > ") + text(value, scan) + ")"));
            access.upper()
                    .ifPresent(value -> parts.add(
                            "(" + column + (access.upperInclusive() ? " <= " : " < ") + text(value, scan) + ")"));
        }
        return parts.size() < 2 ? String.join("", parts) : "(" + String.join(" AND ", parts) + ")";
    }

    private ExplainValue.Group join(Plan.Join join, String parent, Optional<String> filter) {
        boolean hashed = !join.leftKeys().isEmpty();
        ExplainNode node = new ExplainNode(hashed ? "Hash Join" : "Nested Loop", parent);
        taken(node.text("Join Type", joinType(join.kind())), join);
        if (hashed) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < join.leftKeys().size(); i++) {
                parts.add("(" + text(join.leftKeys().get(i), join.left()) + " = "
                        + text(join.rightKeys().get(i), join.right()) + ")");
            }
            node.detail("Hash Cond", parts.size() == 1 ? parts.getFirst() : "(" + String.join(" AND ", parts) + ")");
        }
        join.condition().ifPresent(condition -> {
            List<String> both = new ArrayList<>(qualified(join.left()));
            both.addAll(qualified(join.right()));
            node.detail("Join Filter", new ExpressionText(both::get, format).of(condition));
        });
        filter.ifPresent(condition -> node.detail("Filter", condition));
        ExplainValue.Group left = node(join.left(), "Outer", Optional.empty());
        return node.group(List.of(left, hashed ? hash(join) : node(join.right(), "Inner", Optional.empty())));
    }

    private ExplainValue.Group hash(Plan.Join join) {
        ExplainNode node = new ExplainNode("Hash", "Inner");
        estimates
                .map(of -> of.apply(join.right()))
                .ifPresent(right ->
                        node.estimate(new Estimate(right.total(), right.total(), right.rows(), right.width())));
        manner.apply(join).forEach(node::detail);
        return node.group(List.of(node(join.right(), "Outer", Optional.empty())));
    }

    private static String joinType(JoinKind kind) {
        return switch (kind) {
            case INNER -> "Inner";
            case LEFT -> "Left";
            case RIGHT -> "Right";
            case FULL -> "Full";
            case SEMI -> "Semi";
            case ANTI -> "Anti";
            case NOT_IN -> "Not In";
        };
    }

    private ExplainValue.Group group(Plan.Group group, String parent, Optional<String> filter) {
        boolean plain = group.keys().isEmpty();
        ExplainNode node = aggregate(plain ? "Plain" : group.ordered() ? "Sorted" : "Hashed", parent);
        if (!plain) {
            List<ExplainValue.Texts> sets = group.sets().sets().stream()
                    .map(set -> new ExplainValue.Texts(set.stream()
                            .map(key -> text(group.keys().get(key), group.input()))
                            .toList()))
                    .toList();
            if (sets.size() == 1) {
                node.detail("Group Key", sets.getFirst());
            } else {
                ExplainValue keys = new ExplainValue.Lists(sets);
                node.detail(
                        "Grouping Sets",
                        new ExplainValue.Groups(List.of(new ExplainValue.Group(Map.of("Group Keys", keys)))));
            }
        }
        return inner(node, group, filter, List.of(group.input()));
    }

    private String text(Expression expression, Plan input) {
        List<String> names = names(input);
        return new ExpressionText(column -> column < names.size() ? names.get(column) : "?", format).of(expression);
    }

    /** The names of a plan's columns; those of a join say their tables. */
    private List<String> names(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan ->
                scan.table().columns().stream()
                        .map(TableColumn::name)
                        .map(Quoting::identifier)
                        .toList();
            case Plan.KeyedScan keyed -> {
                List<String> all = new ArrayList<>(names(keyed.scan()));
                all.add("ctid");
                yield all;
            }
            case Plan.Join join -> {
                List<String> all = new ArrayList<>(qualified(join.left()));
                if (!join.kind().isLeftOnly()) {
                    all.addAll(qualified(join.right()));
                }
                yield all;
            }
            case Plan.Lateral lateral -> {
                List<String> all = new ArrayList<>(qualified(lateral.left()));
                if (!lateral.kind().isLeftOnly()) {
                    all.addAll(qualified(lateral.right()));
                }
                yield all;
            }
            case Plan.Project project ->
                project.values().stream()
                        .map(value -> text(value, project.input()))
                        .toList();
            case Plan.Filter filter -> names(filter.input());
            case Plan.Sort sort -> names(sort.input());
            case Plan.Limit limit -> names(limit.input());
            case Plan.LockRows lock -> names(lock.input());
            case Plan.LockJoin lock -> names(lock.input());
            case Plan.Distinct distinct -> names(distinct.input());
            case Plan.Shared shared -> names(shared.input());
            case Plan.Group group -> {
                List<String> all = new ArrayList<>();
                group.keys().forEach(key -> all.add(text(key, group.input())));
                group.sets()
                        .questions()
                        .forEach(keys -> all.add(
                                keys.stream().map(all::get).collect(Collectors.joining(", ", "GROUPING(", ")"))));
                group.calls().forEach(call -> all.add(aggregate(call, group.input())));
                yield all;
            }
            default -> {
                List<String> all = new ArrayList<>();
                for (int i = 0; i < plan.types().size(); i++) {
                    all.add("column" + (i + 1));
                }
                yield all;
            }
        };
    }

    private String aggregate(AggregateCall call, Plan input) {
        String arguments = call.arguments().isEmpty()
                ? "*"
                : call.arguments().stream()
                        .map(argument -> text(argument, input))
                        .collect(Collectors.joining(", "));
        return call.name() + "(" + (call.distinct() ? "DISTINCT " : "") + arguments + ")";
    }

    private List<String> qualified(Plan plan) {
        if (plan instanceof Plan.Project project
                && project.values().stream().allMatch(Expression.ColumnReference.class::isInstance)) {
            List<String> below = qualified(project.input());
            return project.values().stream()
                    .map(value -> below.get(((Expression.ColumnReference) value).column()))
                    .toList();
        }
        if (plan instanceof Plan.Filter filter) {
            return qualified(filter.input());
        }
        if (plan instanceof Plan.Scan scan) {
            return names(plan).stream()
                    .map(name -> Quoting.identifier(scan.table().name()) + "." + name)
                    .toList();
        }
        return names(plan);
    }
}
