package org.borealisdb.sql.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ObjectNames;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TimeZones;
import org.borealisdb.sql.optimize.PlannerSettings;
import org.borealisdb.sql.spill.MemoryLimits;

/** The run-time settings of one session. Belongs to its task. */
final class Settings {
    static final String VERSION = "15.10";

    /** The point of history that the session reads at: its LSN, and in brackets when it was; empty for now. */
    static final String AS_OF = "borealis.as_of";

    /** The role of SET ROLE, {@link #NO_ROLE} if there is none. */
    static final String ROLE = "role";

    static final String NO_ROLE = "none";

    /** The role of the session. */
    static final String SESSION_AUTHORIZATION = "session_authorization";

    private static final String IS_SUPERUSER = "is_superuser";

    /** The settings that change with the session's roles. */
    private static final List<String> OF_ROLES = List.of(SESSION_AUTHORIZATION, ROLE, IS_SUPERUSER);

    /**
     * By this setting drivers know Aurora PostgreSQL: theirs is a list of the extensions that can be created. Ours has the one name that they look for,
     * whose functions are there without it being created, and none that are not.
     */
    private static final String EXTENSIONS = "rds.extensions";

    private static final List<String> REPORTED = List.of(
            "server_version",
            "server_encoding",
            "client_encoding",
            "application_name",
            "default_transaction_read_only",
            "in_hot_standby",
            "is_superuser",
            "session_authorization",
            "DateStyle",
            "IntervalStyle",
            "TimeZone",
            "integer_datetimes",
            "standard_conforming_strings");

    private static final List<String> FIXED = List.of(
            "server_version",
            "server_encoding",
            "is_superuser",
            "integer_datetimes",
            "server_version_num",
            "max_identifier_length",
            "max_index_keys",
            "max_function_args",
            "block_size",
            "in_hot_standby",
            ForwardingMode.MAXIMUM_PERCENT,
            EXTENSIONS);

    /** Settings that are a session's own, and not those of its forwarded statements; the names of others begin with a prefix that tells. */
    private static final Set<String> OWN = Set.of(
            "transaction_isolation",
            "transaction_read_only",
            "transaction_deferrable",
            "default_transaction_deferrable",
            "default_transaction_isolation",
            "default_transaction_read_only",
            "statement_timeout",
            "idle_in_transaction_session_timeout",
            AS_OF);

    private final Optional<PastDatabases> pasts;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> defaults = new LinkedHashMap<>();
    private final Map<String, String> beforeTransaction = new LinkedHashMap<>();
    private final Map<String, String> beforeRollback = new LinkedHashMap<>();
    private RoleRules roleRules = (setting, name) -> true;
    private SessionFormat format = SessionFormat.DEFAULT;
    // Asked for by every statement, so kept ready.
    private long statementTimeoutNanos;
    private long lockTimeoutNanos;
    private long idleInTransactionTimeoutNanos;
    private IsolationLevel isolationByDefault = IsolationLevel.READ_COMMITTED;
    private ForwardingMode forwardingMode = ForwardingMode.OFF;
    private MemoryLimits memoryLimits = MemoryLimits.DEFAULT;
    private String currentRole;
    private int revision;

