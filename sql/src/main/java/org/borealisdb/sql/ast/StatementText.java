package org.borealisdb.sql.ast;

import java.util.List;

/**
 * What a statement's text says but for the values of its constants: what statements that are counted together have in common.
 *
 * @param start offset of its first character, a comment before it included
 * @param end offset after its last character, before the semicolon
 * @param constants in the order of the text; none overlap
 * @param highestParameter greatest number of a parameter, 0 if there is none
 * @param fingerprint of its tokens: equal for texts that differ in constants, spaces, comments and the case of names alone
 */
public record StatementText(int start, int end, List<Constant> constants, int highestParameter, long fingerprint) {
    /** Checks the range and copies the list. */
    public StatementText {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("range " + start + " to " + end);
        }
        constants = List.copyOf(constants);
    }

    /**
     * A constant, its sign included.
     *
     * @param start offset of its first character
     * @param end offset after its last character
     */
    public record Constant(int start, int end) {}

    /**
     * Returns the statement with parameters in place of its constants, numbered after those that it has.
     *
     * @param source the text that the offsets are of
     * @param longest most characters of the answer; what goes beyond is left out
     */
    public String normalized(String source, int longest) {
        StringBuilder shown = new StringBuilder();
        int number = highestParameter;
        int at = start;
        for (Constant constant : constants) {
            if (shown.length() > longest) {
                break;
            }
            shown.append(source, at, constant.start()).append('$').append(++number);
            at = constant.end();
        }
        shown.append(source, at, Math.max(at, Math.min(end, at + longest)));
        String text = shown.toString().strip();
        int length = Math.min(text.length(), longest);
        boolean halved = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, halved ? length - 1 : length);
    }
}
