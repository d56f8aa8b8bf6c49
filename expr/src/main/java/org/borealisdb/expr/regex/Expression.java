package org.borealisdb.expr.regex;

import java.util.List;

/** What an expression matches, without its groups and preferences: what automata are made of. */
sealed interface Expression {
    /** The empty text. */
    Expression EMPTY = new Sequence(List.of());

    /** A character of a set. */
    record OneOf(CharacterSet set) implements Expression {}

    /** A condition on a position. */
    record At(Assertion assertion) implements Expression {}

    /**
     * Whether an expression matches from or up to a position.
     *
     * @param ahead whether from it
     * @param wanted whether it must, or must not
     * @param what the expression
     */
    record Look(boolean ahead, boolean wanted, Expression what) implements Expression {}

    /** One after the other. */
    record Sequence(List<Expression> items) implements Expression {
        /** Copies the items. */
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** One of several. */
    record Either(List<Expression> items) implements Expression {
        /** Copies the items. */
        public Either {
            items = List.copyOf(items);
        }
    }

    /**
     * So many times.
     *
     * @param what the expression
     * @param minimum at least
     * @param maximum at most, {@link Quantifier#UNLIMITED} for no limit
     */
    record Repeat(Expression what, int minimum, int maximum) implements Expression {}

    /** The conditions on positions. */
    enum Assertion {
        TEXT_START,
        TEXT_END,
        LINE_START,
        LINE_END,
        WORD_START,
        WORD_END,
        WORD_EDGE,
        NO_WORD_EDGE
    }
}
