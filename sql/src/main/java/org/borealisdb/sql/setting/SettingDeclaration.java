package org.borealisdb.sql.setting;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/**
 * What there is to know of a setting but its value.
 *
 * @param name as it is shown
 * @param minimum least value of a number, in its unit; empty for others
 * @param maximum greatest value of a number, in its unit; empty for others
 * @param choices the words that an enumerated setting can be, in the order in which a hint gives them
 * @param initial its value at first, as it is kept
 * @param supported the values that can be set, as they are kept, if others would have an effect that is not there; empty for all
 * @param category the chapter of the settings that it belongs to
 */
public record SettingDeclaration(
        String name,
        Type type,
        Context context,
        SettingUnit unit,
        String minimum,
        String maximum,
        List<String> choices,
        String initial,
        List<String> supported,
        Set<Flag> flags,
        String category,
        String description) {
    /** Other words for values of a setting that is on or off among others. */
    private static final Map<String, String> OTHER_WORDS =
            Map.of("true", "on", "yes", "on", "1", "on", "false", "off", "no", "off", "0", "off", "debug", "debug2");

    /** What only a session itself can be. */
    private static final Set<String> OF_SESSIONS = Set.of("role", "session_authorization", "borealis.as_of");

    /** Copies the lists. */
    public SettingDeclaration {
        choices = List.copyOf(choices);
        supported = List.copyOf(supported);
        flags = Set.copyOf(flags);
    }

    /** What values are. */
    public enum Type {
        BOOL,
        INTEGER,
        REAL,
        STRING,
        ENUM;

        /** Returns the word for it in {@code pg_settings}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who may change a setting, and when. */
    public enum Context {
        /** Nobody. */
        INTERNAL,
        /** Who starts the server. */
        POSTMASTER,
        /** Who reads the server's configuration again. */
        SIGHUP,
        /** Roles that may do everything, in a session. */
        SUPERUSER,
        /** Everybody, in a session. */
        USER;

        /** Returns the word for it in {@code pg_settings}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** More of a setting. */
    public enum Flag {
        /** Clients are told of changes. */
        REPORT,
        /** Its value may be given as a list. */
        LIST,
        /** Its value may be given as a list of names, which are quoted. */
        QUOTED,
        /** It is not reset with all others, for it is the transaction's. */
        TRANSACTION,
        /** It is not shown with all others, nor reset with them. */
        HIDDEN,
        /** It says how statements are planned or run, so that EXPLAIN shows it if it is not as at first. */
        EXPLAIN
    }

    /** Returns whether it has a flag. */
    public boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /** Returns whether a session can change it. */
    public boolean isChangeable() {
        return context == Context.USER || context == Context.SUPERUSER;
    }

    /**
     * Refuses what no session can change.
     *
     * @throws SqlException 55P02
     */
    public void checkChangeable() {
        String when = switch (context) {
            case INTERNAL -> " cannot be changed";
            case POSTMASTER -> " cannot be changed without restarting the server";
            case SIGHUP -> " cannot be changed now";
            case SUPERUSER, USER -> "";
        };
        if (!when.isEmpty()) {
            throw new SqlException(ErrorCode.CANNOT_CHANGE_RUNTIME_PARAM, "parameter \"" + name + "\"" + when);
        }
    }

    /**
     * Refuses what ALTER SYSTEM cannot change.
     *
     * @throws SqlException 55P02 if nobody can, 0A000 if it takes a start that is not there
     */
    public void checkOfSystem() {
        if (context == Context.INTERNAL || has(Flag.TRANSACTION) || OF_SESSIONS.contains(name)) {
            throw new SqlException(
                    ErrorCode.CANNOT_CHANGE_RUNTIME_PARAM, "parameter \"" + name + "\" cannot be changed");
        }
        if (context == Context.POSTMASTER) {
            throw SqlException.notSupported("ALTER SYSTEM of \"" + name + "\"");
        }
    }

    /**
     * Reads a value.
     *
     * @return it as it is kept
     * @throws SqlException 22023 if the setting cannot be that, 0A000 if it cannot here
     */
    public String read(String value) {
        String kept = switch (type) {
            case BOOL -> isOn(value.toLowerCase(Locale.ROOT)) ? "on" : "off";
            case INTEGER, REAL -> SettingNumber.text(this, SettingNumber.read(this, value));
            case ENUM -> choice(value);
            case STRING -> value;
        };
        if (!supported.isEmpty() && !supported.contains(kept)) {
            throw SqlException.notSupported("value \"" + value + "\" for parameter \"" + name + "\"");
        }
        return kept;
    }

    /** Returns a kept value as SHOW shows it. */
    public String shown(String kept) {
        return type == Type.INTEGER || type == Type.REAL ? SettingNumber.shown(this, kept) : kept;
    }

    /** Returns the error for a value that is not of the setting's. */
    public SqlException invalid(String value) {
        return new SqlException(
                ErrorCode.INVALID_PARAMETER_VALUE, "invalid value for parameter \"" + name + "\": \"" + value + "\"");
    }

    private String choice(String value) {
        String word = value.toLowerCase(Locale.ROOT);
        String known = choices.contains(word) ? word : OTHER_WORDS.getOrDefault(word, word);
        if (!choices.contains(known)) {
            throw invalid(value).withHint("Available values: " + String.join(", ", choices) + ".");
        }
        return known;
    }

    /** PostgreSQL takes any beginning of a word that only one of them has. */
    private boolean isOn(String lower) {
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
