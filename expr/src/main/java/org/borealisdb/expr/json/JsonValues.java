package org.borealisdb.expr.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.DateStyle;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/** Turns values of any type into JSON: numbers, booleans and JSON as they are, arrays, rows, and anything else as a string of its text. Stateless. */
public final class JsonValues {
    private static final String LINE_FEED = ",\n ";

    private JsonValues() {}

    /** Returns the JSON of a boxed value. */
    public static String toJson(SqlType type, @Nullable Object value, SessionFormat format) {
        return toJson(type, value, format, false);
    }

    /**
     * Returns the JSON of a boxed value.
     *
     * @param lineFeeds whether the elements of an array, or the fields of a row, begin a line each
     */
    public static String toJson(SqlType type, @Nullable Object value, SessionFormat format, boolean lineFeeds) {
        ByteSink out = new ByteSink();
        append(out, type, value, format, lineFeeds);
        return out.toText();
    }

    private static void append(
            ByteSink out, SqlType type, @Nullable Object value, SessionFormat format, boolean lineFeeds) {
        switch (value) {
            case null -> out.putText("null");
            case Boolean truth -> out.putText(truth ? "true" : "false");
            case Jsonb json -> json.appendText(out);
            // Vectors (int2vector) are arrays, too.
            case ArrayValue array -> appendArray(out, array, 0, 0, array.size(), format, lineFeeds ? LINE_FEED : ",");
            case BoxedRow row -> appendRow(out, (CompositeType) type, row, format, lineFeeds ? LINE_FEED : ",");
            default -> {
                String text = plainText(type, value, format);
                if (type.is(BuiltInType.JSON) || (isNumeric(type) && JsonText.isNumber(text))) {
                    out.putText(text);
                } else {
                    JsonEscape.append(out, text);
                }
            }
        }
    }

    /** Types whose values are numbers of JSON, unless they are none at all; oids are not among them. */
    private static boolean isNumeric(SqlType type) {
        return type instanceof ScalarType scalar
                && switch (scalar.base()) {
                    case INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC -> true;
                    default -> false;
                };
    }

    /** Returns the text of a scalar; of dates and times as XML Schema has it. */
    public static String plainText(SqlType type, Object value, SessionFormat format) {
        String text = TextOutput.format(type, value, format.withDateStyle(DateStyle.ISO));
        boolean zoned = type.is(BuiltInType.TIMESTAMPTZ);
        if (!zoned && !type.is(BuiltInType.TIMESTAMP)) {
            return text;
        }
        int space = text.indexOf(' ');
        if (space < 0) {
            return text;
        }
        boolean before = text.endsWith(" BC");
        String time = text.substring(space + 1, text.length() - (before ? 3 : 0));
        boolean hoursOnly = zoned && (time.charAt(time.length() - 3) == '+' || time.charAt(time.length() - 3) == '-');
        return text.substring(0, space) + "T" + time + (hoursOnly ? ":00" : "") + (before ? " BC" : "");
    }

    private static void appendArray(
            ByteSink out,
            ArrayValue array,
            int dimension,
            int from,
            int count,
            SessionFormat format,
            String separator) {
        out.putByte('[');
        int length = array.dimensions() == 0 ? 0 : array.length(dimension);
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                out.putText(separator);
            }
            int step = count / length;
            if (dimension + 1 < array.dimensions()) {
                appendArray(out, array, dimension + 1, from + i * step, step, format, ",");
            } else {
                append(out, array.elementType(), array.element(from + i), format, false);
            }
        }
        out.putByte(']');
    }

    private static void appendRow(
            ByteSink out, CompositeType type, BoxedRow row, SessionFormat format, String separator) {
        out.putByte('{');
        for (int i = 0; i < row.size(); i++) {
            if (i > 0) {
                out.putText(separator);
            }
            CompositeType.Field field = type.fields().get(i);
            JsonEscape.append(out, field.name());
            append(out.putByte(':'), field.type(), Values.read(row, i, field.type()), format, false);
        }
        out.putByte('}');
    }

    /** Returns a boxed value as what jsonb can be made of. */
    public static JsonNode toNode(SqlType type, @Nullable Object value, SessionFormat format) {
        return switch (value) {
            case null -> JsonItem.Nothing.VALUE;
            case Boolean truth -> new JsonItem.Truth(truth);
            case Jsonb json -> json.root();
            case ArrayValue array -> array(array, 0, 0, array.size(), format);
            case BoxedRow row -> row((CompositeType) type, row, format);
            default -> {
                String text = plainText(type, value, format);
                if (type.is(BuiltInType.JSON)) {
                    yield JsonTree.of(JsonText.parse(text), 0);
                }
                boolean number =
                        isNumeric(type) && !text.toLowerCase(Locale.ROOT).contains("n");
                yield number ? new JsonItem.Decimal(TextInput.parseNumeric(text)) : new JsonItem.Text(text);
            }
        };
    }

    private static JsonNode array(ArrayValue array, int dimension, int from, int count, SessionFormat format) {
        List<JsonNode> elements = new ArrayList<>();
        int length = array.dimensions() == 0 ? 0 : array.length(dimension);
        for (int i = 0; i < length; i++) {
            int step = count / length;
            elements.add(
                    dimension + 1 < array.dimensions()
                            ? array(array, dimension + 1, from + i * step, step, format)
                            : toNode(array.elementType(), array.element(from + i), format));
        }
        return new JsonNode.Elements(elements);
    }

    private static JsonNode row(CompositeType type, BoxedRow row, SessionFormat format) {
        MemberList members = new MemberList();
        for (int i = 0; i < row.size(); i++) {
            CompositeType.Field field = type.fields().get(i);
            members.add(field.name(), toNode(field.type(), Values.read(row, i, field.type()), format));
        }
        return members.toObject();
    }
}
