package org.borealisdb.sql.optimize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.catalog.EntryColumns;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Estimate;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.JoinKind;
import org.borealisdb.sql.plan.LeadingComparison;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.SetCall;
import org.borealisdb.sql.plan.SetFunction;
import org.borealisdb.sql.plan.Subquery;
import org.borealisdb.sql.plan.WindowUntil;

/**
 * Estimates how many rows plans have and what they cost. The units are PostgreSQL's: reading a page in sequence costs one, handling a row a hundredth, an operator a quarter of that. A row that an index other than the
 * table's own leads to costs a descent in the table's tree. Belongs to one task.
 */
public final class Estimator {
    static final double ROW = 0.01;
    static final double OPERATOR = 0.0025;
    /** Of a row found by another tree: a descent in the table's. */
    static final double DESCENT = 0.08;
    /** The part of an index's entries that does not tell by itself whether its row is seen. */
    static final double LOOKED_AT = 0.05;
    /** What an entry of an index takes beside its key, and what those of a page of PostgreSQL's size do together. */
    private static final int ENTRY_BYTES = 20;

    private static final double LEAF_BYTES = 8192 * 0.7;
    /** Of opening a scan of an index. */
    static final double OPENING = 0.3;
    /** Of a row that is kept: it is copied, and its key hashed. */
    static final double KEPT = 0.03;
    /** Of a row that goes to disk and comes back. */
    static final double SPILLED = 0.05;

    /** The part of left rows of an antijoin that has no partner at least: who asks expects some. */
    private static final double LEAST_ALONE = 0.1;

    private static final double UNKNOWN_ROWS = 1000;
    private static final double SET_ROWS = 100;

    private final Knowledge knowledge;
    private final Function<Subquery, Plan> subplans;
    private final IdentityHashMap<Plan, Estimate> known = new IdentityHashMap<>();
    /** The columns of left rows that right ones are looked up by, by the slots in which they are read. */
    private final Map<Integer, PlanColumns.Origin> slots = new HashMap<>();

    /**
     * Makes an estimator.
     *
     * @param subplans gives the plan by which a subquery of an expression is run
     */
    public Estimator(Knowledge knowledge, Function<Subquery, Plan> subplans) {
        this.knowledge = knowledge;
        this.subplans = subplans;
    }

    Knowledge knowledge() {
        return knowledge;
    }

    /** Says which column's values are in a slot from now on, if they are a column's. */
    void isReadFrom(int slot, Optional<PlanColumns.Origin> column) {
        slots.remove(slot);
        column.ifPresent(found -> slots.put(slot, found));
    }

    /** Returns what a plan is expected to take. */
    public Estimate of(Plan plan) {
        Estimate found = known.get(plan);
        if (found == null) {
            found = compute(plan);
            known.put(plan, found);
        }
        return found;
    }

    /** Says how many rows a plan has, of which more is known than it shows. */
    void expect(Plan plan, double rows) {
        Estimate found = of(plan);
        known.put(plan, new Estimate(found.startup(), found.total(), Math.max(1, rows), found.width()));
    }

    /** Tells what part of a plan's rows conditions over them hold for. */
    Selectivity selectivity(Plan plan) {
        return new Selectivity(expression -> expression instanceof Expression.Parameter parameter
                ? column(Optional.ofNullable(slots.get(parameter.index())))
                : column(PlanColumns.origin(plan, expression)).or(() -> ofExpression(plan, expression)));
    }

    /** Returns what extended statistics know of an expression over a table's columns. */
    private Optional<Selectivity.Known> ofExpression(Plan plan, Expression expression) {
        if (expression instanceof Expression.ColumnReference || expression instanceof Expression.Constant) {
            return Optional.empty();
        }
        return PlanColumns.overTable(plan, expression).flatMap(over -> {
            TableFacts facts = knowledge.of(over.table());
            return facts.joint().stream()
                    .flatMap(each -> each.expression(over.expression()).stream())
                    .findFirst()
                    .map(known -> new Selectivity.Known(Optional.of(known), facts.rows(), false, false));
        });
    }

