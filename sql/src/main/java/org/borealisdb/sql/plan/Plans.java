package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.borealisdb.expr.scalar.Expression;

/** Walks over and rewrites plans. Stateless. */
public final class Plans {
    private Plans() {}

    /** Returns the plans that a node reads. */
    public static List<Plan> inputs(Plan plan) {
        return switch (plan) {
            case Plan.Single single -> List.of();
            case Plan.Scan scan -> List.of();
            case Plan.KeyedScan keyed -> List.of(keyed.scan());
            case Plan.Rows rows -> List.of();
            case Plan.Computed computed -> List.of();
            case Plan.SetScan scan -> List.of();
            case Plan.ProjectSet sets -> List.of(sets.input());
            case Plan.Lateral lateral -> List.of(lateral.left(), lateral.right());
            case Plan.Recursive recursive -> List.of(recursive.first(), recursive.step());
            case Plan.Working working -> List.of();
            case Plan.Shared shared -> List.of(shared.input());
            case Plan.Memo memo -> List.of(memo.input());
            case Plan.Changed changed -> List.of();
            case Plan.Series series -> List.of();
            case Plan.Filter filter -> List.of(filter.input());
            case Plan.Project project -> List.of(project.input());
            case Plan.Join join -> List.of(join.left(), join.right());
            case Plan.Group group -> List.of(group.input());
            case Plan.Window window -> List.of(window.input());
            case Plan.Sort sort -> List.of(sort.input());
            case Plan.LockRows lock -> List.of(lock.input());
            case Plan.LockJoin lock -> List.of(lock.input());
            case Plan.Limit limit -> List.of(limit.input());
            case Plan.Distinct distinct -> List.of(distinct.input());
            case Plan.Combine combine -> List.of(combine.left(), combine.right());
        };
    }

    /** Returns the expressions of a node itself. */
    public static List<Expression> expressions(Plan plan) {
        List<Expression> all = new ArrayList<>();
        map(plan, UnaryOperator.identity(), expression -> {
            all.add(expression);
            return expression;
        });
        return all;
    }

