package org.borealisdb.expr.scalar;

import org.jspecify.annotations.Nullable;

/**
 * An expression ready to run. Which method gives its value follows from its type's kind; the others fail. Shared between
 * tasks; all state is in the frame.
 */
public interface Evaluator {
    /** Returns a value of kind LONG, and sets the frame's NULL flag. */
    default long evaluateLong(Frame frame) {
        throw new IllegalStateException("not of kind LONG");
    }

    /** Returns a value of kind DOUBLE, and sets the frame's NULL flag. */
    default double evaluateDouble(Frame frame) {
        throw new IllegalStateException("not of kind DOUBLE");
    }

    /** Returns a value of kind OBJECT, {@code null} for NULL. */
    default @Nullable Object evaluateObject(Frame frame) {
        throw new IllegalStateException("not of kind OBJECT");
    }

    /** Returns whether a condition holds: true, neither false nor NULL. */
    default boolean isTrue(Frame frame) {
        return evaluateLong(frame) != 0 && !frame.isNull;
    }
}
