package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.BYTEA;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import java.nio.charset.StandardCharsets;

/** Declares the functions of bytea. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class BinaryFunctions {
    private final FunctionTable table;

    BinaryFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declarePieces();
        declareBits();
    }

    private void declarePieces() {
        table.immutable(
                2011,
                "byteacat",
                BYTEA,
                boxed((context, arguments) ->
                        BytesMath.joined(BytesMath.bytes(arguments, 0), BytesMath.bytes(arguments, 1))),
                BYTEA,
                BYTEA);
        table.immutable(
                2012,
                "substring",
                BYTEA,
                boxed((context, arguments) -> BytesMath.substring(
                        BytesMath.bytes(arguments, 0),
                        NumericMath.integer(arguments, 1),
                        NumericMath.integer(arguments, 2))),
                BYTEA,
                INT4,
                INT4);
        table.immutable(
                2085,
                "substr",
                BYTEA,
                boxed((context, arguments) -> BytesMath.substring(
                        BytesMath.bytes(arguments, 0),
                        NumericMath.integer(arguments, 1),
                        NumericMath.integer(arguments, 2))),
                BYTEA,
                INT4,
                INT4);
        table.immutable(
                2013,
                "substring",
                BYTEA,
                boxed((context, arguments) -> BytesMath.substring(
                        BytesMath.bytes(arguments, 0), NumericMath.whole(arguments, 1), Long.MAX_VALUE)),
                BYTEA,
                INT4);
        table.immutable(
                2086,
                "substr",
                BYTEA,
                boxed((context, arguments) -> BytesMath.substring(
                        BytesMath.bytes(arguments, 0), NumericMath.whole(arguments, 1), Long.MAX_VALUE)),
                BYTEA,
                INT4);
        table.immutable(
                749,
                "overlay",
                BYTEA,
                boxed((context, arguments) -> BytesMath.overlaid(
                        BytesMath.bytes(arguments, 0),
                        BytesMath.bytes(arguments, 1),
                        NumericMath.integer(arguments, 2),
                        NumericMath.integer(arguments, 3))),
                BYTEA,
                BYTEA,
                INT4,
                INT4);
        table.immutable(
                752,
                "overlay",
                BYTEA,
                boxed((context, arguments) -> BytesMath.overlaid(
                        BytesMath.bytes(arguments, 0),
                        BytesMath.bytes(arguments, 1),
                        NumericMath.integer(arguments, 2),
                        BytesMath.bytes(arguments, 1).length)),
                BYTEA,
                BYTEA,
                INT4);
        table.immutable(
                2014,
                "position",
                INT4,
                boxed((context, arguments) ->
                        BytesMath.position(BytesMath.bytes(arguments, 0), BytesMath.bytes(arguments, 1))),
                BYTEA,
                BYTEA);
        table.immutable(
                2015,
                "btrim",
                BYTEA,
                boxed((context, arguments) ->
                        BytesMath.trimmed(BytesMath.bytes(arguments, 0), BytesMath.bytes(arguments, 1), true, true)),
                BYTEA,
                BYTEA);
        table.immutable(
                6195,
                "ltrim",
                BYTEA,
                boxed((context, arguments) ->
                        BytesMath.trimmed(BytesMath.bytes(arguments, 0), BytesMath.bytes(arguments, 1), true, false)),
                BYTEA,
                BYTEA);
        table.immutable(
                6196,
                "rtrim",
                BYTEA,
                boxed((context, arguments) ->
                        BytesMath.trimmed(BytesMath.bytes(arguments, 0), BytesMath.bytes(arguments, 1), false, true)),
                BYTEA,
                BYTEA);
    }

    /** Returns the bytes if an encoding is UTF-8, the only one there is. */
    private static String raw(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void declareBits() {
        table.immutable(
                721,
                "get_byte",
                INT4,
                boxed((context, arguments) ->
                        BytesMath.byteAt(BytesMath.bytes(arguments, 0), NumericMath.integer(arguments, 1))),
                BYTEA,
                INT4);
        table.immutable(
                722,
                "set_byte",
                BYTEA,
                boxed((context, arguments) -> BytesMath.withByte(
                        BytesMath.bytes(arguments, 0),
                        NumericMath.integer(arguments, 1),
                        NumericMath.integer(arguments, 2))),
                BYTEA,
                INT4,
                INT4);
        table.immutable(
                723,
                "get_bit",
                INT4,
                boxed((context, arguments) ->
                        BytesMath.bitAt(BytesMath.bytes(arguments, 0), NumericMath.whole(arguments, 1))),
                BYTEA,
                INT8);
        table.immutable(
                724,
                "set_bit",
                BYTEA,
                boxed((context, arguments) -> BytesMath.withBit(
                        BytesMath.bytes(arguments, 0),
                        NumericMath.whole(arguments, 1),
                        NumericMath.integer(arguments, 2))),
                BYTEA,
                INT8,
                INT4);
        table.immutable(
                6163,
                "bit_count",
                INT8,
                boxed((context, arguments) -> BytesMath.bitCount(BytesMath.bytes(arguments, 0))),
                BYTEA);
        table.immutable(
                1810,
                "bit_length",
                INT4,
                boxed((context, arguments) -> 8L * BytesMath.bytes(arguments, 0).length),
                BYTEA);
        table.immutable(
                2321,
                "md5",
                TEXT,
                boxed((context, arguments) -> TextMath.digest(BytesMath.bytes(arguments, 0))),
                BYTEA);
        table.immutable(
                3419,
                "sha224",
                BYTEA,
                boxed((context, arguments) -> BytesMath.digest("SHA-224", BytesMath.bytes(arguments, 0))),
                BYTEA);
        table.immutable(
                3420,
                "sha256",
                BYTEA,
                boxed((context, arguments) -> BytesMath.digest("SHA-256", BytesMath.bytes(arguments, 0))),
                BYTEA);
        table.immutable(
                3421,
                "sha384",
                BYTEA,
                boxed((context, arguments) -> BytesMath.digest("SHA-384", BytesMath.bytes(arguments, 0))),
                BYTEA);
        table.immutable(
                3422,
                "sha512",
                BYTEA,
                boxed((context, arguments) -> BytesMath.digest("SHA-512", BytesMath.bytes(arguments, 0))),
                BYTEA);
        table.immutable(
                1946,
                "encode",
                TEXT,
                boxed((context, arguments) ->
                        ByteEncoding.named(TextMath.text(arguments, 1)).encode(BytesMath.bytes(arguments, 0))),
                BYTEA,
                TEXT);
        table.immutable(
                1947,
                "decode",
                BYTEA,
                boxed((context, arguments) ->
                        ByteEncoding.named(TextMath.text(arguments, 1)).decode(TextMath.text(arguments, 0))),
                TEXT,
                TEXT);
        table.immutable(
                2005,
                "bytealike",
                BOOL,
                boxed((context, arguments) -> LikePattern.matches(
                        raw(BytesMath.bytes(arguments, 0)), raw(BytesMath.bytes(arguments, 1)), false)),
                BYTEA,
                BYTEA);
        table.immutable(
                2006,
                "byteanlike",
                BOOL,
                boxed((context, arguments) -> !LikePattern.matches(
                        raw(BytesMath.bytes(arguments, 0)), raw(BytesMath.bytes(arguments, 1)), false)),
                BYTEA,
                BYTEA);
        table.immutable(
                2007,
                "like",
                BOOL,
                boxed((context, arguments) -> LikePattern.matches(
                        raw(BytesMath.bytes(arguments, 0)), raw(BytesMath.bytes(arguments, 1)), false)),
                BYTEA,
                BYTEA);
        table.immutable(
                2009,
                "like_escape",
                BYTEA,
                boxed((context, arguments) -> LikePattern.withEscape(
                                raw(BytesMath.bytes(arguments, 0)), raw(BytesMath.bytes(arguments, 1)))
                        .getBytes(StandardCharsets.ISO_8859_1)),
                BYTEA,
                BYTEA);
        table.immutable(
                2008,
                "notlike",
                BOOL,
                boxed((context, arguments) -> !LikePattern.matches(
                        raw(BytesMath.bytes(arguments, 0)), raw(BytesMath.bytes(arguments, 1)), false)),
                BYTEA,
                BYTEA);
    }
}