    /** Returns whether an expression of a plan, or of the plans below it and in its subqueries, meets a test. */
    public static boolean any(Plan plan, Predicate<Expression> test) {
        for (Expression expression : expressions(plan)) {
            boolean found = Expressions.any(
                    expression,
                    part -> test.test(part)
                            || Subquery.of(part)
                                    .filter(subquery -> any(subquery.plan(), test))
                                    .isPresent());
            if (found) {
                return true;
            }
        }
        for (Plan input : inputs(plan)) {
            if (any(input, test)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a plan's rows may differ each time it is run within a statement, or running it changes something. */
    public static boolean isVolatile(Plan plan) {
        boolean here = expressions(plan).stream().anyMatch(expression -> !Expressions.isStable(expression))
                || plan instanceof Plan.Changed
                || plan instanceof Plan.LockRows
                || plan instanceof Plan.LockJoin
                || (plan instanceof Plan.Scan scan && scan.lock().isPresent())
                // Functions that give sets say nothing of what they depend on.
                || plan instanceof Plan.SetScan
                || plan instanceof Plan.ProjectSet;
        return here || inputs(plan).stream().anyMatch(Plans::isVolatile);
    }

    /** Returns a node with other inputs and expressions. */
    public static Plan map(Plan plan, UnaryOperator<Plan> inputs, UnaryOperator<Expression> expressions) {
        return switch (plan) {
            case Plan.Single single -> single;
            case Plan.Scan scan ->
                new Plan.Scan(
                        scan.table(),
                        access(scan.access(), expressions),
                        scan.filter().map(expressions),
                        scan.lock());
            case Plan.KeyedScan keyed -> new Plan.KeyedScan((Plan.Scan) inputs.apply(keyed.scan()));
            case Plan.Rows rows ->
                new Plan.Rows(
                        rows.rows().stream().map(row -> all(row, expressions)).toList(), rows.types());
            case Plan.Computed computed ->
                new Plan.Computed(
                        computed.name(),
                        computed.types(),
                        computed.supplier(),
                        computed.key().map(key -> new Plan.ComputedKey(key.column(), expressions.apply(key.value()))));
            case Plan.SetScan scan -> new Plan.SetScan(calls(scan.calls(), expressions), scan.ordinality());
            case Plan.ProjectSet sets ->
                new Plan.ProjectSet(inputs.apply(sets.input()), calls(sets.calls(), expressions));
            case Plan.Lateral lateral ->
                new Plan.Lateral(
                        inputs.apply(lateral.left()),
                        inputs.apply(lateral.right()),
                        lateral.kind(),
                        all(lateral.arguments(), expressions),
                        lateral.slots(),
                        lateral.condition().map(expressions));
            case Plan.Recursive recursive ->
                new Plan.Recursive(
                        inputs.apply(recursive.first()),
                        inputs.apply(recursive.step()),
                        recursive.distinct(),
                        recursive.working());
            case Plan.Working working -> working;
            case Plan.Shared shared ->
                new Plan.Shared(inputs.apply(shared.input()), shared.identity(), shared.kept(), shared.alias());
            case Plan.Memo memo ->
                new Plan.Memo(inputs.apply(memo.input()), all(memo.keys(), expressions), memo.single(), memo.hits());
            case Plan.Changed changed -> changed;
            case Plan.Series series ->
                new Plan.Series(
                        expressions.apply(series.from()),
                        expressions.apply(series.to()),
                        expressions.apply(series.step()),
                        series.type());
            case Plan.Filter filter ->
                new Plan.Filter(inputs.apply(filter.input()), expressions.apply(filter.condition()));
            case Plan.Project project ->
                new Plan.Project(inputs.apply(project.input()), all(project.values(), expressions));
            case Plan.Join join ->
                new Plan.Join(
                        inputs.apply(join.left()),
                        inputs.apply(join.right()),
                        join.kind(),
                        all(join.leftKeys(), expressions),
                        all(join.rightKeys(), expressions),
                        join.condition().map(expressions),
                        join.merged());
            case Plan.Group group ->
                new Plan.Group(
                        inputs.apply(group.input()),
                        all(group.keys(), expressions),
                        group.sets(),
                        group.calls().stream()
                                .map(call -> call.map(expressions))
                                .toList(),
                        group.ordered());
            case Plan.Window window ->
                new Plan.Window(
                        inputs.apply(window.input()),
                        new WindowShape(
                                all(window.shape().partition(), expressions),
                                all(window.shape().order(), expressions),
                                window.shape().keys(),
                                window.shape().frame()),
                        window.calls().stream()
                                .map(call -> new WindowCall(
                                        call.function(),
                                        call.aggregate(),
                                        all(call.arguments(), expressions),
                                        call.filter().map(expressions),
                                        call.type()))
                                .toList(),
                        window.ordered(),
                        window.until().stream()
                                .map(each -> each.with(expressions.apply(each.most())))
                                .toList());
            case Plan.Sort sort -> new Plan.Sort(inputs.apply(sort.input()), sort.keys(), sort.presorted());
            case Plan.LockRows lock ->
                new Plan.LockRows(
                        inputs.apply(lock.input()),
                        lock.table(),
                        lock.key(),
                        lock.lock(),
                        lock.filter().map(expressions),
                        all(lock.values(), expressions));
            case Plan.LockJoin lock ->
                new Plan.LockJoin(
                        inputs.apply(lock.input()),
                        lock.tables(),
                        lock.condition().map(expressions),
                        all(lock.values(), expressions));
            case Plan.Limit limit ->
                new Plan.Limit(
                        inputs.apply(limit.input()),
                        limit.count().map(expressions),
                        limit.offset().map(expressions),
                        limit.ties());
            case Plan.Distinct distinct ->
                new Plan.Distinct(inputs.apply(distinct.input()), distinct.columns(), distinct.ordered());
            case Plan.Combine combine ->
                new Plan.Combine(
                        combine.operator(), combine.all(), inputs.apply(combine.left()), inputs.apply(combine.right()));
        };
    }

    private static List<Expression> all(List<Expression> expressions, UnaryOperator<Expression> mapping) {
        return expressions.stream().map(mapping).toList();
    }

    private static List<SetCall> calls(List<SetCall> calls, UnaryOperator<Expression> mapping) {
        return calls.stream()
                .map(call -> new SetCall(call.function(), all(call.arguments(), mapping), call.type()))
                .toList();
    }

    private static Access access(Access access, UnaryOperator<Expression> mapping) {
        return new Access(
                access.index(),
                all(access.equal(), mapping),
                access.lower().map(mapping),
                access.lowerInclusive(),
                access.upper().map(mapping),
                access.upperInclusive(),
                access.backward(),
                access.items()
                        .map(items -> new ItemAccess(
                                items.part(),
                                items.operator(),
                                mapping.apply(items.operand()),
                                mapping.apply(items.condition()))),
                access.row().map(mapping),
                access.listed(),
                access.covering());
    }
}
