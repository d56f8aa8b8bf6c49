package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.item.ItemClass;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.jspecify.annotations.Nullable;

/**
 * What an inverted index is asked for: the rows of which an operator may be true, with a part of the index on its left.
 *
 * @param part of the index, counted from 0
 * @param operator as {@code @>}
 * @param operand the same for all rows
 * @param condition what it comes from, which is checked on each row
 */
public record ItemAccess(int part, String operator, Expression operand, Expression condition) {
    /** Operators by the names of their functions. */
    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("arraycontains", "@>"),
            Map.entry("arraycontained", "<@"),
            Map.entry("arrayoverlap", "&&"),
            Map.entry("array_eq", "="),
            Map.entry("jsonb_contains", "@>"),
            Map.entry("jsonb_contained", "<@"),
            Map.entry("jsonb_exists", "?"),
            Map.entry("jsonb_exists_any", "?|"),
            Map.entry("jsonb_exists_all", "?&"),
            Map.entry("jsonb_path_exists_opr", "@?"),
            Map.entry("jsonb_path_match_opr", "@@"));

    /** What is the same with its operands exchanged. */
    private static final Map<String, String> MIRRORED = Map.of("@>", "<@", "<@", "@>", "&&", "&&", "=", "=");

    /** Returns whether a call says what is in a value, as {@code @>} does. */
    public static boolean isContainment(Expression.Call call) {
        String operator = operator(call);
        return operator != null && !operator.equals("=");
    }

    private static @Nullable String operator(Expression.Call call) {
        return call.function().isOfUser() ? null : OPERATORS.get(call.function().name());
    }

    /** Returns how an inverted index can be read for each condition that it is of use for. */
    public static List<ItemAccess> of(IndexDefinition index, List<Expression> conditions) {
        List<ItemAccess> found = new ArrayList<>();
        for (Expression condition : conditions) {
            for (int part = 0; part < index.parts().size(); part++) {
                of(index, part, condition).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<ItemAccess> of(IndexDefinition index, int part, Expression condition) {
        if (!(condition instanceof Expression.Call call) || call.arguments().size() != 2) {
            return Optional.empty();
        }
        String operator = operator(call);
        if (operator == null) {
            return Optional.empty();
        }
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        ItemClass items = index.itemClass(part);
        List<String> known = items.operators();
        Expression wanted = index.parts().get(part);
        if (known.contains(operator) && AccessRules.isPart(left, wanted) && isValue(right)) {
            return isOfUse(items, operator, right)
                    ? Optional.of(new ItemAccess(part, operator, right, condition))
                    : Optional.empty();
        }
        String mirrored = MIRRORED.get(operator);
        return mirrored != null
                        && known.contains(mirrored)
                        && AccessRules.isPart(right, wanted)
                        && isValue(left)
                        && isOfUse(items, mirrored, left)
                ? Optional.of(new ItemAccess(part, mirrored, left, condition))
                : Optional.empty();
    }

    /** Returns whether an operand says what to look for; one that is not known yet may. */
    private static boolean isOfUse(ItemClass items, String operator, Expression operand) {
        return !(operand instanceof Expression.Constant constant)
                || items.query(operator, constant.value()).isPresent();
    }

    private static boolean isValue(Expression value) {
        return Expressions.readsOnly(value, 0, 0) && Expressions.isStable(value);
    }
}
