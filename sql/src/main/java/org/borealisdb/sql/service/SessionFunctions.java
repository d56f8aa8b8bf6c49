package org.borealisdb.sql.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.SequenceState;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.network.NetworkAddress;
import org.borealisdb.expr.scalar.DateTimeMath;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.ObjectNames;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.SequenceProperties;
import org.borealisdb.sql.session.SessionRequest;
import org.jspecify.annotations.Nullable;

/** The functions that know the session: its sequences, settings and identity. Belongs to the session's task. */
final class SessionFunctions {
    private static final SqlType INT8 = BuiltInType.INT8.type();
    private static final SqlType INT4 = BuiltInType.INT4.type();
    private static final SqlType TEXT = BuiltInType.TEXT.type();
    private static final SqlType INET = BuiltInType.INET.type();
    private static final SqlType BOOL = BuiltInType.BOOL.type();
    private static final SqlType FLOAT8 = BuiltInType.FLOAT8.type();
    private static final SqlType REGCLASS = BuiltInType.REGCLASS.type();
    private static final Duration SLEEP_STEP = Duration.ofMillis(10);

    private final Database database;
    private final Workspace workspace;
    private final Settings settings;
    private final Consumer<String> settingChanged;
    private final StatementGuard guard;
    private final UsedSequences used;
    private final Map<String, List<ScalarFunction>> byName = new HashMap<>();
    private final TransactionBlock block;
    private final Map<Long, Long> currentValues = new HashMap<>();
    private long lastSequence;

    /** A body over boxed arguments that are not NULL. */
    interface Body {
        @Nullable
        Object call(Object[] arguments);
    }

    SessionFunctions(
            Database database,
            Workspace workspace,
            SessionRequest request,
            Settings settings,
            StatementGuard guard,
            TransactionBlock block,
            SessionNotifications notifications,
            UsedSequences used,
            Consumer<String> settingChanged) {
        this.settingChanged = settingChanged;
        this.used = used;
        this.block = block;
        this.database = database;
        this.workspace = workspace;
        this.settings = settings;
        this.guard = guard;
        declareSequences();
        declareSettings();
        declareAddresses(request);
        declareNotifications(notifications);
        new TransactionFunctions(block, database.transactions()).declareIn(this);
        SharedSnapshots snapshots = new SharedSnapshots(block, request.database());
        declare(3809, "pg_export_snapshot", TEXT, any -> snapshots.export());
        new LogFunctions(database).declareIn(this);
        declare(2026, "pg_backend_pid", INT4, any -> (long) request.processId());
        declare(89, "version", TEXT, any -> "PostgreSQL " + Settings.VERSION + " (Borealis)");
        declareSleeps();
        declare(315, "pg_jit_available", BOOL, any -> false);
        declare(3163, "pg_trigger_depth", INT4, any -> 0L);
    }

    private void declareSleeps() {
        declare(2626, "pg_sleep", BuiltInType.VOID.type(), arguments -> sleep((Double) arguments[0]), FLOAT8);
        declare(
                3935,
                "pg_sleep_for",
                BuiltInType.VOID.type(),
                arguments -> sleepUntil(DateTimeMath.plus(
                        guard.now(), (Interval) arguments[0], settings.format().zone())),
                BuiltInType.INTERVAL.type());
        declare(
                3936,
                "pg_sleep_until",
                BuiltInType.VOID.type(),
                arguments -> sleepUntil((Long) arguments[0]),
                BuiltInType.TIMESTAMPTZ.type());
    }

    private String sleepUntil(long micros) {
        return sleep(((double) micros - guard.now()) / CivilCalendar.MICROS_PER_SECOND);
    }

    /** Declares what begins the session's sequence of random numbers. */
    void declareRandom(SessionRandom random) {
        declare(
                1599,
                "setseed",
                BuiltInType.VOID.type(),
                arguments -> {
                    random.seed((Double) arguments[0]);
                    return "";
                },
                FLOAT8);
    }

    List<ScalarFunction> named(String name) {
        return byName.getOrDefault(name, List.of());
    }

    List<ScalarFunction> all() {
        return byName.values().stream().flatMap(List::stream).toList();
    }

