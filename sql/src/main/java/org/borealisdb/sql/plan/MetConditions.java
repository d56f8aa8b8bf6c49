package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.sql.catalog.IndexDefinition;

/**
 * Which conditions hold for all rows that an access path finds, so that nobody needs to ask. They do for bounds of a primary key: its columns have no
 * NULL, and are the same in all versions of a row. An entry of another index may be of an older version than the row that it leads to. Stateless.
 */
final class MetConditions {
    private MetConditions() {}

    /** Returns what of a condition may be false for a row that an access path finds. */
    static Optional<Expression> unmet(Access access, Expression condition) {
        if (access.index().filter(IndexDefinition::isClustered).isEmpty()) {
            return Optional.of(condition);
        }
        List<Expression> parts = new ArrayList<>();
        Expressions.conjuncts(condition, parts);
        int all = parts.size();
        parts.removeIf(part -> isMet(access.index().get(), access, part));
        if (parts.size() == all) {
            return Optional.of(condition);
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(AccessRules.and(parts));
    }

    private static boolean isMet(IndexDefinition index, Access access, Expression part) {
        Optional<ListedValues> listed = AccessRules.listed(part, access);
        if (listed.isPresent()) {
            Access.Listed columns = access.listed();
            return listed.get().whole()
                    && IntStream.range(columns.from(), columns.from() + columns.count())
                            .allMatch(column -> isExact(index, column));
        }
        if (!(part instanceof Expression.Call call) || call.arguments().size() != 2) {
            return false;
        }
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        String sign = AccessRules.sign(call);
        return isMet(index, access, left, sign, right) || isMet(index, access, right, AccessRules.mirrored(sign), left);
    }

    private static boolean isMet(
            IndexDefinition index, Access access, Expression column, String sign, Expression value) {
        int equal = access.equal().size();
        for (int i = 0; i < equal; i++) {
            if (sign.equals("=")
                    && isColumn(index, i, column)
                    && !access.listed().has(i)
                    && access.equal().get(i).equals(value)) {
                return true;
            }
        }
        if (equal >= index.parts().size() || !isColumn(index, equal, column)) {
            return false;
        }
        boolean lower = access.lower().filter(value::equals).isPresent();
        boolean upper = access.upper().filter(value::equals).isPresent();
        return switch (sign) {
            case ">=" -> lower;
            case ">" -> lower && !access.lowerInclusive();
            case "<=" -> upper;
            case "<" -> upper && !access.upperInclusive();
            default -> false;
        };
    }

    private static boolean isColumn(IndexDefinition index, int place, Expression expression) {
        return isExact(index, place)
                && AccessRules.isPart(expression, index.parts().get(place));
    }

    /** Whole numbers, dates and the like, whose keys are in the order of the values to the last bit. */
    private static boolean isExact(IndexDefinition index, int place) {
        return index.keys().get(place).type().kind() == ValueKind.LONG;
    }
}
