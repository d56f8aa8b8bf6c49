package org.borealisdb.expr.jsonpath;

import java.util.List;
import java.util.Locale;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.json.Jsonb;

/** Writes paths as PostgreSQL does. Belongs to one call. */
final class PathText {
    private static final int ATOM = 6;

    private final StringBuilder out = new StringBuilder();
    private final boolean exact;

    private PathText(boolean exact) {
        this.exact = exact;
    }

    /**
     * Returns the text of a path.
     *
     * @param exact whether expressions with steps behind them are always in parentheses: PostgreSQL leaves those out where the
     *     expression is an operand, and then the text does not read back as the same path
     */
    static String of(boolean lax, List<PathNode> path, boolean exact) {
        PathText text = new PathText(exact);
        if (!lax) {
            text.out.append("strict ");
        }
        text.steps(path, true);
        return text.out.toString();
    }

    /** How tightly a node binds its operands; the looser are in parentheses. */
    private static int priority(PathNode node) {
        return switch (node) {
            case PathNode.Or _ -> 0;
            case PathNode.And _ -> 1;
            case PathNode.Comparison _, PathNode.StartsWith _ -> 2;
            case PathNode.Arithmetic(PathNode.Operator operator, List<PathNode> _, List<PathNode> _) ->
                switch (operator) {
                    case ADD, SUBTRACT -> 3;
                    case MULTIPLY, DIVIDE, REMAINDER -> 4;
                };
            case PathNode.Signed _ -> 5;
            default -> ATOM;
        };
    }

    /**
     * Writes steps.
     *
     * @param brackets whether what the first is made of is in parentheses
     */
    private void steps(List<PathNode> steps, boolean brackets) {
        for (int i = 0; i < steps.size(); i++) {
            node(steps.get(i), i > 0, brackets || i > 0 || (exact && steps.size() > 1), i + 1 < steps.size());
        }
    }

    private void operand(PathNode of, List<PathNode> steps) {
        steps(steps, priority(steps.getFirst()) <= priority(of));
    }

    private void node(PathNode node, boolean key, boolean brackets, boolean followed) {
        switch (node) {
            case PathNode.Root _ -> out.append('$');
            case PathNode.Current _ -> out.append('@');
            case PathNode.Last _ -> out.append("last");
            case PathNode.Literal(JsonItem value) -> {
                boolean number = value instanceof JsonItem.Decimal && followed;
                out.append(number ? "(" : "").append(Jsonb.of(value)).append(number ? ")" : "");
            }
            case PathNode.Variable(String name) -> quoted(out.append('$'), name);
            case PathNode.Key(String name) -> quoted(key ? out.append('.') : out, name);
            case PathNode.AnyKey _ -> out.append(key ? ".*" : "*");
            case PathNode.AnyElement _ -> out.append("[*]");
            case PathNode.Subscripts(List<PathNode.Range> ranges) -> subscripts(ranges);
            case PathNode.AnyLevel(int first, int last) -> levels(key, first, last);
            case PathNode.Filter(PathNode.Predicate predicate) -> enclosed("?(", predicate, ")");
            case PathNode.Method(PathNode.Method.Kind kind) ->
                out.append('.').append(kind.name().toLowerCase(Locale.ROOT)).append("()");
            case PathNode.DateTime dateTime -> {
                out.append(".datetime(");
                dateTime.template().ifPresent(template -> quoted(out, template));
                out.append(')');
            }
            case PathNode.Arithmetic(PathNode.Operator operator, List<PathNode> left, List<PathNode> right) ->
                binary(node, left, operator.symbol(), right, brackets);
            case PathNode.Comparison(PathNode.Comparator comparator, List<PathNode> left, List<PathNode> right) ->
                binary(node, left, comparator.symbol(), right, brackets);
            case PathNode.And(PathNode.Predicate left, PathNode.Predicate right) ->
                binary(node, List.of(left), "&&", List.of(right), brackets);
            case PathNode.Or(PathNode.Predicate left, PathNode.Predicate right) ->
                binary(node, List.of(left), "||", List.of(right), brackets);
            case PathNode.StartsWith(List<PathNode> whole, PathNode initial) ->
                binary(node, whole, "starts with", List.of(initial), brackets);
            case PathNode.LikeRegex like -> likeRegex(like, brackets);
            case PathNode.Signed signed -> {
                out.append(brackets ? "(" : "").append(signed.sign());
                operand(node, signed.operand());
                out.append(brackets ? ")" : "");
            }
            case PathNode.Not(PathNode.Predicate inner) -> enclosed("!(", inner, ")");
            case PathNode.IsUnknown(PathNode.Predicate inner) -> enclosed("(", inner, ") is unknown");
            case PathNode.Exists(List<PathNode> path) -> {
                out.append("exists (");
                steps(path, false);
                out.append(')');
            }
        }
    }

    private void enclosed(String before, PathNode inner, String after) {
        out.append(before);
        steps(List.of(inner), false);
        out.append(after);
    }

    private void binary(PathNode node, List<PathNode> left, String symbol, List<PathNode> right, boolean brackets) {
        out.append(brackets ? "(" : "");
        operand(node, left);
        out.append(' ').append(symbol).append(' ');
        operand(node, right);
        out.append(brackets ? ")" : "");
    }

    private void likeRegex(PathNode.LikeRegex like, boolean brackets) {
        out.append(brackets ? "(" : "");
        operand(like, like.text());
        quoted(out.append(" like_regex "), like.pattern());
        if (!like.flags().isEmpty()) {
            out.append(" flag \"").append(like.flags()).append('"');
        }
        out.append(brackets ? ")" : "");
    }

    private void subscripts(List<PathNode.Range> ranges) {
        out.append('[');
        for (int i = 0; i < ranges.size(); i++) {
            out.append(i > 0 ? "," : "");
            steps(ranges.get(i).from(), false);
            if (!ranges.get(i).to().isEmpty()) {
                out.append(" to ");
                steps(ranges.get(i).to(), false);
            }
        }
        out.append(']');
    }

    private void levels(boolean key, int first, int last) {
        out.append(key ? ".**" : "**");
        if (first == 0 && last == PathNode.LAST_LEVEL) {
            return;
        }
        out.append('{').append(level(first));
        if (first != last) {
            out.append(" to ").append(level(last));
        }
        out.append('}');
    }

    private static String level(int level) {
        return level == PathNode.LAST_LEVEL ? "last" : Integer.toString(level);
    }

    private static void quoted(StringBuilder out, String text) {
        out.append(Jsonb.of(new JsonItem.Text(text)));
    }
}
