package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TemporaryObjects;

/** Makes the tree of properties that EXPLAIN shows of a plan, with the names that PostgreSQL gives them. */
public final class ExplainTree {
    private final Optional<Function<Plan, Estimate>> estimates;
    private final Measures measures;
    private final SessionFormat format;
    private final boolean timing;
    private final boolean verbose;

    /** Names in the conditions of scans. */
    private PlanNames scanned;

    private TableAliases aliases = TableAliases.NONE;
    private ExplainSubqueries subqueries = new ExplainSubqueries();
    private List<ExplainedChange.InWith> inWith = List.of();
    private CommonTables common = CommonTables.NONE;

    /** Names in what a node answers. */
    private PlanNames answered;

    /** Names in all else. */
    private PlanNames named;

    /** What was measured of the nodes of a plan that was run. */
    public interface Measures {
        /** Returns what a node took; nothing if the plan was not run. */
        Optional<ExplainActual> actual(Plan node);

        /** Returns how many rows of a scan its condition did not hold for. */
        long removed(Plan scan);

        /** Returns how many rows of an index-only scan were looked at all the same. */
        long fetched(Plan scan);

        /** Returns how a node did it, such as how it sorted. */
        Map<String, ExplainValue> manner(Plan node);

        /** Returns which pages and how much of the log a node used, if that is shown. */
        Map<String, ExplainValue> usage(Plan node);
    }

    /**
     * Makes a maker of a tree.
     *
     * @param estimates gives what a plan is expected to take, if that is shown
     * @param timing whether the times measured are shown
     * @param verbose whether it is shown what nodes answer, and where relations are
     */
    public ExplainTree(
            Optional<Function<Plan, Estimate>> estimates,
            Measures measures,
            boolean timing,
            boolean verbose,
            SessionFormat format) {
        this.estimates = estimates;
        this.measures = measures;
        this.timing = timing;
        this.verbose = verbose;
        this.format = format;
        this.scanned = new PlanNames(format, verbose, aliases, subqueries, common);
        this.answered = scanned;
        this.named = scanned;
    }

    /** Has changes in WITH shown at the top of the tree, too. */
    public ExplainTree with(List<ExplainedChange.InWith> changes) {
        inWith = List.copyOf(changes);
        return this;
    }

    /** Says how many rows a condition did not hold for in a run of the node. */
    private void removed(ExplainNode node, long rows, Plan measured) {
        measures.actual(measured)
                .ifPresent(taken -> node.detail(
                        "Rows Removed by Filter",
                        new ExplainValue.Numeral(
                                String.valueOf(Math.round((double) rows / Math.max(1, taken.loops()))))));
    }

    /** How many rows a filter has taken away. */
    private long removed(Plan.Filter filter) {
        return measures.actual(filter.input()).map(ExplainActual::rows).orElse(0L)
                - measures.actual(filter).map(ExplainActual::rows).orElse(0L);
    }

    /** A statement of one relation need not say which one a column is of. */
    private void name(TableAliases of, Plan plan, List<Expression> over, boolean several) {
        aliases = of;
        subqueries = ExplainSubqueries.of(plan, over, inWith);
        common = CommonTables.of(plan, over, of.taken(), inWith);
        scanned = new PlanNames(format, verbose, of, subqueries, common);
        scanned.note(plan);
        over.forEach(expression -> scanned.note(expression, plan));
        for (ExplainedChange.InWith each : inWith) {
            scanned.note(each.change().source());
            each.change()
                    .over()
                    .forEach(
                            expression -> scanned.note(expression, each.change().source()));
        }
        answered = scanned.with(several);
        named = scanned.with(several || verbose);
    }

    /** Returns the tree of a query. */
    public ExplainValue.Group query(Plan plan) {
        name(TableAliases.of(plan, inWith), plan, List.of(), TableAliases.relations(plan, inWith) > 1);
        return node(
                plan,
                ExplainAbove.of("")
                        .with(new ExplainAbove.Below(
                                "",
                                CommonTables.atTop(plan, List.of(), inWith),
                                subqueries.initial(plan, List.of()),
                                List.of())));
    }

    /**
     * Returns the tree of a data change.
     *
     * @param measured what the change took, if it was run
     * @param usage which pages and how much of the log it used, if that is shown
     */
    public ExplainValue.Group change(
            ExplainedChange change, Optional<ExplainActual> measured, Map<String, ExplainValue> usage) {
        name(
                TableAliases.of(change.source(), change.table(), inWith),
                change.source(),
                change.over(),
                TableAliases.relations(change.source(), inWith) + (change.inserts() ? 1 : 0) > 1);
        return change(change, "", "", CommonTables.atTop(change.source(), change.over(), inWith), measured, usage);
    }

