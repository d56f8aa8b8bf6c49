package org.borealisdb.expr.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.expr.error.SqlException;

/** Checks the braces, commas and quotes of an array literal, and counts its elements, before any of them is read. One object checks one text, once. */
final class ArrayLiteralShape {
    /** The detail of an error about sub-arrays that differ in shape. */
    static final String UNEQUAL = "Multidimensional arrays must have sub-arrays with matching dimensions.";

    private static final Set<State> ELEMENT_MAY_BEGIN =
            EnumSet.of(State.LEVEL_STARTED, State.ELEMENT_STARTED, State.ELEMENT_DELIMITED);
    private static final Set<State> QUOTE_MAY_STAND =
            EnumSet.of(State.LEVEL_STARTED, State.QUOTED_STARTED, State.ELEMENT_DELIMITED);
    private static final Set<State> LEVEL_MAY_BEGIN =
            EnumSet.of(State.NO_LEVEL, State.LEVEL_STARTED, State.LEVEL_DELIMITED);
    private static final Set<State> ITEM_MAY_END =
            EnumSet.of(State.ELEMENT_STARTED, State.QUOTED_COMPLETED, State.LEVEL_COMPLETED);

    private final String text;
    private final int[] counts = new int[ArrayValue.MAXIMUM_DIMENSIONS];
    private final int[] known = new int[ArrayValue.MAXIMUM_DIMENSIONS];
    private State state = State.NO_LEVEL;
    private boolean hasElements;
    private int depth;
    private int dimensions;
    private int at;

    /** What was read last. */
    private enum State {
        NO_LEVEL,
        LEVEL_STARTED,
        LEVEL_COMPLETED,
        LEVEL_DELIMITED,
        ELEMENT_STARTED,
        ELEMENT_DELIMITED,
        QUOTED_STARTED,
        QUOTED_COMPLETED
    }

    ArrayLiteralShape(String text, int start) {
        this.text = text;
        this.at = start;
    }

    /**
     * Returns the length of each dimension; none for an array without elements.
     *
     * @throws SqlException 22P02 for a text that is no array, 54000 for one with too many dimensions
     */
    List<Integer> lengths() {
        do {
            if (at == text.length()) {
                throw endOfInput();
            }
            read(text.charAt(at));
            at++;
        } while (depth > 0);
        for (; at < text.length(); at++) {
            if (!TextInput.isSpace(text.charAt(at))) {
                throw ArrayParser.malformed(text, "Junk after closing right brace.");
            }
        }
        return hasElements ? Arrays.stream(known).limit(dimensions).boxed().toList() : new ArrayList<>();
    }

    private void read(char c) {
        if (c == '\\') {
            escape();
        } else if (c == '"') {
            require(QUOTE_MAY_STAND, "Unexpected array element.");
            state = state == State.QUOTED_STARTED ? State.QUOTED_COMPLETED : State.QUOTED_STARTED;
            hasElements = true;
        } else if (state == State.QUOTED_STARTED) {
            return;
        } else if (c == '{') {
            open();
        } else if (c == '}') {
            close();
        } else if (c == ',') {
            require(ITEM_MAY_END, unexpected(c));
            state = state == State.LEVEL_COMPLETED ? State.LEVEL_DELIMITED : State.ELEMENT_DELIMITED;
            counts[depth - 1]++;
        } else if (!TextInput.isSpace(c)) {
            require(ELEMENT_MAY_BEGIN, "Unexpected array element.");
            state = State.ELEMENT_STARTED;
            hasElements = true;
        }
    }

    private void escape() {
        if (state != State.QUOTED_STARTED) {
            require(ELEMENT_MAY_BEGIN, unexpected('\\'));
            state = State.ELEMENT_STARTED;
            hasElements = true;
        }
        at++;
        if (at == text.length()) {
            throw endOfInput();
        }
    }

    private void open() {
        require(LEVEL_MAY_BEGIN, unexpected('{'));
        if (depth == ArrayValue.MAXIMUM_DIMENSIONS) {
            throw tooDeep();
        }
        state = State.LEVEL_STARTED;
        counts[depth] = 1;
        depth++;
        dimensions = Math.max(dimensions, depth);
    }

    private void close() {
        boolean empty = depth == 1 && state == State.LEVEL_STARTED;
        if (!empty) {
            require(ITEM_MAY_END, unexpected('}'));
        }
        state = State.LEVEL_COMPLETED;
        depth--;
        if (known[depth] != 0 && known[depth] != counts[depth]) {
            throw ArrayParser.malformed(text, UNEQUAL);
        }
        known[depth] = counts[depth];
    }

    private void require(Set<State> allowed, String otherwise) {
        if (!allowed.contains(state)) {
            throw ArrayParser.malformed(text, otherwise);
        }
    }

    private static String unexpected(char c) {
        return "Unexpected \"" + c + "\" character.";
    }

    private SqlException endOfInput() {
        return ArrayParser.malformed(text, "Unexpected end of input.");
    }

    /** Returns the error for a text with more dimensions than arrays have. */
    static SqlException tooDeep() {
        return ArrayValue.tooManyDimensions(ArrayValue.MAXIMUM_DIMENSIONS + 1);
    }
}