    Settings(String role, Optional<PastDatabases> pasts) {
        this.pasts = pasts;
        this.currentRole = role;
        declare("server_version", VERSION);
        declare("server_version_num", "150010");
        declare("server_encoding", "UTF8");
        declare("client_encoding", "UTF8");
        declare("application_name", "");
        declare(IS_SUPERUSER, "on");
        declare(SESSION_AUTHORIZATION, role);
        declare(ROLE, NO_ROLE);
        declare("DateStyle", "ISO, MDY");
        declare("IntervalStyle", "postgres");
        declare("TimeZone", "UTC");
        declare("integer_datetimes", "on");
        declare("standard_conforming_strings", "on");
        declare("extra_float_digits", "1");
        declare("search_path", "\"$user\", public");
        declare("statement_timeout", "0");
        declare("lock_timeout", "0");
        declare("idle_in_transaction_session_timeout", "0");
        declare("client_min_messages", "notice");
        declare("synchronous_commit", "on");
        declare("default_transaction_isolation", "read committed");
        declare("transaction_isolation", "read committed");
        declare("default_transaction_read_only", "off");
        declare("transaction_read_only", "off");
        declare("default_transaction_deferrable", "off");
        declare("transaction_deferrable", "off");
        declare("bytea_output", "hex");
        declare("row_security", "on");
        declare("max_identifier_length", "63");
        declare("max_index_keys", "32");
        declare("max_function_args", "100");
        declare("block_size", "16384");
        declare(MemorySettings.WORK, "4MB");
        declare(MemorySettings.HASH_MULTIPLIER, "2");
        declare(MemorySettings.SCRATCH, "-1");
        PlannerChoices.SWITCHES.forEach(name -> declare(name, "on"));
        PlannerChoices.OFF.forEach(name -> declare(name, "off"));
        PlannerChoices.NUMBERS.forEach(this::declare);
        declare("jit", "off");
        declare("in_hot_standby", "off");
        declare(EXTENSIONS, "aurora_stat_utils");
        declare(ForwardingMode.SETTING, "off");
        declare(ForwardingMode.CONNECT_TIMEOUT, "30");
        declare(ForwardingMode.IDLE_TIMEOUT, "300000");
        declare(ForwardingMode.IDLE_IN_TRANSACTION_TIMEOUT, "86400000");
        declare(ForwardingMode.MAXIMUM_PERCENT, "25");
        declare(AS_OF, "");
        values.putAll(defaults);
    }

    /** Returns which ways the optimizer may go. */
    PlannerSettings planner() {
        return PlannerChoices.of(values, memoryLimits.hashBytes());
    }

    private void declare(String name, String value) {
        String key = name.toLowerCase(Locale.ROOT);
        names.put(key, name);
        defaults.put(key, value);
    }

    private static String key(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return key.equals("time zone") ? "timezone" : key;
    }

