package org.borealisdb.sql.plan;

import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.WindowDefinition.BoundKind;
import org.borealisdb.sql.ast.WindowDefinition.Exclusion;
import org.borealisdb.sql.ast.WindowDefinition.Mode;

/**
 * Which rows of a partition belong to a row.
 *
 * @param mode what the ends count
 * @param start its first row
 * @param end its last row
 * @param exclusion what it leaves out
 */
public record WindowFrame(Mode mode, Bound start, Bound end, Exclusion exclusion) {
    /** All rows up to the current one and its peers. */
    public static final WindowFrame USUAL = new WindowFrame(
            Mode.RANGE,
            new Bound(BoundKind.UNBOUNDED_PRECEDING, Optional.empty()),
            new Bound(BoundKind.CURRENT_ROW, Optional.empty()),
            Exclusion.NO_OTHERS);

    /**
     * An end of a frame.
     *
     * @param offset how far, for PRECEDING and FOLLOWING; reads no row
     */
    public record Bound(BoundKind kind, Optional<Expression> offset) {
        /** Returns whether the end is counted from the current row. */
        public boolean hasOffset() {
            return offset.isPresent();
        }
    }
}
