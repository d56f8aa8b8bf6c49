package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.sql.catalog.TableColumn;

/** What EXPLAIN calls the columns of plans. */
final class PlanNames {
    private final SessionFormat format;
    private final boolean qualified;
    private final TableAliases aliases;
    private final ExplainSubqueries subqueries;
    private final CommonTables common;

    /** What is read of the rows beside which a plan is run, by where it is read. */
    private final Map<Integer, String> slots;

    /**
     * Makes a maker of names.
     *
     * @param qualified whether columns are shown with their tables
     * @param aliases what tables are called
     * @param subqueries what subqueries are called
     * @param common what queries of WITH are called
     */
    PlanNames(
            SessionFormat format,
            boolean qualified,
            TableAliases aliases,
            ExplainSubqueries subqueries,
            CommonTables common) {
        this(format, qualified, aliases, subqueries, common, new HashMap<>());
    }

    private PlanNames(
            SessionFormat format,
            boolean qualified,
            TableAliases aliases,
            ExplainSubqueries subqueries,
            CommonTables common,
            Map<Integer, String> slots) {
        this.format = format;
        this.qualified = qualified;
        this.aliases = aliases;
        this.subqueries = subqueries;
        this.common = common;
        this.slots = slots;
    }

    /**
     * A column.
     *
     * @param computed whether the node computes it: nodes above show it in parentheses
     */
    private record Name(String text, boolean computed) {
        Name above() {
            return computed ? new Name("(" + text + ")", false) : this;
        }
    }

    /** Returns names of the same tables, which show columns with them or not. */
    PlanNames with(boolean tables) {
        return new PlanNames(format, tables, aliases, subqueries, common, slots);
    }

    /** Makes known what the parts of a plan read of the rows beside which they are run. */
    void note(Plan plan) {
        if (plan instanceof Plan.Lateral lateral) {
            for (int i = 0; i < lateral.slots().size(); i++) {
                String argument = with(true).textAbove(lateral.arguments().get(i), lateral.left());
                slots.putIfAbsent(lateral.slots().get(i), argument);
            }
        }
        if (plan instanceof Plan.Join join) {
            note(join.leftKeys(), join.left());
            note(join.rightKeys(), join.right());
        }
        for (Expression expression : Plans.expressions(plan)) {
            note(expression, plan);
        }
        Plans.inputs(plan).forEach(this::note);
    }

    private void note(List<Expression> keys, Plan side) {
        for (Expression key : keys) {
            Expressions.any(key, part -> {
                Subquery.of(part)
                        .ifPresent(subquery -> note(subquery, part, with(true).above(side)));
                return false;
            });
        }
    }

    /** Makes known what subqueries read of the rows that a node of a plan has expressions over. */
    void note(Expression expression, Plan node) {
        Expressions.any(expression, part -> {
            Subquery.of(part)
                    .ifPresent(subquery -> note(subquery, part, with(true).read(node)));
            return false;
        });
    }

    private void note(Subquery subquery, Expression call, List<String> names) {
        List<Expression> arguments = ((Expression.Call) call).arguments();
        for (int i = 0; i < subquery.slots().size(); i++) {
            slots.putIfAbsent(subquery.slots().get(i), text(arguments.get(i), names));
        }
        note(subquery.plan());
    }

    /** Returns the columns of the rows that a node has expressions over. */
    private List<String> read(Plan node) {
        return switch (node) {
            case Plan.Scan scan -> of(scan);
            case Plan.Project project -> of(project.input());
            case Plan.Filter filter -> of(filter.input());
            case Plan.Join join -> texts(with(namesAbove(join.left()), namesAbove(join.right())));
            case Plan.Lateral lateral -> texts(with(namesAbove(lateral.left()), namesAbove(lateral.right())));
            default ->
                Plans.inputs(node).isEmpty()
                        ? List.of()
                        : above(Plans.inputs(node).getFirst());
        };
    }

    /** Returns the columns as the node itself shows them. */
    List<String> of(Plan plan) {
        return texts(names(plan));
    }

    /** Returns the columns as the node above shows them. */
    List<String> above(Plan plan) {
        return texts(namesAbove(plan));
    }

