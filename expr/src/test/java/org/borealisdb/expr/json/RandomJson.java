package org.borealisdb.expr.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random JSON, of few keys and values so that they meet often. */
public final class RandomJson {
    private static final List<String> STRINGS =
            List.of("", "a", "b", "aa", "é", "😀", "x y", "1", "\\n\\\"", "\\u00e9", "B");
    private static final List<String> NUMBERS = List.of(
            "0", "-0.0", "1", "1.0", "1.00", "-1", "1e2", "100", "0.5", "12345678901234567890.5", "-129", "1e-20");

    private final Random random;

    /** Makes a source of JSON from a seeded generator. */
    public RandomJson(Random random) {
        this.random = random;
    }

    /** Returns a string, without quotes, as JSON writes it. */
    String string() {
        return STRINGS.get(random.nextInt(STRINGS.size()));
    }

    /** Returns a value that nests at most so deep, with spaces here and there. */
    public String text(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 5)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2, 3 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
            case 4 -> '"' + string() + '"';
            case 5, 6 -> {
                List<String> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(space() + text(depth - 1) + space());
                }
                yield "[" + String.join(",", elements) + "]";
            }
            default -> {
                List<String> members = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    members.add(space() + '"' + string() + "\":" + space() + text(depth - 1));
                }
                yield "{" + String.join(",", members) + "}";
            }
        };
    }

    private String space() {
        return random.nextInt(4) == 0 ? " \n" : "";
    }
}
