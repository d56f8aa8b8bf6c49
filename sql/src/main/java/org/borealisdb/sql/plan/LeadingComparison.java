package org.borealisdb.sql.plan;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;

/** Finds what comparisons of rows say of their first fields: {@code a > 1 OR a = 1 AND b > 2} holds for no row whose {@code a} is below 1. Stateless. */
public final class LeadingComparison {
    private LeadingComparison() {}

    /**
     * Returns the comparison of the first fields, which is strict; what it says, or that both are equal, must hold for a condition to hold.
     *
     * @param condition any; if it is no such comparison, nothing is returned
     */
    public static Optional<Expression.Call> of(Expression condition) {
        if (!(condition instanceof Expression.Or or)
                || or.operands().size() != 2
                || !(or.operands().get(0) instanceof Expression.Call strict)
                || strict.arguments().size() != 2
                || !(or.operands().get(1) instanceof Expression.And same)) {
            return Optional.empty();
        }
        String sign = AccessRules.sign(strict);
        boolean isStrict = sign.equals("<") || sign.equals(">");
        return isStrict && same.operands().stream().anyMatch(part -> isEquality(part, strict.arguments()))
                ? Optional.of(strict)
                : Optional.empty();
    }

    private static boolean isEquality(Expression part, List<Expression> sides) {
        return part instanceof Expression.Call call
                && AccessRules.sign(call).equals("=")
                && call.arguments().equals(sides);
    }
}
