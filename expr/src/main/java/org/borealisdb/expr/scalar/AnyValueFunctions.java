package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.ANY;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction.GeneralTyped;
import org.borealisdb.expr.scalar.ScalarFunction.Typed;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BinaryOutput;
import org.borealisdb.expr.value.Numeric;

/** Declares functions that tell of a value of any type how large it is and what it is sorted by. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class AnyValueFunctions {
    /** Longest value with a length of one byte before it. */
    private static final int SHORT_LIMIT = 126;

    private static final int NUMERIC_HEADER = 2;
    /** Of the binary form of an address, what is not kept: whether it is a network, and how many bytes follow. */
    private static final int ADDRESS_EXTRA = 2;

    private final FunctionTable table;

    AnyValueFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declare(
                1269,
                "pg_column_size",
                INT4,
                true,
                (types, context, arguments) -> size(types.getFirst(), NumericMath.value(arguments, 0)));
        declare(3162, "pg_collation_for", TEXT, false, (types, context, arguments) -> collation(types.getFirst()));
    }

    private void declare(int oid, String name, BuiltInType result, boolean strict, Typed body) {
        table.declare(new ScalarFunction(
                oid,
                name,
                List.of(ANY.type()),
                result.type(),
                strict,
                Volatility.STABLE,
                false,
                new GeneralTyped(body)));
    }

    /** The bytes that PostgreSQL keeps of a value in a row, if it neither compresses it nor puts it elsewhere: those of varying length have a length before them. */
    private static long size(SqlType type, Object value) {
        if (type.length() > 0) {
            return type.length();
        }
        if (type.is(BuiltInType.UNKNOWN) || type.is(BuiltInType.CSTRING)) {
            return ((String) value).getBytes(StandardCharsets.UTF_8).length + 1L;
        }
        byte[] sent = BinaryOutput.toBytes(type, value);
        long bytes = value instanceof Numeric
                ? NUMERIC_HEADER + ByteBuffer.wrap(sent).getShort() * (long) Short.BYTES
                : type.is(BuiltInType.INET) || type.is(BuiltInType.CIDR)
                        ? sent.length - (long) ADDRESS_EXTRA
                        : sent.length;
        return bytes + (bytes <= SHORT_LIMIT ? 1 : Integer.BYTES);
    }

    private static String collation(SqlType type) {
        if (!type.isCollatable() && !type.is(BuiltInType.UNKNOWN)) {
            throw new SqlException(
                    ErrorCode.DATATYPE_MISMATCH, "collations are not supported by type " + type.nameWithoutModifier());
        }
        return Quoting.identifier(type.collation().collation().name());
    }
}
