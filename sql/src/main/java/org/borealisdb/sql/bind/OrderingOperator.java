package org.borealisdb.sql.bind;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.plan.SortKey;

/** Binds ORDER BY ... USING: the operator says which way the order goes. Stateless. */
final class OrderingOperator {
    private OrderingOperator() {}

    /**
     * Returns how rows are sorted by a column.
     *
     * @throws org.borealisdb.expr.error.SqlException 42883 if there is no such operator, 42809 if it is of no order
     */
    static SortKey sortKey(BindContext context, QualifiedName operator, OrderItem item, int place, SqlType type) {
        Expression value = new Expression.Constant(type, null);
        new CallBinder(context, new Coercion(context)).call(operator, value, value);
        boolean descending = operator.last().equals(">");
        if (!type.isOrdered() || (!descending && !operator.last().equals("<"))) {
            throw context.error(
                            ErrorCode.WRONG_OBJECT_TYPE,
                            "operator " + operator + " is not a valid ordering operator",
                            operator.position())
                    .withHint("Ordering operators must be \"<\" or \">\" members of btree operator families.");
        }
        Boolean nullsFirst = item.nullsFirst();
        return new SortKey(place, descending, nullsFirst == null ? descending : nullsFirst);
    }
}
