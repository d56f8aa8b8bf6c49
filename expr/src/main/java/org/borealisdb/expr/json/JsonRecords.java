package org.borealisdb.expr.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TypeModifiers;
import org.borealisdb.expr.value.Values;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of objects: each field gets what the member of its name has, as its type reads it.
 *
 * @param type of the rows
 * @param input reads texts as values
 * @param function named in errors
 */
public record JsonRecords(CompositeType type, TextInput input, String function) {
    /** Returns the row of an object of json; where it says nothing of a field, that of another row if there is one. */
    public BoxedRow row(JsonText text, @Nullable BoxedRow base) {
        return switch (text.kind(0)) {
            case OBJECT -> row(text, 0, base);
            case ARRAY -> throw notObject("an array");
            case STRING, NUMBER, TRUE, FALSE, NULL -> throw notObject("a scalar");
        };
    }

    /** Returns the rows of an array of objects of json, over another row if there is one. */
    public List<BoxedRow> rows(JsonText text, @Nullable BoxedRow base) {
        switch (text.kind(0)) {
            case ARRAY -> {}
            case OBJECT -> throw JsonbChange.invalid("cannot call " + function + " on an object");
            case STRING, NUMBER, TRUE, FALSE, NULL ->
                throw JsonbChange.invalid("cannot call " + function + " on a scalar");
        }
        List<BoxedRow> rows = new ArrayList<>();
        for (int at = text.first(0); at < text.after(0); at = text.after(at)) {
            if (text.kind(at) != JsonText.Kind.OBJECT) {
                throw notObjects();
            }
            rows.add(row(text, at, base));
        }
        return rows;
    }

    /** PostgreSQL names the function that does it there. */
    private static SqlException notObject(String what) {
        return JsonbChange.invalid("cannot call populate_composite on " + what);
    }

    private SqlException notObjects() {
        return JsonbChange.invalid("argument of " + function + " must be an array of objects");
    }

    private BoxedRow row(JsonText text, int object, @Nullable BoxedRow base) {
        return row(type, new TextSource(text, object), base);
    }

