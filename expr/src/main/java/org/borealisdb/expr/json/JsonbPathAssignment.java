package org.borealisdb.expr.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * Assigns to what a path of subscripts leads to in a value of jsonb (manual 8.14.5): what is missing on the way is made, and gaps in arrays
 * are filled with nulls.
 *
 * @param path keys of objects and indexes of arrays, at least one
 * @param value the new value
 */
public record JsonbPathAssignment(List<String> path, JsonNode value) {
    /** PostgreSQL's JSONB_MAX_ELEMS. */
    private static final int MAXIMUM_ELEMENTS = 33_554_431;

    /** Copies the path. */
    public JsonbPathAssignment {
        path = List.copyOf(path);
    }

    /** Returns an empty array or object with the value in it. */
    public Jsonb applyToNothing(boolean array) {
        return apply(Jsonb.of(array ? new JsonNode.Elements(List.of()) : new JsonNode.Members(List.of())));
    }

    /** Returns the changed value. */
    public Jsonb apply(Jsonb to) {
        return Jsonb.of(changed(to.root(), 0));
    }

    private JsonNode changed(JsonItem item, int level) {
        if (level == path.size()) {
            return value;
        }
        if (!(item instanceof JsonContainer container)) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "cannot replace existing key")
                    .withDetail("The path assumes key is a composite object, but it is a scalar value.");
        }
        return container.isObject() ? object(container, level) : array(container, level);
    }

    private JsonNode object(JsonContainer object, int level) {
        JsonKey key = JsonKey.of(path.get(level));
        List<JsonNode.Member> members = new ArrayList<>();
        int found = object.find(key.utf8());
        for (int place = 0; place < object.size(); place++) {
            JsonItem member = object.value(place);
            members.add(
                    place == found
                            ? new JsonNode.Member(key, changed(member, level + 1))
                            : new JsonNode.Member(object.key(place), member));
        }
        if (found < 0) {
            members.add(-1 - found, new JsonNode.Member(key, made(level + 1)));
        }
        return new JsonNode.Members(members);
    }

    private JsonNode array(JsonContainer array, int level) {
        int index = JsonTextPath.indexAt(path.get(level), level);
        int size = array.size();
        long wanted = index < 0 ? (long) size + index : index;
        if (wanted < 0) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "path element at position " + (level + 1) + " is out of range: " + index);
        }
        List<JsonNode> elements = new ArrayList<>();
        for (int place = 0; place < size; place++) {
            JsonItem element = array.value(place);
            elements.add(place == wanted ? changed(element, level + 1) : element);
        }
        if (wanted >= size) {
            elements.addAll(nulls(wanted - size));
            elements.add(made(level + 1));
        }
        return new JsonNode.Elements(elements);
    }

    /** What is at a level of the path where nothing was: an array where the path has a number, an object elsewhere. */
    private JsonNode made(int level) {
        if (level == path.size()) {
            return value;
        }
        OptionalInt index = JsonTextPath.index(path.get(level));
        if (index.isEmpty()) {
            return new JsonNode.Members(List.of(new JsonNode.Member(JsonKey.of(path.get(level)), made(level + 1))));
        }
        List<JsonNode> elements = new ArrayList<>(nulls(Math.max(0, index.getAsInt())));
        elements.add(made(level + 1));
        return new JsonNode.Elements(elements);
    }

    private static List<JsonNode> nulls(long count) {
        if (count >= MAXIMUM_ELEMENTS) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "number of jsonb array elements exceeds the maximum allowed (" + MAXIMUM_ELEMENTS + ")");
        }
        return Collections.nCopies((int) count, JsonItem.Nothing.VALUE);
    }
}
