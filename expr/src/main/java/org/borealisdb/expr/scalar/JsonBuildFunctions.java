package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.ANY;
import static org.borealisdb.expr.type.BuiltInType.ANYARRAY;
import static org.borealisdb.expr.type.BuiltInType.ANYELEMENT;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.JSON;
import static org.borealisdb.expr.type.BuiltInType.JSONB;
import static org.borealisdb.expr.type.BuiltInType.RECORD;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.json.JsonBuild;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.json.JsonNode;
import org.borealisdb.expr.json.JsonValues;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.json.MemberList;
import org.borealisdb.expr.scalar.ScalarFunction.GeneralTyped;
import org.borealisdb.expr.scalar.ScalarFunction.Typed;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.jspecify.annotations.Nullable;

/** Declares the functions that make JSON of values of any type. */
final class JsonBuildFunctions {
    /** Turns a value into the key of a member; fails for NULL. Called by aggregates only, so it has no number. */
    static final ScalarFunction KEY = new ScalarFunction(
            0,
            "json key",
            List.of(ANY.type()),
            TEXT.type(),
            false,
            Volatility.STABLE,
            false,
            new GeneralTyped(
                    (types, context, arguments) -> JsonBuild.key(types.getFirst(), arguments[0], context.format())));

    private final FunctionTable table;

    JsonBuildFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        declareConversions();
        any(
                3198,
                "json_build_array",
                JSON,
                (types, context, arguments) -> JsonBuild.array(types, arguments, context.format()));
        any(3200, "json_build_object", JSON, (types, context, arguments) -> {
            checkPairs(arguments, "json_build_object");
            return JsonBuild.object(types, arguments, context.format());
        });
        table.stable(3199, "json_build_array", JSON, boxed((context, arguments) -> "[]"));
        table.stable(3201, "json_build_object", JSON, boxed((context, arguments) -> "{}"));
        any(
                3271,
                "jsonb_build_array",
                JSONB,
                (types, context, arguments) -> Jsonb.of(JsonBuild.arrayNode(types, arguments, context.format())));
        any(3273, "jsonb_build_object", JSONB, (types, context, arguments) -> {
            checkPairs(arguments, "jsonb_build_object");
            return Jsonb.of(JsonBuild.objectNode(types, arguments, context.format()));
        });
        table.stable(
                3272,
                "jsonb_build_array",
                JSONB,
                boxed((context, arguments) -> Jsonb.of(new JsonNode.Elements(List.of()))));
        table.stable(
                3274,
                "jsonb_build_object",
                JSONB,
                boxed((context, arguments) -> Jsonb.of(new MemberList().toObject())));
        declareOfTexts();
    }

    private void declareConversions() {
        typed(
                3176,
                "to_json",
                JSON,
                List.of(ANYELEMENT.type()),
                (types, context, arguments) -> JsonValues.toJson(types.getFirst(), arguments[0], context.format()));
        typed(
                3787,
                "to_jsonb",
                JSONB,
                List.of(ANYELEMENT.type()),
                (types, context, arguments) ->
                        Jsonb.of(JsonValues.toNode(types.getFirst(), arguments[0], context.format())));
        lines(3153, 3154, "array_to_json", ANYARRAY);
        lines(3155, 3156, "row_to_json", RECORD);
    }

    private void lines(int oid, int oidWithLines, String name, BuiltInType from) {
        typed(
                oid,
                name,
                JSON,
                List.of(from.type()),
                (types, context, arguments) -> JsonValues.toJson(types.getFirst(), arguments[0], context.format()));
        typed(
                oidWithLines,
                name,
                JSON,
                List.of(from.type(), BOOL.type()),
                (types, context, arguments) -> JsonValues.toJson(
                        types.getFirst(), arguments[0], context.format(), JsonArguments.truth(arguments, 1)));
    }

    private void typed(int oid, String name, BuiltInType result, List<SqlType> arguments, Typed body) {
        table.declare(new ScalarFunction(
                oid, name, arguments, result.type(), true, Volatility.STABLE, false, new GeneralTyped(body)));
    }

    private void any(int oid, String name, BuiltInType result, Typed body) {
        table.declare(new ScalarFunction(
                oid, name, List.of(ANY.type()), result.type(), false, Volatility.STABLE, true, new GeneralTyped(body)));
    }

    private static void checkPairs(@Nullable Object[] arguments, String name) {
        if (arguments.length % 2 != 0) {
            throw JsonArguments.invalid("argument list must have even number of elements")
                    .withHint("The arguments of " + name + "() must consist of alternating keys and values.");
        }
        boolean binary = name.startsWith("jsonb");
        for (int i = 0; i < arguments.length; i += 2) {
            if (arguments[i] == null) {
                throw binary
                        ? JsonArguments.invalid("argument " + (i + 1) + ": key must not be null")
                        : JsonArguments.invalid("argument " + (i + 1) + " cannot be null")
                                .withHint("Object keys should be text.");
            }
        }
    }

    private void declareOfTexts() {
        ofTexts(3202, "json_object", JSON, 1, pairs -> JsonBuild.object(pairs));
        ofTexts(3203, "json_object", JSON, 2, pairs -> JsonBuild.object(pairs));
        ofTexts(3263, "jsonb_object", JSONB, 1, JsonBuildFunctions::objectOf);
        ofTexts(3264, "jsonb_object", JSONB, 2, JsonBuildFunctions::objectOf);
    }

    /** Makes an object of texts: keys and values in turn. */
    @FunctionalInterface
    private interface OfTexts {
        Object make(List<@Nullable String> pairs);
    }

    private static Jsonb objectOf(List<@Nullable String> pairs) {
        MemberList members = new MemberList();
        for (int i = 0; i < pairs.size(); i += 2) {
            String value = pairs.get(i + 1);
            members.add(
                    String.valueOf(pairs.get(i)), value == null ? JsonItem.Nothing.VALUE : new JsonItem.Text(value));
        }
        return Jsonb.of(members.toObject());
    }

    private void ofTexts(int oid, String name, BuiltInType result, int arrays, OfTexts body) {
        List<SqlType> types = arrays == 1 ? List.of(TEXT.array()) : List.of(TEXT.array(), TEXT.array());
        table.declare(new ScalarFunction(
                oid, name, types, result.type(), true, Volatility.IMMUTABLE, false, boxed((context, arguments) -> {
                    List<@Nullable String> pairs = arrays == 1 ? pairs(arguments) : zipped(arguments);
                    for (int i = 0; i < pairs.size(); i += 2) {
                        if (pairs.get(i) == null) {
                            throw new SqlException(
                                    ErrorCode.NULL_VALUE_NOT_ALLOWED, "null value not allowed for object key");
                        }
                    }
                    return body.make(pairs);
                })));
    }

    private static SqlException wrongShape(String message) {
        return new SqlException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, message);
    }

    private static List<@Nullable String> pairs(@Nullable Object[] arguments) {
        ArrayValue array = (ArrayValue) NumericMath.value(arguments, 0);
        switch (array.dimensions()) {
            case 0 -> {}
            case 1 -> {
                if (array.size() % 2 != 0) {
                    throw wrongShape("array must have even number of elements");
                }
            }
            case 2 -> {
                if (array.length(1) != 2) {
                    throw wrongShape("array must have two columns");
                }
            }
            default -> throw JsonArguments.wrongSubscripts();
        }
        return JsonArguments.nullableTexts(arguments, 0);
    }

    private static List<@Nullable String> zipped(@Nullable Object[] arguments) {
        ArrayValue left = (ArrayValue) NumericMath.value(arguments, 0);
        ArrayValue right = (ArrayValue) NumericMath.value(arguments, 1);
        if (left.dimensions() > 1 || left.dimensions() != right.dimensions()) {
            throw JsonArguments.wrongSubscripts();
        }
        if (left.size() != right.size()) {
            throw wrongShape("mismatched array dimensions");
        }
        List<@Nullable String> pairs = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            pairs.add((String) left.element(i));
            pairs.add((String) right.element(i));
        }
        return pairs;
    }
}