    /** Returns the part of a table's rows that conditions hold for, with what is known of several columns together. */
    private double part(Plan.Scan scan, List<Expression> conditions) {
        Selectivity selectivity = selectivity(scan);
        List<JointFacts> joint =
                conditions.isEmpty() ? List.of() : knowledge.of(scan.table()).joint();
        if (joint.isEmpty()) {
            return selectivity.all(conditions);
        }
        JointSelectivity together = new JointSelectivity(joint, conditions, selectivity::all);
        return together.part() * selectivity.all(together.left());
    }

    /** Returns what is known of a table's column. */
    Optional<Selectivity.Known> column(Optional<PlanColumns.Origin> origin) {
        return origin.map(found -> {
            TableFacts facts = knowledge.of(found.table());
            boolean unique = found.table().indexes().stream()
                    .anyMatch(index -> index.isUnique()
                            && index.predicate().isEmpty()
                            && index.columns().equals(List.of(found.place())));
            boolean notNull = found.table().columns().get(found.place()).notNull();
            return new Selectivity.Known(facts.column(found.place()), facts.rows(), unique, notNull);
        });
    }

    /** Returns what it costs to compute expressions once. */
    double cost(List<Expression> expressions) {
        double[] sum = {0};
        for (Expression expression : expressions) {
            Expressions.any(expression, part -> {
                Optional<Subquery> subquery = Subquery.of(part);
                if (subquery.isEmpty()) {
                    boolean free = part instanceof Expression.ColumnReference || part instanceof Expression.Constant;
                    sum[0] += free ? 0 : OPERATOR;
                } else if (!subquery.get().slots().isEmpty()) {
                    sum[0] += of(subplans.apply(subquery.get())).total() + OPENING;
                }
                return false;
            });
        }
        return sum[0];
    }

    static int width(Plan plan) {
        int width = 0;
        for (SqlType type : plan.types()) {
            width += type.length() > 0 ? type.length() : 32;
        }
        return width;
    }

