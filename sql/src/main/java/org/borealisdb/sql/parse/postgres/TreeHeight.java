package org.borealisdb.sql.parse.postgres;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * How high the tree of a statement becomes, which all that goes through it later needs the stack for: {@code a + b + c} nests in no parentheses, and yet each operator is a node above the ones before it. Counted from
 * below, a part by the highest one in it. What nests in parentheses, calls or subqueries is limited by itself. Belongs to one parse.
 */
final class TreeHeight {
    /** The highest tree. The JVM is started with a stack on which one of twice that height is planned and run. */
    static final int MAXIMUM = 4000;

    private int height;

    /** A statement begins. */
    void clear() {
        height = 0;
    }

    /** A part begins; returns what {@link #end} is to be given. */
    int begin() {
        int before = height;
        height = 0;
        return before;
    }

    /** Another node is put above what has been read of the part. */
    void grow() {
        if (++height > MAXIMUM) {
            throw exceeded("Operators and set operations may stand " + MAXIMUM + " in a row.");
        }
    }

    /** A part was read. */
    void end(int before) {
        height = Math.max(before, height);
    }

    /** Returns the error for a statement that would need too much of the stack. */
    static SqlException exceeded(String hint) {
        return new SqlException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded").withHint(hint);
    }
}