    private ExplainValue.Group change(
            ExplainedChange change,
            String parent,
            String subplan,
            Collection<Plan> shownWith,
            Optional<ExplainActual> measured,
            Map<String, ExplainValue> usage) {
        boolean inserts = change.inserts();
        ExplainNode node = new ExplainNode("ModifyTable", parent).head("Operation", change.operation());
        node.subplan(subplan);
        relation(node, change.table());
        estimates
                .map(of -> of.apply(change.source()))
                .ifPresent(estimate -> node.estimate(new Estimate(estimate.startup(), estimate.total(), 0, 0)));
        measured.ifPresent(taken -> node.actual(taken, timing));
        change.returning().filter(any -> verbose).ifPresent(values -> {
            Plan row = inserts
                    ? new Plan.Scan(change.table(), Access.ALL, Optional.empty(), Optional.empty())
                    : change.source();
            node.output(values.stream().map(value -> answered.text(value, row)).toList());
        });
        node.usage(usage);
        List<Expression> over = change.over();
        ExplainAbove above = ExplainAbove.of("Outer").with(new ExplainAbove.Below("", List.of(), List.of(), over));
        List<ExplainValue.Group> below = new ArrayList<>();
        shownWith.forEach(each -> below.add(common(each)));
        subqueries.initial(change.source(), over).forEach(each -> below.add(subplan(each)));
        below.add(node(
                change.source(),
                inserts ? above : change.shown().map(above::showing).orElse(above)));
        return node.group(below);
    }

    private void relation(ExplainNode node, TableDefinition table) {
        node.text("Relation Name", table.name());
        if (verbose) {
            node.text("Schema", TemporaryObjects.isTemporary(table.schema()) ? "pg_temp" : table.schema());
        }
        node.text("Alias", aliases.of(table));
    }

    /** Returns milliseconds as EXPLAIN shows them. */
    public static String millis(double nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }

    private ExplainNode taken(ExplainNode node, Plan plan, ExplainAbove above) {
        estimates.map(of -> of.apply(plan)).ifPresent(node::estimate);
        Plan measuredPlan = above.measured().orElse(plan);
        measures.actual(measuredPlan).ifPresent(measured -> node.actual(measured, timing));
        boolean answers = !(plan instanceof Plan.Recursive && above.parent().equals("InitPlan"))
                && !(plan instanceof Plan.Computed)
                && !(plan instanceof Plan.Combine combine
                        && combine.operator() == Query.SetOperator.UNION
                        && combine.all());
        if (verbose && answers) {
            node.output(answered.output(above.shown().orElse(plan)));
        }
        node.usage(measures.usage(measuredPlan));
        return node;
    }

    private ExplainValue.Group subplan(ExplainSubqueries.Shown subquery) {
        Plan plan = subquery.subquery().plan();
        return node(
                plan,
                ExplainAbove.of(subquery.isInitial() ? "InitPlan" : "SubPlan")
                        .with(new ExplainAbove.Below(
                                subquery.name(),
                                CommonTables.definedIn(subquery.subquery()).values(),
                                subqueries.initial(plan, List.of()),
                                List.of())));
    }

    /** The plan of a query of WITH. */
    private ExplainValue.Group common(Plan definition) {
        if (definition instanceof Plan.Changed answer) {
            ExplainedChange change = inWith.stream()
                    .filter(each -> each.answer().identity().equals(answer.identity()))
                    .findFirst()
                    .orElseThrow()
                    .change();
            return change(
                    change,
                    "InitPlan",
                    "CTE " + answer.name(),
                    List.of(),
                    measures.actual(answer),
                    measures.usage(answer));
        }
        String name = CommonTables.of(definition).orElseThrow().name();
        ExplainAbove above = ExplainAbove.of("InitPlan")
                .with(new ExplainAbove.Below("CTE " + name, List.of(), List.of(), List.of()));
        Plan plan = definition instanceof Plan.Shared shared ? shared.input() : definition;
        return plan instanceof Plan.Recursive recursive ? union(recursive, above) : node(plan, above);
    }

    private ExplainValue.Group union(Plan.Recursive recursive, ExplainAbove above) {
        return inner(
                new ExplainNode("Recursive Union", above.parent()),
                recursive,
                above,
                List.of(recursive.first(), recursive.step()));
    }