    private Estimate compute(Plan plan) {
        int width = width(plan);
        return switch (plan) {
            case Plan.Scan scan -> scan(scan, width);
            case Plan.KeyedScan keyed -> of(keyed.scan());
            case Plan.Single single -> new Estimate(0, ROW, 1, width);
            case Plan.Rows rows ->
                new Estimate(0, rows.rows().size() * ROW, rows.rows().size(), width);
            case Plan.Computed computed ->
                new Estimate(0, UNKNOWN_ROWS * ROW, computed.key().isPresent() ? 1 : UNKNOWN_ROWS, width);
            case Plan.Series series -> flat(seriesRows(series), width);
            case Plan.SetScan sets -> flat(setRows(sets), width);
            case Plan.Working working -> flat(SET_ROWS, width);
            case Plan.Changed changed -> flat(SET_ROWS, width);
            case Plan.Window window -> {
                Estimate input = of(window.input());
                Estimate sorted = window.ordered() ? input : sorted(input, width);
                // Most windows read a partition as a whole before its first row comes.
                double partitions = groups(window.input(), window.shape().partition(), input.rows());
                double first = window.isStreamed() ? 0 : (sorted.total() - sorted.startup()) / partitions;
                double most = most(window);
                boolean ends = window.isStreamed() && window.shape().partition().isEmpty() && most < input.rows();
                double total = ends
                        ? sorted.startup() + (sorted.total() - sorted.startup()) * most / input.rows()
                        : sorted.total();
                double read = ends ? most : input.rows();
                yield new Estimate(
                        sorted.startup() + first, total + read * ROW, Math.min(input.rows(), partitions * most), width);
            }
            case Plan.ProjectSet sets -> {
                Estimate input = of(sets.input());
                yield new Estimate(
                        input.startup(), input.total() + input.rows() * SET_ROWS * ROW, input.rows() * SET_ROWS, width);
            }
            case Plan.Project project -> {
                Estimate input = of(project.input());
                double cost = input.rows() * cost(project.values());
                yield new Estimate(input.startup(), input.total() + cost, input.rows(), width);
            }
            case Plan.Filter filter -> filtered(of(filter.input()), filter, width);
            case Plan.Join join -> join(join, width);
            case Plan.Lateral lateral -> lateral(lateral, width);
            case Plan.Group group -> group(group, width);
            case Plan.Sort sort when sort.presorted() > 0 -> presorted(sort, width);
            case Plan.Sort sort -> sorted(of(sort.input()), width);
            case Plan.Limit limit -> limited(of(limit.input()), limit, width);
            case Plan.LockRows lock -> of(lock.input());
            case Plan.LockJoin lock -> of(lock.input());
            case Plan.Distinct distinct -> {
                Estimate input = of(distinct.input());
                List<Expression> keys = new ArrayList<>();
                for (int i = 0; i < distinct.columns(); i++) {
                    keys.add(new Expression.ColumnReference(i, distinct.types().get(i)));
                }
                double rows = groups(distinct.input(), keys, input.rows());
                yield distinct.isSorted()
                        ? new Estimate(input.startup(), input.total() + input.rows() * OPERATOR, rows, width)
                        : new Estimate(input.startup(), input.total() + input.rows() * KEPT, rows, width);
            }
            case Plan.Combine combine -> {
                Estimate left = of(combine.left());
                Estimate right = of(combine.right());
                double rows = switch (combine.operator()) {
                    case UNION -> left.rows() + right.rows();
                    case INTERSECT -> Math.min(left.rows(), right.rows());
                    case EXCEPT -> left.rows();
                };
                boolean kept = combine.operator() != Query.SetOperator.UNION || !combine.all();
                double extra = kept ? (left.rows() + right.rows()) * KEPT : 0;
                yield new Estimate(left.startup(), left.total() + right.total() + extra, rows, width);
            }
            case Plan.Recursive recursive -> {
                Estimate first = of(recursive.first());
                Estimate step = of(recursive.step());
                yield new Estimate(
                        first.startup(), first.total() + 10 * step.total(), first.rows() + 10 * step.rows(), width);
            }
            case Plan.Memo memo -> {
                Estimate run = of(memo.input());
                double missed = 1 - memo.hits();
                double kept = ROW + run.rows() * OPERATOR;
                yield new Estimate(missed * run.startup(), missed * run.total() + kept, run.rows(), width);
            }
            case Plan.Shared shared -> {
                Estimate input = of(shared.input());
                yield new Estimate(input.startup(), input.total() + input.rows() * ROW, input.rows(), width);
            }
        };
    }

    /** How many rows of each partition are wanted at most, if that is known. */
    private static double most(Plan.Window window) {
        double most = Double.POSITIVE_INFINITY;
        for (WindowUntil until : window.until()) {
            double number = number(until.most());
            most = number < 0 ? most : Math.min(most, Math.max(1, number));
        }
        return most;
    }

    /** Returns how many rows a window reads of which some are wanted. */
    double read(Plan.Window window, double wanted) {
        boolean single = window.shape().partition().isEmpty();
        if (window.isStreamed()) {
            return single ? Math.min(wanted, most(window)) : wanted;
        }
        return single ? Double.POSITIVE_INFINITY : wanted;
    }

    private static Estimate flat(double rows, int width) {
        return new Estimate(0, rows * ROW, rows, width);
    }

    private static double setRows(Plan.SetScan sets) {
        double most = 0;
        for (SetCall call : sets.calls()) {
            double rows = call.function() == SetFunction.UNNEST
                    ? ArrayElements.count(call.arguments().getFirst())
                    : SET_ROWS;
            most = Math.max(most, rows);
        }
        return most;
    }

