package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealRandom;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.sql.forward.ForwardAnswer;
import org.borealisdb.sql.forward.ForwardAnswer.Outcome;
import org.borealisdb.sql.forward.ForwardDesk;
import org.borealisdb.sql.forward.ForwardRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The writer's side: which requests it carries out, and when it ends what readers have left behind. */
class ForwardDeskTest {
    private static final long LEASE = ForwardDesk.LEASE_NANOS;
    private static final long READER = 5;

    private final Region writer = new Region();
    private final Region.Client there = writer.connect();
    private final RealTasks tasks = new RealTasks((task, cause) -> cause.printStackTrace());
    private final AtomicLong time = new AtomicLong();
    private final Map<Long, Long> steps = new HashMap<>();
    private long alive;
    private final ForwardDesk desk = new ForwardDesk(
            writer.service, () -> 8, () -> 9, 2, tasks, new SetClock(time), new RealRandom(), new Metrics());

    /** Goes when it is told to. */
    private record SetClock(AtomicLong time) implements Clock {
        @Override
        public long nanoTime() {
            return time.get();
        }

        @Override
        public long wallMicros() {
            return time.get() / 1000;
        }
    }

    @BeforeEach
    void fill() {
        there.run("CREATE TABLE t (a int PRIMARY KEY)");
        there.run("INSERT INTO t VALUES (1), (2)");
    }

    @AfterEach
    void close() {
        desk.close();
        tasks.close();
        writer.close();
    }

    private long step(long session) {
        return steps.merge(session, 1L, Long::sum);
    }

    private long open(long reader) {
        ForwardAnswer answer = desk.answer(new ForwardRequest.Open(
                reader, "postgres", "postgres", new LinkedHashMap<>(), HostPort.loopback(9), 0, 0));
        return ((ForwardAnswer.Opened) answer).session();
    }

    private ForwardAnswer run(long session, ForwardRequest.Begin begin, String text) {
        return whole(
                desk.answer(new ForwardRequest.Run(
                        READER,
                        session,
                        step(session),
                        begin,
                        new LinkedHashMap<>(),
                        text,
                        List.of(),
                        ByteBuffer.allocate(0),
                        0,
                        0,
                        List.of())),
                session);
    }

    /** The last part of what begins with this one. */
    private ForwardAnswer whole(ForwardAnswer first, long session) {
        ForwardAnswer answer = first;
        while (answer instanceof ForwardAnswer.Part part && part.outcome() instanceof Outcome.Going) {
            answer = desk.answer(new ForwardRequest.Next(READER, session, step(session)));
        }
        return answer;
    }

    private static Outcome outcome(ForwardAnswer answer) {
        return ((ForwardAnswer.Part) answer).outcome();
    }