    /** Returns what a node answers: columns that were dropped are none of it. */
    List<String> output(Plan plan) {
        List<String> all = of(plan);
        Plan.Scan scan =
                plan instanceof Plan.Scan one ? one : plan instanceof Plan.KeyedScan keyed ? keyed.scan() : null;
        if (scan == null) {
            return all;
        }
        List<String> kept = new ArrayList<>();
        List<TableColumn> columns = scan.table().columns();
        for (int i = 0; i < all.size(); i++) {
            if (i >= columns.size() || !columns.get(i).dropped()) {
                kept.add(all.get(i));
            }
        }
        return kept;
    }

    /** Returns an expression over the columns of a plan, in the node of the plan itself. */
    String text(Expression expression, Plan plan) {
        return text(expression, of(plan));
    }

    /** Returns an expression over the columns of a plan, in the node above. */
    String textAbove(Expression expression, Plan plan) {
        return text(expression, above(plan));
    }

    /** Returns an expression over columns with such names. */
    String text(Expression expression, List<String> names) {
        return new ExpressionText(
                        column -> column < names.size() ? names.get(column) : "?",
                        parameter -> slots.getOrDefault(parameter, ExpressionText.numbered(parameter)),
                        subqueries::text,
                        format)
                .of(expression);
    }

    private static List<String> texts(List<Name> names) {
        return names.stream().map(Name::text).toList();
    }

    private List<Name> namesAbove(Plan plan) {
        return names(plan).stream().map(Name::above).toList();
    }

    private Name column(String relation, String name) {
        return new Name((qualified ? relation + "." : "") + name, false);
    }

    private List<Name> names(Plan plan) {
        Optional<CommonTable> read = CommonTables.of(plan);
        return read.isPresent() ? common(plan, read.get()) : otherNames(plan);
    }

    private List<Name> common(Plan plan, CommonTable table) {
        String relation = Quoting.identifier(common.of(plan, table));
        List<Name> all = new ArrayList<>();
        for (int i = 0; i < plan.types().size(); i++) {
            String name = i < table.columns().size() ? table.columns().get(i) : "column" + (i + 1);
            all.add(column(relation, Quoting.identifier(name)));
        }
        return all;
    }

