package org.borealisdb.expr.json;

import java.nio.charset.StandardCharsets;
import org.borealisdb.expr.value.ByteSink;

/** Writes jsonb as text, in a line or pretty, as PostgreSQL does. Stateless. */
final class JsonbText {
    private static final String INDENTATION = "    ";
    private static final byte[] SEPARATOR = ", ".getBytes(StandardCharsets.US_ASCII);

    private JsonbText() {}

    static String of(JsonItem item) {
        ByteSink out = new ByteSink(128);
        append(out, item);
        return out.toText();
    }

    static void append(ByteSink out, JsonItem item) {
        switch (item) {
            case JsonItem.Nothing _ -> out.putText("null");
            case JsonItem.Truth truth -> out.putText(truth.value() ? "true" : "false");
            case JsonItem.Text text -> JsonEscape.append(out, text.value());
            case JsonItem.Decimal number -> out.putText(number.value().toString());
            case JsonContainer container -> {
                out.putByte(container.isObject() ? '{' : '[');
                for (int i = 0; i < container.size(); i++) {
                    if (i > 0) {
                        out.putBytes(SEPARATOR);
                    }
                    if (container.isObject()) {
                        appendKey(out, container, i);
                    }
                    append(out, container.value(i));
                }
                out.putByte(container.isObject() ? '}' : ']');
            }
        }
    }

    private static void appendKey(ByteSink out, JsonContainer object, int place) {
        JsonEscape.append(out, object.bytes(), object.contentStart(place), object.contentEnd(place));
        out.putByte(':').putByte(' ');
    }

    static String pretty(JsonItem item) {
        ByteSink out = new ByteSink(256);
        appendPretty(out, item, 0);
        return out.toText();
    }

    private static void appendPretty(ByteSink out, JsonItem item, int level) {
        if (!(item instanceof JsonContainer container)) {
            append(out, item);
            return;
        }
        out.putByte(container.isObject() ? '{' : '[');
        for (int i = 0; i < container.size(); i++) {
            if (i > 0) {
                out.putByte(',');
            }
            newLine(out, level + 1);
            if (container.isObject()) {
                appendKey(out, container, i);
            }
            appendPretty(out, container.value(i), level + 1);
        }
        newLine(out, level);
        out.putByte(container.isObject() ? '}' : ']');
    }

    private static void newLine(ByteSink out, int level) {
        out.putByte('\n');
        for (int i = 0; i < level; i++) {
            out.putText(INDENTATION);
        }
    }
}
