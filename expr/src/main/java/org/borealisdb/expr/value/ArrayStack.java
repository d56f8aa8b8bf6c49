package org.borealisdb.expr.value;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** Arrays of one shape that come one after the other, and become one of a dimension more. */
public final class ArrayStack {
    private final SqlType element;
    private final List<ArrayValue> arrays = new ArrayList<>();

    /** Makes an empty one, of arrays with elements of a type. */
    public ArrayStack(SqlType element) {
        this.element = element;
    }

    /**
     * Adds an array.
     *
     * @throws SqlException if it is null, empty, or of another shape than the others
     */
    public void add(@Nullable Object next) {
        if (!(next instanceof ArrayValue array)) {
            throw new SqlException(ErrorCode.NULL_VALUE_NOT_ALLOWED, "cannot accumulate null arrays");
        }
        if (array.dimensions() == 0) {
            throw new SqlException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, "cannot accumulate empty arrays");
        }
        if (!arrays.isEmpty() && !arrays.getFirst().sameShapeAs(array)) {
            throw new SqlException(
                    ErrorCode.ARRAY_SUBSCRIPT_ERROR, "cannot accumulate arrays of different dimensionality");
        }
        arrays.add(array);
    }

    /** Returns whether no array was added. */
    public boolean isEmpty() {
        return arrays.isEmpty();
    }

    /** Returns the array of all; an empty one if there are none. */
    public ArrayValue array() {
        return ArrayValue.stacked(element, arrays);
    }
}
