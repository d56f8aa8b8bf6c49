package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;

/** Chooses how tables are read and joined, and moves conditions to where they exclude rows soonest. Stateless. */
public final class AccessRules {
    /** How the functions of comparisons end. */
    private static final Map<String, String> SUFFIXES = Map.of("=", "eq", "<=", "le", ">=", "ge", "<", "lt", ">", "gt");

    private static final Map<Integer, String> SIGNS = signs();

    private AccessRules() {}

    /** Returns a plan whose rows are those of {@code input} that a condition holds for. */
    public static Plan filter(Plan input, Expression condition) {
        List<Expression> parts = new ArrayList<>();
        Expressions.conjuncts(condition, parts);
        return place(input, parts);
    }

    private static Plan place(Plan input, List<Expression> parts) {
        if (parts.isEmpty()) {
            return input;
        }
        return switch (input) {
            case Plan.Scan scan -> {
                List<Expression> all = new ArrayList<>();
                scan.filter().ifPresent(filter -> Expressions.conjuncts(filter, all));
                all.addAll(parts);
                yield new Plan.Scan(scan.table(), choose(scan.table(), all), Optional.of(and(all)), scan.lock());
            }
            case Plan.KeyedScan keyed -> new Plan.KeyedScan((Plan.Scan) place(keyed.scan(), parts));
            case Plan.Join join -> {
                List<Expression> alone =
                        parts.stream().filter(Expressions::isOfNoRow).toList();
                List<Expression> others =
                        parts.stream().filter(part -> !alone.contains(part)).toList();
                Plan placed = others.isEmpty() ? join : placeInJoin(join, others);
                yield alone.isEmpty() ? placed : new Plan.Filter(placed, and(alone));
            }
            case Plan.Computed computed when computed.key().isEmpty() -> placeOverComputed(computed, parts);
            case Plan.Project project -> placeUnderProject(project, parts);
            case Plan.Filter filter -> {
                List<Expression> all = new ArrayList<>();
                Expressions.conjuncts(filter.condition(), all);
                all.addAll(parts);
                yield place(filter.input(), all);
            }
            default -> new Plan.Filter(input, and(parts));
        };
    }

    /** Conditions on columns that a projection only passes on are met below it. */
    private static Plan placeUnderProject(Plan.Project project, List<Expression> parts) {
        List<Expression> below = new ArrayList<>();
        List<Expression> above = new ArrayList<>();
        for (Expression part : parts) {
            boolean[] plain = {true};
            Expression moved = Expressions.map(part, each -> {
                if (!(each instanceof Expression.ColumnReference column)) {
                    return null;
                }
                Expression value = project.values().get(column.column());
                plain[0] &= isPassedOn(value);
                return value;
            });
            if (plain[0] && Expressions.isStable(part)) {
                below.add(moved);
            } else {
                above.add(part);
            }
        }
        Plan plan = below.isEmpty() ? project : new Plan.Project(place(project.input(), below), project.values());
        return above.isEmpty() ? plan : new Plan.Filter(plan, and(above));
    }

    private static boolean isPassedOn(Expression value) {
        return switch (value) {
            case Expression.ColumnReference column -> true;
            case Expression.Constant constant -> true;
            case Expression.Relabel relabel -> isPassedOn(relabel.operand());
            default -> false;
        };
    }

    private static Plan placeOverComputed(Plan.Computed computed, List<Expression> parts) {
        for (int column = 0; column < computed.types().size(); column++) {
            SqlType type = computed.types().get(column);
            Optional<Expression> value = computedKey(parts, column, type);
            if (value.isPresent()) {
                Plan.ComputedKey key = new Plan.ComputedKey(column, value.get());
                return new Plan.Filter(
                        new Plan.Computed(computed.name(), computed.types(), computed.supplier(), Optional.of(key)),
                        and(parts));
            }
        }
        return new Plan.Filter(computed, and(parts));
    }

