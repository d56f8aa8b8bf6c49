package org.borealisdb.wire.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** The {@code options} of a start-up message: settings in the form of a command line ({@code -c name=value}, {@code --name=value}). */
final class StartupOptions {
    private StartupOptions() {}

    static SequencedMap<String, String> parse(String options) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        List<String> words = words(options);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String setting;
            if (word.equals("-c") && i + 1 < words.size()) {
                i++;
                setting = words.get(i);
            } else if (word.startsWith("-c") && word.length() > 2) {
                setting = word.substring(2);
            } else if (word.startsWith("--") && word.length() > 2) {
                setting = word.substring(2);
            } else {
                throw invalid(word);
            }
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw invalid(word);
            }
            settings.put(
                    setting.substring(0, equals).replace('-', '_').toLowerCase(Locale.ROOT),
                    setting.substring(equals + 1));
        }
        return settings;
    }

    private static SqlException invalid(String word) {
        return new SqlException(ErrorCode.SYNTAX_ERROR, "invalid command-line argument for server process: " + word);
    }

    /** White space separates words; a backslash takes the next character as it is. */
    private static List<String> words(String options) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        for (int i = 0; i < options.length(); i++) {
            char c = options.charAt(i);
            if (c == '\\' && i + 1 < options.length()) {
                i++;
                word.append(options.charAt(i));
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