    private void awaitSessions(int count) {
        while (desk.sessions() != count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void onlyAnEndCommits() {
        long session = open(READER);
        assertThat(outcome(run(session, ForwardRequest.Begin.READ_COMMITTED, "DELETE FROM t WHERE a = 1")))
                .isEqualTo(new Outcome.Completed("DELETE", true, 1));
        assertThat(there.run("SELECT count(*) FROM t")).startsWith("2\n");
        assertThat(outcome(whole(desk.answer(new ForwardRequest.End(READER, session, step(session), true)), session)))
                .isEqualTo(new Outcome.Ended(9));
        assertThat(there.run("SELECT count(*) FROM t")).startsWith("1\n");
        assertThat(desk.answer(new ForwardRequest.Durable(READER))).isEqualTo(new ForwardAnswer.Point(8));
    }

    @Test
    void nothingRunsOutsideOfATransaction() {
        long session = open(READER);
        Outcome refused = outcome(run(session, ForwardRequest.Begin.NOT, "DELETE FROM t"));
        assertThat(((Outcome.Failed) refused).error().code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
        assertThat(run(session, ForwardRequest.Begin.READ_COMMITTED, "DELETE FROM t"))
                .isEqualTo(new ForwardAnswer.Unknown());
        long other = open(READER);
        run(other, ForwardRequest.Begin.READ_COMMITTED, "DELETE FROM t");
        Outcome twice = outcome(run(other, ForwardRequest.Begin.READ_COMMITTED, "DELETE FROM t"));
        assertThat(((Outcome.Failed) twice).sessionEnded()).isTrue();
        awaitSessions(0);
        assertThat(there.run("SELECT count(*) FROM t")).startsWith("2\n");
    }

    /** A call may arrive twice, or after its time. */
    @Test
    void aRequestIsCarriedOutOnce() {
        long session = open(READER);
        run(session, ForwardRequest.Begin.READ_COMMITTED, "SELECT a FROM t FOR UPDATE");
        ForwardRequest.Run insert = new ForwardRequest.Run(
                READER,
                session,
                step(session),
                ForwardRequest.Begin.NOT,
                new LinkedHashMap<>(),
                "UPDATE t SET a = a + 10",
                List.of(),
                ByteBuffer.allocate(0),
                0,
                0,
                List.of());
        whole(desk.answer(insert), session);
        assertThat(desk.answer(insert)).isEqualTo(new ForwardAnswer.Unknown());
        assertThat(desk.answer(new ForwardRequest.Next(READER, session, 1))).isEqualTo(new ForwardAnswer.Unknown());
        ForwardRequest.End end = new ForwardRequest.End(READER, session, step(session), true);
        assertThat(outcome(whole(desk.answer(end), session))).isEqualTo(new Outcome.Ended(9));
        assertThat(desk.answer(end)).isEqualTo(new ForwardAnswer.Unknown());
        assertThat(there.run("SELECT sum(a) FROM t")).startsWith("23\n");
    }

    @Test
    void whatAReaderSaidBeforeCountsNoMore() {
        time.addAndGet(LEASE / 10);
        ForwardRequest.Alive old = new ForwardRequest.Alive(READER, ++alive, List.of());
        long session = open(READER);
        for (int i = 0; i < 2; i++) {
            time.addAndGet(LEASE / 10 * 6);
            desk.answer(new ForwardRequest.Alive(READER, ++alive, List.of(session)));
        }
        desk.answer(old);
        assertThat(outcome(run(session, ForwardRequest.Begin.READ_COMMITTED, "DELETE FROM t")))
                .isEqualTo(new Outcome.Completed("DELETE", true, 2));
    }

    @Test
    void aSessionIsOneReaders() {
        long session = open(READER + 1);
        assertThat(run(session, ForwardRequest.Begin.READ_COMMITTED, "DELETE FROM t"))
                .isEqualTo(new ForwardAnswer.Unknown());
        assertThat(desk.answer(new ForwardRequest.Next(READER, 99, 1))).isEqualTo(new ForwardAnswer.Unknown());
    }

    @Test
    void aReaderThatIsSilentIsGone() {
        long session = open(READER);
        run(session, ForwardRequest.Begin.READ_COMMITTED, "DELETE FROM t");
        time.addAndGet(LEASE / 10 * 9);
        desk.answer(new ForwardRequest.Alive(READER, ++alive, List.of(session)));
        time.addAndGet(LEASE / 10 * 9);
        assertThat(outcome(run(session, ForwardRequest.Begin.NOT, "SELECT count(*) FROM t")))
                .isEqualTo(new Outcome.Completed("SELECT", true, 1));
        time.addAndGet(LEASE / 10 * 11);
        awaitSessions(0);
        assertThat(there.run("DELETE FROM t WHERE a = 1")).isEqualTo("DELETE 1");
        assertThat(whole(desk.answer(new ForwardRequest.End(READER, session, step(session), true)), session))
                .isEqualTo(new ForwardAnswer.Unknown());
    }

    @Test
    void aSessionThatItsReaderDoesNotNameIsGivenUp() {
        long named = open(READER);
        long unnamed = open(READER);
        run(unnamed, ForwardRequest.Begin.READ_COMMITTED, "DELETE FROM t");
        time.addAndGet(LEASE / 10 * 5);
        desk.answer(new ForwardRequest.Alive(READER, ++alive, List.of(named)));
        assertThat(desk.sessions()).as("it may be on its way").isEqualTo(2);
        time.addAndGet(LEASE / 10 * 6);
        desk.answer(new ForwardRequest.Alive(READER, ++alive, List.of(named)));
        awaitSessions(1);
        assertThat(there.run("DELETE FROM t WHERE a = 1")).isEqualTo("DELETE 1");
    }

    @Test
    void whatWaitsForALockEndsWithTheDesk() {
        there.run("BEGIN");
        there.run("DELETE FROM t");
        long session = open(READER);
        ForwardAnswer first = desk.answer(new ForwardRequest.Run(
                READER,
                session,
                step(session),
                ForwardRequest.Begin.READ_COMMITTED,
                new LinkedHashMap<>(),
                "DELETE FROM t",
                List.of(),
                ByteBuffer.allocate(0),
                0,
                0,
                List.of()));
        assertThat(outcome(first)).isEqualTo(new Outcome.Going());
        desk.close();
        assertThat(desk.sessions()).isZero();
        assertThat(desk.answer(new ForwardRequest.Durable(READER))).isEqualTo(new ForwardAnswer.Unknown());
        there.run("ROLLBACK");
    }

    @Test
    void aDatabaseThatIsNotThereIsSaidSo() {
        long session = ((ForwardAnswer.Opened) desk.answer(new ForwardRequest.Open(
                        READER, "postgres", "nowhere", new LinkedHashMap<>(), HostPort.loopback(9), 0, 0)))
                .session();
        Outcome.Failed failed =
                (Outcome.Failed) outcome(run(session, ForwardRequest.Begin.READ_COMMITTED, "DELETE FROM t"));
        assertThat(failed.error().code()).isEqualTo(ErrorCode.INVALID_CATALOG_NAME);
        assertThat(failed.sessionEnded()).isTrue();
        awaitSessions(0);
    }
}
