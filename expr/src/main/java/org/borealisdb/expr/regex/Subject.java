package org.borealisdb.expr.regex;

/** The text that is matched, as characters, and the steps that were taken on it. Belongs to one match. */
final class Subject {
    /** So many steps take well under a millisecond. */
    private static final int STEPS_BETWEEN_CHECKS = 1 << 14;

    private final int[] characters;
    private final Runnable interruption;
    private int steps;

    Subject(int[] characters, Runnable interruption) {
        this.characters = characters;
        this.interruption = interruption;
    }

    int length() {
        return characters.length;
    }

    int at(int position) {
        return characters[position];
    }

    /** Counts a step, and asks now and then whether to go on. */
    void step() {
        if (++steps == STEPS_BETWEEN_CHECKS) {
            steps = 0;
            interruption.run();
        }
    }

    private boolean isWord(int position) {
        return position >= 0 && position < characters.length && CharacterClass.WORD.contains(characters[position]);
    }

    boolean holds(Expression.Assertion assertion, int position) {
        boolean before = isWord(position - 1);
        boolean after = isWord(position);
        return switch (assertion) {
            case TEXT_START -> position == 0;
            case TEXT_END -> position == characters.length;
            case LINE_START -> position == 0 || characters[position - 1] == '\n';
            case LINE_END -> position == characters.length || characters[position] == '\n';
            case WORD_START -> !before && after;
            case WORD_END -> before && !after;
            case WORD_EDGE -> before != after;
            case NO_WORD_EDGE -> before == after;
        };
    }

    /** Returns whether two pieces of the text are the same. */
    boolean same(int first, int second, int length, boolean ignoreCase) {
        for (int i = 0; i < length; i++) {
            int a = characters[first + i];
            int b = characters[second + i];
            boolean same = a == b
                    || (ignoreCase
                            && (Character.toLowerCase(a) == Character.toLowerCase(b)
                                    || Character.toUpperCase(a) == Character.toUpperCase(b)));
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