    /** A node that reads the rows of a query of WITH, which is shown elsewhere. */
    private ExplainValue.Group reading(String type, Plan plan, ExplainAbove above) {
        ExplainNode node = new ExplainNode(type, above.parent());
        CommonTables.of(plan)
                .ifPresent(table -> node.text("CTE Name", table.name()).text("Alias", common.of(plan, table)));
        return inner(node, plan, above, List.of());
    }

    /** Returns a node with the nodes below it, its subqueries among these. */
    private ExplainValue.Group finished(
            ExplainNode node, Plan plan, ExplainAbove above, List<ExplainValue.Group> inputs) {
        node.subplan(above.below().subplan());
        List<ExplainValue.Group> all = new ArrayList<>();
        above.below().common().forEach(each -> all.add(common(each)));
        above.below().initial().forEach(each -> all.add(subplan(each)));
        all.addAll(inputs);
        List<Expression> computed =
                above.below().computing(Plans.expressions(plan)).computed();
        subqueries.repeated(computed).forEach(each -> all.add(subplan(each)));
        return node.group(all);
    }

    private ExplainValue.Group node(Plan plan, ExplainAbove above) {
        String parent = above.parent();
        return switch (plan) {
            case Plan.Project project ->
                node(
                        project.input(),
                        above.showing(project)
                                .measuring(project)
                                .with(above.below().computing(project.values())));
            case Plan.Filter given ->
                node(
                        given.input(),
                        above.with(above.below().computing(List.of(given.condition())))
                                .showing(given)
                                .measuring(given)
                                .filtered(
                                        (isScan(given.input()) ? scanned : named)
                                                .text(given.condition(), given.input()),
                                        removed(given)));
            case Plan.Scan scan -> scan(scan, above);
            case Plan.KeyedScan keyed -> scan(keyed.scan(), above.measuring(keyed));
            case Plan.Shared _, Plan.Recursive _, Plan.Changed _ -> reading("CTE Scan", plan, above);
            case Plan.Memo memo ->
                inner(
                        new ExplainNode("Memoize", parent)
                                .detail(
                                        "Cache Key",
                                        new ExplainValue.Texts(memo.keys().stream()
                                                .map(key -> named.text(key, memo.input()))
                                                .toList()))
                                .detail(
                                        "Cache Mode",
                                        new ExplainValue.Text(isScan(memo.input()) ? "logical" : "binary")),
                        plan,
                        above,
                        List.of(memo.input()));
            case Plan.Single single -> inner(new ExplainNode("Result", parent), plan, above, List.of());
            case Plan.Rows rows -> inner(values(rows, parent), plan, above, List.of());
            case Plan.Computed computed -> inner(function(computed.name(), parent), plan, above, List.of());
            case Plan.Series series -> inner(function("generate_series", parent), plan, above, List.of());
            case Plan.SetScan sets -> inner(function(sets, parent), plan, above, List.of());
            case Plan.ProjectSet sets ->
                inner(new ExplainNode("ProjectSet", parent), plan, above, List.of(sets.input()));
            case Plan.Window window -> inner(windowNode(window, parent), plan, above, List.of(window.input()));
            case Plan.Working working -> reading("WorkTable Scan", plan, above);
            case Plan.Join join -> join(join, above);
            case Plan.Lateral lateral ->
                inner(
                        new ExplainNode("Nested Loop", parent).text("Join Type", joinType(lateral.kind())),
                        plan,
                        above,
                        List.of(lateral.left(), lateral.right()));
            case Plan.Group group -> group(group, above);
            case Plan.Sort sort -> inner(sortNode(sort, parent), plan, above, List.of(sort.input()));
            case Plan.LockJoin lock -> inner(new ExplainNode("LockRows", parent), plan, above, List.of(lock.input()));
            case Plan.LockRows lock -> inner(new ExplainNode("LockRows", parent), plan, above, List.of(lock.input()));
            case Plan.Limit limit -> inner(new ExplainNode("Limit", parent), plan, above, List.of(limit.input()));
            case Plan.Distinct distinct
            when distinct.isSorted() ->
                inner(new ExplainNode("Unique", parent), plan, above, List.of(distinct.input()));
            case Plan.Distinct distinct ->
                inner(
                        aggregate("Hashed", parent)
                                .detail(
                                        "Group Key",
                                        new ExplainValue.Texts(
                                                named.above(distinct.input()).subList(0, distinct.columns()))),
                        plan,
                        above,
                        List.of(distinct.input()));
            case Plan.Combine combine ->
                inner(combination(combine, parent), plan, above, List.of(combine.left(), combine.right()));
        };
    }

