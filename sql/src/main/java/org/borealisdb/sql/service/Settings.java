package org.borealisdb.sql.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.IntervalStyle;
import org.borealisdb.expr.value.ObjectNames;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TimeZones;
import org.borealisdb.sql.ast.TransactionStatement.Isolation;
import org.borealisdb.sql.optimize.PlannerSettings;
import org.borealisdb.sql.service.SettingValues.Source;
import org.borealisdb.sql.setting.DateStyleSetting;
import org.borealisdb.sql.setting.SettingChecks;
import org.borealisdb.sql.setting.SettingDeclaration;
import org.borealisdb.sql.setting.SettingDeclaration.Flag;
import org.borealisdb.sql.setting.SettingTable;
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

    /** Stands in {@code search_path} for the schema named as the role is. */
    private static final String OWN_SCHEMA = "$user";

    private static final String IS_SUPERUSER = "is_superuser";

    /** How many settings with names of their own a session may have, for they take memory. */
    private static final int MAXIMUM_CUSTOM = 10_000;

    private static final Pattern CUSTOM_NAME = Pattern.compile("[\\p{L}_][\\p{L}_0-9$]*(\\.[\\p{L}_][\\p{L}_0-9$]*)+");

    private static final List<SettingDeclaration> REPORTED = SettingTable.all().stream()
            .filter(setting -> setting.has(Flag.REPORT))
            .toList();

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
            "idle_session_timeout",
            AS_OF);

    private final Optional<PastDatabases> pasts;
    private final SettingValues values = new SettingValues();
    private RoleRules roleRules = (setting, name) -> true;
    private SessionFormat format = SessionFormat.DEFAULT;
    // Asked for by every statement, so kept ready.
    private long statementTimeoutNanos;
    private long lockTimeoutNanos;
    private long idleInTransactionTimeoutNanos;
    private long idleTimeoutNanos;
    private Isolation isolationByDefault = Isolation.READ_COMMITTED;
    private ForwardingMode forwardingMode = ForwardingMode.OFF;
    private MemoryLimits memoryLimits = MemoryLimits.DEFAULT;
    private String currentRole;
    private List<String> searchPath = List.of();
    private Optional<String> definer = Optional.empty();
    private StatementTracking tracking = new StatementTracking(true, true);
    private int revision;

    Settings(String role, Optional<PastDatabases> pasts) {
        this.pasts = pasts;
        this.currentRole = role;
        values.setDefault(SESSION_AUTHORIZATION, role, Source.DEFAULT);
        readAgain();
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
        values.setDefault(IS_SUPERUSER, superuser ? "on" : "off", Source.DEFAULT);
    }

    /** Returns the name of the role whose privileges count. */
    String currentRole() {
        return currentRole;
    }

    /**
     * Runs a function with the privileges of its owner from now on, or no longer.
     *
     * @param owner the owner's name; empty for the role of the session
     */
    void setDefiner(Optional<String> owner) {
        if (!definer.equals(owner)) {
            definer = owner;
            readCurrentRole();
        }
    }

    /** Returns the owner with whose privileges a function runs; empty if none does. */
    Optional<String> definer() {
        return definer;
    }

    private void readCurrentRole() {
        currentRole = definer.orElseGet(() -> get(ROLE).equals(NO_ROLE) ? get(SESSION_AUTHORIZATION) : get(ROLE));
    }

    /** Returns whether a setting changes the session's roles. */
    static boolean isOfRoles(String name) {
        String key = key(name);
        return key.equals(ROLE) || key.equals(SESSION_AUTHORIZATION);
    }

    private static SqlException refusedInDefiner(String key) {
        return new SqlException(
                ErrorCode.INSUFFICIENT_PRIVILEGE,
                "cannot set parameter \"" + key + "\" within security-definer function");
    }

    /** Returns the values of other settings that come with that of one: those of the session's roles change together. */
    private Map<String, String> companions(String key, String value) {
        if (definer.isPresent() && isOfRoles(key)) {
            throw refusedInDefiner(key);
        }
        return isOfRoles(key)
                ? Map.of(IS_SUPERUSER, roleRules.check(key, value) ? "on" : "off", ROLE, NO_ROLE)
                : Map.of();
    }

    /** Returns which ways the optimizer may go. */
    PlannerSettings planner() {
        return PlannerChoices.of(values, memoryLimits.hashBytes());
    }

    /** Returns the key of a setting of this name. */
    static String key(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return key.equals("time zone") ? "timezone" : key;
    }

    private static SqlException unknown(String name) {
        return new SqlException(ErrorCode.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
    }

    /** Returns a value as it is kept: a number in its setting's unit. */
    String get(String name) {
        return values.find(key(name)).orElseThrow(() -> unknown(name));
    }

    /** Returns a value as SHOW shows it. */
    String text(String name) {
        String kept = get(name);
        return SettingTable.find(key(name)).map(setting -> setting.shown(kept)).orElse(kept);
    }

    /** Returns the name as it is shown. */
    String shown(String name) {
        return SettingTable.find(key(name)).map(SettingDeclaration::name).orElse(name);
    }

    /** Returns whether there is such a setting. */
    boolean isKnown(String name) {
        return values.find(key(name)).isPresent();
    }

    /** Returns all settings by their names, in alphabetical order. */
    SequencedMap<String, String> all() {
        SequencedMap<String, String> all = new LinkedHashMap<>();
        values.keys().stream().sorted().forEach(key -> all.put(shown(key), get(key)));
        return all;
    }

    /** Returns the word for where a value came from. */
    String source(String name) {
        return values.source(key(name)).word();
    }

    /** Sets a value, and makes it the one that RESET sets. */
    void setDefault(String name, String value, Source source) {
        String kept = admitted(name, value);
        companions(key(name), kept).forEach((other, with) -> values.setDefault(other, with, source));
        values.setDefault(key(name), kept, source);
        readAgain();
    }

    /** Sets a value that the client asks for when the session begins, and makes it the one that RESET sets. */
    void setByClient(String name, String value) {
        refusePrivileged(name);
        setDefault(name, value, Source.CLIENT);
    }

    /** Returns whether only roles that may do everything can set a setting. */
    private static boolean isPrivileged(String name) {
        return SettingTable.find(key(name))
                .filter(setting -> setting.context() == SettingDeclaration.Context.SUPERUSER)
                .isPresent();
    }

    /** Refuses to an ordinary role what only roles that may do everything can set: fails with 42501. */
    private void refusePrivileged(String name) {
        if (isPrivileged(name) && !get(IS_SUPERUSER).equals("on")) {
            throw new SqlException(
                    ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied to set parameter \"" + shown(name) + "\"");
        }
    }

    /** Returns the value that RESET sets. */
    String defaultOf(String name) {
        get(name);
        return values.defaultOf(key(name));
    }

    /** Sets a value until the transaction ends. */
    void setLocally(String name, String value) {
        refusePrivileged(name);
        String kept = admitted(name, value);
        companions(key(name), kept).forEach(values::setLocally);
        values.setLocally(key(name), kept);
        readAgain();
    }

    /** Sets a value, which is as before if the transaction is rolled back. */
    void setInTransaction(String name, String value) {
        refusePrivileged(name);
        String kept = admitted(name, value);
        companions(key(name), kept).forEach((other, with) -> values.set(other, with, Source.SESSION));
        values.set(key(name), kept, Source.SESSION);
        readAgain();
    }

    /** Returns where the transaction's settings are, to go back to. */
    SettingValues.Mark mark() {
        return values.mark();
    }

    /** What was set since a mark is as before; returns what. */
    List<String> rollbackTo(SettingValues.Mark mark) {
        return changed(values.rollbackTo(mark));
    }

    /** The transaction ends: what was set locally is as before, and so is everything if it is rolled back; returns what. */
    List<String> endTransaction(boolean committed) {
        return values.isQuiet() ? List.of() : changed(values.endTransaction(committed));
    }

    private List<String> changed(List<String> keys) {
        if (!keys.isEmpty()) {
            keys.forEach(key -> values.find(key).ifPresent(value -> apply(key, value)));
            readAgain();
        }
        return keys;
    }

    boolean isReported(String name) {
        return SettingTable.find(key(name))
                .filter(setting -> setting.has(Flag.REPORT))
                .isPresent();
    }

    /**
     * Sets what a setting was when the session began, within the transaction.
     *
     * @throws SqlException 42704 if there is none, 55P02 if it cannot be changed
     */
    void reset(String name) {
        String key = key(name);
        if (definer.isPresent() && isOfRoles(key)) {
            throw refusedInDefiner(key);
        }
        if (key.equals("all")) {
            resetAll();
            return;
        }
        Optional<SettingDeclaration> setting = SettingTable.find(key);
        if (setting.isPresent()) {
            setting.get().checkChangeable();
            refusePrivileged(name);
        } else if (!isKnown(key)) {
            values.set(key, admitted(name, ""), Source.DEFAULT);
        }
        resetKnown(key);
        readAgain();
    }

    private void resetAll() {
        for (String key : values.keys()) {
            Optional<SettingDeclaration> setting = SettingTable.find(key);
            if (setting.isEmpty()
                    || (setting.get().isChangeable()
                            && !setting.get().has(Flag.HIDDEN)
                            && !setting.get().has(Flag.TRANSACTION))) {
                resetKnown(key);
            }
        }
        readAgain();
    }

    private void resetKnown(String key) {
        String initial = values.defaultOf(key);
        apply(key, initial);
        values.set(key, initial, values.defaultSource(key));
    }

    /** Sets a value for the rest of the session, whatever becomes of the transaction. */
    void set(String name, String value) {
        refusePrivileged(name);
        String kept = admitted(name, value);
        companions(key(name), kept).forEach(values::setAtOnce);
        values.setAtOnce(key(name), kept);
        readAgain();
    }

    /**
     * Refuses a value that SET would refuse.
     *
     * @throws SqlException 42704 if there is no such setting, 55P02 if it cannot be changed, 22023 if it cannot be that
     */
    void check(String name, String value) {
        Optional<SettingDeclaration> declared = SettingTable.find(key(name));
        if (declared.isEmpty()) {
            admittedCustom(name, value);
        } else {
            declared.get().checkChangeable();
            SettingChecks.checked(declared.get(), declared.get().read(value), format);
        }
    }

    /**
     * Refuses what ALTER SYSTEM cannot set to any value, or reset.
     *
     * @throws SqlException 42704 if there is no such setting, 55P02 if nobody can change it, 0A000 if it takes a start that is not there
     */
    void checkOfSystem(String name) {
        SettingTable.find(key(name)).orElseThrow(() -> unknown(name)).checkOfSystem();
    }

    /**
     * Refuses a value that ALTER SYSTEM cannot set.
     *
     * @throws SqlException as {@link #checkOfSystem(String)}, and 22023 if the setting cannot be that
     */
    void checkOfSystem(String name, String value) {
        SettingDeclaration setting = SettingTable.find(key(name)).orElseThrow(() -> unknown(name));
        setting.checkOfSystem();
        SettingChecks.checked(setting, setting.read(value), format);
    }

    /** Begins with a value of the system. */
    void setOfSystem(String name, String value) {
        setOfSystem(Map.of(name, value));
    }

    /** Begins with values of the system. */
    void setOfSystem(Map<String, String> given) {
        given.forEach((name, value) -> {
            SettingDeclaration setting = SettingTable.find(key(name)).orElseThrow(() -> unknown(name));
            String kept = SettingChecks.checked(setting, setting.read(value), format);
            apply(key(name), kept);
            values.setDefault(key(name), kept, Source.SYSTEM);
        });
        readAgain();
    }

    /**
     * Refuses to reset what no session can.
     *
     * @throws SqlException 42704 if there is no such setting, 55P02 if it cannot be changed
     */
    void checkChangeable(String name) {
        SettingTable.find(key(name))
                .ifPresentOrElse(SettingDeclaration::checkChangeable, () -> admittedCustom(name, ""));
        refusePrivileged(name);
    }

    /** Checks a value, and applies it to the session's format; returns it as it is kept. */
    private String admitted(String name, String value) {
        String key = key(name);
        Optional<SettingDeclaration> declared = SettingTable.find(key);
        if (declared.isEmpty()) {
            return admittedCustom(name, value);
        }
        SettingDeclaration setting = declared.get();
        setting.checkChangeable();
        String kept = SettingChecks.checked(setting, setting.read(value), format);
        if (key.equals(AS_OF)) {
            kept = PointInThePast.named(pasts, kept.strip(), format);
        }
        apply(key, kept);
        return kept;
    }

    private String admittedCustom(String name, String value) {
        if (!name.contains(".")) {
            throw unknown(name);
        }
        if (!CUSTOM_NAME.matcher(name).matches()) {
            throw new SqlException(ErrorCode.INVALID_NAME, "invalid configuration parameter name \"" + name + "\"")
                    .withDetail("Custom parameter names must be two or more simple identifiers separated by dots.");
        }
        if (!isKnown(name) && values.keys().size() >= MAXIMUM_CUSTOM) {
            throw new SqlException(ErrorCode.CONFIGURATION_LIMIT_EXCEEDED, "too many custom configuration parameters");
        }
        return value;
    }

    /** Lets a kept value take effect on how values are read and written. */
    private void apply(String key, String kept) {
        format = switch (key) {
            case "timezone" -> format.withZone(SettingChecks.zone(kept), TimeZones.abbreviationIn(kept));
            case "datestyle" -> DateStyleSetting.apply(format, kept);
            case "intervalstyle" -> format.withIntervalStyle(IntervalStyle.valueOf(kept.toUpperCase(Locale.ROOT)));
            case "extra_float_digits" -> format.withExtraFloatDigits(Integer.parseInt(kept));
            case "bytea_output" -> format.withByteaEscape(kept.equals("escape"));
            case "array_nulls" -> format.withArrayNulls(kept.equals("on"));
            default -> format;
        };
    }

    /** Sets a value that was accepted before; a point of history is not looked for again, for it may be gone. */
    void restore(String name, String value) {
        String key = key(name);
        apply(key, value);
        values.setAtOnce(key, value);
        readAgain();
    }

    /** Takes the values of the same session's settings elsewhere. */
    void takeOver(Settings other) {
        values.takeOver(other.values);
        format = other.format.withNames(format.names());
        readAgain();
    }

    /** Returns a number that differs whenever a setting may have changed. */
    int revision() {
        return revision;
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

    /** Returns how long the client may be idle outside of a transaction, in nanoseconds, 0 for ever. */
    long idleTimeoutNanos() {
        return idleTimeoutNanos;
    }

    /** Returns what memory and disk statements may have for rows. */
    MemoryLimits memoryLimits() {
        return memoryLimits;
    }

    /** Returns which statements are counted. */
    StatementTracking tracking() {
        return tracking;
    }

    /** Returns the isolation of transactions that don't say. */
    Isolation isolationByDefault() {
        return isolationByDefault;
    }

    /** Returns whether writes are forwarded, and what reads see of them. */
    ForwardingMode forwardingMode() {
        return forwardingMode;
    }

    /** Returns whether a setting holds for forwarded statements as it does here: those that ordinary roles cannot set are the writer's. */
    boolean holdsAtWriter(String name) {
        String key = key(name);
        return SettingTable.find(key).map(SettingDeclaration::isChangeable).orElse(true)
                && !OWN.contains(key)
                && !isPrivileged(key)
                && !key.startsWith(ForwardingMode.PREFIX);
    }

    private void readAgain() {
        forwardingMode = ForwardingMode.valueOf(get(ForwardingMode.SETTING).toUpperCase(Locale.ROOT));
        statementTimeoutNanos = nanos("statement_timeout");
        lockTimeoutNanos = nanos("lock_timeout");
        idleInTransactionTimeoutNanos = nanos("idle_in_transaction_session_timeout");
        idleTimeoutNanos = nanos("idle_session_timeout");
        memoryLimits = MemorySettings.limits(
                get(MemorySettings.WORK), get(MemorySettings.HASH_MULTIPLIER), get(MemorySettings.SCRATCH));
        readCurrentRole();
        isolationByDefault = TransactionModes.level(get("default_transaction_isolation"));
        searchPath = SettingChecks.names(get("search_path")).orElse(List.of());
        tracking = StatementTracking.of(
                get(StatementTracking.TRACK), get(StatementTracking.COMMANDS), get(StatementTracking.QUERY_ID));
        revision++;
    }

    private long nanos(String name) {
        return Long.parseLong(get(name)) * 1_000_000;
    }

    /** The names in {@code search_path} as they were given. */
    List<String> searchPath() {
        return searchPath;
    }

    List<String> searchPath(String role) {
        return searchPath(searchPath, role);
    }

    /** Returns the schemas that a search path stands for. */
    static List<String> searchPath(List<String> path, String role) {
        return path.contains(OWN_SCHEMA)
                ? path.stream()
                        .map(name -> name.equals(OWN_SCHEMA) ? role : name)
                        .toList()
                : path;
    }

    /**
     * Sets values for the time that a function runs; returns what sets those that were before.
     *
     * @throws SqlException as SET, with all as before
     */
    Runnable setForCall(SequencedMap<String, String> given) {
        List<SettingValues.Kept> before =
                given.keySet().stream().map(name -> values.kept(key(name))).toList();
        int revisionBefore = revision;
        Runnable back = () -> {
            before.forEach(values::putBack);
            changed(before.stream().map(SettingValues.Kept::key).toList());
        };
        try {
            given.forEach((name, value) -> {
                refusePrivileged(name);
                values.setAtOnce(key(name), admitted(name, value));
            });
            readAgain();
        } catch (SqlException refused) {
            back.run();
            throw refused;
        }
        int within = revision;
        return () -> {
            boolean untouched = revision == within;
            back.run();
            revision = untouched ? revisionBefore : revision;
        };
    }

    SequencedMap<String, String> reported() {
        SequencedMap<String, String> reported = new LinkedHashMap<>();
        REPORTED.forEach(setting -> reported.put(setting.name(), text(setting.name())));
        return reported;
    }
}
