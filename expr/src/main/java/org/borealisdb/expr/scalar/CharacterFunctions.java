package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.BPCHAR;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.NAME;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ValueOrder;

/** Declares more functions of text. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class CharacterFunctions {
    private final FunctionTable table;

    CharacterFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.immutable(
                1811,
                "bit_length",
                INT4,
                boxed((context, arguments) -> 8L * TextMath.text(arguments, 0).getBytes(StandardCharsets.UTF_8).length),
                TEXT);
        table.immutable(
                1375,
                "octet_length",
                INT4,
                boxed((context, arguments) ->
                        (long) TextMath.text(arguments, 0).getBytes(StandardCharsets.UTF_8).length),
                BPCHAR);
        table.immutable(
                1372,
                "char_length",
                INT4,
                boxed((context, arguments) -> TextMath.length(ValueOrder.withoutPadding(TextMath.text(arguments, 0)))),
                BPCHAR);
        table.immutable(
                1367,
                "character_length",
                INT4,
                boxed((context, arguments) -> TextMath.length(ValueOrder.withoutPadding(TextMath.text(arguments, 0)))),
                BPCHAR);
        table.immutable(
                1257,
                "textlen",
                INT4,
                boxed((context, arguments) -> TextMath.length(TextMath.text(arguments, 0))),
                TEXT);
        table.immutable(
                1569,
                "like",
                BOOL,
                boxed((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)),
                TEXT,
                TEXT);
        table.immutable(
                1570,
                "notlike",
                BOOL,
                boxed((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)),
                TEXT,
                TEXT);
        table.immutable(
                1571,
                "like",
                BOOL,
                boxed((context, arguments) ->
                        LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)),
                NAME,
                TEXT);
        table.immutable(
                1572,
                "notlike",
                BOOL,
                boxed((context, arguments) ->
                        !LikePattern.matches(TextMath.text(arguments, 0), TextMath.text(arguments, 1), false)),
                NAME,
                TEXT);
        formed(
                4350,
                "normalize",
                TEXT,
                boxed((context, arguments) ->
                        CharacterMath.normalized(TextMath.text(arguments, 0), TextMath.text(arguments, 1))));
        formed(
                4351,
                "is_normalized",
                BOOL,
                boxed((context, arguments) ->
                        CharacterMath.isNormalized(TextMath.text(arguments, 0), TextMath.text(arguments, 1))));
        table.immutable(
                6198,
                "unistr",
                TEXT,
                boxed((context, arguments) -> CharacterMath.unescaped(TextMath.text(arguments, 0))),
                TEXT);
        table.declare(new ScalarFunction(
                1268,
                "parse_ident",
                List.of(TEXT.type(), BOOL.type()),
                TEXT.array(),
                true,
                ScalarFunction.Volatility.IMMUTABLE,
                false,
                boxed((context, arguments) ->
                        CharacterMath.names(TextMath.text(arguments, 0), (Boolean) NumericMath.value(arguments, 1))),
                List.of(true)));
    }

    /** Declares a function of a text and a form, which is NFC if none is given. */
    private void formed(int oid, String name, BuiltInType result, ScalarFunction.Body body) {
        table.declare(new ScalarFunction(
                oid,
                name,
                List.of(TEXT.type(), TEXT.type()),
                result.type(),
                true,
                ScalarFunction.Volatility.IMMUTABLE,
                false,
                body,
                List.of("NFC")));
    }
}