    /** Declares a function that is called for arguments that are not NULL. */
    void declare(int oid, String name, SqlType result, Body body, SqlType... arguments) {
        declare(oid, name, Volatility.VOLATILE, result, body, arguments);
    }

    /** Declares such a function whose results hold for some time. */
    void declare(int oid, String name, Volatility volatility, SqlType result, Body body, SqlType... arguments) {
        byName.computeIfAbsent(name, any -> new ArrayList<>())
                .add(new ScalarFunction(
                        oid,
                        name,
                        List.of(arguments),
                        result,
                        true,
                        volatility,
                        false,
                        new ScalarFunction.General((world, values) -> body.call(values))));
    }

    private void declareAddresses(SessionRequest request) {
        declare(2196, "inet_client_addr", INET, any -> address(request.client()));
        declare(2197, "inet_client_port", INT4, any -> (long) request.client().port());
        declare(2198, "inet_server_addr", INET, any -> address(request.server()));
        declare(2199, "inet_server_port", INT4, any -> (long) request.server().port());
    }

    private static @Nullable Object address(HostPort endpoint) {
        return NetworkAddress.ofHost(endpoint.host()).orElse(null);
    }

    private void declareNotifications(SessionNotifications notifications) {
        byName.computeIfAbsent("pg_notify", any -> new ArrayList<>())
                .add(new ScalarFunction(
                        3036,
                        "pg_notify",
                        List.of(TEXT, TEXT),
                        BuiltInType.VOID.type(),
                        false,
                        Volatility.VOLATILE,
                        false,
                        new ScalarFunction.General((world, values) -> {
                            block.refuseOnReader("NOTIFY");
                            notifications.announce(
                                    values[0] == null ? "" : (String) values[0],
                                    values[1] == null ? "" : (String) values[1]);
                            return "";
                        })));
        declare(
                3035,
                "pg_listening_channels",
                BuiltInType.TEXT.array(),
                any -> ArrayValue.of(TEXT, notifications.channels()));
        declare(3296, "pg_notification_queue_usage", FLOAT8, any -> notifications.usage());
    }

    private void declareSequences() {
        declare(1574, "nextval", INT8, arguments -> next((Long) arguments[0]), REGCLASS);
        declare(1575, "currval", INT8, arguments -> current((Long) arguments[0]), REGCLASS);
        declare(4032, "pg_sequence_last_value", INT8, arguments -> lastOf((Long) arguments[0]), REGCLASS);
        declare(2559, "lastval", INT8, arguments -> last());
        declare(1576, "setval", INT8, arguments -> set((Long) arguments[0], (Long) arguments[1], true), REGCLASS, INT8);
        declare(
                1765,
                "setval",
                INT8,
                arguments -> set((Long) arguments[0], (Long) arguments[1], (Boolean) arguments[2]),
                REGCLASS,
                INT8,
                BOOL);
    }

    private String nameOf(long sequence) {
        ObjectNames names = settings.format().names();
        return names.nameOf(BuiltInType.REGCLASS, sequence).orElse(Long.toString(sequence));
    }

    /** Locks a sequence that a function is to change, for which one needs UPDATE or another privilege; returns the number of its values. */
    private long toChange(long sequence, String function, Privilege other) {
        long values = used.require(sequence, other, Privilege.UPDATE);
        if (!used.isTemporary(sequence)) {
            block.refuseIfReadOnly(function);
        }
        return used.lock(sequence) ? used.require(sequence, other, Privilege.UPDATE) : values;
    }

    private long next(long sequence) {
        long values = toChange(sequence, "nextval()", Privilege.USAGE);
        long value;
        try {
            value = database.sequences().next(workspace, values);
        } catch (SqlException exhausted) {
            if (exhausted.code() != ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE) {
                throw exhausted;
            }
            SequenceState state = database.sequences().state(workspace, values);
            boolean up = state.increment() > 0;
            throw new SqlException(
                    ErrorCode.SEQUENCE_GENERATOR_LIMIT_EXCEEDED,
                    "nextval: reached " + (up ? "maximum" : "minimum") + " value of sequence \"" + nameOf(sequence)
                            + "\" (" + (up ? state.maximum() : state.minimum()) + ")");
        }
        currentValues.put(sequence, value);
        lastSequence = sequence;
        return value;
    }

