package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.BPCHAR;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.NAME;
import static org.borealisdb.expr.type.BuiltInType.OID;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import java.nio.charset.StandardCharsets;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.ValueOrder;

/** Functions of text and patterns. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class TextFunctions {
    private final FunctionTable table;

    TextFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.immutable(
                1258,
                "textcat",
                TEXT,
                boxed((context, arguments) -> TextMath.text(arguments, 0) + TextMath.text(arguments, 1)),
                TEXT,
                TEXT);
        table.immutable(
                1317,
                "length",
                INT4,
                boxed((context, arguments) -> (long) TextMath.text(arguments, 0)
                        .codePointCount(0, TextMath.text(arguments, 0).length())),
                TEXT);
        table.immutable(
                1381,
                "char_length",
                INT4,
                boxed((context, arguments) -> (long) TextMath.text(arguments, 0)
                        .codePointCount(0, TextMath.text(arguments, 0).length())),
                TEXT);
        table.immutable(
                1369,
                "character_length",
                INT4,
                boxed((context, arguments) -> (long) TextMath.text(arguments, 0)
                        .codePointCount(0, TextMath.text(arguments, 0).length())),
                TEXT);
        table.immutable(
                1318,
                "length",
                INT4,
                boxed((context, arguments) -> TextMath.length(ValueOrder.withoutPadding(TextMath.text(arguments, 0)))),
                BPCHAR);
        table.immutable(
                1374,
                "octet_length",
                INT4,
                boxed((context, arguments) ->
                        (long) TextMath.text(arguments, 0).getBytes(StandardCharsets.UTF_8).length),
                TEXT);
        table.immutable(
                870,
                "lower",
                TEXT,
                boxed((context, arguments) -> CaseMapping.lower(TextMath.text(arguments, 0))),
                TEXT);
        table.immutable(
                871,
                "upper",
                TEXT,
                boxed((context, arguments) -> CaseMapping.upper(TextMath.text(arguments, 0))),
                TEXT);
        table.immutable(
                937,
                "substring",
                TEXT,
                boxed((context, arguments) ->
                        TextMath.substring(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1))),
                TEXT,
                INT4);
        table.immutable(
                936,
                "substring",
                TEXT,
                boxed((context, arguments) -> TextMath.substring(
                        TextMath.text(arguments, 0),
                        NumericMath.integer(arguments, 1),
                        NumericMath.integer(arguments, 2))),
                TEXT,
                INT4,
                INT4);
        table.immutable(
                883,
                "substr",
                TEXT,
                boxed((context, arguments) ->
                        TextMath.substring(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1))),
                TEXT,
                INT4);
        table.immutable(
                877,
                "substr",
                TEXT,
                boxed((context, arguments) -> TextMath.substring(
                        TextMath.text(arguments, 0),
                        NumericMath.integer(arguments, 1),
                        NumericMath.integer(arguments, 2))),
                TEXT,
                INT4,
                INT4);
        table.immutable(
                849,
                "position",
                INT4,
                boxed((context, arguments) ->
                        TextMath.position(TextMath.text(arguments, 0), TextMath.text(arguments, 1))),
                TEXT,
                TEXT);
        table.immutable(
                868,
                "strpos",
                INT4,
                boxed((context, arguments) ->
                        TextMath.position(TextMath.text(arguments, 0), TextMath.text(arguments, 1))),
                TEXT,
                TEXT);
        table.immutable(
                885,
                "btrim",
                TEXT,
                boxed((context, arguments) -> TextMath.trimmed(TextMath.text(arguments, 0), " ", true, true)),
                TEXT);
        table.immutable(
                884,
                "btrim",
                TEXT,
                boxed((context, arguments) ->
                        TextMath.trimmed(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true, true)),
                TEXT,
                TEXT);
        table.immutable(
                881,
                "ltrim",
                TEXT,
                boxed((context, arguments) -> TextMath.trimmed(TextMath.text(arguments, 0), " ", true, false)),
                TEXT);
        table.immutable(
                875,
                "ltrim",
                TEXT,
                boxed((context, arguments) ->
                        TextMath.trimmed(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true, false)),
                TEXT,
                TEXT);
        table.immutable(
                882,
                "rtrim",
                TEXT,
                boxed((context, arguments) -> TextMath.trimmed(TextMath.text(arguments, 0), " ", false, true)),
                TEXT);
        table.immutable(
                876,
                "rtrim",
                TEXT,
                boxed((context, arguments) ->
                        TextMath.trimmed(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false, true)),
                TEXT,
                TEXT);
        table.immutable(
                2087,
                "replace",
                TEXT,
                boxed((context, arguments) -> TextMath.replaced(
                        TextMath.text(arguments, 0), TextMath.text(arguments, 1), TextMath.text(arguments, 2))),
                TEXT,
                TEXT,
                TEXT);
        table.immutable(
                3060,
                "left",
                TEXT,
                boxed((context, arguments) ->
                        TextMath.left(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1))),
                TEXT,
                INT4);
        table.immutable(
                3061,
                "right",
                TEXT,
                boxed((context, arguments) ->
                        TextMath.right(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1))),
                TEXT,
                INT4);
        table.immutable(
                1622,
                "repeat",
                TEXT,
                boxed((context, arguments) ->
                        TextMath.repeated(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1))),
                TEXT,
                INT4);
        table.immutable(
                2088,
                "split_part",
                TEXT,
                boxed((context, arguments) -> TextMath.part(
                        TextMath.text(arguments, 0), TextMath.text(arguments, 1), NumericMath.integer(arguments, 2))),
                TEXT,
                TEXT,
                INT4);
        table.immutable(
                879,
                "lpad",
                TEXT,
                boxed((context, arguments) ->
                        TextMath.padded(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1), " ", true)),
                TEXT,
                INT4);
        table.immutable(
                873,
                "lpad",
                TEXT,
                boxed((context, arguments) -> TextMath.padded(
                        TextMath.text(arguments, 0),
                        NumericMath.integer(arguments, 1),
                        TextMath.text(arguments, 2),
                        true)),
                TEXT,
                INT4,
                TEXT);
        table.immutable(
                880,
                "rpad",
                TEXT,
                boxed((context, arguments) ->
                        TextMath.padded(TextMath.text(arguments, 0), NumericMath.integer(arguments, 1), " ", false)),
                TEXT,
                INT4);
        table.immutable(
                874,
                "rpad",
                TEXT,
                boxed((context, arguments) -> TextMath.padded(
                        TextMath.text(arguments, 0),
                        NumericMath.integer(arguments, 1),
                        TextMath.text(arguments, 2),
                        false)),
                TEXT,
                INT4,
                TEXT);
        table.immutable(
                3062,
                "reverse",
                TEXT,
                boxed((context, arguments) ->
                        new StringBuilder(TextMath.text(arguments, 0)).reverse().toString()),
                TEXT);
        table.immutable(
                1621,
                "chr",
                TEXT,
                boxed((context, arguments) -> TextMath.character(NumericMath.integer(arguments, 0))),
                INT4);
        table.immutable(
                1620,
                "ascii",
                INT4,
                boxed((context, arguments) -> TextMath.text(arguments, 0).isEmpty()
                        ? 0L
                        : (long) TextMath.text(arguments, 0).codePointAt(0)),
                TEXT);
        table.immutable(
                2089,
                "to_hex",
                TEXT,
                boxed((context, arguments) -> Integer.toHexString(NumericMath.integer(arguments, 0))),
                INT4);
        table.immutable(
                2090,
                "to_hex",
                TEXT,
                boxed((context, arguments) -> Long.toHexString(NumericMath.whole(arguments, 0))),
                INT8);
        table.immutable(
                266,
                "nameconcatoid",
                NAME,
                boxed((context, arguments) ->
                        TextInput.truncateBefore(TextMath.text(arguments, 0), "_" + arguments[1])),
                NAME,
                OID);
        table.immutable(
                1282,
                "quote_ident",
                TEXT,
                boxed((context, arguments) -> Quoting.identifier(TextMath.text(arguments, 0))),
                TEXT);
        table.immutable(
                1283,
                "quote_literal",
                TEXT,
                boxed((context, arguments) -> Quoting.literal(TextMath.text(arguments, 0))),
                TEXT);
        table.immutable(
                2311,
                "md5",
                TEXT,
                boxed((context, arguments) ->
                        TextMath.digest(TextMath.text(arguments, 0).getBytes(StandardCharsets.UTF_8))),
                TEXT);
        table.immutable(
                3696,
                "starts_with",
                BOOL,
                boxed((context, arguments) -> TextMath.text(arguments, 0).startsWith(TextMath.text(arguments, 1))),
                TEXT,
                TEXT);
        table.immutable(
                850,
                "textlike",
                BOOL,
                boxed((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)),
                TEXT,
                TEXT);
        table.immutable(
                851,
                "textnlike",
                BOOL,
                boxed((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)),
                TEXT,
                TEXT);
        table.immutable(
                1633,
                "texticlike",
                BOOL,
                boxed((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)),
                TEXT,
                TEXT);
        table.immutable(
                1634,
                "texticnlike",
                BOOL,
                boxed((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)),
                TEXT,
                TEXT);
        table.immutable(
                1254,
                "textregexeq",
                BOOL,
                boxed((context, arguments) -> RegexCalls.found(context, arguments, false)),
                TEXT,
                TEXT);
        table.immutable(
                1256,
                "textregexne",
                BOOL,
                boxed((context, arguments) -> !RegexCalls.found(context, arguments, false)),
                TEXT,
                TEXT);
        table.immutable(
                1238,
                "texticregexeq",
                BOOL,
                boxed((context, arguments) -> RegexCalls.found(context, arguments, true)),
                TEXT,
                TEXT);
        table.immutable(
                1239,
                "texticregexne",
                BOOL,
                boxed((context, arguments) -> !RegexCalls.found(context, arguments, true)),
                TEXT,
                TEXT);
        table.immutable(
                1631,
                "bpcharlike",
                BOOL,
                boxed((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)),
                BPCHAR,
                TEXT);
        table.immutable(
                1632,
                "bpcharnlike",
                BOOL,
                boxed((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)),
                BPCHAR,
                TEXT);
        table.immutable(
                1660,
                "bpchariclike",
                BOOL,
                boxed((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)),
                BPCHAR,
                TEXT);
        table.immutable(
                1661,
                "bpcharicnlike",
                BOOL,
                boxed((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)),
                BPCHAR,
                TEXT);
        table.immutable(
                1658,
                "bpcharregexeq",
                BOOL,
                boxed((context, arguments) -> RegexCalls.found(context, arguments, false)),
                BPCHAR,
                TEXT);
        table.immutable(
                1659,
                "bpcharregexne",
                BOOL,
                boxed((context, arguments) -> !RegexCalls.found(context, arguments, false)),
                BPCHAR,
                TEXT);
        table.immutable(
                1656,
                "bpcharicregexeq",
                BOOL,
                boxed((context, arguments) -> RegexCalls.found(context, arguments, true)),
                BPCHAR,
                TEXT);
        table.immutable(
                1657,
                "bpcharicregexne",
                BOOL,
                boxed((context, arguments) -> !RegexCalls.found(context, arguments, true)),
                BPCHAR,
                TEXT);
        table.immutable(
                858,
                "namelike",
                BOOL,
                boxed((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)),
                NAME,
                TEXT);
        table.immutable(
                859,
                "namenlike",
                BOOL,
                boxed((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)),
                NAME,
                TEXT);
        table.immutable(
                1635,
                "nameiclike",
                BOOL,
                boxed((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)),
                NAME,
                TEXT);
        table.immutable(
                1636,
                "nameicnlike",
                BOOL,
                boxed((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), true)),
                NAME,
                TEXT);
        table.immutable(
                79,
                "nameregexeq",
                BOOL,
                boxed((context, arguments) -> RegexCalls.found(context, arguments, false)),
                NAME,
                TEXT);
        table.immutable(
                1252,
                "nameregexne",
                BOOL,
                boxed((context, arguments) -> !RegexCalls.found(context, arguments, false)),
                NAME,
                TEXT);
        table.immutable(
                1240,
                "nameicregexeq",
                BOOL,
                boxed((context, arguments) -> RegexCalls.found(context, arguments, true)),
                NAME,
                TEXT);
        table.immutable(
                1241,
                "nameicregexne",
                BOOL,
                boxed((context, arguments) -> !RegexCalls.found(context, arguments, true)),
                NAME,
                TEXT);
        table.immutable(
                1637,
                "like_escape",
                TEXT,
                boxed((context, arguments) ->
                        LikePattern.withEscape(TextMath.text(arguments, 0), TextMath.text(arguments, 1))),
                TEXT,
                TEXT);
    }
}
