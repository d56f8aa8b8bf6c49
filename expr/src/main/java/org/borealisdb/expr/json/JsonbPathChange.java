package org.borealisdb.expr.json;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.jspecify.annotations.Nullable;

/**
 * Changes what a path leads to in a value of jsonb. Everything beside the path is copied as it is stored.
 *
 * @param mode what to do there
 * @param path keys of objects and indexes of arrays; {@code null} is NULL
 * @param replacement the new value, unused where something is deleted
 */
public record JsonbPathChange(Mode mode, List<@Nullable String> path, JsonNode replacement) {
    /** What is done at the end of a path. */
    public enum Mode {
        /** Takes it out. */
        DELETE,
        /** Puts the new value in its place if it is there. */
        REPLACE,
        /** Puts the new value in its place, or adds it. */
        SET,
        /** Puts the new value before it, or adds it to an object that has no such member. */
        INSERT_BEFORE,
        /** The same, after it. */
        INSERT_AFTER;

        private boolean adds() {
            return this != DELETE && this != REPLACE;
        }

        private boolean inserts() {
            return this == INSERT_BEFORE || this == INSERT_AFTER;
        }
    }

    /** Returns the changed value. */
    public Jsonb apply(Jsonb to) {
        JsonContainer container = to.container();
        if (container.isScalar()) {
            throw JsonbChange.invalid("cannot " + (mode == Mode.DELETE ? "delete" : "set") + " path in scalar");
        }
        if (path.isEmpty() || (container.size() == 0 && !mode.adds())) {
            return to;
        }
        return Jsonb.of(changed(container, 0));
    }

    private JsonNode changed(JsonItem item, int level) {
        String step = path.get(level);
        if (step == null) {
            throw new SqlException(
                    ErrorCode.NULL_VALUE_NOT_ALLOWED, "path element at position " + (level + 1) + " is null");
        }
        if (!(item instanceof JsonContainer container)) {
            return item;
        }
        return container.isObject() ? object(container, step, level) : array(container, step, level);
    }

    private boolean isLast(int level) {
        return level == path.size() - 1;
    }

    private JsonNode object(JsonContainer object, String step, int level) {
        JsonKey key = JsonKey.of(step);
        List<JsonNode.Member> members = new ArrayList<>();
        int found = object.find(key.utf8());
        for (int place = 0; place < object.size(); place++) {
            if (place != found) {
                members.add(new JsonNode.Member(object.key(place), object.value(place)));
            } else if (!isLast(level)) {
                members.add(new JsonNode.Member(key, changed(object.value(place), level + 1)));
            } else if (mode.inserts()) {
                throw JsonbChange.invalid("cannot replace existing key")
                        .withHint("Try using the function jsonb_set to replace key value.");
            } else if (mode != Mode.DELETE) {
                members.add(new JsonNode.Member(key, replacement));
            }
        }
        if (found < 0 && isLast(level) && mode.adds()) {
            members.add(-1 - found, new JsonNode.Member(key, replacement));
        }
        return new JsonNode.Members(members);
    }

    private JsonNode array(JsonContainer array, String step, int level) {
        int index = JsonTextPath.indexAt(step, level);
        int size = array.size();
        long wanted = index < 0 ? (long) size + index : index;
        List<JsonNode> elements = new ArrayList<>(size + 1);
        if (wanted < 0 && isLast(level) && mode.adds()) {
            elements.add(replacement);
        }
        for (int place = 0; place < size; place++) {
            JsonItem element = array.value(place);
            if (place != wanted) {
                elements.add(element);
            } else if (!isLast(level)) {
                elements.add(changed(element, level + 1));
            } else {
                addChanged(elements, element);
            }
        }
        if (wanted >= size && isLast(level) && mode.adds()) {
            elements.add(replacement);
        }
        return new JsonNode.Elements(elements);
    }

    private void addChanged(List<JsonNode> elements, JsonItem element) {
        switch (mode) {
            case DELETE -> {}
            case REPLACE, SET -> elements.add(replacement);
            case INSERT_BEFORE -> {
                elements.add(replacement);
                elements.add(element);
            }
            case INSERT_AFTER -> {
                elements.add(element);
                elements.add(replacement);
            }
        }
    }
}
