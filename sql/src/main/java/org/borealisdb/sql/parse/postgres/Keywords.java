package org.borealisdb.sql.parse.postgres;

import java.util.List;
import java.util.stream.Stream;

/** The key words of the grammar, for who asks what may not be a name. Stateless. */
public final class Keywords {
    private Keywords() {}

    /**
     * A key word.
     *
     * @param word in lower case
     * @param code {@code U}, {@code C}, {@code T} or {@code R}, as {@code pg_get_keywords()} has it
     * @param description what it can be besides
     * @param bareLabel whether it can be a column's label without AS
     */
    public record Listed(String word, char code, String description, boolean bareLabel) {}

    /** Returns all key words, by the alphabet. */
    public static List<Listed> all() {
        return Stream.of(Keyword.values()).map(Keywords::listed).toList();
    }

    private static Listed listed(Keyword keyword) {
        return switch (keyword.category()) {
            case UNRESERVED -> new Listed(keyword.word(), 'U', "unreserved", keyword.isBareLabel());
            case COLUMN_NAME ->
                new Listed(keyword.word(), 'C', "unreserved (cannot be function or type name)", keyword.isBareLabel());
            case TYPE_OR_FUNCTION ->
                new Listed(keyword.word(), 'T', "reserved (can be function or type name)", keyword.isBareLabel());
            case RESERVED -> new Listed(keyword.word(), 'R', "reserved", keyword.isBareLabel());
        };
    }

    /** Folds ASCII letters only, as PostgreSQL does in a multi-byte encoding. */
    static String fold(String word) {
        StringBuilder folded = new StringBuilder(word);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return folded.toString();
    }
}
