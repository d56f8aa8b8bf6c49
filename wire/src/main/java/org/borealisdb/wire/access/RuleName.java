package org.borealisdb.wire.access;

/**
 * A name in a rule, which may be a word for several.
 *
 * @param text   the name
 * @param quoted whether it was in quotes, and so is no word
 */
record RuleName(String text, boolean quoted) {
    private static final String ALL = "all";

    private boolean isWord(String word) {
        return !quoted && text.equals(word);
    }

    boolean isDatabaseOf(ConnectionAttempt attempt) {
        if (isWord(ALL)) {
            return true;
        }
        if (isWord("sameuser")) {
            return attempt.database().equals(attempt.role());
        }
        if (isWord("samerole") || isWord("samegroup")) {
            return attempt.memberOf().test(attempt.database());
        }
        // Connections for replication, which there are none of, are no database's.
        return !isWord("replication") && text.equals(attempt.database());
    }

    boolean isRoleOf(ConnectionAttempt attempt) {
        if (isWord(ALL)) {
            return true;
        }
        boolean isGroup = !quoted && text.startsWith("+");
        return isGroup ? attempt.memberOf().test(text.substring(1)) : text.equals(attempt.role());
    }
}