    String get(String name) {
        String value = values.get(key(name));
        if (value == null) {
            throw new SqlException(ErrorCode.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
        }
        return value;
    }

    /** Returns the name as it is shown. */
    String shown(String name) {
        return names.getOrDefault(key(name), name);
    }

    /** Returns whether there is such a setting. */
    boolean isKnown(String name) {
        return values.containsKey(key(name));
    }

    /** Returns all settings by their names, in alphabetical order. */
    SequencedMap<String, String> all() {
        SequencedMap<String, String> all = new LinkedHashMap<>();
        values.keySet().stream().sorted().forEach(key -> all.put(names.getOrDefault(key, key), get(key)));
        return all;
    }

    /** Which roles a session may take. */
    @FunctionalInterface
    interface RoleRules {
        /** Passes if a setting of the session's roles may get a value; returns whether the session is a superuser then. */
        boolean check(String setting, String name);
    }

    void setRoleRules(RoleRules rules) {
        roleRules = rules;
    }

    /** The session begins, as a superuser or not. */
    void startAs(boolean superuser) {
        defaults.put(IS_SUPERUSER, superuser ? "on" : "off");
        values.put(IS_SUPERUSER, superuser ? "on" : "off");
    }

    /** Returns the name of the role whose privileges count. */
    String currentRole() {
        return currentRole;
    }

    /** Returns whether a setting changes the session's roles. */
    static boolean isOfRoles(String name) {
        return OF_ROLES.contains(key(name));
    }

    /** Returns the values that change with that of a setting, by their names. */
    private Map<String, String> with(String name) {
        Map<String, String> all = new LinkedHashMap<>();
        if (isOfRoles(name)) {
            OF_ROLES.forEach(each -> all.put(each, get(each)));
        } else {
            all.put(key(name), isKnown(name) ? get(name) : "");
        }
        return all;
    }

    /** Sets a value, and makes it the one that RESET sets. */
    void setDefault(String name, String value) {
        set(name, value);
        defaults.put(key(name), get(name));
    }

    /** Returns the value that RESET sets. */
    String defaultOf(String name) {
        get(name);
        return defaults.getOrDefault(key(name), "");
    }

    /** Sets a value until the transaction ends. */
    void setLocally(String name, String value) {
        get(name);
        Map<String, String> before = with(name);
        set(name, value);
        before.forEach(beforeTransaction::putIfAbsent);
    }

    /** Sets a value, which is as before if the transaction is rolled back. */
    void setInTransaction(String name, String value) {
        Map<String, String> before = with(name);
        set(name, value);
        before.forEach(beforeRollback::putIfAbsent);
    }

    /** The transaction ends: what was set locally is as before, and so is everything if it is rolled back; returns what. */
    List<String> endTransaction(boolean committed) {
        if (beforeTransaction.isEmpty() && beforeRollback.isEmpty()) {
            return List.of();
        }
        Map<String, String> before = new LinkedHashMap<>(beforeTransaction);
        if (!committed) {
            before.putAll(beforeRollback);
        }
        beforeTransaction.clear();
        beforeRollback.clear();
        before.forEach(this::restore);
        return List.copyOf(before.keySet());
    }

    boolean isReported(String name) {
        return REPORTED.contains(shown(name));
    }

    void reset(String name) {
        String key = key(name);
        if (key.equals("all")) {
            List.copyOf(values.keySet()).stream()
                    .filter(other -> !FIXED.contains(other) && !isOfRoles(other))
                    .forEach(this::reset);
            return;
        }
        get(name);
        restore(name, defaults.getOrDefault(key, ""));
    }

    void set(String name, String value) {
        String key = key(name);
        if (!values.containsKey(key) && !key.contains(".")) {
            throw new SqlException(ErrorCode.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
        }
        if (FIXED.contains(key)) {
            throw new SqlException(
                    ErrorCode.CANNOT_CHANGE_RUNTIME_PARAM, "parameter \"" + name + "\" cannot be changed");
        }
        String stored = SettingChoices.checked(shown(name), value);
        switch (key) {
            case "timezone" ->
                format = format.withZone(TimeZones.find(value)
                        .orElseThrow(() -> new SqlException(
                                ErrorCode.INVALID_PARAMETER_VALUE,
                                "invalid value for parameter \"TimeZone\": \"" + value + "\"")));
            case "client_encoding" -> {
                String plain = value.toUpperCase(Locale.ROOT).replace("-", "").replace("UNICODE", "UTF8");
                if (!plain.equals("UTF8") && !plain.equals("SQL_ASCII")) {
                    throw new SqlException(
                            ErrorCode.INVALID_PARAMETER_VALUE,
                            "invalid value for parameter \"client_encoding\": \"" + value + "\"");
                }
                stored = "UTF8";
            }
            case "datestyle" -> {
                String upper = value.toUpperCase(Locale.ROOT);
                boolean dayFirst = upper.contains("DMY") || upper.contains("EURO");
                boolean yearFirst = upper.contains("YMD");
                format = format.withDateOrder(dayFirst, yearFirst);
                stored = "ISO, " + (dayFirst ? "DMY" : yearFirst ? "YMD" : "MDY");
            }
            case "extra_float_digits" -> {
                int digits = (int) number(name, value);
                if (digits < -15 || digits > 3) {
                    throw new SqlException(
                            ErrorCode.INVALID_PARAMETER_VALUE,
                            digits + " is outside the valid range for parameter \"extra_float_digits\" (-15 .. 3)");
                }
                format = format.withExtraFloatDigits(digits);
            }
            case "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout" ->
                stored = Long.toString(milliseconds(name, value));
            case ForwardingMode.CONNECT_TIMEOUT -> stored = Long.toString(bounded(name, number(name, value)));
            case ForwardingMode.IDLE_TIMEOUT, ForwardingMode.IDLE_IN_TRANSACTION_TIMEOUT ->
                stored = Long.toString(bounded(name, milliseconds(name, value)));
            case MemorySettings.WORK, MemorySettings.HASH_MULTIPLIER, MemorySettings.SCRATCH ->
                stored = MemorySettings.checked(key, value);
            case AS_OF -> stored = pointInThePast(value.strip());
            case ROLE, SESSION_AUTHORIZATION -> {
                values.put(IS_SUPERUSER, roleRules.check(key, value) ? "on" : "off");
                values.put(ROLE, NO_ROLE);
            }
            default -> {}
        }
        values.put(key, stored);
        readAgain();
    }

    /** Sets a value that was accepted before; a point of history or a role is not looked for again, for it may be gone. */
    void restore(String name, String value) {
        if (key(name).equals(AS_OF) || isOfRoles(name)) {
            values.put(key(name), value);
            readAgain();
        } else {
            set(name, value);
        }
    }

    private String pointInThePast(String value) {
        if (value.isEmpty()) {
            return value;
        }
        PastDatabases known = pasts.orElseThrow(() -> SqlException.notSupported("setting \"" + AS_OF + "\""));
        PastDatabases.Point point = known.find(value.replaceFirst("(?<=[0-9])\\s*\\(.*\\)$", ""), format);
        return point.lsn() + " (" + Instant.ofEpochMilli(point.millis()) + ")";
    }

    /** The LSN in a value of {@link #AS_OF}. */
    static long lsnOf(String value) {
        try {
            return Long.parseLong(value.substring(0, Math.max(0, value.indexOf(' '))));
        } catch (NumberFormatException unfit) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"" + AS_OF + "\": \"" + value + "\"");
        }
    }

