package org.borealisdb.expr.json;

import org.borealisdb.expr.value.ByteSink;

/** What functions say of JSON texts, and make of them. Stateless. */
public final class JsonTexts {
    private JsonTexts() {}

    /** Returns what {@code json_typeof} calls a kind. */
    public static String typeName(JsonText.Kind kind) {
        return switch (kind) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case NUMBER -> "number";
            case TRUE, FALSE -> "boolean";
            case NULL -> "null";
        };
    }

    /** Returns a text without space, and without members of objects that are null. */
    public static String withoutNulls(JsonText text) {
        ByteSink out = new ByteSink();
        append(out, text, 0);
        return out.toText();
    }

    /** Returns a text as a string of JSON. */
    public static String quoted(String text) {
        return JsonEscape.of(text);
    }

    private static void append(ByteSink out, JsonText text, int node) {
        switch (text.kind(node)) {
            case ARRAY -> {
                out.putByte('[');
                for (int at = text.first(node); at < text.after(node); at = text.after(at)) {
                    separate(out, at > text.first(node));
                    append(out, text, at);
                }
                out.putByte(']');
            }
            case OBJECT -> {
                boolean more = false;
                out.putByte('{');
                for (int at = text.first(node); at < text.after(node); at = text.after(at + 1)) {
                    if (text.kind(at + 1) != JsonText.Kind.NULL) {
                        separate(out, more);
                        JsonEscape.append(out, text.plain(at));
                        append(out.putByte(':'), text, at + 1);
                        more = true;
                    }
                }
                out.putByte('}');
            }
            case STRING -> JsonEscape.append(out, text.plain(node));
            case NUMBER, TRUE, FALSE, NULL -> out.putText(text.written(node));
        }
    }

    private static void separate(ByteSink out, boolean more) {
        if (more) {
            out.putByte(',');
        }
    }
}