    private static Optional<Expression> computedKey(List<Expression> parts, int column, SqlType type) {
        for (Expression part : parts) {
            if (part instanceof Expression.Call call
                    && sign(call).equals("=")
                    && call.arguments().size() == 2) {
                Expression left = call.arguments().get(0);
                Expression right = call.arguments().get(1);
                if (isColumnUnderLabels(left, column) && isKeyOf(right, type)) {
                    return Optional.of(right);
                }
                if (isColumnUnderLabels(right, column) && isKeyOf(left, type)) {
                    return Optional.of(left);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isColumnUnderLabels(Expression expression, int column) {
        return expression instanceof Expression.Relabel relabel
                ? isColumnUnderLabels(relabel.operand(), column)
                : expression instanceof Expression.ColumnReference reference && reference.column() == column;
    }

    /** A value of an object's number or name, by which computed tables are looked up. */
    private static boolean isKeyOf(Expression value, SqlType type) {
        boolean number = isObjectNumber(type) && (isObjectNumber(value.type()) || isWhole(value.type()));
        boolean name = type.is(BuiltInType.NAME) && (value.type().is(BuiltInType.NAME) || isPlainText(value.type()));
        return (number || name) && Expressions.readsOnly(value, 0, 0) && Expressions.isStable(value);
    }

    private static boolean isObjectNumber(SqlType type) {
        return type.builtIn().filter(BuiltInType::isObjectIdentifier).isPresent();
    }

    private static Plan placeInJoin(Plan.Join join, List<Expression> parts) {
        int width = join.left().types().size();
        int total = width + join.right().types().size();
        List<Expression> left = new ArrayList<>();
        List<Expression> right = new ArrayList<>();
        List<Expression> pairs = new ArrayList<>();
        for (Expression part : parts) {
            if (join.kind() != JoinKind.INNER && join.kind() != JoinKind.LEFT) {
                pairs.add(part);
            } else if (Expressions.readsOnly(part, 0, width)) {
                left.add(part);
            } else if (join.kind() == JoinKind.INNER && Expressions.readsOnly(part, width, total)) {
                right.add(Expressions.shift(part, -width));
            } else {
                pairs.add(part);
            }
        }
        Plan newLeft = place(join.left(), left);
        Plan newRight = place(join.right(), right);
        if (join.kind() != JoinKind.INNER) {
            Plan same =
                    new Plan.Join(newLeft, newRight, join.kind(), join.leftKeys(), join.rightKeys(), join.condition());
            return pairs.isEmpty() ? same : new Plan.Filter(same, and(pairs));
        }
        List<Expression> all = new ArrayList<>();
        join.condition().ifPresent(condition -> Expressions.conjuncts(condition, all));
        all.addAll(pairs);
        return joined(newLeft, newRight, JoinKind.INNER, all, false);
    }

    /** Returns the join of two plans by a condition over their columns. */
    public static Plan join(Plan left, Plan right, JoinKind kind, Optional<Expression> condition) {
        List<Expression> parts = new ArrayList<>();
        condition.ifPresent(given -> Expressions.conjuncts(given, parts));
        if (kind != JoinKind.INNER) {
            return joined(left, right, kind, parts, false);
        }
        return placeInOrder(new Plan.Join(left, right, JoinKind.INNER, List.of(), List.of(), Optional.empty()), parts);
    }

    private static Plan placeInOrder(Plan.Join join, List<Expression> parts) {
        return place(join, parts);
    }

    /**
     * Returns a join by conditions over the columns of both sides, with the equalities among them as keys.
     *
     * @param keys whether there are to be keys
     */
    public static Plan.Join joined(Plan left, Plan right, JoinKind kind, List<Expression> parts, boolean keys) {
        return joined(left, right, kind, parts, call -> keys && isHashable(call));
    }

    /** Returns a join by conditions over the columns of both sides, with those equalities of columns as keys that both sides can be in the order of. */
    public static Plan.Join joinedByColumns(Plan left, Plan right, JoinKind kind, List<Expression> parts) {
        return joined(
                left,
                right,
                kind,
                parts,
                call -> isHashable(call)
                        && call.arguments().stream().allMatch(Expression.ColumnReference.class::isInstance));
    }

    private static Plan.Join joined(
            Plan left, Plan right, JoinKind kind, List<Expression> parts, Predicate<Expression.Call> isKey) {
        int width = left.types().size();
        int total = width + right.types().size();
        List<Expression> leftKeys = new ArrayList<>();
        List<Expression> rightKeys = new ArrayList<>();
        List<Expression> rest = new ArrayList<>();
        for (Expression part : parts) {
            if (part instanceof Expression.Call call && isKey.test(call)) {
                Expression first = call.arguments().get(0);
                Expression second = call.arguments().get(1);
                if (Expressions.readsOnly(first, 0, width) && Expressions.readsOnly(second, width, total)) {
                    leftKeys.add(first);
                    rightKeys.add(Expressions.shift(second, -width));
                    continue;
                }
                if (Expressions.readsOnly(second, 0, width) && Expressions.readsOnly(first, width, total)) {
                    leftKeys.add(second);
                    rightKeys.add(Expressions.shift(first, -width));
                    continue;
                }
            }
            rest.add(part);
        }
        return new Plan.Join(
                left, right, kind, leftKeys, rightKeys, rest.isEmpty() ? Optional.empty() : Optional.of(and(rest)));
    }

    /** Returns whether it is an equality whose values are equal exactly if their keys are: of one type, or whole numbers. */
    public static boolean isHashable(Expression.Call call) {
        if (!sign(call).equals("=") || call.arguments().size() != 2) {
            return false;
        }
        SqlType left = call.arguments().get(0).type();
        SqlType right = call.arguments().get(1).type();
        return left.sameTypeAs(right) || (isWhole(left) && isWhole(right));
    }

    private static boolean isWhole(SqlType type) {
        return type.is(BuiltInType.INT2) || type.is(BuiltInType.INT4) || type.is(BuiltInType.INT8);
    }

    /** Returns the conjunction of conditions. */
    public static Expression and(List<Expression> parts) {
        return parts.size() == 1 ? parts.getFirst() : new Expression.And(parts);
    }

    /** Returns whether a condition is an equality. */
    public static boolean isEquality(Expression condition) {
        return condition instanceof Expression.Call call && sign(call).equals("=");
    }

    /** Returns whether a condition is true wherever all of others are, as far as can be told. */
    public static boolean implies(List<Expression> given, Expression wanted) {
        return Implication.holds(given, wanted);
    }

    /** Chooses the index that a condition's parts fix the most columns of; the primary key before others. */
    public static Access choose(TableDefinition table, List<Expression> parts) {
        Optional<Access> addressed = AddressedRows.access(table, parts);
        if (addressed.isPresent()) {
            return addressed.get();
        }
        Access best = Access.ALL;
        int bestScore = 0;
        for (IndexDefinition index : table.indexes()) {
            if (!isComplete(index, parts)) {
                continue;
            }
            Access access = access(index, parts);
            int score = access.equal().size() * 4
                    - (access.listed().isAny() ? 2 : 0)
                    + (index.predicate().isPresent() ? 1 : 0)
                    + (access.lower().isPresent() ? 1 : 0)
                    + (access.upper().isPresent() ? 1 : 0)
                    + (index.isUnique() && access.fixed() == index.columns().size() ? 2 : 0);
            if (score > bestScore) {
                best = access;
                bestScore = score;
            }
        }
        return best;
    }

    /** Returns whether an index has an entry, in order, for every row that a condition's parts hold for. */
    public static boolean isComplete(IndexDefinition index, List<Expression> parts) {
        return !index.isInverted() && isApplicable(index, parts);
    }

    /** Returns whether an index knows every row that a condition's parts hold for. */
    public static boolean isApplicable(IndexDefinition index, List<Expression> parts) {
        return index.predicate().isEmpty()
                || Implication.holds(parts, index.predicate().get());
    }

    /** Returns how an index can be read by a condition's parts; {@link Access#ALL} if they say nothing of its first column. */
    public static Access access(IndexDefinition index, List<Expression> parts) {
        List<Expression> equal = new ArrayList<>();
        Access.Listed listed = Access.Listed.NONE;
        while (equal.size() < index.parts().size()) {
            Optional<Expression> value = bound(parts, index.parts().get(equal.size()), index, equal.size(), "=");
            if (value.isPresent()) {
                equal.add(value.get());
                continue;
            }
            Optional<ListedValues> values =
                    listed.isAny() ? Optional.empty() : ListedValues.first(parts, index, equal.size());
            if (values.isEmpty()) {
                break;
            }
            listed = new Access.Listed(equal.size(), values.get().arrays().size());
            equal.addAll(values.get().arrays());
        }
        Optional<Expression> lower = Optional.empty();
        Optional<Expression> upper = Optional.empty();
        boolean lowerInclusive = false;
        boolean upperInclusive = false;
        if (index.isOrdered() && equal.size() < index.columns().size()) {
            Expression column = index.parts().get(equal.size());
            lower = bound(parts, column, index, equal.size(), ">=");
            lowerInclusive = lower.isPresent();
            if (lower.isEmpty()) {
                lower = bound(parts, column, index, equal.size(), ">");
            }
            upper = bound(parts, column, index, equal.size(), "<=");
            upperInclusive = upper.isPresent();
            if (upper.isEmpty()) {
                upper = bound(parts, column, index, equal.size(), "<");
            }
        }
        boolean used = !equal.isEmpty()
                || lower.isPresent()
                || upper.isPresent()
                || (index.isOrdered() && index.predicate().isPresent());
        return used
                ? new Access(index, equal, lower, lowerInclusive, upper, upperInclusive).listing(listed)
                : Access.ALL;
    }

    private static Optional<Expression> bound(
            List<Expression> parts, Expression column, IndexDefinition index, int part, String sign) {
        for (Expression condition : parts) {
            Optional<Expression.Call> first = sign.endsWith("=") ? LeadingComparison.of(condition) : Optional.empty();
            if (first.isPresent() || condition instanceof Expression.Call) {
                Expression.Call call = first.orElseGet(() -> (Expression.Call) condition);
                if (call.arguments().size() != 2) {
                    continue;
                }
                Expression left = call.arguments().get(0);
                Expression right = call.arguments().get(1);
                String has = sign(call) + (first.isPresent() ? "=" : "");
                SqlType type = index.keys().get(part).type();
                if (has.equals(sign) && isPart(left, column) && isValue(right, type)) {
                    return Optional.of(right);
                }
                if (has.equals(mirrored(sign)) && isPart(right, column) && isValue(left, type)) {
                    return Optional.of(left);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns whether an access path goes by a condition. */
    public static boolean isUsed(Expression condition, Access access) {
        if (access.items().isPresent()) {
            return access.items().get().condition().equals(condition);
        }
        if (access.index().isEmpty()) {
            return false;
        }
        if (!(condition instanceof Expression.Call call)) {
            return listed(condition, access).isPresent();
        }
        if (call.arguments().size() != 2) {
            return false;
        }
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        String sign = sign(call);
        return isUsed(access, left, sign, right) || isUsed(access, right, mirrored(sign), left);
    }

    /** Returns whether an access path goes by a condition, and by all that it says. */
    static boolean isAllUsed(Expression condition, Access access) {
        return isUsed(condition, access)
                && listed(condition, access).filter(values -> !values.whole()).isEmpty();
    }

    /** Returns the values that a condition lists, if an access path goes by them. */
    static Optional<ListedValues> listed(Expression condition, Access access) {
        return access.listed().isAny()
                ? ListedValues.of(
                                condition,
                                access.index().orElseThrow(),
                                access.listed().from())
                        .filter(values -> values.arrays().equals(access.listedArrays()))
                : Optional.empty();
    }

    private static boolean isUsed(Access access, Expression part, String sign, Expression value) {
        List<Expression> parts = access.index().orElseThrow().parts();
        int equal = access.equal().size();
        for (int i = 0; i < equal && sign.equals("="); i++) {
            if (!access.listed().has(i) && access.equal().get(i).equals(value) && isPart(part, parts.get(i))) {
                return true;
            }
        }
        Optional<Expression> bound =
                sign.startsWith(">") ? access.lower() : sign.startsWith("<") ? access.upper() : Optional.empty();
        return bound.filter(value::equals).isPresent() && isPart(part, parts.get(equal));
    }

    /** Returns the sign of a comparison of exchanged operands. */
    public static String mirrored(String sign) {
        return switch (sign) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> sign;
        };
    }

    /** Returns whether an expression is a part of an index's key. */
    public static boolean isPart(Expression expression, Expression part) {
        return part instanceof Expression.ColumnReference column
                ? columnOf(expression).equals(OptionalInt.of(column.column()))
                        && haveSameOrder(expression.type(), column.type())
                : undirected(Expressions.withoutDomains(expression)).equals(undirected(part));
    }

    /** Returns an expression whose collation nobody knows how it came to: an index has it whichever way. */
    private static Expression undirected(Expression expression) {
        return expression instanceof Expression.Relabel relabel
                ? new Expression.Relabel(
                        relabel.operand(),
                        relabel.type().withCollation(relabel.type().collation().implicit()))
                : expression;
    }

    private static OptionalInt columnOf(Expression expression) {
        if (expression instanceof Expression.ColumnReference reference) {
            return OptionalInt.of(reference.column());
        }
        if (expression instanceof Expression.Relabel relabel
                && (isPlainText(relabel.type())
                        || relabel.type().sameTypeAs(relabel.operand().type()))
                && (isPlainText(relabel.operand().type())
                        || relabel.type().sameTypeAs(relabel.operand().type()))
                && haveSameOrder(relabel.type(), relabel.operand().type())) {
            return columnOf(relabel.operand());
        }
        return OptionalInt.empty();
    }

    private static boolean haveSameOrder(SqlType type, SqlType other) {
        return type.collation().collation().equals(other.collation().collation());
    }

    private static boolean isPlainText(SqlType type) {
        return type.is(BuiltInType.TEXT) || type.is(BuiltInType.VARCHAR);
    }

    /** A value that is the same for all rows, and of a type that the index's keys can be compared with as bytes. */
    static boolean isValue(Expression value, SqlType type) {
        return isComparable(value.type(), type) && isGiven(value);
    }

    /** Whether values of a type can be compared as bytes with an index's keys. */
    static boolean isComparable(SqlType type, SqlType ofKeys) {
        return type.sameTypeAs(ofKeys)
                || (isWhole(type) && isWhole(ofKeys))
                || (isPlainText(type) && isPlainText(ofKeys));
    }

    /** Whether a value is the same for all rows of a table. */
    static boolean isGiven(Expression value) {
        return Expressions.readsOnly(value, 0, 0) && Expressions.isStable(value);
    }

    /** Returns the sign of a comparison of values whose keys are in the same order; empty for other functions. */
    public static String sign(Expression.Call call) {
        return sign(call.function());
    }

    /** Returns the sign of a function that compares values whose keys are in the same order; empty for other functions. */
    static String sign(ScalarFunction function) {
        String sign = SIGNS.getOrDefault(function.oid(), "");
        // Functions of operands of two types that are kept in different ways, as date_eq_timestamp, are called
        // otherwise.
        return sign.isEmpty() || !function.name().endsWith(SUFFIXES.get(sign)) ? "" : sign;
    }

    private static Map<Integer, String> signs() {
        Map<Integer, String> signs = new HashMap<>();
        for (String sign : SUFFIXES.keySet()) {
            OperatorTable.builtIn().named(sign).forEach(operator -> signs.put(operator.function(), sign));
        }
        return Map.copyOf(signs);
    }
}
