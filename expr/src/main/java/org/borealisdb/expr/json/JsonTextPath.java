package org.borealisdb.expr.json;

import java.util.List;
import java.util.OptionalInt;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** Finds what a path leads to in a JSON text: keys of objects, and places of arrays from either end. Stateless. */
public final class JsonTextPath {
    private JsonTextPath() {}

    /** Returns the node that a path leads to from another one, -1 if there is none; of several members of a key the last counts. */
    public static int find(JsonText text, int node, List<String> path) {
        return find(text, node, path, 0);
    }

    private static int find(JsonText text, int node, List<String> path, int level) {
        if (level == path.size()) {
            return node;
        }
        String step = path.get(level);
        return switch (text.kind(node)) {
            case OBJECT -> {
                int found = -1;
                for (int at = text.first(node); at < text.after(node); at = text.after(at + 1)) {
                    if (text.plain(at).equals(step)) {
                        int within = find(text, at + 1, path, level + 1);
                        found = within < 0 ? found : within;
                    }
                }
                yield found;
            }
            case ARRAY -> {
                OptionalInt index = index(step);
                int element = index.isEmpty() ? -1 : text.element(node, index.getAsInt());
                yield element < 0 ? -1 : find(text, element, path, level + 1);
            }
            case STRING, NUMBER, TRUE, FALSE, NULL -> -1;
        };
    }

    /** Returns the node of an object's member, -1 if it is no object or has no such member. */
    public static int member(JsonText text, String key) {
        return text.kind(0) == JsonText.Kind.OBJECT ? find(text, 0, List.of(key)) : -1;
    }

    /** Returns the number that a step of a path is, as C reads one: spaces before it and a sign are welcome. */
    static OptionalInt index(String step) {
        int at = 0;
        while (at < step.length() && (step.charAt(at) == ' ' || (step.charAt(at) >= '\t' && step.charAt(at) <= '\r'))) {
            at++;
        }
        int digits = at < step.length() && (step.charAt(at) == '-' || step.charAt(at) == '+') ? at + 1 : at;
        boolean number = digits < step.length();
        for (int i = digits; i < step.length(); i++) {
            number &= step.charAt(i) >= '0' && step.charAt(i) <= '9';
        }
        if (!number) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(step.substring(at)));
        } catch (NumberFormatException tooLarge) {
            return OptionalInt.empty();
        }
    }

    /**
     * Returns the index in an array that a step of a path is.
     *
     * @param level the step's place in the path, from 0
     * @throws SqlException 22P02 if it is no integer
     */
    static int indexAt(String step, int level) {
        return index(step)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_TEXT_REPRESENTATION,
                        "path element at position " + (level + 1) + " is not an integer: \"" + step + "\""));
    }
}