    private static boolean isScan(Plan plan) {
        return switch (plan) {
            case Plan.Project project -> isScan(project.input());
            case Plan.Filter filter -> isScan(filter.input());
            case Plan.Scan scan -> true;
            case Plan.KeyedScan keyed -> true;
            case Plan.SetScan sets -> true;
            case Plan.Series series -> true;
            case Plan.Computed computed -> true;
            case Plan.Shared _, Plan.Recursive _, Plan.Working _ -> true;
            default -> false;
        };
    }

    private static ExplainNode values(Plan.Rows rows, String parent) {
        return rows.rows().size() == 1
                ? new ExplainNode("Result", parent)
                : new ExplainNode("Values Scan", parent).text("Alias", "*VALUES*");
    }

    private ExplainNode function(Plan.SetScan sets, String parent) {
        String first = sets.calls().getFirst().function().functionName();
        return sets.calls().size() == 1
                ? function(first, parent)
                : new ExplainNode("Function Scan", parent).text("Alias", first);
    }

    private ExplainNode function(String name, String parent) {
        ExplainNode node = new ExplainNode("Function Scan", parent).text("Function Name", name);
        if (verbose) {
            node.text("Schema", "pg_catalog");
        }
        return node.text("Alias", name);
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

    private ExplainNode windowNode(Plan.Window window, String parent) {
        ExplainNode node = new ExplainNode("WindowAgg", parent);
        return window.until().isEmpty() ? node : node.detail("Run Condition", named.until(window));
    }

    private ExplainNode sortNode(Plan.Sort sort, String parent) {
        List<String> names = named.above(sort.input());
        ExplainNode node = new ExplainNode(sort.presorted() > 0 ? "Incremental Sort" : "Sort", parent)
                .detail(
                        "Sort Key",
                        new ExplainValue.Texts(sort.keys().stream()
                                .map(key -> names.get(key.column()) + key.direction())
                                .toList()));
        return sort.presorted() == 0
                ? node
                : node.detail(
                        "Presorted Key",
                        new ExplainValue.Texts(sort.keys().stream()
                                .limit(sort.presorted())
                                .map(key -> names.get(key.column()))
                                .toList()));
    }

    private ExplainValue.Group inner(ExplainNode node, Plan plan, ExplainAbove above, List<Plan> inputs) {
        taken(node, plan, above);
        calls(plan).filter(any -> verbose).ifPresent(call -> node.detail("Function Call", call));
        above.filter().ifPresent(condition -> node.detail("Filter", condition));
        measures.manner(plan).forEach(node::detail);
        above.filter().ifPresent(any -> removed(node, above.removed(), plan));
        List<ExplainValue.Group> below = new ArrayList<>();
        for (Plan input : inputs) {
            String relation = plan instanceof Plan.Combine ? "Member" : below.isEmpty() ? "Outer" : "Inner";
            below.add(node(input, ExplainAbove.of(relation)));
        }
        return finished(node, plan, above, below);
    }

    /** Returns the call of a function whose rows are scanned. */
    private Optional<String> calls(Plan plan) {
        return switch (plan) {
            case Plan.SetScan sets ->
                Optional.of(sets.calls().stream()
                        .map(call -> named.call(call, List.of()))
                        .collect(Collectors.joining(", ")));
            case Plan.Series series ->
                Optional.of(Stream.concat(
                                Stream.of(series.from(), series.to()),
                                isOne(series.step()) ? Stream.of() : Stream.of(series.step()))
                        .map(argument -> named.text(argument, List.of()))
                        .collect(Collectors.joining(", ", "generate_series(", ")")));
            default -> Optional.empty();
        };
    }

    private static boolean isOne(Expression step) {
        return step instanceof Expression.Constant constant && Long.valueOf(1).equals(constant.value());
    }

    private ExplainValue.Group scan(Plan.Scan scan, ExplainAbove above) {
        Access access = scan.access();
        ExplainNode node = new ExplainNode(scanType(access), above.parent());
        access.index()
                .ifPresent(index -> node.text("Scan Direction", access.backward() ? "Backward" : "Forward")
                        .text("Index Name", index.name()));
        relation(node, scan.table());
        taken(node, scan, above);
        access.index()
                .map(index -> new IndexConditionText(scanned, scan).of(index))
                .filter(condition -> !condition.isEmpty())
                .ifPresent(condition -> node.detail("Index Cond", condition));
        List<Expression> parts = new ArrayList<>();
        scan.filter().ifPresent(condition -> Expressions.conjuncts(condition, parts));
        boolean ofCursor = access.row().flatMap(CursorRow::of).isPresent();
        if (access.row().isPresent() && !ofCursor) {
            AddressedRows.condition(scan.table(), parts).ifPresent(condition -> {
                node.detail("TID Cond", scanned.text(condition, scan));
                parts.remove(condition);
            });
        }
        access.row().flatMap(CursorRow::of).ifPresent(row -> node.detail("TID Cond", "CURRENT OF " + row.cursor()));
        parts.removeIf(part -> AccessRules.isAllUsed(part, access));
        List<String> conditions = new ArrayList<>();
        above.filter().ifPresent(conditions::add);
        if (!parts.isEmpty()) {
            conditions.add(scanned.text(AccessRules.and(parts), scan));
        }
        if (!conditions.isEmpty()) {
            String joined = String.join(" AND ", conditions);
            node.detail("Filter", conditions.size() == 1 ? joined : "(" + joined + ")");
            removed(
                    node,
                    above.removed() + measures.removed(scan),
                    above.measured().orElse(scan));
        }
        if (access.covering() && measures.actual(above.measured().orElse(scan)).isPresent()) {
            node.detail("Heap Fetches", new ExplainValue.Numeral(String.valueOf(measures.fetched(scan))));
        }
        return finished(node, scan, above, List.of());
    }

    private static String scanType(Access access) {
        if (access.row().isPresent()) {
            return "Tid Scan";
        }
        return access.index().isEmpty() ? "Seq Scan" : access.covering() ? "Index Only Scan" : "Index Scan";
    }

    private ExplainValue.Group join(Plan.Join join, ExplainAbove above) {
        boolean hashed = !join.leftKeys().isEmpty();
        ExplainNode node =
                new ExplainNode(join.merged() ? "Merge Join" : hashed ? "Hash Join" : "Nested Loop", above.parent());
        taken(node.text("Join Type", joinType(join.kind())), join, above);
        if (hashed) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < join.leftKeys().size(); i++) {
                parts.add("(" + named.textAbove(join.leftKeys().get(i), join.left()) + " = "
                        + named.textAbove(join.rightKeys().get(i), join.right()) + ")");
            }
            node.detail(
                    join.merged() ? "Merge Cond" : "Hash Cond",
                    parts.size() == 1 ? parts.getFirst() : "(" + String.join(" AND ", parts) + ")");
        }
        join.condition().ifPresent(condition -> {
            List<String> both = new ArrayList<>(named.above(join.left()));
            both.addAll(named.above(join.right()));
            node.detail("Join Filter", named.text(condition, both));
        });
        above.filter().ifPresent(condition -> node.detail("Filter", condition));
        above.filter().ifPresent(any -> removed(node, above.removed(), join));
        ExplainValue.Group left = node(join.left(), ExplainAbove.of("Outer"));
        ExplainValue.Group right = hashed && !join.merged() ? hash(join) : node(join.right(), ExplainAbove.of("Inner"));
        return finished(node, join, above, List.of(left, right));
    }

    private ExplainValue.Group hash(Plan.Join join) {
        ExplainNode node = new ExplainNode("Hash", "Inner");
        estimates
                .map(of -> of.apply(join.right()))
                .ifPresent(right ->
                        node.estimate(new Estimate(right.total(), right.total(), right.rows(), right.width())));
        measures.actual(join.right())
                .ifPresent(measured -> node.actual(
                        new ExplainActual(
                                measured.totalNanos(), measured.totalNanos(), measured.rows(), measured.loops()),
                        timing));
        if (verbose) {
            node.output(answered.above(join.right()));
        }
        node.usage(measures.usage(join.right()));
        measures.manner(join).forEach(node::detail);
        return node.group(List.of(node(join.right(), ExplainAbove.of("Outer"))));
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

    private ExplainValue.Group group(Plan.Group group, ExplainAbove above) {
        boolean plain = group.keys().isEmpty();
        ExplainNode node = aggregate(plain ? "Plain" : group.ordered() ? "Sorted" : "Hashed", above.parent());
        taken(node, group, above);
        if (!plain) {
            List<ExplainValue.Texts> sets = group.sets().sets().stream()
                    .map(set -> new ExplainValue.Texts(set.stream()
                            .map(key -> named.textAbove(group.keys().get(key), group.input()))
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
        above.filter().ifPresent(condition -> node.detail("Filter", condition));
        measures.manner(group).forEach(node::detail);
        above.filter().ifPresent(any -> removed(node, above.removed(), group));
        return finished(node, group, above, List.of(node(group.input(), ExplainAbove.of("Outer"))));
    }
}
