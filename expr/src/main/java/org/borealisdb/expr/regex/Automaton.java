package org.borealisdb.expr.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The states and transitions of an expression, after Thompson: each state consumes a character of a set, or goes on to one or two
 * other states, perhaps under a condition. Immutable once built. The last state accepts.
 */
final class Automaton {
    /** More states than this would be a burden to others; reached by nested repetitions. */
    private static final int MAXIMUM_STATES = 100_000;

    /** No further state. */
    static final int NONE = -1;

    /** What a state does. */
    sealed interface State {}

    /** Consumes a character. */
    record Consume(CharacterSet set) implements State {}

    /** Goes on, if a condition on the position holds. */
    record Check(Expression.Assertion assertion) implements State {}

    /**
     * Goes on, if another automaton matches here.
     *
     * @param number which of the conditions of this kind it is, to remember its answers by
     */
    record LookAround(boolean ahead, boolean wanted, Automaton inner, int number) implements State {}

    /** Goes on. */
    record Pass() implements State {}

    /** Accepts. */
    record Accept() implements State {}

    private final State[] states;
    private final int[] next;
    private final int[] other;
    private final int lookArounds;

    private Automaton(Builder builder) {
        this.states = builder.states.toArray(new State[0]);
        this.next = Arrays.copyOf(builder.next, states.length);
        this.other = Arrays.copyOf(builder.other, states.length);
        this.lookArounds = builder.lookArounds;
    }

    static Automaton of(Expression expression) {
        Builder builder = new Builder();
        builder.add(expression);
        builder.state(new Accept());
        return new Automaton(builder);
    }

    int size() {
        return states.length;
    }

    int lookArounds() {
        return lookArounds;
    }

    State state(int index) {
        return states[index];
    }

    /** Returns the state that follows, {@link #NONE} for none. */
    int next(int index) {
        return next[index];
    }

    /** Returns a second state that follows, {@link #NONE} for none. */
    int other(int index) {
        return other[index];
    }

    /** Adds states one after the other: what is added last goes on to what is added next. Belongs to one task. */
    private static final class Builder {
        private final List<State> states = new ArrayList<>();
        private int[] next = new int[16];
        private int[] other = new int[16];
        private int lookArounds;

        private int state(State state) {
            int index = states.size();
            if (index >= MAXIMUM_STATES) {
                throw RegexError.TOO_COMPLEX.exception();
            }
            states.add(state);
            if (index >= next.length) {
                next = Arrays.copyOf(next, 2 * index);
                other = Arrays.copyOf(other, 2 * index);
            }
            next[index] = index + 1;
            other[index] = NONE;
            return index;
        }

        private void add(Expression expression) {
            switch (expression) {
                case Expression.OneOf(CharacterSet set) -> state(new Consume(set));
                case Expression.At(Expression.Assertion assertion) -> state(new Check(assertion));
                case Expression.Look(boolean ahead, boolean wanted, Expression what) ->
                    state(new LookAround(ahead, wanted, Automaton.of(what), lookArounds++));
                case Expression.Sequence(List<Expression> items) -> items.forEach(this::add);
                case Expression.Either(List<Expression> items) -> either(items);
                case Expression.Repeat repeat -> repeat(repeat);
            }
        }

        private void either(List<Expression> items) {
            List<Integer> ends = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                int branch = state(new Pass());
                add(items.get(i));
                if (i < items.size() - 1) {
                    ends.add(state(new Pass()));
                    other[branch] = states.size();
                }
            }
            int end = state(new Pass());
            ends.forEach(each -> next[each] = end);
        }

        private void repeat(Expression.Repeat repeat) {
            for (int i = 0; i < repeat.minimum(); i++) {
                add(repeat.what());
            }
            if (repeat.maximum() == Quantifier.UNLIMITED) {
                int entry = state(new Pass());
                add(repeat.what());
                int back = state(new Pass());
                next[back] = entry;
                other[entry] = states.size();
                return;
            }
            List<Integer> entries = new ArrayList<>();
            for (int i = repeat.minimum(); i < repeat.maximum(); i++) {
                entries.add(state(new Pass()));
                add(repeat.what());
            }
            int end = states.size();
            entries.forEach(each -> other[each] = end);
        }
    }
}
