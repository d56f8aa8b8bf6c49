package org.borealisdb.expr.jsonpath;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.regex.Regex;

/** A step of a path, or what it begins with. */
sealed interface PathNode {
    /** The value that the path is over: {@code $}. */
    record Root() implements PathNode {}

    /** The value that a filter tests: {@code @}. */
    record Current() implements PathNode {}

    /** The last index of the array whose subscripts it is in. */
    record Last() implements PathNode {}

    /** A scalar. */
    record Literal(JsonItem value) implements PathNode {}

    /** A member of the object of variables. */
    record Variable(String name) implements PathNode {}

    /** The member of a key. */
    record Key(String name) implements PathNode {}

    /** All members. */
    record AnyKey() implements PathNode {}

    /** All elements. */
    record AnyElement() implements PathNode {}

    /** Elements by their places. */
    record Subscripts(List<Range> ranges) implements PathNode {
        /** Copies the ranges. */
        public Subscripts {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * A subscript.
     *
     * @param from a number
     * @param to a number, nothing if it is one place only
     */
    record Range(List<PathNode> from, List<PathNode> to) {
        /** Copies the steps. */
        public Range {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }
    }

    /** What is so many levels down; {@link #LAST_LEVEL} stands for the last. */
    record AnyLevel(int first, int last) implements PathNode {}

    /** The level of leaves. */
    int LAST_LEVEL = Integer.MAX_VALUE;

    /** What a predicate is true of. */
    record Filter(Predicate predicate) implements PathNode {}

    /** A method without arguments. */
    record Method(Kind kind) implements PathNode {
        /** Which one. */
        enum Kind {
            TYPE,
            SIZE,
            ABS,
            CEILING,
            FLOOR,
            DOUBLE,
            KEYVALUE
        }
    }

    /** The date or time that a string is. */
    record DateTime(Optional<String> template) implements PathNode {}

    /** A sum, a product and the like. */
    record Arithmetic(Operator operator, List<PathNode> left, List<PathNode> right) implements PathNode {
        /** Copies the steps. */
        public Arithmetic {
            left = List.copyOf(left);
            right = List.copyOf(right);
        }
    }

    /** Numbers with a sign. */
    record Signed(boolean negative, List<PathNode> operand) implements PathNode {
        /** Copies the steps. */
        public Signed {
            operand = List.copyOf(operand);
        }

        String sign() {
            return negative ? "-" : "+";
        }
    }

    /** An operator of numbers. */
    enum Operator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        REMAINDER("%");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    /** What is true, false or unknown. */
    sealed interface Predicate extends PathNode {}

    /** Whether both are true. */
    record And(Predicate left, Predicate right) implements Predicate {}

    /** Whether one is true. */
    record Or(Predicate left, Predicate right) implements Predicate {}

    /** Whether it is false. */
    record Not(Predicate operand) implements Predicate {}

    /** Whether it is neither true nor false. */
    record IsUnknown(Predicate operand) implements Predicate {}

    /** Whether a path leads to anything. */
    record Exists(List<PathNode> path) implements Predicate {
        /** Copies the steps. */
        public Exists {
            path = List.copyOf(path);
        }
    }

    /** Whether some pair of values compares so. */
    record Comparison(Comparator comparator, List<PathNode> left, List<PathNode> right) implements Predicate {
        /** Copies the steps. */
        public Comparison {
            left = List.copyOf(left);
            right = List.copyOf(right);
        }
    }

    /** How values compare. */
    enum Comparator {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS("<"),
        GREATER(">"),
        LESS_OR_EQUAL("<="),
        GREATER_OR_EQUAL(">=");

        private final String symbol;

        Comparator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }

        boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case GREATER -> order > 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    /** Whether a string begins with another: a literal or a variable. */
    record StartsWith(List<PathNode> whole, PathNode initial) implements Predicate {
        /** Copies the steps. */
        public StartsWith {
            whole = List.copyOf(whole);
        }
    }

    /**
     * Whether a string matches a regular expression.
     *
     * @param pattern the expression as it is written
     * @param flags those letters of {@code ismxq} that are set, in this order
     * @param regex the expression, ready to match
     */
    record LikeRegex(List<PathNode> text, String pattern, String flags, Regex regex) implements Predicate {
        /** Copies the steps. */
        public LikeRegex {
            text = List.copyOf(text);
        }
    }

    /** A predicate with steps behind it, such as {@code ($ > 1).type()}, stands as it is in the list of steps. */
    static boolean isPredicate(List<PathNode> steps) {
        return steps.size() == 1 && steps.getFirst() instanceof Predicate;
    }
}
