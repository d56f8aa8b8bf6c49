package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A piece of SQL as a tree, so that it can be made smaller.
 *
 * @param text      of a leaf; empty if there are parts
 * @param separator between the parts
 * @param constant  whether a leaf is a constant, which a parameter can stand for
 */
record Node(Sort sort, String text, List<Node> parts, String separator, boolean constant) {
    private static final Pattern PLACE = Pattern.compile("(?<!#)#(?!#)");

    Node {
        parts = List.copyOf(parts);
    }

    /** Mere syntax. */
    static Node syntax(String text) {
        return leaf(Sort.SYNTAX, text);
    }

    static Node leaf(Sort sort, String text) {
        return new Node(sort, text, List.of(), "", false);
    }

    /** A constant of a type; empty: null. */
    static Node constant(Sort sort, Optional<String> value) {
        return value.map(text -> new Node(sort, text, List.of(), "", true)).orElse(leaf(sort, "null::" + sort.type()));
    }

    static Node joined(Sort sort, String separator, List<Node> parts) {
        return new Node(sort, "", parts, separator, false);
    }

    /** Something that may be left out. */
    static Node clause(String pattern, Node... parts) {
        return new Node(Sort.CLAUSE, "", List.of(pattern(Sort.SYNTAX, pattern, parts)), "", false);
    }

    /** A list, of which any item may be left out. */
    static Node list(List<Node> items) {
        return joined(Sort.LIST, ", ", items);
    }

    /** A pattern in which each {@code #} stands for the next part, and {@code ##} for the sign. */
    static Node pattern(Sort sort, String pattern, Node... parts) {
        List<Node> all = new ArrayList<>();
        String[] pieces = PLACE.split(pattern, -1);
        for (int index = 0; index < pieces.length; index++) {
            if (!pieces[index].isEmpty()) {
                all.add(syntax(pieces[index].replace("##", "#")));
            }
            if (index < pieces.length - 1) {
                all.add(parts[index]);
            }
        }
        return joined(sort, "", all);
    }

    /** How many parts a pattern has. */
    static int places(String pattern) {
        return PLACE.split(pattern, -1).length - 1;
    }

    /** The SQL, with constants written out. */
    String sql() {
        if (constant) {
            return "'" + text.replace("'", "''") + "'::" + sort.type();
        }
        return parts.isEmpty() ? text : parts.stream().map(Node::sql).collect(Collectors.joining(separator));
    }

    /** The SQL with a parameter for each constant, whose values are added to {@code values} in order. */
    String parameterized(List<String> values) {
        if (constant) {
            values.add(text);
            return "?::" + sort.type();
        }
        if (parts.isEmpty()) {
            return text.contains("?") ? escaped(text) : text;
        }
        StringBuilder sql = new StringBuilder();
        for (int index = 0; index < parts.size(); index++) {
            sql.append(index == 0 ? "" : separator).append(parts.get(index).parameterized(values));
        }
        return sql.toString();
    }

    /** Doubles the signs outside of strings that the driver would take for parameters. */
    private static String escaped(String sql) {
        String[] pieces = sql.split("'", -1);
        for (int index = 0; index < pieces.length; index += 2) {
            pieces[index] = pieces[index].replace("?", "??");
        }
        return String.join("'", pieces);
    }

    /** Smaller trees of the same sort, the smallest first; not all of them are valid SQL. */
    List<Node> smaller() {
        List<Node> results = new ArrayList<>();
        if (sort.isType() && !parts.isEmpty()) {
            results.add(constant(sort, Optional.empty()));
            results.add(constant(sort, Optional.of(sort.constants().getFirst())));
            addDescendants(sort, results);
        }
        for (int index = 0; index < parts.size(); index++) {
            Node part = parts.get(index);
            if (part.sort == Sort.CLAUSE || (sort == Sort.LIST && parts.size() > 1)) {
                List<Node> fewer = new ArrayList<>(parts);
                fewer.remove(index);
                results.add(new Node(sort, text, fewer, separator, constant));
            }
            for (Node other : part.smaller()) {
                Node[] changed = parts.toArray(Node[]::new);
                changed[index] = other;
                results.add(new Node(sort, text, Arrays.asList(changed), separator, constant));
            }
        }
        return results;
    }

    private void addDescendants(Sort wanted, List<Node> results) {
        for (Node part : parts) {
            if (part.sort == wanted) {
                results.add(part);
            }
            part.addDescendants(wanted, results);
        }
    }
}
