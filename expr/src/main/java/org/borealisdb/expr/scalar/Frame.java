package org.borealisdb.expr.scalar;

import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.RowSource;

/**
 * What an evaluation reads: the current row, the parameters, the context; and the NULL flag beside a primitive result.
 * Belongs to one task.
 */
public final class Frame {
    private final EvaluationContext context;
    private RowSource row = BoxedRow.empty();
    private RowSource parameters = BoxedRow.empty();

    /** Whether the last primitive result is NULL; every evaluation to a long or double sets it. */
    boolean isNull;

    /** Makes a frame without row and parameters. */
    public Frame(EvaluationContext context) {
        this.context = context;
    }

    /** Sets the row that column references read. */
    public Frame setRow(RowSource newRow) {
        row = newRow;
        return this;
    }

    /** Sets what parameters read. */
    public Frame setParameters(RowSource newParameters) {
        parameters = newParameters;
        return this;
    }

    /** Returns the context. */
    public EvaluationContext context() {
        return context;
    }

    /** Returns whether the last primitive result was NULL. */
    public boolean wasNull() {
        return isNull;
    }

    RowSource row() {
        return row;
    }

    RowSource parameters() {
        return parameters;
    }
}