    private static double seriesRows(Plan.Series series) {
        boolean constant = series.from() instanceof Expression.Constant
                && series.to() instanceof Expression.Constant
                && series.step() instanceof Expression.Constant;
        if (!constant) {
            return UNKNOWN_ROWS;
        }
        Object from = ((Expression.Constant) series.from()).value();
        Object to = ((Expression.Constant) series.to()).value();
        Object step = ((Expression.Constant) series.step()).value();
        return from instanceof Long first && to instanceof Long last && step instanceof Long by && by != 0
                ? Math.max(1, Math.floor(((double) last - first) / by) + 1)
                : UNKNOWN_ROWS;
    }

    private Estimate filtered(Estimate input, Plan.Filter filter, int width) {
        List<Expression> parts = new ArrayList<>();
        Expressions.conjuncts(filter.condition(), parts);
        double rows = input.rows() * selectivity(filter.input()).all(parts);
        return new Estimate(input.startup(), input.total() + input.rows() * cost(parts), Math.max(1, rows), width);
    }

    private Estimate scan(Plan.Scan scan, int width) {
        TableFacts facts = knowledge.of(scan.table());
        List<Expression> parts = new ArrayList<>();
        scan.filter().ifPresent(condition -> Expressions.conjuncts(condition, parts));
        Selectivity selectivity = selectivity(scan);
        double rows = Math.max(1, facts.rows() * part(scan, parts));
        double checked = ROW + cost(parts);
        Access access = scan.access();
        if (access.row().isPresent()) {
            return new Estimate(0, OPENING + checked, 1, width);
        }
        if (access.index().isEmpty()) {
            return new Estimate(0, facts.pages() + facts.rows() * checked, rows, width);
        }
        List<Expression> used = parts.stream()
                .map(part -> LeadingComparison.of(part)
                        .<Expression>map(first -> first)
                        .orElse(part))
                .filter(part -> AccessRules.isUsed(part, access))
                .toList();
        IndexDefinition index = access.index().get();
        double part = used.isEmpty() && !bounds(access) ? predicatePart(index, selectivity) : part(scan, used);
        double sought = access.listed().isAny()
                ? ArrayElements.count(access.listedArrays().getFirst())
                : 1;
        if (index.isUnique() && access.equal().size() == index.columns().size()) {
            part = Math.min(1, sought / facts.rows());
        }
        double found = Math.max(1, facts.rows() * part);
        double each = checked + perRow(scan, index, facts);
        double descents = OPERATOR * Math.log(facts.rows() + 2) + (sought - 1) * DESCENT;
        return new Estimate(OPENING, OPENING + descents + found * each, Math.min(rows, found), width);
    }

    /** Returns what reading a row takes that an index leads to. */
    private static double perRow(Plan.Scan scan, IndexDefinition index, TableFacts facts) {
        if (index.isClustered()) {
            return facts.pages() / facts.rows();
        }
        if (!scan.access().covering()) {
            return DESCENT + 2 / 100.0;
        }
        int bytes = ENTRY_BYTES;
        for (SqlType type : EntryColumns.of(scan.table(), index).types()) {
            bytes += type.length() > 0 ? type.length() : 32;
        }
        return bytes / LEAF_BYTES + LOOKED_AT * DESCENT;
    }

    /** Returns what it costs to come by the rows of a scan that have NULL for a value over a plan of its rows. */
    double withoutValue(Plan.Scan scan, Expression value, Plan plan) {
        TableFacts facts = knowledge.of(scan.table());
        double each = ROW
                + scan.access().index().map(index -> perRow(scan, index, facts)).orElse(0.0);
        return facts.rows() * selectivity(plan).of(new Expression.IsNull(value, false)) * each;
    }

    private static boolean bounds(Access access) {
        return !access.equal().isEmpty()
                || access.lower().isPresent()
                || access.upper().isPresent();
    }