    private BoxedRow row(CompositeType rowType, Source object, @Nullable BoxedRow base) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int place = 0; place < rowType.fields().size(); place++) {
            CompositeType.Field field = rowType.fields().get(place);
            Object before = base == null ? null : Values.read(base, place, field.type());
            Optional<? extends Source> member = object.member(field.name());
            values.add(member.isEmpty() ? before : value(field.type(), member.get(), field.name(), before));
        }
        return BoxedRow.of(values);
    }

    /** Returns the row of an object of jsonb; where it says nothing of a field, that of another row if there is one. */
    public BoxedRow row(Jsonb json, @Nullable BoxedRow base) {
        JsonContainer container = json.container();
        if (!container.isObject()) {
            throw notObject(container.isScalar() ? "a scalar" : "an array");
        }
        return row(type, new ItemSource(container), base);
    }

    /** Returns the rows of an array of objects of jsonb, over another row if there is one. */
    public List<BoxedRow> rows(Jsonb json, @Nullable BoxedRow base) {
        JsonContainer container = json.container();
        if (container.isObject() || container.isScalar()) {
            throw JsonbChange.invalid("cannot call " + function + " on a non-array");
        }
        List<BoxedRow> rows = new ArrayList<>();
        for (int i = 0; i < container.size(); i++) {
            if (!(container.value(i) instanceof JsonContainer object) || object.isArray()) {
                throw notObjects();
            }
            rows.add(row(type, new ItemSource(object), base));
        }
        return rows;
    }

    /** A value of either type, as fields see it. */
    private sealed interface Source {
        boolean isNull();

        boolean isString();

        boolean isArray();

        boolean isObject();

        /** A member of an object. */
        Optional<? extends Source> member(String name);

        /** A string without quotes, anything else as JSON. */
        String plain();

        String json();

        List<? extends Source> elements();
    }

    private record TextSource(JsonText text, int node) implements Source {
        @Override
        public boolean isNull() {
            return text.kind(node) == JsonText.Kind.NULL;
        }

        @Override
        public boolean isString() {
            return text.kind(node) == JsonText.Kind.STRING;
        }

        @Override
        public boolean isArray() {
            return text.kind(node) == JsonText.Kind.ARRAY;
        }

        @Override
        public boolean isObject() {
            return text.kind(node) == JsonText.Kind.OBJECT;
        }

        @Override
        public Optional<TextSource> member(String name) {
            int found = JsonTextPath.find(text, node, List.of(name));
            return found < 0 ? Optional.empty() : Optional.of(new TextSource(text, found));
        }

        @Override
        public String plain() {
            return text.plain(node);
        }

        @Override
        public String json() {
            return isString() ? JsonEscape.of(text.plain(node)) : text.written(node);
        }

        @Override
        public List<TextSource> elements() {
            List<TextSource> elements = new ArrayList<>();
            for (int at = text.first(node); at < text.after(node); at = text.after(at)) {
                elements.add(new TextSource(text, at));
            }
            return elements;
        }
    }

    private record ItemSource(JsonItem item) implements Source {
        @Override
        public boolean isNull() {
            return item instanceof JsonItem.Nothing;
        }

        @Override
        public boolean isString() {
            return item instanceof JsonItem.Text;
        }

        @Override
        public boolean isArray() {
            return item instanceof JsonContainer container && container.isArray();
        }

        @Override
        public boolean isObject() {
            return item instanceof JsonContainer container && container.isObject();
        }

        @Override
        public Optional<ItemSource> member(String name) {
            return ((JsonContainer) item).member(name).map(ItemSource::new);
        }

        @Override
        public String plain() {
            return JsonbPath.text(item).orElse("null");
        }

        @Override
        public String json() {
            return JsonbText.of(item);
        }

        @Override
        public List<ItemSource> elements() {
            List<ItemSource> elements = new ArrayList<>();
            if (item instanceof JsonContainer container) {
                for (int i = 0; i < container.size(); i++) {
                    elements.add(new ItemSource(container.value(i)));
                }
            }
            return elements;
        }
    }

    /**
     * Returns what a member is as a value.
     *
     * @param before a row that it is made over, if it is to be one
     */
    private @Nullable Object value(SqlType wanted, Source source, String key, @Nullable Object before) {
        if (source.isNull()) {
            return null;
        }
        if (wanted instanceof CompositeType composite && !source.isString()) {
            if (!source.isObject()) {
                throw notObject(source.isArray() ? "an array" : "a scalar");
            }
            return row(composite, source, (BoxedRow) before);
        }
        if (wanted instanceof ArrayType array && !source.isString()) {
            return array(array, source, key);
        }
        boolean json = wanted.is(BuiltInType.JSON) || wanted.is(BuiltInType.JSONB);
        return TypeModifiers.fit(
                wanted,
                input.parse(wanted.withModifier(SqlType.NO_MODIFIER), json ? source.json() : source.plain()),
                false);
    }

    private Object array(ArrayType type, Source source, String key) {
        if (!source.isArray()) {
            throw new SqlException(ErrorCode.INVALID_TEXT_REPRESENTATION, "expected JSON array")
                    .withHint("See the value of key \"" + key + "\".");
        }
        List<Integer> lengths = new ArrayList<>();
        List<@Nullable Object> elements = new ArrayList<>();
        int depth = 0;
        for (Source at = source; at.isArray(); at = at.elements().getFirst()) {
            depth++;
            if (at.elements().isEmpty()) {
                break;
            }
        }
        if (depth > ArrayValue.MAXIMUM_DIMENSIONS) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "number of array dimensions (" + depth + ") exceeds the maximum allowed ("
                            + ArrayValue.MAXIMUM_DIMENSIONS + ")");
        }
        gather(type, source, key, List.of(), depth, lengths, elements);
        if (elements.isEmpty()) {
            return ArrayValue.of(type.element(), elements);
        }
        int[] shape = lengths.stream().mapToInt(Integer::intValue).toArray();
        int[] bounds = lengths.stream().mapToInt(length -> 1).toArray();
        return ArrayValue.ofDimensions(type.element(), shape, bounds, elements);
    }

    private void gather(
            ArrayType type,
            Source source,
            String key,
            List<Integer> way,
            int depth,
            List<Integer> lengths,
            List<@Nullable Object> elements) {
        int level = way.size();
        List<? extends Source> parts = source.elements();
        if (level == lengths.size()) {
            lengths.add(parts.size());
        } else if (lengths.get(level) != parts.size()) {
            throw malformed();
        }
        for (int place = 0; place < parts.size(); place++) {
            Source part = parts.get(place);
            if (level + 1 == depth) {
                elements.add(value(type.element(), part, key, null));
                continue;
            }
            List<Integer> further = new ArrayList<>(way);
            further.add(place);
            if (!part.isArray()) {
                String indexes =
                        further.stream().map(index -> "[" + index + "]").collect(Collectors.joining());
                throw new SqlException(ErrorCode.INVALID_TEXT_REPRESENTATION, "expected JSON array")
                        .withHint("See the array element " + indexes + " of key \"" + key + "\".");
            }
            gather(type, part, key, further, depth, lengths, elements);
        }
    }

    private static SqlException malformed() {
        return new SqlException(ErrorCode.INVALID_TEXT_REPRESENTATION, "malformed JSON array")
                .withDetail("Multidimensional arrays must have sub-arrays with matching dimensions.");
    }
}
