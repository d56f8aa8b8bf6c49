package org.borealisdb.sql.service;

import java.time.Duration;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.engine.lock.LockTable;
import org.borealisdb.engine.lock.LockWait;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/**
 * When the statement under way began, and what may stop it: a cancel request and the time-out. Belongs to the session's task,
 * apart from {@link #cancel}.
 */
final class StatementGuard {
    static final long UNIX_TO_2000_MICROS = CivilCalendar.EPOCH_SECONDS * CivilCalendar.MICROS_PER_SECOND;

    private static final int STEPS_BETWEEN_CHECKS = 1024;

    private final Tasks tasks;
    private final Clock clock;
    private final LockTable locks;
    private final LockOwner owner;
    private final Settings settings;
    private long statementStart;
    private long statementNumber;
    private long deadline;
    private int steps;
    private volatile boolean cancelled;

    StatementGuard(Tasks tasks, Clock clock, LockTable locks, LockOwner owner, Settings settings) {
        this.tasks = tasks;
        this.clock = clock;
        this.locks = locks;
        this.owner = owner;
        this.settings = settings;
    }

    /** Returns the time in microseconds since 2000. */
    long now() {
        return clock.wallMicros() - UNIX_TO_2000_MICROS;
    }

    long nanoTime() {
        return clock.nanoTime();
    }

    /** Returns when the statement began, in microseconds since 2000. */
    long statementStart() {
        return statementStart;
    }

    /** Returns a number that differs for each thing that the client asked for. */
    long statementNumber() {
        return statementNumber;
    }

    /** Waits, in steps so that a cancel request is heeded. */
    void sleep(double seconds, Duration step) {
        double nanos = Math.max(0, Math.min(seconds, Integer.MAX_VALUE)) * 1e9;
        long end = clock.nanoTime() + (long) nanos;
        for (long left = end - clock.nanoTime(); left > 0; left = end - clock.nanoTime()) {
            tasks.sleep(Math.min(left, step.toNanos()));
            check();
        }
    }

    void startStatement() {
        cancelled = false;
        statementNumber++;
        locks.clearCancel(owner);
        statementStart = now();
        long timeout = settings.statementTimeoutNanos();
        deadline = timeout == 0 ? 0 : clock.nanoTime() + timeout;
    }

    /** Returns how long the statement may wait for a lock. */
    LockWait lockWait() {
        long longest = settings.lockTimeoutNanos();
        return new LockWait(longest == 0 ? Long.MAX_VALUE : longest, deadline);
    }

    /** Gives way to others, and fails if the statement was cancelled or took too long. */
    void check() {
        tasks.giveWay();
        if (cancelled) {
            throw new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
        }
        if (deadline != 0 && clock.nanoTime() - deadline > 0) {
            throw new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to statement timeout");
        }
    }

    /** As {@link #check}, for loops whose steps take microseconds: gives way to others once in a while only. */
    void step() {
        if (++steps % STEPS_BETWEEN_CHECKS == 0 || cancelled || (deadline != 0 && clock.nanoTime() - deadline > 0)) {
            check();
        }
    }

    /** Called by any task. */
    void cancel() {
        cancelled = true;
        locks.cancel(owner);
    }
}
