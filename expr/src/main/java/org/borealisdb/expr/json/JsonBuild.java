package org.borealisdb.expr.json;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.SessionFormat;
import org.jspecify.annotations.Nullable;

/** Builds arrays and objects out of lists of values, with PostgreSQL's spaces. Stateless. */
public final class JsonBuild {
    private JsonBuild() {}

    /** Returns an array of values. */
    public static String array(List<SqlType> types, @Nullable Object[] values, SessionFormat format) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ", ").append(JsonValues.toJson(types.get(i), values[i], format));
        }
        return text.append(']').toString();
    }

    /** Returns an object of keys and values in turn; keys are not NULL. */
    public static String object(List<SqlType> types, @Nullable Object[] values, SessionFormat format) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < values.length; i += 2) {
            text.append(i == 0 ? "" : ", ")
                    .append(JsonEscape.of(key(types.get(i), values[i], format)))
                    .append(" : ")
                    .append(JsonValues.toJson(types.get(i + 1), values[i + 1], format));
        }
        return text.append('}').toString();
    }

    /** Returns an object of texts, keys and values in turn; keys are not NULL. */
    public static String object(List<@Nullable String> pairs) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < pairs.size(); i += 2) {
            String value = pairs.get(i + 1);
            text.append(i == 0 ? "" : ", ")
                    .append(JsonEscape.of(String.valueOf(pairs.get(i))))
                    .append(" : ")
                    .append(value == null ? "null" : JsonEscape.of(value));
        }
        return text.append('}').toString();
    }

    /** Returns an array of values. */
    public static JsonNode arrayNode(List<SqlType> types, @Nullable Object[] values, SessionFormat format) {
        List<JsonNode> elements = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            elements.add(JsonValues.toNode(types.get(i), values[i], format));
        }
        return new JsonNode.Elements(elements);
    }

    /** Returns an object of keys and values in turn; keys are not NULL. */
    public static JsonNode objectNode(List<SqlType> types, @Nullable Object[] values, SessionFormat format) {
        MemberList members = new MemberList();
        for (int i = 0; i < values.length; i += 2) {
            members.add(
                    key(types.get(i), values[i], format), JsonValues.toNode(types.get(i + 1), values[i + 1], format));
        }
        return members.toObject();
    }

    /** Returns a value as the key of a member. */
    public static String key(SqlType type, @Nullable Object value, SessionFormat format) {
        if (value == null) {
            throw JsonbChange.invalid("field name must not be null");
        }
        boolean scalar = !(type instanceof ArrayType)
                && !(type instanceof CompositeType)
                && !type.is(BuiltInType.JSON)
                && !type.is(BuiltInType.JSONB);
        if (!scalar) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "key value must be scalar, not array, composite, or json");
        }
        return value instanceof Boolean truth ? Boolean.toString(truth) : JsonValues.plainText(type, value, format);
    }
}
