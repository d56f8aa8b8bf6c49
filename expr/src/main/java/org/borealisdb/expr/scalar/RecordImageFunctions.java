package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.RECORD;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction.GeneralTyped;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.ValueKind;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ValueOrder;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/**
 * Declares the comparisons of rows by how their values are kept: rows with 1.0 and 1.00 are equal, and so are the values, but not their images. The order of images means nothing, but is one. A
 * table: oids, names and signatures are those of PostgreSQL 15's pg_proc.
 */
final class RecordImageFunctions {
    private final FunctionTable table;

    RecordImageFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declare(3181, "record_image_eq", BOOL, order -> order == 0);
        declare(3182, "record_image_ne", BOOL, order -> order != 0);
        declare(3183, "record_image_lt", BOOL, order -> order < 0);
        declare(3184, "record_image_gt", BOOL, order -> order > 0);
        declare(3185, "record_image_le", BOOL, order -> order <= 0);
        declare(3186, "record_image_ge", BOOL, order -> order >= 0);
        declare(3187, "btrecordimagecmp", INT4, order -> (long) order);
    }

    private void declare(int oid, String name, BuiltInType result, IntFunction<Object> answer) {
        table.declare(new ScalarFunction(
                oid,
                name,
                List.of(RECORD.type(), RECORD.type()),
                result.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                new GeneralTyped((types, context, arguments) -> answer.apply(Integer.signum(compare(
                        (CompositeType) types.get(0),
                        row(arguments, 0),
                        (CompositeType) types.get(1),
                        row(arguments, 1)))))));
    }

    private static BoxedRow row(@Nullable Object[] arguments, int index) {
        return (BoxedRow) NumericMath.value(arguments, index);
    }

    private static int compare(CompositeType leftType, BoxedRow left, CompositeType rightType, BoxedRow right) {
        int common = Math.min(leftType.fields().size(), rightType.fields().size());
        for (int i = 0; i < common; i++) {
            SqlType type = leftType.fields().get(i).type();
            SqlType other = rightType.fields().get(i).type();
            if (!type.sameTypeAs(other)) {
                throw new SqlException(
                        ErrorCode.DATATYPE_MISMATCH,
                        "cannot compare dissimilar column types " + type.nameWithoutModifier() + " and "
                                + other.nameWithoutModifier() + " at record column " + (i + 1));
            }
            int order = compare(type, Values.read(left, i, type), Values.read(right, i, type));
            if (order != 0) {
                return order;
            }
        }
        if (leftType.fields().size() != rightType.fields().size()) {
            throw new SqlException(
                    ErrorCode.DATATYPE_MISMATCH, "cannot compare record types with different numbers of columns");
        }
        return 0;
    }

    /** NULL is above every value. */
    private static int compare(SqlType type, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left == null, right == null);
        }
        if (type.kind() == ValueKind.LONG && !type.is(BuiltInType.TIMETZ)) {
            return ValueOrder.compare(type, left, right);
        }
        return Arrays.compareUnsigned(BinaryOutput.toBytes(type, left), BinaryOutput.toBytes(type, right));
    }
}
