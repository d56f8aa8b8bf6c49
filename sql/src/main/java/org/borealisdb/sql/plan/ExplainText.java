package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableColumn;

/**
 * Writes plans as EXPLAIN shows them. Used once.
 */
public final class ExplainText {
    private final Optional<Function<Plan, Estimate>> estimates;
    private final Function<Plan, Optional<String>> actual;
    private final Function<Plan, Optional<String>> manner;
    private final List<String> lines = new ArrayList<>();

    /**
     * Makes a writer.
     *
     * @param estimates gives what a plan is expected to take, if that is shown
     * @param actual gives what a node was measured to take, if it was run
     * @param manner gives how a node did it, if there is anything to say
     */
    public ExplainText(
            Optional<Function<Plan, Estimate>> estimates,
            Function<Plan, Optional<String>> actual,
            Function<Plan, Optional<String>> manner) {
        this.estimates = estimates;
        this.actual = actual;
        this.manner = manner;
    }

    /** Returns the lines of a query. */
    public List<String> query(Plan plan) {
        node(plan, 0, Optional.empty());
        return lines;
    }

    /** Returns the lines of a data change. */
    public List<String> change(String verb, String table, Plan source) {
        String cost = estimates
                .map(of -> of.apply(source))
                .map(estimate -> "  " + cost(new Estimate(estimate.startup(), estimate.total(), 0, 0)))
                .orElse("");
        lines.add(verb + " on " + Quoting.identifier(table) + cost);
        node(source, 1, Optional.empty());
        return lines;
    }

    private static String cost(Estimate estimate) {
        return String.format(
                Locale.ROOT,
                "(cost=%.2f..%.2f rows=%d width=%d)",
                estimate.startup(),
                estimate.total(),
                estimate.rows() == 0 ? 0 : Math.max(1, Math.round(estimate.rows())),
                estimate.width());
    }

    private void line(int depth, String title, Plan plan) {
        String indent = depth == 0 ? "" : " ".repeat(depth * 6 - 4) + "->  ";
        String shown = estimates.map(of -> "  " + cost(of.apply(plan))).orElse("");
        String measured = actual.apply(plan)
                .map(text -> (estimates.isPresent() ? " " : "  ") + text)
                .orElse("");
        lines.add(indent + title + shown + measured);
    }

    private void detail(int depth, String text) {
        lines.add(" ".repeat(depth * 6 + 2) + text);
    }

