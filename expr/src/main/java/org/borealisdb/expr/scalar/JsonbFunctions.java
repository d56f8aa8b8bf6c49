package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.FLOAT4;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT2;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.JSONB;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.borealisdb.expr.json.JsonContainer;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.json.JsonOrder;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.json.JsonbChange;
import org.borealisdb.expr.json.JsonbPath;
import org.borealisdb.expr.scalar.ScalarFunction.Boxed;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.Numeric;
import org.jspecify.annotations.Nullable;

/** Declares the functions that read values of jsonb, and the casts from it. */
final class JsonbFunctions {
    private final FunctionTable table;

    JsonbFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareParts();
        declareTests();
        declareCasts();
    }

    private static @Nullable Object value(Optional<JsonItem> item) {
        return item.map(Jsonb::of).orElse(null);
    }

    private static @Nullable Object plain(Optional<JsonItem> item) {
        return item.flatMap(JsonbPath::text).orElse(null);
    }

    private static Optional<JsonItem> member(@Nullable Object[] arguments) {
        return JsonbPath.member(JsonArguments.binary(arguments, 0), TextMath.text(arguments, 1));
    }

    private static Optional<JsonItem> element(@Nullable Object[] arguments) {
        return JsonbPath.element(JsonArguments.binary(arguments, 0), NumericMath.integer(arguments, 1));
    }

    private static Optional<JsonItem> atPath(@Nullable Object[] arguments) {
        return JsonArguments.hasNull(arguments, 1)
                ? Optional.empty()
                : JsonbPath.find(JsonArguments.binary(arguments, 0), JsonArguments.texts(arguments, 1));
    }

    private void declareParts() {
        of(3478, "jsonb_object_field", JSONB, (context, arguments) -> value(member(arguments)), JSONB, TEXT);
        of(3214, "jsonb_object_field_text", TEXT, (context, arguments) -> plain(member(arguments)), JSONB, TEXT);
        of(3215, "jsonb_array_element", JSONB, (context, arguments) -> value(element(arguments)), JSONB, INT4);
        of(3216, "jsonb_array_element_text", TEXT, (context, arguments) -> plain(element(arguments)), JSONB, INT4);
        JsonFunctions.path(
                table, 3217, "jsonb_extract_path", JSONB, JSONB, (context, arguments) -> value(atPath(arguments)));
        JsonFunctions.path(
                table, 3940, "jsonb_extract_path_text", TEXT, JSONB, (context, arguments) -> plain(atPath(arguments)));
        of(
                3207,
                "jsonb_array_length",
                INT4,
                (context, arguments) ->
                        (long) length(JsonArguments.binary(arguments, 0).root()),
                JSONB);
        of(
                3210,
                "jsonb_typeof",
                TEXT,
                (context, arguments) ->
                        JsonArguments.binary(arguments, 0).root().typeName(),
                JSONB);
        of(
                3306,
                "jsonb_pretty",
                TEXT,
                (context, arguments) -> JsonbPath.pretty(JsonArguments.binary(arguments, 0)),
                JSONB);
    }

    private void of(int oid, String name, BuiltInType result, Boxed body, BuiltInType... arguments) {
        table.immutable(oid, name, result, boxed(body), arguments);
    }

    private static int length(JsonItem item) {
        if (item instanceof JsonContainer container && container.isArray()) {
            return container.size();
        }
        throw JsonArguments.invalid(
                "cannot get array length of a " + (item instanceof JsonContainer ? "non-array" : "scalar"));
    }

    private void declareTests() {
        of(
                4046,
                "jsonb_contains",
                BOOL,
                (context, arguments) ->
                        JsonbChange.contains(JsonArguments.binary(arguments, 0), JsonArguments.binary(arguments, 1)),
                JSONB,
                JSONB);
        of(
                4050,
                "jsonb_contained",
                BOOL,
                (context, arguments) ->
                        JsonbChange.contains(JsonArguments.binary(arguments, 1), JsonArguments.binary(arguments, 0)),
                JSONB,
                JSONB);
        of(
                4047,
                "jsonb_exists",
                BOOL,
                (context, arguments) ->
                        JsonbPath.hasKey(JsonArguments.binary(arguments, 0), TextMath.text(arguments, 1)),
                JSONB,
                TEXT);
        keys(
                4048,
                "jsonb_exists_any",
                (context, arguments) -> JsonArguments.texts(arguments, 1).stream()
                        .anyMatch(key -> JsonbPath.hasKey(JsonArguments.binary(arguments, 0), key)));
        keys(
                4049,
                "jsonb_exists_all",
                (context, arguments) -> JsonArguments.texts(arguments, 1).stream()
                        .allMatch(key -> JsonbPath.hasKey(JsonArguments.binary(arguments, 0), key)));
        of(
                4044,
                "jsonb_cmp",
                INT4,
                (context, arguments) -> (long) Integer.signum(
                        JsonOrder.compare(JsonArguments.binary(arguments, 0), JsonArguments.binary(arguments, 1))),
                JSONB,
                JSONB);
    }

    private void keys(int oid, String name, Boxed body) {
        table.declare(new ScalarFunction(
                oid,
                name,
                List.of(JSONB.type(), TEXT.array()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                boxed(body)));
    }

    private void declareCasts() {
        of(3556, "bool", BOOL, (context, arguments) -> truth(JsonArguments.binary(arguments, 0)), JSONB);
        number(3449, "numeric", NUMERIC, "numeric", number -> number);
        number(
                3450,
                "int2",
                INT2,
                "smallint",
                number -> number.toLong(IntegerMath.INT2.minimum(), IntegerMath.INT2.maximum(), "smallint"));
        number(
                3451,
                "int4",
                INT4,
                "integer",
                number -> number.toLong(IntegerMath.INT4.minimum(), IntegerMath.INT4.maximum(), "integer"));
        number(
                3452,
                "int8",
                INT8,
                "bigint",
                number -> number.toLong(IntegerMath.INT8.minimum(), IntegerMath.INT8.maximum(), "bigint"));
        number(3453, "float4", FLOAT4, "real", FloatMath.FLOAT4::of);
        number(2580, "float8", FLOAT8, "double precision", FloatMath.FLOAT8::of);
    }

    private void number(int oid, String name, BuiltInType result, String typeName, Function<Numeric, Object> body) {
        of(
                oid,
                name,
                result,
                (context, arguments) -> {
                    JsonItem root = JsonArguments.binary(arguments, 0).root();
                    if (root instanceof JsonItem.Decimal number) {
                        return body.apply(number.value());
                    }
                    throw cannotCast(root, typeName);
                },
                JSONB);
    }

    private static boolean truth(Jsonb json) {
        if (json.root() instanceof JsonItem.Truth truth) {
            return truth.value();
        }
        throw cannotCast(json.root(), "boolean");
    }

    private static RuntimeException cannotCast(JsonItem item, String typeName) {
        String kind = item instanceof JsonItem.Decimal ? "numeric" : item.typeName();
        return JsonArguments.invalid("cannot cast jsonb " + kind + " to type " + typeName);
    }
}
