package org.borealisdb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.type.SqlType;

/** Which rows a join gives. */
public enum JoinKind {
    /** Pairs. */
    INNER,
    /** Pairs, and left rows without a partner beside NULLs. */
    LEFT,
    /** Pairs, and right rows without a partner beside NULLs. */
    RIGHT,
    /** Pairs, and the rows of both sides without a partner beside NULLs. */
    FULL,
    /** Left rows that have a partner, once. */
    SEMI,
    /** Left rows that have none. */
    ANTI,
    /** Left rows that {@code NOT IN} holds for: none have the key, and no right row has NULL for it; all if there are no right rows. */
    NOT_IN;

    /** Returns whether left rows without a partner are given. */
    public boolean keepsLeft() {
        return this == LEFT || this == FULL || isNegative();
    }

    /** Returns whether right rows without a partner are given. */
    public boolean keepsRight() {
        return this == RIGHT || this == FULL;
    }

    /** Returns whether only left rows without a partner are given. */
    public boolean isNegative() {
        return this == ANTI || this == NOT_IN;
    }

    /** Returns whether the rows are left ones, without anything beside them. */
    public boolean isLeftOnly() {
        return this == SEMI || isNegative();
    }

    /** Returns the types of the columns of a join of two plans. */
    List<SqlType> types(Plan left, Plan right) {
        if (isLeftOnly()) {
            return left.types();
        }
        List<SqlType> types = new ArrayList<>(left.types());
        types.addAll(right.types());
        return types;
    }
}
