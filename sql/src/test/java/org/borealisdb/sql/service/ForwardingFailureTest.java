package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.sql.forward.ForwardRequest;
import org.borealisdb.sql.session.SessionEndedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of forwarded transactions when they are cancelled, and when requests, answers, sessions or the writer are lost. */
class ForwardingFailureTest {
    private static final String MODE = "SET apg_write_forward.consistency_mode = ";

    private final List<ForwardRequest> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final Region writer = new Region();
    private final Region.Client there = writer.connect();
    private final Region reader = writer.forwardingReader(3, this::witness);
    private final Region.Client here = reader.connect();

    private void witness(ForwardRequest request) {
        asked.add(request);
        if (request instanceof ForwardRequest.Next) {
            waiting.countDown();
        }
    }

    @BeforeEach
    void fill() {
        there.run("CREATE TABLE t (a int PRIMARY KEY, b text)");
        there.run("INSERT INTO t VALUES (1, 'one'), (2, 'two')");
        reader.catchUp();
        here.run(MODE + "session");
    }

    @AfterEach
    void close() {
        here.session.close();
        reader.close();
        writer.close();
    }

    private String rows() {
        return there.run("SELECT a, b FROM t ORDER BY a");
    }

    @Test
    void aStatementIsCancelled() throws InterruptedException {
        there.run("BEGIN");
        there.run("UPDATE t SET b = 'locked' WHERE a = 1");
        here.run("BEGIN");
        here.run("UPDATE t SET b = 'mine' WHERE a = 2");
        Thread cancels = Thread.ofPlatform().start(() -> {
            try {
                waiting.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            here.session.cancel();
        });
        assertThat(here.run("UPDATE t SET b = 'mine' WHERE a = 1"))
                .isEqualTo("57014: canceling statement due to user request");
        cancels.join();
        assertThat(here.run("SELECT 1")).startsWith("25P02: ");
        assertThat(there.run("UPDATE t SET b = 'locked' WHERE a = 2")).isEqualTo("UPDATE 1");
        here.run("ROLLBACK");
        there.run("COMMIT");
        assertThat(here.run("UPDATE t SET b = 'mine' WHERE a = 1")).isEqualTo("UPDATE 1");
    }

    @Test
    void aStatementTakesTooLong() {
        there.run("BEGIN");
        there.run("UPDATE t SET b = 'locked' WHERE a = 1");
        here.run("SET statement_timeout = 200");
        assertThat(here.run("UPDATE t SET b = 'mine' WHERE a = 1"))
                .isEqualTo("57014: canceling statement due to statement timeout");
        here.run("SET statement_timeout = 0");
        here.run("SET lock_timeout = 200");
        assertThat(here.run("UPDATE t SET b = 'mine' WHERE a = 1")).startsWith("55P03: ");
        assertThat(here.run("SELECT b FROM t WHERE a = 1 FOR UPDATE NOWAIT")).startsWith("55P03: ");
        there.run("ROLLBACK");
        assertThat(here.run("UPDATE t SET b = 'mine' WHERE a = 1")).isEqualTo("UPDATE 1");
    }

    @Test
    void aLostStatementIsNotRepeatedAndNotCommitted() {
        for (boolean arrives : List.of(false, true)) {
            asked.clear();
            if (arrives) {
                reader.link().losesAnswer(ForwardRequest.Run.class::isInstance);
            } else {
                reader.link().losesRequest(ForwardRequest.Run.class::isInstance);
            }
            assertThat(here.run("UPDATE t SET b = 'lost'")).startsWith("08006: the connection to the writer was lost");
            assertThat(asked.stream()
                            .filter(ForwardRequest.Run.class::isInstance)
                            .count())
                    .isEqualTo(1);
            reader.link().losesAnswer(_ -> false);
            reader.link().losesRequest(_ -> false);
            assertThat(there.run("SELECT a FROM t WHERE a = 1 FOR UPDATE")).startsWith("1\n");
            assertThat(rows()).startsWith("1|one\n2|two\n");
            assertThat(here.run("UPDATE t SET b = b WHERE a = 1")).isEqualTo("UPDATE 1");
        }
        here.run("BEGIN");
        here.run("UPDATE t SET b = 'lost' WHERE a = 1");
        reader.link().losesAnswer(ForwardRequest.Run.class::isInstance);
        assertThat(here.run("UPDATE t SET b = 'lost' WHERE a = 2")).startsWith("08006: ");
        reader.link().losesAnswer(_ -> false);
        assertThat(here.run("UPDATE t SET b = b")).startsWith("25P02: ");
        assertThat(here.run("COMMIT")).isEqualTo("ROLLBACK");
        assertThat(rows()).startsWith("1|one\n2|two\n");
    }

    @Test
    void aLostCommitIsNotSaidToBeRolledBack() {
        for (boolean arrives : List.of(false, true)) {
            Region.Client ends = reader.connect();
            ends.run(MODE + "session");
            ends.run("BEGIN");
            ends.run("UPDATE t SET b = 'fate'");
            if (arrives) {
                reader.link().losesAnswer(ForwardRequest.End.class::isInstance);
            } else {
                reader.link().losesRequest(ForwardRequest.End.class::isInstance);
            }
            SessionEndedException ended = catchThrowableOfType(SessionEndedException.class, () -> ends.run("COMMIT"));
            assertThat(ended.report().code()).isEqualTo(ErrorCode.TRANSACTION_RESOLUTION_UNKNOWN);
            reader.link().losesAnswer(_ -> false);
            reader.link().losesRequest(_ -> false);
            ends.session.close();
            assertThat(rows()).startsWith(arrives ? "1|fate\n2|fate\n" : "1|one\n2|two\n");
        }
    }

    @Test
    void theWriterIsStartedAgainInATransaction() {
        here.run("BEGIN");
        here.run("UPDATE t SET b = 'lost'");
        reader.link().restartDesk();
        assertThat(here.run("SELECT b FROM t")).startsWith("08006: the connection to the writer was lost");
        assertThat(here.run("COMMIT")).isEqualTo("ROLLBACK");
        here.run("BEGIN");
        here.run("UPDATE t SET b = 'lost'");
        reader.link().restartDesk();
        assertThat(here.run("COMMIT")).startsWith("08006: the connection to the writer was lost");
        assertThat(rows()).startsWith("1|one\n2|two\n");
        assertThat(here.run("UPDATE t SET b = 'new' WHERE a = 1")).isEqualTo("UPDATE 1");
    }

    @Test
    void betweenTransactionsASessionIsOpenedAgain() {
        assertThat(here.run("UPDATE t SET b = 'a' WHERE a = 1")).isEqualTo("UPDATE 1");
        reader.link().restartDesk();
        assertThat(here.run("UPDATE t SET b = 'b' WHERE a = 1")).isEqualTo("UPDATE 1");
        assertThat(here.run("SELECT b FROM t WHERE a = 1")).startsWith("b\n");
    }

    @Test
    void theWriterCannotBeReached() {
        reader.link().losesRequest(_ -> true);
        here.run("SET apg_write_forward.connect_timeout = 1");
        assertThat(here.run("UPDATE t SET b = b")).startsWith("08006: could not connect to the writer");
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("2\n");
        here.run(MODE + "global");
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("08006: could not connect to the writer");
        here.run(MODE + "eventual");
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("2\n");
        reader.link().losesRequest(_ -> false);
        assertThat(here.run("UPDATE t SET b = b")).isEqualTo("UPDATE 2");
    }

    @Test
    void thereAreSoManySessionsAtTheWriter() {
        List<Region.Client> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Region.Client client = reader.connect();
            client.run(MODE + "session");
            assertThat(client.run("UPDATE t SET b = b")).isEqualTo("UPDATE 2");
            clients.add(client);
        }
        assertThat(reader.link().desk().sessions()).isEqualTo(3);
        assertThat(here.run("UPDATE t SET b = b"))
                .startsWith("53300: the writer has too many forwarded sessions already");
        assertThat(here.run("SELECT count(*) FROM t")).startsWith("2\n");
        clients.forEach(client -> client.session.close());
        while (reader.link().desk().sessions() > 0) {
            Thread.onSpinWait();
        }
        assertThat(here.run("UPDATE t SET b = b")).isEqualTo("UPDATE 2");
    }