    /** Takes the values of the same session's settings elsewhere. */
    void takeOver(Settings other) {
        values.putAll(other.values);
        defaults.putAll(other.defaults);
        format = other.format.withNames(format.names());
        readAgain();
    }

    /** Returns a number that differs whenever a setting may have changed. */
    int revision() {
        return revision;
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException invalid) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"" + name + "\": \"" + value + "\"");
        }
    }

    private static long bounded(String name, long value) {
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    value + " is outside the valid range for parameter \"" + name + "\" (0 .. " + Integer.MAX_VALUE
                            + ")");
        }
        return value;
    }

    private static long milliseconds(String name, String value) {
        String text = value.strip();
        if (text.endsWith("ms")) {
            return number(name, text.substring(0, text.length() - 2));
        }
        if (text.endsWith("min")) {
            return number(name, text.substring(0, text.length() - 3)) * 60_000;
        }
        return text.endsWith("s") ? number(name, text.substring(0, text.length() - 1)) * 1000 : number(name, text);
    }

    SessionFormat format() {
        return format;
    }

    /** Makes names of the catalog's objects known to the format. */
    void setNames(ObjectNames names) {
        format = format.withNames(names);
    }

    /** Returns the longest time for a statement in nanoseconds, 0 for any. */
    long statementTimeoutNanos() {
        return statementTimeoutNanos;
    }

    /** Returns the longest wait for a lock in nanoseconds, 0 for any. */
    long lockTimeoutNanos() {
        return lockTimeoutNanos;
    }

    /** Returns how long the client may be idle in a transaction, in nanoseconds, 0 for ever. */
    long idleInTransactionTimeoutNanos() {
        return idleInTransactionTimeoutNanos;
    }

    /** Returns what memory and disk statements may have for rows. */
    MemoryLimits memoryLimits() {
        return memoryLimits;
    }

    /** Returns the isolation of transactions that don't say. */
    IsolationLevel isolationByDefault() {
        return isolationByDefault;
    }

    /** Returns whether writes are forwarded, and what reads see of them. */
    ForwardingMode forwardingMode() {
        return forwardingMode;
    }

    /** Returns whether a setting holds for forwarded statements as it does here. */
    boolean holdsAtWriter(String name) {
        String key = key(name);
        return !FIXED.contains(key) && !OWN.contains(key) && !key.startsWith(ForwardingMode.PREFIX);
    }

    private void readAgain() {
        forwardingMode = ForwardingMode.valueOf(get(ForwardingMode.SETTING).toUpperCase(Locale.ROOT));
        statementTimeoutNanos = nanos("statement_timeout");
        lockTimeoutNanos = nanos("lock_timeout");
        idleInTransactionTimeoutNanos = nanos("idle_in_transaction_session_timeout");
        memoryLimits = MemorySettings.limits(
                get(MemorySettings.WORK), get(MemorySettings.HASH_MULTIPLIER), get(MemorySettings.SCRATCH));
        currentRole = get(ROLE).equals(NO_ROLE) ? get(SESSION_AUTHORIZATION) : get(ROLE);
        isolationByDefault = TransactionModes.level(get("default_transaction_isolation"));
        revision++;
    }

    private long nanos(String name) {
        return Long.parseLong(get(name)) * 1_000_000;
    }

    List<String> searchPath(String role) {
        List<String> path = new ArrayList<>();
        for (String part : get("search_path").split(",", -1)) {
            String name = part.strip().replace("\"", "");
            path.add(name.equals("$user") ? role : name);
        }
        return path;
    }

    SequencedMap<String, String> reported() {
        SequencedMap<String, String> reported = new LinkedHashMap<>();
        for (String name : REPORTED) {
            reported.put(name, get(name));
        }
        return reported;
    }
}
