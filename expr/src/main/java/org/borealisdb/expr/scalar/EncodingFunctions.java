package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BYTEA;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.NAME;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import java.nio.charset.StandardCharsets;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.jspecify.annotations.Nullable;

/** Declares the functions that convert texts from one encoding to another. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class EncodingFunctions {
    private final FunctionTable table;

    EncodingFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.stable(
                1714,
                "convert_from",
                TEXT,
                boxed((context, arguments) -> new String(
                        new EncodingConversion(encoding(arguments, 1, "source "), TextEncoding.UTF8)
                                .convert(BytesMath.bytes(arguments, 0)),
                        StandardCharsets.UTF_8)),
                BYTEA,
                NAME);
        table.stable(
                1717,
                "convert_to",
                BYTEA,
                boxed((context, arguments) -> new EncodingConversion(
                                TextEncoding.UTF8, encoding(arguments, 1, "destination "))
                        .convert(TextMath.text(arguments, 0).getBytes(StandardCharsets.UTF_8))),
                TEXT,
                NAME);
        table.stable(
                1813,
                "convert",
                BYTEA,
                boxed((context, arguments) -> new EncodingConversion(
                                encoding(arguments, 1, "source "), encoding(arguments, 2, "destination "))
                        .convert(BytesMath.bytes(arguments, 0))),
                BYTEA,
                NAME,
                NAME);
        table.stable(
                1713,
                "length",
                INT4,
                boxed((context, arguments) ->
                        EncodingConversion.length(BytesMath.bytes(arguments, 0), encoding(arguments, 1, ""))),
                BYTEA,
                NAME);
        table.immutable(
                1845,
                "to_ascii",
                TEXT,
                boxed((context, arguments) -> AsciiText.of(TextMath.text(arguments, 0), TextEncoding.UTF8)),
                TEXT);
        table.immutable(
                1846,
                "to_ascii",
                TEXT,
                boxed((context, arguments) -> AsciiText.of(
                        TextMath.text(arguments, 0),
                        TextEncoding.withNumber(NumericMath.whole(arguments, 1))
                                .orElseThrow(() ->
                                        unknown(NumericMath.whole(arguments, 1) + " is not a valid encoding code")))),
                TEXT,
                INT4);
        table.immutable(
                1847,
                "to_ascii",
                TEXT,
                boxed((context, arguments) -> AsciiText.of(
                        TextMath.text(arguments, 0),
                        TextEncoding.named(TextMath.text(arguments, 1))
                                .orElseThrow(
                                        () -> unknown(TextMath.text(arguments, 1) + " is not a valid encoding name")))),
                TEXT,
                NAME);
    }

    private static TextEncoding encoding(@Nullable Object[] arguments, int index, String role) {
        String name = TextMath.text(arguments, index);
        return TextEncoding.named(name)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_PARAMETER_VALUE, "invalid " + role + "encoding name \"" + name + "\""));
    }

    private static SqlException unknown(String message) {
        return new SqlException(ErrorCode.UNDEFINED_OBJECT, message);
    }
}
