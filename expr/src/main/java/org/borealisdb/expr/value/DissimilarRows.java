package org.borealisdb.expr.value;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** Compares rows of two types as long as their fields are of the same ones, which can be compared (PostgreSQL's record_cmp and record_eq). Stateless. */
public final class DissimilarRows {
    private DissimilarRows() {}

    /** Returns whether rows of two types have fields of the same types, all of which can be sorted. */
    public static boolean areAlike(CompositeType left, CompositeType right) {
        int common = Math.min(left.fields().size(), right.fields().size());
        return left.isOrdered() && left.fields().size() == right.fields().size() && firstOther(left, right) == common;
    }

    private static int firstOther(CompositeType left, CompositeType right) {
        int common = Math.min(left.fields().size(), right.fields().size());
        int place = 0;
        while (place < common && declared(left, place).sameTypeAs(declared(right, place))) {
            place++;
        }
        return place;
    }

    private static SqlType declared(CompositeType type, int place) {
        return type.fields().get(place).declared();
    }

    /**
     * Compares two rows.
     *
     * @param equality whether it only matters whether they are equal
     * @throws SqlException 42804 if the fields that are alike do not decide, 42883 if one that does cannot be compared
     */
    public static int compare(CompositeType left, CompositeType right, boolean equality, BoxedRow one, BoxedRow other) {
        int alike = firstOther(left, right);
        for (int place = 0; place < alike; place++) {
            SqlType type = left.fields().get(place).type();
            if (!(equality ? type.hasEquality() : type.isOrdered())) {
                throw new SqlException(
                        ErrorCode.UNDEFINED_FUNCTION,
                        "could not identify " + (equality ? "an equality operator" : "a comparison function")
                                + " for type " + type.nameWithoutModifier());
            }
            @Nullable Object a = Values.read(one, place, type);
            @Nullable Object b = Values.read(other, place, type);
            int order = a == null || b == null ? Boolean.compare(a == null, b == null) : ValueOrder.compare(type, a, b);
            if (order != 0) {
                return order;
            }
        }
        if (left.fields().size() == alike && right.fields().size() == alike) {
            return 0;
        }
        if (alike < Math.min(left.fields().size(), right.fields().size())) {
            throw new SqlException(
                    ErrorCode.DATATYPE_MISMATCH,
                    "cannot compare dissimilar column types "
                            + declared(left, alike).nameWithoutModifier() + " and "
                            + declared(right, alike).nameWithoutModifier() + " at record column " + (alike + 1));
        }
        throw new SqlException(
                ErrorCode.DATATYPE_MISMATCH, "cannot compare record types with different numbers of columns");
    }
}
