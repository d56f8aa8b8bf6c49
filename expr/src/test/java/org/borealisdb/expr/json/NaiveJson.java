package org.borealisdb.expr.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * JSON as plain objects, with the operators of jsonb in the simplest way: a list, a sorted map, a String, a BigDecimal, a Boolean,
 * or {@link #NULL}.
 */
final class NaiveJson {
    static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private static final Comparator<String> BYTES = (left, right) -> Arrays.compareUnsigned(utf8(left), utf8(right));
    private static final Comparator<String> KEYS =
            Comparator.<String>comparingInt(key -> utf8(key).length).thenComparing(BYTES);

    private final String text;
    private int at;

    private NaiveJson(String text) {
        this.text = text;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a text that is known to be JSON. */
    static Object parse(String text) {
        return new NaiveJson(text).value();
    }

    private char peek() {
        while (text.charAt(at) == ' ' || text.charAt(at) == '\n') {
            at++;
        }
        return text.charAt(at);
    }

    private void skipComma() {
        if (peek() == ',') {
            at++;
        }
    }

    private Object value() {
        return switch (peek()) {
            case '{' -> members();
            case '[' -> elements();
            case '"' -> string();
            default -> word();
        };
    }

    private Object members() {
        TreeMap<String, Object> members = new TreeMap<>(KEYS);
        at++;
        while (peek() != '}') {
            String key = string();
            peek();
            at++;
            members.put(key, value());
            skipComma();
        }
        at++;
        return members;
    }

    private Object elements() {
        List<Object> elements = new ArrayList<>();
        at++;
        while (peek() != ']') {
            elements.add(value());
            skipComma();
        }
        at++;
        return elements;
    }

    private Object word() {
        int start = at;
        while (at < text.length() && ",]} \n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "null" -> NULL;
            case "true" -> true;
            case "false" -> false;
            default -> {
                BigDecimal number = new BigDecimal(word);
                yield number.scale() < 0 ? number.setScale(0) : number;
            }
        };
    }

    private String string() {
        peek();
        at++;
        StringBuilder string = new StringBuilder();
        while (text.charAt(at) != '"') {
            string.append(text.charAt(at) == '\\' ? escaped() : text.charAt(at));
            at++;
        }
        at++;
        return string.toString();
    }

    /** Reads an escape up to its last character. */
    private char escaped() {
        at++;
        if (text.charAt(at) != 'u') {
            return text.charAt(at) == 'n' ? '\n' : text.charAt(at);
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
    }

    /** Returns the text as jsonb prints it. */
    static String text(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(NaiveJson::text).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case String string ->
                '"' + string.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
            case BigDecimal number -> number.signum() == 0 ? number.abs().toPlainString() : number.toPlainString();
            default -> value.toString();
        };
    }

    private static boolean isScalar(Object value) {
        return !(value instanceof List) && !(value instanceof Map);
    }

    private static int rank(Object value) {
        return switch (value) {
            case String _ -> 1;
            case BigDecimal _ -> 2;
            case Boolean _ -> 3;
            case List<?> _ -> 4;
            case Map<?, ?> _ -> 5;
            default -> 0;
        };
    }

    /** Compares roots: there a scalar is a list of itself, and comes before that. */
    static int compareRoots(Object left, Object right) {
        Object a = isScalar(left) ? List.of(left) : left;
        Object b = isScalar(right) ? List.of(right) : right;
        if (a instanceof List<?> first && b instanceof List<?> second && first.size() == second.size()) {
            int scalars = Boolean.compare(isScalar(right), isScalar(left));
            if (scalars != 0) {
                return scalars;
            }
        }
        return compare(a, b);
    }

    static int compare(Object left, Object right) {
        int order = Integer.compare(rank(left), rank(right));
        if (order != 0) {
            return order;
        }
        return switch (left) {
            case String text -> BYTES.compare(text, (String) right);
            case BigDecimal number -> number.compareTo((BigDecimal) right);
            case Boolean truth -> truth.compareTo((Boolean) right);
            case List<?> list -> compareAll(list, (List<?>) right);
            case Map<?, ?> map -> compareAll(flat(map), flat((Map<?, ?>) right));
            default -> 0;
        };
    }

    private static List<Object> flat(Map<?, ?> map) {
        List<Object> all = new ArrayList<>();
        map.forEach((key, value) -> Collections.addAll(all, key, value));
        return all;
    }

    private static int compareAll(List<?> left, List<?> right) {
        int order = Integer.compare(left.size(), right.size());
        Iterator<?> others = right.iterator();
        for (Object each : left) {
            order = order == 0 ? compare(each, others.next()) : order;
        }
        return order;
    }

    static boolean containsRoot(Object whole, Object part) {
        if (isScalar(part)) {
            return isScalar(whole) ? compare(whole, part) == 0 : whole instanceof List<?> list && has(list, part);
        }
        return contains(whole, part);
    }

    private static boolean has(List<?> list, Object wanted) {
        return list.stream().anyMatch(each -> contains(each, wanted));
    }

    private static boolean contains(Object whole, Object part) {
        return switch (part) {
            case List<?> list -> whole instanceof List<?> all && list.stream().allMatch(wanted -> has(all, wanted));
            case Map<?, ?> map ->
                whole instanceof Map<?, ?> all
                        && map.entrySet().stream()
                                .allMatch(entry -> all.containsKey(entry.getKey())
                                        && contains(all.get(entry.getKey()), entry.getValue()));
            default -> isScalar(whole) && compare(whole, part) == 0;
        };
    }

    static boolean exists(Object value, String key) {
        return switch (value) {
            case List<?> list -> list.contains(key);
            case Map<?, ?> map -> map.containsKey(key);
            default -> value.equals(key);
        };
    }

    private static Optional<Integer> index(String step) {
        return step.matches("-?[0-9]+") ? Optional.of(Integer.valueOf(step)) : Optional.empty();
    }

    static Optional<Object> find(Object from, List<String> path) {
        Object current = from;
        for (String step : path) {
            if (current instanceof Map<?, ?> map && map.containsKey(step)) {
                current = map.get(step);
            } else if (current instanceof List<?> list && index(step).isPresent()) {
                int place = index(step).get() < 0
                        ? list.size() + index(step).get()
                        : index(step).get();
                if (place < 0 || place >= list.size()) {
                    return Optional.empty();
                }
                current = list.get(place);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(current);
    }

    static Object concatenate(Object left, Object right) {
        if (left instanceof Map<?, ?> first && right instanceof Map<?, ?> second) {
            TreeMap<String, Object> all = new TreeMap<>(KEYS);
            first.forEach((key, value) -> all.put((String) key, value));
            second.forEach((key, value) -> all.put((String) key, value));
            return all;
        }
        List<Object> all = new ArrayList<>();
        all.addAll(left instanceof List<?> list ? list : List.of(left));
        all.addAll(right instanceof List<?> list ? list : List.of(right));
        return all;
    }

    static Object withoutNulls(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(NaiveJson::withoutNulls).toList();
            case Map<?, ?> map -> {
                TreeMap<String, Object> kept = new TreeMap<>(KEYS);
                map.forEach((key, each) -> {
                    if (each != NULL) {
                        kept.put((String) key, withoutNulls(each));
                    }
                });
                yield kept;
            }
            default -> value;
        };
    }

    /** Sets, or deletes if there is no new value, where a path leads in a container, which is changed. */
    @SuppressWarnings("unchecked")
    static void change(Object container, List<String> path, Optional<Object> replacement, boolean create) {
        String step = path.getFirst();
        boolean last = path.size() == 1;
        if (container instanceof Map<?, ?> found) {
            Map<String, Object> map = (Map<String, Object>) found;
            if (!last) {
                Optional.ofNullable(map.get(step))
                        .ifPresent(next -> change(next, path.subList(1, path.size()), replacement, create));
            } else if (replacement.isEmpty()) {
                map.remove(step);
            } else if (create || map.containsKey(step)) {
                map.put(step, replacement.get());
            }
        } else if (container instanceof List<?> found) {
            List<Object> list = (List<Object>) found;
            int place = index(step).orElseThrow() < 0
                    ? list.size() + index(step).get()
                    : index(step).get();
            boolean within = place >= 0 && place < list.size();
            if (within && !last) {
                change(list.get(place), path.subList(1, path.size()), replacement, create);
            } else if (within && replacement.isEmpty()) {
                list.remove(place);
            } else if (within) {
                list.set(place, replacement.orElseThrow());
            } else if (last && create && replacement.isPresent()) {
                list.add(place < 0 ? 0 : list.size(), replacement.get());
            }
        }
    }
}
