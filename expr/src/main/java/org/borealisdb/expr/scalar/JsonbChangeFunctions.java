package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.JSONB;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.json.JsonNode;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.json.JsonbChange;
import org.borealisdb.expr.json.JsonbPathChange;
import org.borealisdb.expr.json.JsonbPathChange.Mode;
import org.borealisdb.expr.scalar.ScalarFunction.Boxed;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** Declares the functions that make new values of jsonb out of others. */
final class JsonbChangeFunctions {
    private static final SqlType TEXTS = TEXT.array();

    private final FunctionTable table;

    JsonbChangeFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.immutable(
                3301,
                "jsonb_concat",
                JSONB,
                boxed((context, arguments) -> JsonbChange.concatenate(
                        JsonArguments.binary(arguments, 0), JsonArguments.binary(arguments, 1))),
                JSONB,
                JSONB);
        table.immutable(
                3302,
                "jsonb_delete",
                JSONB,
                boxed((context, arguments) ->
                        JsonbChange.without(JsonArguments.binary(arguments, 0), Set.of(TextMath.text(arguments, 1)))),
                JSONB,
                TEXT);
        table.immutable(
                3303,
                "jsonb_delete",
                JSONB,
                boxed((context, arguments) ->
                        JsonbChange.without(JsonArguments.binary(arguments, 0), NumericMath.integer(arguments, 1))),
                JSONB,
                INT4);
        JsonFunctions.path(table, 3343, "jsonb_delete", JSONB, JSONB, (context, arguments) -> {
            JsonArguments.flatTexts(arguments, 1);
            return JsonbChange.without(
                    JsonArguments.binary(arguments, 0), new TreeSet<>(JsonArguments.texts(arguments, 1)));
        });
        declare(
                3304,
                "jsonb_delete_path",
                true,
                (context, arguments) -> changed(Mode.DELETE, arguments, JsonItem.Nothing.VALUE),
                List.of(JSONB.type(), TEXTS));
        table.immutable(
                3262,
                "jsonb_strip_nulls",
                JSONB,
                boxed((context, arguments) -> JsonbChange.withoutNulls(JsonArguments.binary(arguments, 0))),
                JSONB);
        declareSetting();
    }

    private void declareSetting() {
        declare(
                3305,
                "jsonb_set",
                true,
                (context, arguments) -> changed(
                        JsonArguments.truth(arguments, 3) ? Mode.SET : Mode.REPLACE,
                        arguments,
                        JsonArguments.binary(arguments, 2).root()),
                List.of(JSONB.type(), TEXTS, JSONB.type(), BOOL.type()),
                true);
        declare(
                3579,
                "jsonb_insert",
                true,
                (context, arguments) -> changed(
                        JsonArguments.truth(arguments, 3) ? Mode.INSERT_AFTER : Mode.INSERT_BEFORE,
                        arguments,
                        JsonArguments.binary(arguments, 2).root()),
                List.of(JSONB.type(), TEXTS, JSONB.type(), BOOL.type()),
                false);
        declare(
                5054,
                "jsonb_set_lax",
                false,
                (context, arguments) -> setLeniently(arguments),
                List.of(JSONB.type(), TEXTS, JSONB.type(), BOOL.type(), TEXT.type()),
                true,
                "use_json_null");
    }

    private void declare(
            int oid, String name, boolean strict, Boxed body, List<SqlType> arguments, Object... defaults) {
        table.declare(new ScalarFunction(
                oid,
                name,
                arguments,
                JSONB.type(),
                strict,
                Volatility.IMMUTABLE,
                false,
                boxed(body),
                Arrays.asList(defaults)));
    }

    private static Jsonb changed(Mode mode, @Nullable Object[] arguments, JsonNode replacement) {
        return new JsonbPathChange(mode, JsonArguments.flatTexts(arguments, 1), replacement)
                .apply(JsonArguments.binary(arguments, 0));
    }

    /** Sets what may be NULL, as the last argument says. */
    private static @Nullable Jsonb setLeniently(@Nullable Object[] arguments) {
        if (arguments[0] == null || arguments[1] == null || arguments[3] == null) {
            return null;
        }
        Mode mode = JsonArguments.truth(arguments, 3) ? Mode.SET : Mode.REPLACE;
        String treatment = arguments[4] instanceof String given ? given : "";
        if (arguments[4] != null && arguments[2] instanceof Jsonb replacement) {
            return changed(mode, arguments, replacement.root());
        }
        return switch (treatment) {
            case "raise_exception" ->
                throw new SqlException(ErrorCode.NULL_VALUE_NOT_ALLOWED, "JSON value must not be null")
                        .withDetail("Exception was raised because null_value_treatment is \"raise_exception\".")
                        .withHint("To avoid, either change the null_value_treatment argument"
                                + " or ensure that an SQL NULL is not passed.");
            case "use_json_null" -> changed(mode, arguments, JsonItem.Nothing.VALUE);
            case "delete_key" -> changed(Mode.DELETE, arguments, JsonItem.Nothing.VALUE);
            case "return_target" -> JsonArguments.binary(arguments, 0);
            default ->
                throw JsonArguments.invalid("null_value_treatment must be \"delete_key\", \"return_target\","
                        + " \"use_json_null\", or \"raise_exception\"");
        };
    }
}