    private static double predicatePart(IndexDefinition index, Selectivity selectivity) {
        return index.predicate().map(selectivity::of).orElse(1.0);
    }

    /** Returns how many rows a join of so many rows has, before its kind adds or takes some. */
    static double joinedRows(JoinKind kind, double left, double pairs, double matched) {
        double rows = switch (kind) {
            case INNER -> pairs;
            case LEFT, RIGHT, FULL -> Math.max(left, pairs);
            case SEMI -> left * matched;
            case ANTI, NOT_IN -> left * Math.max(LEAST_ALONE, 1 - matched);
        };
        return Math.clamp(rows, 1, Estimate.MOST_ROWS);
    }

    private Estimate join(Plan.Join join, int width) {
        Estimate left = of(join.left());
        Estimate right = of(join.right());
        Selectivity ofLeft = selectivity(join.left());
        Selectivity ofRight = selectivity(join.right());
        double part = 1;
        double matched = join.leftKeys().isEmpty() ? 0.5 : 1;
        for (int i = 0; i < join.leftKeys().size(); i++) {
            double leftValues =
                    Math.min(left.rows(), ofLeft.distinct(join.leftKeys().get(i)));
            double rightValues =
                    Math.min(right.rows(), ofRight.distinct(join.rightKeys().get(i)));
            part /= Math.max(1, Math.max(leftValues, rightValues));
            matched = Math.min(matched, Math.min(1, rightValues / Math.max(1, leftValues)));
        }
        List<Expression> rest = new ArrayList<>();
        join.condition().ifPresent(condition -> Expressions.conjuncts(condition, rest));
        Plan both = join.kind().isLeftOnly()
                ? new Plan.Join(join.left(), join.right(), JoinKind.INNER, List.of(), List.of(), Optional.empty())
                : join;
        part *= selectivity(both).all(rest);
        double kept = join.kind() == JoinKind.RIGHT
                ? right.rows()
                : left.rows() + (join.kind() == JoinKind.FULL ? right.rows() : 0);
        double rows = joinedRows(join.kind(), kept, left.rows() * right.rows() * part, matched);
        boolean hashed = !join.leftKeys().isEmpty();
        double tried = hashed
                ? left.rows()
                        * right.rows()
                        * part
                        / Math.max(1e-9, selectivity(both).all(rest))
                : left.rows() * right.rows();
        if (join.merged()) {
            double total = left.total()
                    + right.total()
                    + merging(left.rows(), right.rows(), tried, join.leftKeys().size())
                    + tried * cost(rest)
                    + rows * ROW;
            return new Estimate(left.startup() + right.startup(), total, rows, width);
        }
        double total = left.total()
                + right.total()
                + right.rows() * KEPT
                + left.rows() * ROW
                + tried * (OPERATOR + cost(rest))
                + rows * ROW;
        return new Estimate(right.total() + left.startup(), total, rows, width);
    }

    private Estimate lateral(Plan.Lateral lateral, int width) {
        Estimate left = of(lateral.left());
        Estimate right = of(lateral.right());
        double found = found(lateral.right(), right);
        double rows = joinedRows(lateral.kind(), left.rows(), left.rows() * found, Math.min(0.9, found));
        return new Estimate(
                left.startup() + right.startup(),
                left.total() + left.rows() * (untilFound(lateral.kind(), right) + OPERATOR) + rows * ROW,
                rows,
                width);
    }

    /** Returns how many rows are found for a left row, which may be less than one. */
    private double found(Plan right, Estimate estimate) {
        if (right instanceof Plan.Memo memo) {
            return found(memo.input(), estimate);
        }
        if (right instanceof Plan.Project project) {
            return found(project.input(), estimate);
        }
        if (!(right instanceof Plan.Scan scan) || estimate.rows() > 1) {
            return estimate.rows();
        }
        List<Expression> parts = new ArrayList<>();
        scan.filter().ifPresent(condition -> Expressions.conjuncts(condition, parts));
        return Math.min(1, knowledge.of(scan.table()).rows() * part(scan, parts));
    }

