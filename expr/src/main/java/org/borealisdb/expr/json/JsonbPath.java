package org.borealisdb.expr.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads parts of values of jsonb in place. Stateless. */
public final class JsonbPath {
    private JsonbPath() {}

    /** Returns what a path of keys and indexes leads to. */
    public static Optional<JsonItem> find(Jsonb from, List<String> path) {
        Optional<JsonItem> at = Optional.of(from.root());
        for (String step : path) {
            at = at.flatMap(item -> item instanceof JsonContainer container ? step(container, step) : Optional.empty());
        }
        return at;
    }

    private static Optional<JsonItem> step(JsonContainer container, String step) {
        if (container.isObject()) {
            return container.member(step);
        }
        OptionalInt index = JsonTextPath.index(step);
        return index.isEmpty() ? Optional.empty() : container.element(index.getAsInt());
    }

    /** Returns the member of a key of the object that the value is. */
    public static Optional<JsonItem> member(Jsonb from, String key) {
        return from.container().member(key);
    }

    /** Returns the element at an index of the array that the value is; a scalar is one of itself. */
    public static Optional<JsonItem> element(Jsonb from, int index) {
        return from.container().element(index);
    }

    /** Returns whether an object has a member of a key, or an array a string, or the value is that string. */
    public static boolean hasKey(Jsonb value, String key) {
        byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
        JsonContainer container = value.container();
        return container.isObject() ? container.find(utf8) >= 0 : container.hasString(utf8);
    }

    /** Returns an item as text: a string as it is, nothing for null, anything else as JSON. */
    public static Optional<String> text(JsonItem item) {
        return switch (item) {
            case JsonItem.Nothing _ -> Optional.empty();
            case JsonItem.Text text -> Optional.of(text.value());
            case JsonItem.Truth _, JsonItem.Decimal _, JsonContainer _ -> Optional.of(JsonbText.of(item));
        };
    }

    /** Returns the text of a value over many lines. */
    public static String pretty(Jsonb value) {
        return JsonbText.pretty(value.root());
    }
}
