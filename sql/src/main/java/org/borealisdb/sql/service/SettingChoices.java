package org.borealisdb.sql.service;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** The settings that have a few words for values, and those that are on or off. */
final class SettingChoices {
    private static final Map<String, List<String>> WORDS = Map.of(
            ForwardingMode.SETTING,
            List.of("off", "session", "eventual", "global"),
            "default_transaction_isolation",
            TransactionModes.LEVELS,
            "transaction_isolation",
            TransactionModes.LEVELS);

    private static final Set<String> SWITCHES = Set.of(
            "default_transaction_read_only",
            "transaction_read_only",
            "default_transaction_deferrable",
            "transaction_deferrable",
            "row_security",
            "jit");

    private SettingChoices() {}

    private static boolean isSwitch(String name) {
        return SWITCHES.contains(name) || PlannerChoices.SWITCHES.contains(name) || PlannerChoices.OFF.contains(name);
    }

    /** The words that a setting can be, empty if it is none of the kind. */
    static List<String> of(String name) {
        return WORDS.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /**
     * Returns a value as it is kept.
     *
     * @throws SqlException 22023 if the setting cannot be that
     */
    static String checked(String name, String value) {
        List<String> words = of(name);
        String lower = value.strip().toLowerCase(Locale.ROOT);
        if (!words.isEmpty()) {
            if (words.contains(lower)) {
                return lower;
            }
            throw new SqlException(
                            ErrorCode.INVALID_PARAMETER_VALUE,
                            "invalid value for parameter \"" + name + "\": \"" + value + "\"")
                    .withHint("Available values: " + String.join(", ", words) + ".");
        }
        return isSwitch(name.toLowerCase(Locale.ROOT)) ? isOn(name, lower) ? "on" : "off" : value;
    }

    /** PostgreSQL takes any beginning of a word that only one of them has. */
    private static boolean isOn(String name, String lower) {
        if (lower.equals("1") || begins("true", lower, 1) || begins("yes", lower, 1) || begins("on", lower, 2)) {
            return true;
        }
        if (lower.equals("0") || begins("false", lower, 1) || begins("no", lower, 1) || begins("off", lower, 2)) {
            return false;
        }
        throw new SqlException(
                ErrorCode.INVALID_PARAMETER_VALUE, "parameter \"" + name + "\" requires a Boolean value");
    }

    private static boolean begins(String word, String beginning, int least) {
        return beginning.length() >= least && word.startsWith(beginning);
    }
}