    /** Returns what is read of rows that are looked up for a left row: until there is one, where no more is asked. */
    static double untilFound(JoinKind kind, Estimate right) {
        double part = kind.isLeftOnly() ? Math.min(1, 2 / (right.rows() + 1)) : 1;
        return right.startup() + (right.total() - right.startup()) * part;
    }

    private Estimate group(Plan.Group group, int width) {
        Estimate input = of(group.input());
        double work = input.rows() * (ROW + group.calls().size() * OPERATOR);
        for (var call : group.calls()) {
            work += input.rows() * cost(call.inputs());
        }
        double rows = group.keys().isEmpty()
                ? 1
                : groups(group.input(), group.keys(), input.rows())
                        * Math.max(1, group.sets().sets().size());
        double kept = group.keys().isEmpty() ? 0 : rows * KEPT;
        if (group.ordered()) {
            return new Estimate(input.startup(), input.total() + work + rows * ROW, rows, width);
        }
        double total = input.total() + work + kept;
        return new Estimate(total, total + rows * ROW, rows, width);
    }

    /** Returns how many different values of keys there are among a plan's rows. */
    double groups(Plan input, List<Expression> keys, double rows) {
        Selectivity of = selectivity(input);
        List<Expression> left = new ArrayList<>(keys);
        left.removeIf(Expression.Constant.class::isInstance);
        double product = left.size() < 2 ? 1 : new JointGroups(knowledge, input, left).distinct();
        for (Expression key : left) {
            product *= of.distinct(key);
        }
        return Math.max(1, Math.min(rows, product));
    }

    private static Estimate sorted(Estimate input, int width) {
        double total = input.total() + sorting(input.rows()) - input.rows() * OPERATOR;
        return new Estimate(total, total + input.rows() * OPERATOR, input.rows(), width);
    }

    /** Rows that are sorted group by group. */
    private Estimate presorted(Plan.Sort sort, int width) {
        Estimate input = of(sort.input());
        List<Expression> keys = KnownOrder.of(sort.input())
                .varying(sort.keys().subList(0, sort.presorted()), sort.input().types());
        double groups = groups(sort.input(), keys, input.rows());
        double each = sorting(input.rows() / groups);
        double startup = input.startup() + (input.total() - input.startup()) / groups + each;
        return new Estimate(startup, input.total() + groups * each + input.rows() * OPERATOR, input.rows(), width);
    }

    /** Returns what it costs to sort so many rows, and to go through them. */
    static double sorting(double rows) {
        return rows * (KEPT + 2 * OPERATOR * Math.log(Math.max(2, rows)) + OPERATOR);
    }

    /**
     * Returns what it costs to go through two sides in the order of their keys.
     *
     * @param pairs how many pairs of rows have the same keys
     */
    static double merging(double left, double right, double pairs, int keys) {
        return (left + right) * (ROW / 2 + keys * OPERATOR) + pairs * OPERATOR;
    }

    private static Estimate limited(Estimate input, Plan.Limit limit, int width) {
        double count = limit.count().map(Estimator::number).orElse(input.rows());
        double offset = limit.offset().map(Estimator::number).orElse(0.0);
        double rows = Math.max(1, Math.min(input.rows(), count < 0 ? input.rows() / 10 : count));
        double read = Math.min(1, (rows + Math.max(0, offset)) / Math.max(1, input.rows()));
        return new Estimate(input.startup(), input.startup() + (input.total() - input.startup()) * read, rows, width);
    }

    /** The number that an expression is, or -1. */
    static double number(Expression expression) {
        return Constants.folded(expression) instanceof Expression.Constant constant
                        && constant.value() instanceof Long number
                ? number
                : -1;
    }
}
