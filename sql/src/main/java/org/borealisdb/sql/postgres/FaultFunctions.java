package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.postgres.FaultInjection.Kind;
import org.borealisdb.sql.postgres.FaultInjection.Request;

/** The functions that inject faults: Aurora's, as it documents them, and those beyond. For superusers. Belongs to the session's task. */
final class FaultFunctions {
    private static final SqlType TEXT = BuiltInType.TEXT.type();
    private static final SqlType INT4 = BuiltInType.INT4.type();
    private static final SqlType BOOL = BuiltInType.BOOL.type();
    private static final int HUNDRED = 100;
    private static final long LONGEST_SKEW_MILLIS = 366L * 86_400_000;

    private final SessionFacts session;
    private final Consumer<ScalarFunction> target;
    /** Numbers that PostgreSQL leaves to others. */
    private int nextOid = 9906;

    private interface Body {
        String call(Object[] arguments);
    }

    FaultFunctions(SessionFacts session, Consumer<ScalarFunction> target) {
        this.session = session;
        this.target = target;
    }

    void declare() {
        declare("aurora_inject_crash", arguments -> crash((String) arguments[0]), TEXT);
        declare(
                "aurora_inject_disk_failure",
                arguments -> disk(Kind.DISK_FAILURE, arguments, 0, 0),
                INT4,
                INT4,
                BOOL,
                INT4);
        declare(
                "aurora_inject_disk_congestion",
                arguments -> disk(Kind.DISK_CONGESTION, arguments, number(arguments, 4), number(arguments, 5)),
                INT4,
                INT4,
                BOOL,
                INT4,
                INT4,
                INT4);
        declare(
                "aurora_inject_replica_failure",
                arguments -> {
                    throw new SqlException(
                                    ErrorCode.FEATURE_NOT_SUPPORTED,
                                    "aurora_inject_replica_failure: this cluster has no readers")
                            .withHint("borealis_inject_link makes messages between two nodes late or lost.");
                },
                INT4,
                INT4,
                TEXT);
        declare(
                "borealis_inject_zone_loss",
                arguments -> begin(Kind.ZONE_LOSS, (String) arguments[0], "", HUNDRED, 0, 0, number(arguments, 1)),
                TEXT,
                INT4);
        declare(
                "borealis_inject_link",
                arguments -> begin(
                        Kind.LINK,
                        (String) arguments[0],
                        (String) arguments[1],
                        number(arguments, 2),
                        number(arguments, 3),
                        number(arguments, 4),
                        number(arguments, 5)),
                TEXT,
                TEXT,
                INT4,
                INT4,
                INT4,
                INT4);
        declare(
                "borealis_inject_gossip_off",
                arguments -> begin(Kind.GOSSIP_OFF, "", "", HUNDRED, 0, 0, number(arguments, 0)),
                INT4);
        declare(
                "borealis_inject_clock_skew",
                arguments -> skew((Long) arguments[0], number(arguments, 1)),
                BuiltInType.INT8.type(),
                INT4);
        declare(
                "borealis_inject_bit_rot",
                arguments -> begin(Kind.BIT_ROT, (String) arguments[0], (String) arguments[1], HUNDRED, 0, 0, 1),
                TEXT,
                TEXT);
        declare("borealis_inject_end", _ -> "ended " + faults().endAll() + " faults");
    }

    private void requireSuperuser(String function) {
        try (SchemaReader schema = session.openSchema()) {
            if (!schema.currentRole().isSuperuser()) {
                throw new SqlException(ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied for function " + function);
            }
        }
    }

    private void declare(String name, Body body, SqlType... arguments) {
        target.accept(new ScalarFunction(
                nextOid++,
                name,
                List.of(arguments),
                TEXT,
                true,
                Volatility.VOLATILE,
                false,
                new ScalarFunction.General((world, values) -> {
                    requireSuperuser(name);
                    return body.call(values);
                })));
    }

    private static int number(Object[] arguments, int index) {
        return Math.toIntExact((Long) arguments[index]);
    }

    private FaultInjection faults() {
        FaultInjection faults = session.faults()
                .orElseThrow(() -> new SqlException(
                                ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "fault injection is not enabled")
                        .withHint("Start the region with ./borealis start --fault-injection."));
        if (!session.setting("is_superuser").equals("on")) {
            throw new SqlException(ErrorCode.INSUFFICIENT_PRIVILEGE, "only superusers may inject faults");
        }
        return faults;
    }

    private String crash(String what) {
        String lower = what.toLowerCase(Locale.ROOT);
        if (!List.of("instance", "dispatcher", "node").contains(lower)) {
            throw invalid("aurora_inject_crash takes 'instance', 'dispatcher' or 'node', not '" + what + "'");
        }
        return begin(Kind.CRASH, lower, "", HUNDRED, 0, 0, 1);
    }

    private String disk(Kind kind, Object[] arguments, int minimum, int maximum) {
        int index = number(arguments, 1);
        if (index < 0) {
            throw invalid("the index is that of a block of data or of a storage node, from 0 on, not " + index);
        }
        String block = (Boolean) arguments[2] ? "disk" : "node";
        return begin(kind, String.valueOf(index), block, number(arguments, 0), minimum, maximum, number(arguments, 3));
    }

    private String skew(long millis, int seconds) {
        if (Math.abs(millis) > LONGEST_SKEW_MILLIS) {
            throw invalid("a clock is skewed by at most " + LONGEST_SKEW_MILLIS + " ms, not " + millis);
        }
        checkSeconds(seconds);
        return faults().inject(new Request(Kind.CLOCK_SKEW, "", "", HUNDRED, millis, millis, seconds));
    }

    private String begin(Kind kind, String first, String other, int percent, long minimum, long maximum, int seconds) {
        if (percent < 0 || percent > HUNDRED) {
            throw invalid("a percentage is between 0 and 100, not " + percent);
        }
        if (minimum < 0 || maximum < minimum || maximum > FaultInjection.LONGEST_DELAY_MILLIS) {
            throw invalid("a delay goes from a minimum to a maximum, 0 to " + FaultInjection.LONGEST_DELAY_MILLIS
                    + " ms, not from " + minimum + " to " + maximum);
        }
        checkSeconds(seconds);
        return faults().inject(new Request(kind, first, other, percent, minimum, maximum, seconds));
    }

    private static void checkSeconds(int seconds) {
        if (seconds < 1 || seconds > FaultInjection.LONGEST_SECONDS) {
            throw invalid("a fault lasts 1 to " + FaultInjection.LONGEST_SECONDS + " seconds, not " + seconds);
        }
    }

    private static SqlException invalid(String what) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, what);
    }

    /** The rows of {@code borealis_faults}. */
    static void rows(SessionFacts session, SystemRows rows) {
        session.faults().stream()
                .flatMap(faults -> faults.active().stream())
                .forEach(fault -> rows.add()
                        .set(
                                "fault",
                                fault.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .set("what", fault.what())
                        .set("ends", (fault.endsMillis() - CivilCalendar.EPOCH_SECONDS * 1000) * 1000)
                        .end());
    }
}