    @Test
    void sessionsThatAreIdleForTooLongEnd() {
        here.run("SET apg_write_forward.idle_session_timeout = 50");
        here.run("SET apg_write_forward.idle_in_transaction_session_timeout = 50");
        assertThat(here.run("UPDATE t SET b = 'x'")).isEqualTo("UPDATE 2");
        awaitNoSession();
        assertThat(here.run("UPDATE t SET b = 'y'")).isEqualTo("UPDATE 2");
        here.run("BEGIN");
        here.run("UPDATE t SET b = 'z'");
        awaitNoSession();
        assertThat(here.run("UPDATE t SET b = 'z'")).startsWith("08006: ");
        assertThat(here.run("COMMIT")).isEqualTo("ROLLBACK");
        assertThat(rows()).startsWith("1|y\n2|y\n");
        assertThat(here.run("SET apg_write_forward.idle_session_timeout = -1")).startsWith("22023: ");
        assertThat(here.run("SET apg_write_forward.max_forwarding_connections_percent = 50"))
                .startsWith("55P02: ");
    }

    private void awaitNoSession() {
        while (reader.link().desk().sessions() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoseClientGoesIsRolledBack() {
        Region.Client goes = reader.connect();
        goes.run(MODE + "session");
        goes.run("BEGIN");
        goes.run("UPDATE t SET b = 'gone'");
        goes.session.close();
        awaitNoSession();
        assertThat(there.run("UPDATE t SET b = b")).isEqualTo("UPDATE 2");
        assertThat(rows()).startsWith("1|one\n2|two\n");
    }
}
