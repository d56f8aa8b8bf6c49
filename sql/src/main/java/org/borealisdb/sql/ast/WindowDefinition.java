package org.borealisdb.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A window: {@code OVER (...)} or an item of the WINDOW clause.
 *
 * @param name its own name in the WINDOW clause
 * @param base the window it refers to: alone in {@code OVER name}, or first inside the parentheses
 * @param isReference whether it is {@code OVER name} without parentheses
 * @param partitionBy the partition's expressions
 * @param orderBy the order inside a partition
 * @param frame the frame clause
 * @param position offset
 */
public record WindowDefinition(
        @Nullable String name,
        @Nullable String base,
        boolean isReference,
        List<SyntaxExpression> partitionBy,
        List<OrderItem> orderBy,
        @Nullable Frame frame,
        int position) {
    /** Copies the lists. */
    public WindowDefinition {
        partitionBy = List.copyOf(partitionBy);
        orderBy = List.copyOf(orderBy);
    }

    /** How a frame counts. */
    public enum Mode {
        RANGE,
        ROWS,
        GROUPS
    }

    /** What a frame leaves out. */
    public enum Exclusion {
        NO_OTHERS,
        CURRENT_ROW,
        GROUP,
        TIES
    }

    /** The kinds of a frame's ends, in their order. */
    public enum BoundKind {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    /**
     * An end of a frame.
     *
     * @param kind its kind
     * @param offset how far, for PRECEDING and FOLLOWING
     */
    public record Bound(BoundKind kind, @Nullable SyntaxExpression offset) {}

    /**
     * A frame.
     *
     * @param mode how it counts
     * @param start its first row
     * @param end its last row
     * @param between whether both ends are written
     * @param exclusion what it leaves out
     */
    public record Frame(Mode mode, Bound start, Bound end, boolean between, Exclusion exclusion) {}
}