    /** The last value that anybody took of a sequence, if anybody did. */
    private @Nullable Object lastOf(long sequence) {
        long values = used.require(sequence, Privilege.SELECT, Privilege.USAGE);
        SequenceState state = database.sequences().state(workspace, values);
        return state.called() ? (Object) state.last() : null;
    }

    private long current(long sequence) {
        used.require(sequence, Privilege.SELECT, Privilege.USAGE);
        Long value = currentValues.get(sequence);
        if (value == null) {
            throw new SqlException(
                    ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "currval of sequence \"" + nameOf(sequence) + "\" is not yet defined in this session");
        }
        return value;
    }

    private long last() {
        Long value = currentValues.get(lastSequence);
        ObjectNames names = settings.format().names();
        if (value == null || names.nameOf(BuiltInType.REGCLASS, lastSequence).isEmpty()) {
            throw new SqlException(
                    ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "lastval is not yet defined in this session");
        }
        used.require(lastSequence, Privilege.SELECT, Privilege.USAGE);
        return value;
    }

    private long set(long sequence, long value, boolean called) {
        long values = toChange(sequence, "setval()", Privilege.UPDATE);
        SequenceState state = database.sequences().state(workspace, values);
        if (value < state.minimum() || value > state.maximum()) {
            throw new SqlException(
                    ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
                    "setval: value " + value + " is out of bounds for sequence \"" + nameOf(sequence) + "\" ("
                            + state.minimum() + ".." + state.maximum() + ")");
        }
        database.sequences().setValue(workspace, values, value, called);
        if (called) {
            currentValues.put(sequence, value);
        }
        return value;
    }

    /** Returns last_value, log_cnt and is_called of a sequence, as a query of it reads them. */
    @Nullable
    Object[] stateOf(CatalogObject sequence) {
        SequenceState state = database.sequences().state(workspace, SequenceProperties.values(sequence));
        return new @Nullable Object[] {state.last(), 0L, state.called()};
    }

    private void declareSettings() {
        declare(810, "pg_client_encoding", BuiltInType.NAME.type(), arguments -> current("client_encoding"));
        declare(2077, "current_setting", TEXT, arguments -> current((String) arguments[0]), TEXT);
        declare(
                3294,
                "current_setting",
                TEXT,
                arguments -> {
                    String name = (String) arguments[0];
                    return (Boolean) arguments[1] && !settings.isKnown(name) ? null : current(name);
                },
                TEXT,
                BOOL);
        byName.computeIfAbsent("set_config", any -> new ArrayList<>())
                .add(new ScalarFunction(
                        2078,
                        "set_config",
                        List.of(TEXT, TEXT, BOOL),
                        TEXT,
                        false,
                        Volatility.VOLATILE,
                        false,
                        new ScalarFunction.General((world, values) ->
                                configure((String) values[0], (String) values[1], Boolean.TRUE.equals(values[2])))));
    }

    private String configure(@Nullable String name, @Nullable String value, boolean local) {
        if (name == null) {
            throw new SqlException(ErrorCode.NULL_VALUE_NOT_ALLOWED, "SET requires parameter name");
        }
        if (TransactionModes.isSetting(name)) {
            block.setMode(name, value == null ? settings.defaultOf(name) : value);
        } else if (local) {
            settings.setLocally(name, value == null ? settings.defaultOf(name) : value);
        } else if (value == null) {
            settings.reset(name);
        } else {
            settings.setInTransaction(name, value);
        }
        settingChanged.accept(name);
        return current(name);
    }

    private String current(String setting) {
        return block.setting(setting).orElseGet(() -> settings.text(setting));
    }

    private String sleep(double seconds) {
        guard.sleep(seconds, SLEEP_STEP);
        return "";
    }

    /** Forgets the values that this session took of sequences. */
    void forgetSequences() {
        currentValues.clear();
        lastSequence = 0;
    }
}
