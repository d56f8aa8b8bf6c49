package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.ANYARRAY;
import static org.borealisdb.expr.type.BuiltInType.ANYENUM;
import static org.borealisdb.expr.type.BuiltInType.INT4;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction.GeneralTyped;
import org.borealisdb.expr.scalar.ScalarFunction.LongBinary;
import org.borealisdb.expr.scalar.ScalarFunction.Typed;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.EnumLabel;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.EnumText;
import org.jspecify.annotations.Nullable;

/** The functions of enums; what they compare are codes. Of an argument only the type matters to those that list values, so that NULL will do. */
final class EnumFunctions {
    private final FunctionTable table;

    EnumFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.immutable(3514, "enum_cmp", INT4, new LongBinary(Long::compare), ANYENUM, ANYENUM);
        table.immutable(3524, "enum_smaller", ANYENUM, new LongBinary(Math::min), ANYENUM, ANYENUM);
        table.immutable(3525, "enum_larger", ANYENUM, new LongBinary(Math::max), ANYENUM, ANYENUM);
        lenient(3528, "enum_first", ANYENUM, (types, context, arguments) -> end(type(types), false), ANYENUM);
        lenient(3529, "enum_last", ANYENUM, (types, context, arguments) -> end(type(types), true), ANYENUM);
        lenient(
                3530,
                "enum_range",
                ANYARRAY,
                (types, context, arguments) -> range(type(types), arguments[0], arguments[1]),
                ANYENUM,
                ANYENUM);
        lenient(3531, "enum_range", ANYARRAY, (types, context, arguments) -> range(type(types), null, null), ANYENUM);
    }

    private void lenient(int oid, String name, BuiltInType result, Typed body, BuiltInType... arguments) {
        List<SqlType> types = new ArrayList<>();
        for (BuiltInType argument : arguments) {
            types.add(argument.type());
        }
        table.declare(new ScalarFunction(
                oid, name, types, result.type(), false, Volatility.STABLE, false, new GeneralTyped(body)));
    }

    private static EnumType type(List<SqlType> types) {
        return (EnumType) types.getFirst();
    }

    private static Object end(EnumType type, boolean last) {
        List<EnumLabel> labels = type.labels();
        if (labels.isEmpty()) {
            throw new SqlException(
                    ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "enum " + type.displayName() + " contains no values");
        }
        return EnumText.checkUsable(type, last ? labels.getLast() : labels.getFirst());
    }

    /** The values from one to another, of which either may be missing. */
    private static Object range(EnumType type, @Nullable Object first, @Nullable Object last) {
        List<Object> values = new ArrayList<>();
        for (EnumLabel label : type.labels()) {
            boolean above = first == null || label.code() >= (Long) first;
            boolean below = last == null || label.code() <= (Long) last;
            if (above && below) {
                values.add(EnumText.checkUsable(type, label));
            }
        }
        return ArrayValue.of(type, values);
    }
}