    private List<Name> otherNames(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> {
                String relation = Quoting.identifier(aliases.of(scan.table()));
                yield scan.table().columns().stream()
                        .map(each -> column(relation, Quoting.identifier(each.name())))
                        .toList();
            }
            case Plan.KeyedScan keyed ->
                with(
                        names(keyed.scan()),
                        List.of(column(
                                Quoting.identifier(aliases.of(keyed.scan().table())), "ctid")));
            case Plan.Join join -> both(join.left(), join.right(), join.kind());
            case Plan.Lateral lateral -> both(lateral.left(), lateral.right(), lateral.kind());
            case Plan.Project project -> {
                List<Name> below = names(project.input());
                yield project.values().stream()
                        .map(value -> computed(value, below))
                        .toList();
            }
            case Plan.Filter filter -> names(filter.input());
            case Plan.Sort sort -> namesAbove(sort.input());
            case Plan.Limit limit -> namesAbove(limit.input());
            case Plan.LockRows lock -> namesAbove(lock.input());
            case Plan.LockJoin lock -> namesAbove(lock.input());
            case Plan.Distinct distinct -> namesAbove(distinct.input());
            case Plan.Shared shared -> namesAbove(shared.input());
            case Plan.Memo memo -> names(memo.input());
            case Plan.Combine combine -> namesAbove(combine.left());
            case Plan.Recursive recursive -> namesAbove(recursive.first());
            case Plan.Group group -> group(group);
            case Plan.Window window ->
                with(
                        namesAbove(window.input()),
                        window.calls().stream()
                                .map(call -> new Name(window(call, window.input()), true))
                                .toList());
            case Plan.ProjectSet sets ->
                with(
                        namesAbove(sets.input()),
                        sets.calls().stream()
                                .map(call -> new Name(call(call, above(sets.input())), true))
                                .toList());
            case Plan.Rows rows
            when rows.rows().size() == 1 ->
                rows.rows().getFirst().stream()
                        .map(value -> new Name(text(value, List.of()), true))
                        .toList();
            case Plan.Rows rows -> numbered("\"*VALUES*\"", rows);
            case Plan.SetScan sets -> ofSet(sets);
            case Plan.Series series -> List.of(column("generate_series", "generate_series"));
            case Plan.Computed computed -> numbered(Quoting.identifier(computed.name()), computed);
            case Plan.Changed changed -> numbered(Quoting.identifier(changed.name()), changed);
            case Plan.Working working -> numbered("", working);
            case Plan.Single single -> List.of();
        };
    }

    private static List<Name> with(List<Name> first, List<Name> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    private List<Name> both(Plan left, Plan right, JoinKind kind) {
        return with(namesAbove(left), kind.isLeftOnly() ? List.of() : namesAbove(right));
    }

    private Name computed(Expression value, List<Name> below) {
        return value instanceof Expression.ColumnReference column && column.column() < below.size()
                ? below.get(column.column())
                : new Name(text(value, texts(below)), true);
    }

    private List<Name> group(Plan.Group group) {
        List<Name> input = namesAbove(group.input());
        List<Name> all = new ArrayList<>();
        group.keys().forEach(key -> all.add(computed(key, input)));
        group.sets()
                .questions()
                .forEach(keys -> all.add(new Name(
                        keys.stream()
                                .map(key -> all.get(key).text())
                                .collect(Collectors.joining(", ", "GROUPING(", ")")),
                        true)));
        List<String> keys = texts(all.subList(0, group.keys().size()));
        group.calls().forEach(call -> all.add(new Name(aggregate(call, keys, texts(input)), true)));
        return all;
    }

    /** The direct arguments of an ordered set are over the group's keys, all else over its input. */
    private String aggregate(AggregateCall call, List<String> keys, List<String> input) {
        String order = call.keys().stream()
                .map(key -> text(call.order().get(key.column()), input) + key.direction())
                .collect(Collectors.joining(", "));
        String called;
        if (call.orderedSet().isPresent()) {
            String direct = arguments(call.orderedSet().get().direct(), keys);
            called = "(" + direct + ") WITHIN GROUP (ORDER BY " + order + ")";
        } else {
            String arguments = call.arguments().isEmpty() ? "*" : arguments(call.arguments(), input);
            called = "(" + (call.distinct() ? "DISTINCT " : "") + arguments
                    + (order.isEmpty() ? "" : " ORDER BY " + order) + ")";
        }
        return call.name() + called + filter(call.filter(), input);
    }

    private String filter(Optional<Expression> filter, List<String> input) {
        return filter.map(condition -> " FILTER (WHERE " + text(condition, input) + ")")
                .orElse("");
    }

    private String arguments(List<Expression> arguments, List<String> input) {
        return arguments.stream().map(argument -> text(argument, input)).collect(Collectors.joining(", "));
    }

    /** Returns the condition on a window's values until which the rows of a partition are wanted. */
    String until(Plan.Window window) {
        List<String> parts = window.until().stream()
                .map(each -> "(" + window(window.calls().get(each.call()), window.input())
                        + (each.inclusive() ? " <= " : " < ") + text(each.most(), List.of()) + ")")
                .toList();
        return parts.size() == 1 ? parts.getFirst() : "(" + String.join(" AND ", parts) + ")";
    }

    private String window(WindowCall call, Plan input) {
        String arguments = arguments(call.arguments(), above(input));
        String name = call.function()
                .map(WindowFunction::functionName)
                .orElseGet(() -> call.aggregate().orElseThrow().name());
        boolean all = call.aggregate().isPresent() && call.arguments().isEmpty();
        return name + "(" + (all ? "*" : arguments) + ")" + filter(call.filter(), above(input)) + " OVER (?)";
    }

    /** Returns the call of a function that returns a set. */
    String call(SetCall call, List<String> input) {
        return call.function().functionName() + "(" + arguments(call.arguments(), input) + ")";
    }

    private List<Name> ofSet(Plan.SetScan scan) {
        String function = Quoting.identifier(scan.calls().getFirst().function().functionName());
        List<Name> all = new ArrayList<>();
        for (SetCall call : scan.calls()) {
            if (call.type() instanceof CompositeType row) {
                row.fields().forEach(field -> all.add(column(function, Quoting.identifier(field.name()))));
            } else {
                String own = Quoting.identifier(call.function().functionName());
                all.add(column(function, call.function().columnName().orElse(own)));
            }
        }
        if (scan.ordinality()) {
            all.add(column(function, "ordinality"));
        }
        return all;
    }

    private List<Name> numbered(String relation, Plan plan) {
        List<Name> all = new ArrayList<>();
        for (int i = 1; i <= plan.types().size(); i++) {
            all.add(relation.isEmpty() ? new Name("column" + i, false) : column(relation, "column" + i));
        }
        return all;
    }
}