    /** Writes a node; {@code filter} is a condition from above that it is to show. */
    private void node(Plan plan, int depth, Optional<String> filter) {
        switch (plan) {
            case Plan.Project project -> node(project.input(), depth, filter);
            case Plan.Filter given -> {
                String condition = text(given.condition(), given.input());
                node(given.input(), depth, Optional.of(condition));
            }
            case Plan.Scan scan -> scan(scan, depth, filter);
            case Plan.KeyedScan keyed -> scan(keyed.scan(), depth, filter);
            case Plan.Shared shared -> inner("CTE Scan", plan, depth, filter, List.of(), List.of(shared.input()));
            case Plan.Recursive recursive ->
                inner("Recursive Union", plan, depth, filter, List.of(), List.of(recursive.first(), recursive.step()));
            case Plan.Single single -> inner("Result", plan, depth, filter, List.of(), List.of());
            case Plan.Rows rows ->
                inner(rows.rows().size() == 1 ? "Result" : "Values Scan", plan, depth, filter, List.of(), List.of());
            case Plan.Computed computed ->
                inner("Function Scan on " + computed.name(), plan, depth, filter, List.of(), List.of());
            case Plan.Series series ->
                inner("Function Scan on generate_series", plan, depth, filter, List.of(), List.of());
            case Plan.SetScan sets ->
                inner(
                        "Function Scan on " + sets.call().function().functionName(),
                        plan,
                        depth,
                        filter,
                        List.of(),
                        List.of());
            case Plan.ProjectSet sets -> inner("ProjectSet", plan, depth, filter, List.of(), List.of(sets.input()));
            case Plan.Window window -> inner("WindowAgg", plan, depth, filter, List.of(), List.of(window.input()));
            case Plan.Changed changed ->
                inner("CTE Scan on " + changed.name(), plan, depth, filter, List.of(), List.of());
            case Plan.Working working -> inner("WorkTable Scan", plan, depth, filter, List.of(), List.of());
            case Plan.Join join -> join(join, depth, filter);
            case Plan.Lateral lateral ->
                inner(
                        title(false, lateral.kind()),
                        plan,
                        depth,
                        filter,
                        List.of(),
                        List.of(lateral.left(), lateral.right()));
            case Plan.Group group -> group(group, depth, filter);
            case Plan.Sort sort -> {
                List<String> names = names(sort.input());
                String keys = sort.keys().stream()
                        .map(key -> names.get(key.column())
                                + (key.descending() ? " DESC" : "")
                                + (key.nullsFirst() == key.descending()
                                        ? ""
                                        : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"))
                        .collect(Collectors.joining(", "));
                inner("Sort", plan, depth, filter, List.of("Sort Key: " + keys), List.of(sort.input()));
            }
            case Plan.LockJoin lock -> inner("LockRows", plan, depth, filter, List.of(), List.of(lock.input()));
            case Plan.LockRows lock -> inner("LockRows", plan, depth, filter, List.of(), List.of(lock.input()));
            case Plan.Limit limit -> inner("Limit", plan, depth, filter, List.of(), List.of(limit.input()));
            case Plan.Distinct distinct -> {
                String keys = String.join(", ", names(distinct.input()).subList(0, distinct.columns()));
                inner("HashAggregate", plan, depth, filter, List.of("Group Key: " + keys), List.of(distinct.input()));
            }
            case Plan.Combine combine -> {
                boolean append = combine.operator() == Query.SetOperator.UNION;
                String title = append ? combine.all() ? "Append" : "HashAggregate" : setOperation(combine);
                inner(title, plan, depth, filter, List.of(), List.of(combine.left(), combine.right()));
            }
        }
    }

    private static String setOperation(Plan.Combine combine) {
        String word = combine.operator() == Query.SetOperator.INTERSECT ? "Intersect" : "Except";
        return "HashSetOp " + word + (combine.all() ? " All" : "");
    }

    private void inner(
            String title, Plan plan, int depth, Optional<String> filter, List<String> details, List<Plan> inputs) {
        line(depth, title, plan);
        details.forEach(text -> detail(depth, text));
        filter.ifPresent(condition -> detail(depth, "Filter: " + condition));
        manner.apply(plan).ifPresent(text -> detail(depth, text));
        inputs.forEach(input -> node(input, depth + 1, Optional.empty()));
    }

    private void scan(Plan.Scan scan, int depth, Optional<String> filter) {
        String table = Quoting.identifier(scan.table().name());
        Access access = scan.access();
        if (access.index().isEmpty()) {
            line(depth, "Seq Scan on " + table, scan);
        } else {
            line(
                    depth,
                    "Index Scan " + (access.backward() ? "Backward " : "") + "using "
                            + Quoting.identifier(access.index().get().name()) + " on " + table,
                    scan);
            String condition = indexCondition(scan, access.index().get());
            if (!condition.isEmpty()) {
                detail(depth, "Index Cond: " + condition);
            }
        }
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
            detail(depth, "Filter: " + (conditions.size() == 1 ? joined : "(" + joined + ")"));
        }
    }

    private static boolean isInIndex(Expression part, Access access) {
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

    private void join(Plan.Join join, int depth, Optional<String> filter) {
        boolean hashed = !join.leftKeys().isEmpty();
        line(depth, title(hashed, join.kind()), join);
        if (hashed) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < join.leftKeys().size(); i++) {
                parts.add("(" + text(join.leftKeys().get(i), join.left()) + " = "
                        + text(join.rightKeys().get(i), join.right()) + ")");
            }
            detail(
                    depth,
                    "Hash Cond: " + (parts.size() == 1 ? parts.getFirst() : "(" + String.join(" AND ", parts) + ")"));
        }
        join.condition().ifPresent(condition -> {
            List<String> both = new ArrayList<>(qualified(join.left()));
            both.addAll(qualified(join.right()));
            detail(depth, "Join Filter: " + new ExpressionText(both::get).of(condition));
        });
        filter.ifPresent(condition -> detail(depth, "Filter: " + condition));
        node(join.left(), depth + 1, Optional.empty());
        if (hashed) {
            String built = estimates
                    .map(of -> of.apply(join.right()))
                    .map(right -> "  " + cost(new Estimate(right.total(), right.total(), right.rows(), right.width())))
                    .orElse("");
            lines.add(" ".repeat((depth + 1) * 6 - 4) + "->  Hash" + built);
            manner.apply(join).ifPresent(text -> detail(depth + 1, text));
            node(join.right(), depth + 2, Optional.empty());
        } else {
            node(join.right(), depth + 1, Optional.empty());
        }
    }

    private static String title(boolean hashed, JoinKind kind) {
        String method = hashed ? "Hash" : "Nested Loop";
        return method
                + switch (kind) {
                    case INNER -> hashed ? " Join" : "";
                    case LEFT -> " Left Join";
                    case RIGHT -> " Right Join";
                    case FULL -> " Full Join";
                    case SEMI -> " Semi Join";
                    case ANTI -> " Anti Join";
                    case NOT_IN -> " Not In Join";
                };
    }

    private void group(Plan.Group group, int depth, Optional<String> filter) {
        List<String> details = new ArrayList<>();
        if (!group.keys().isEmpty()) {
            for (List<Integer> set : group.sets().sets()) {
                String keys = set.stream()
                        .map(key -> text(group.keys().get(key), group.input()))
                        .collect(Collectors.joining(", "));
                details.add("Group Key: " + (set.isEmpty() ? "()" : keys));
            }
        }
        inner(
                group.keys().isEmpty() ? "Aggregate" : group.ordered() ? "GroupAggregate" : "HashAggregate",
                group,
                depth,
                filter,
                details,
                List.of(group.input()));
    }

    private String text(Expression expression, Plan input) {
        List<String> names = names(input);
        return new ExpressionText(column -> column < names.size() ? names.get(column) : "?").of(expression);
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
