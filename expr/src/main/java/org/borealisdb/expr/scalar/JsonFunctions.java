package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.JSON;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import java.util.List;
import org.borealisdb.expr.json.JsonText;
import org.borealisdb.expr.json.JsonTextPath;
import org.borealisdb.expr.json.JsonTexts;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/** Declares the functions that read values of json, which are parsed for it. */
final class JsonFunctions {
    private final FunctionTable table;

    JsonFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.immutable(
                3947, "json_object_field", JSON, boxed((context, arguments) -> member(arguments, false)), JSON, TEXT);
        table.immutable(
                3948,
                "json_object_field_text",
                TEXT,
                boxed((context, arguments) -> member(arguments, true)),
                JSON,
                TEXT);
        table.immutable(
                3949, "json_array_element", JSON, boxed((context, arguments) -> element(arguments, false)), JSON, INT4);
        table.immutable(
                3950,
                "json_array_element_text",
                TEXT,
                boxed((context, arguments) -> element(arguments, true)),
                JSON,
                INT4);
        path(table, 3951, "json_extract_path", JSON, JSON, (context, arguments) -> atPath(arguments, false));
        path(table, 3953, "json_extract_path_text", TEXT, JSON, (context, arguments) -> atPath(arguments, true));
        table.immutable(
                3956,
                "json_array_length",
                INT4,
                boxed((context, arguments) -> (long) length(JsonArguments.text(arguments, 0))),
                JSON);
        table.immutable(
                3968,
                "json_typeof",
                TEXT,
                boxed((context, arguments) ->
                        JsonTexts.typeName(JsonArguments.text(arguments, 0).kind(0))),
                JSON);
        table.immutable(
                3261,
                "json_strip_nulls",
                JSON,
                boxed((context, arguments) -> JsonTexts.withoutNulls(JsonArguments.text(arguments, 0))),
                JSON);
    }

    /** Declares a function whose last argument is a path. */
    static void path(
            FunctionTable table,
            int oid,
            String name,
            BuiltInType result,
            BuiltInType from,
            ScalarFunction.Boxed body) {
        List<SqlType> arguments = List.of(from.type(), TEXT.array());
        table.declare(
                new ScalarFunction(oid, name, arguments, result.type(), true, Volatility.IMMUTABLE, true, boxed(body)));
    }

    private static @Nullable String found(JsonText text, int node, boolean plain) {
        if (node < 0) {
            return null;
        }
        if (plain) {
            return text.kind(node) == JsonText.Kind.NULL ? null : text.plain(node);
        }
        return text.written(node);
    }

    private static @Nullable String member(@Nullable Object[] arguments, boolean plain) {
        JsonText text = JsonArguments.text(arguments, 0);
        return found(text, JsonTextPath.member(text, TextMath.text(arguments, 1)), plain);
    }

    private static @Nullable String element(@Nullable Object[] arguments, boolean plain) {
        JsonText text = JsonArguments.text(arguments, 0);
        boolean array = text.kind(0) == JsonText.Kind.ARRAY;
        return found(text, array ? text.element(0, NumericMath.integer(arguments, 1)) : -1, plain);
    }

    private static @Nullable String atPath(@Nullable Object[] arguments, boolean plain) {
        if (JsonArguments.hasNull(arguments, 1)) {
            return null;
        }
        JsonText text = JsonArguments.text(arguments, 0);
        return found(text, JsonTextPath.find(text, 0, JsonArguments.texts(arguments, 1)), plain);
    }

    private static int length(JsonText text) {
        return switch (text.kind(0)) {
            case ARRAY -> text.size(0);
            case OBJECT -> throw JsonArguments.invalid("cannot get array length of a non-array");
            case STRING, NUMBER, TRUE, FALSE, NULL ->
                throw JsonArguments.invalid("cannot get array length of a scalar");
        };
    }
}
