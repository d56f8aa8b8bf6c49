package org.borealisdb.expr.json;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;
import org.borealisdb.expr.value.BoxedRow;
import org.jspecify.annotations.Nullable;

/**
 * The sets that functions make of JSON: members as rows of a key and a value, keys, elements. Values of json are the texts as
 * they were written; plain ones are texts without quotes, and NULL for null. Stateless.
 */
public final class JsonSets {
    private JsonSets() {}

    /** Returns the members of an object of json. */
    public static Iterator<@Nullable Object> members(JsonText text, boolean plain) {
        switch (text.kind(0)) {
            case OBJECT -> {}
            case ARRAY -> throw JsonbChange.invalid("cannot deconstruct an array as an object");
            case STRING, NUMBER, TRUE, FALSE, NULL -> throw JsonbChange.invalid("cannot deconstruct a scalar");
        }
        List<@Nullable Object> rows = new ArrayList<>();
        for (int at = text.first(0); at < text.after(0); at = text.after(at + 1)) {
            rows.add(BoxedRow.of(text.plain(at), value(text, at + 1, plain)));
        }
        return rows.iterator();
    }

    private static @Nullable String value(JsonText text, int node, boolean plain) {
        if (!plain) {
            return text.written(node);
        }
        return text.kind(node) == JsonText.Kind.NULL ? null : text.plain(node);
    }

    /** Returns the keys of an object of json. */
    public static Iterator<@Nullable Object> keys(JsonText text, String function) {
        switch (text.kind(0)) {
            case OBJECT -> {}
            case ARRAY -> throw JsonbChange.invalid("cannot call " + function + " on an array");
            case STRING, NUMBER, TRUE, FALSE, NULL ->
                throw JsonbChange.invalid("cannot call " + function + " on a scalar");
        }
        List<@Nullable Object> keys = new ArrayList<>();
        for (int at = text.first(0); at < text.after(0); at = text.after(at + 1)) {
            keys.add(text.plain(at));
        }
        return keys.iterator();
    }

    /** Returns the elements of an array of json. */
    public static Iterator<@Nullable Object> elements(JsonText text, boolean plain, String function) {
        switch (text.kind(0)) {
            case ARRAY -> {}
            case OBJECT -> throw JsonbChange.invalid("cannot call " + function + " on a non-array");
            case STRING, NUMBER, TRUE, FALSE, NULL ->
                throw JsonbChange.invalid("cannot call " + function + " on a scalar");
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (int at = text.first(0); at < text.after(0); at = text.after(at)) {
            elements.add(value(text, at, plain));
        }
        return elements.iterator();
    }

    private static @Nullable Object value(JsonItem item, boolean plain) {
        return plain ? JsonbPath.text(item).orElse(null) : Jsonb.of(item);
    }

    /** Returns the members of an object of jsonb. */
    public static Iterator<@Nullable Object> members(Jsonb json, boolean plain, String function) {
        JsonContainer container = json.container();
        if (!container.isObject()) {
            throw JsonbChange.invalid("cannot call " + function + " on a non-object");
        }
        return each(
                container.size(),
                place -> BoxedRow.of(container.key(place).toString(), value(container.value(place), plain)));
    }

    /** Returns the keys of an object of jsonb. */
    public static Iterator<@Nullable Object> keys(Jsonb json, String function) {
        JsonContainer container = json.container();
        if (!container.isObject()) {
            throw JsonbChange.invalid(
                    "cannot call " + function + " on " + (container.isScalar() ? "a scalar" : "an array"));
        }
        return each(container.size(), place -> container.key(place).toString());
    }

    /** Returns the elements of an array of jsonb. */
    public static Iterator<@Nullable Object> elements(Jsonb json, boolean plain) {
        JsonContainer container = json.container();
        if (container.isScalar()) {
            throw JsonbChange.invalid("cannot extract elements from a scalar");
        }
        if (container.isObject()) {
            throw JsonbChange.invalid("cannot extract elements from an object");
        }
        return each(container.size(), place -> value(container.value(place), plain));
    }

    private static Iterator<@Nullable Object> each(int count, IntFunction<@Nullable Object> values) {
        return new Iterator<>() {
            private int place;

            @Override
            public boolean hasNext() {
                return place < count;
            }

            @Override
            public @Nullable Object next() {
                if (place == count) {
                    throw new NoSuchElementException();
                }
                return values.apply(place++);
            }
        };
    }
}
