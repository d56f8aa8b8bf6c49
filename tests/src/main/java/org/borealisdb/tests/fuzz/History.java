package org.borealisdb.tests.fuzz;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs interleavings on a server: sessions whose statements begin in turn, each once those before it are done or wait for a lock. Not thread-safe. */
final class History implements AutoCloseable {
    /** Between two looks at a statement that is not done. */
    private static final int LOOK_MILLIS = 4;

    /** So many looks in a row must find that it waits, for a deadlock may still be found. */
    private static final int LOOKS = 4;

    /** The one who closes a circle is the one who loses it; rows are met in the order of keys. */
    private static final List<String> SETTINGS = List.of(
            "rollback",
            "select pg_advisory_unlock_all()",
            "set deadlock_timeout = '1ms'",
            "set enable_seqscan = off",
            "set enable_bitmapscan = off",
            "set enable_sort = on");

    private final String url;
    private final Server watcher;
    private final List<Server> servers = new ArrayList<>();
    private boolean crowded;

    /** Sessions of a server; {@code watcher} asks who waits. */
    History(String url, Server watcher) {
        this.url = url;
        this.watcher = watcher;
    }

    /** A session of a run. */
    private static final class Session {
        private final String name;
        private final Server server;
        private final String process;
        private final Deque<String> later = new ArrayDeque<>();
        private final List<Answer> answers = new ArrayList<>();
        private Optional<FutureTask<Answer>> running = Optional.empty();
        private String statement = "";

        Session(String name, Server server) {
            this.name = name;
            this.server = server;
            this.process = server.run("select pg_backend_pid() as pid").rows().getFirst();
        }

        void begin(String sql) {
            statement = sql;
            FutureTask<Answer> task = new FutureTask<>(() -> server.run(sql));
            running = Optional.of(task);
            Thread.ofPlatform().name("session-" + name).daemon().start(task);
        }
    }

    /**
     * What a run answered.
     *
     * @param history every answer, and what waited, in the order of the turns
     * @param crowded whether two sessions have waited at once; which of them goes on first is chance
     * @param answers of each session; empty: one of its statements failed
     */
    record Outcome(Answer history, boolean crowded, List<List<Answer>> answers) {
        Outcome {
            answers = List.copyOf(answers);
        }

        /** Whether the sessions that have committed might have come one after the other. */
        boolean isOfSomeOrder(Interleaving interleaving, History history) {
            List<Integer> committed = new ArrayList<>();
            for (int session = 0; session < interleaving.sessions(); session++) {
                List<String> statements = interleaving.of(session);
                if (!answers.get(session).isEmpty() && statements.getLast().equals("commit")) {
                    committed.add(session);
                }
            }
            return orders(committed).stream().anyMatch(order -> {
                List<List<Answer>> expected = new ArrayList<>();
                for (int session : order) {
                    expected.add(answers.get(session)
                            .subList(0, interleaving.of(session).size()));
                }
                expected.add(answers.getLast());
                return expected.equals(history.serially(interleaving, order));
            });
        }

        private static List<List<Integer>> orders(List<Integer> of) {
            if (of.isEmpty()) {
                return List.of(List.of());
            }
            List<List<Integer>> all = new ArrayList<>();
            for (Integer first : of) {
                for (List<Integer> rest :
                        orders(of.stream().filter(other -> !other.equals(first)).toList())) {
                    List<Integer> order = new ArrayList<>(List.of(first));
                    order.addAll(rest);
                    all.add(order);
                }
            }
            return all;
        }
    }

    /** Makes the tables, runs all turns, and looks at the rows that are left. */
    Outcome run(Interleaving interleaving) {
        List<String> lines = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();
        boolean internal = false;
        crowded = false;
        for (Node statement : interleaving.setup()) {
            watcher.run(statement.sql());
        }
        for (int number = 0; number < interleaving.sessions(); number++) {
            sessions.add(session(number));
        }
        for (Interleaving.Turn turn : interleaving.turns()) {
            sessions.get(turn.session()).later.add(turn.statement().sql());
            advance(sessions, lines);
        }
        while (sessions.stream().anyMatch(session -> session.running.isPresent())) {
            sessions.stream()
                    .filter(session -> session.running.isEmpty())
                    .forEach(session -> session.begin("rollback"));
            advance(sessions, lines);
        }
        sessions.forEach(session -> session.server.run("rollback"));
        List<Answer> left = interleaving.tables().stream()
                .map(table -> watcher.run("select * from " + table))
                .toList();
        left.forEach(answer -> lines.add(answer.toString()));
        for (Session session : sessions) {
            internal |= session.answers.stream().anyMatch(Answer::internal);
        }
        List<List<Answer>> answers = new ArrayList<>();
        sessions.forEach(session -> answers.add(
                session.answers.stream().anyMatch(Answer::failed) ? List.of() : List.copyOf(session.answers)));
        answers.add(left);
        return new Outcome(
                internal
                        ? new Answer("XX000", String.join("\n", lines), List.of(), List.of())
                        : new Answer("", "", List.of(), lines),
                crowded,
                answers);
    }

    /** The sessions of these numbers one after the other: their answers, and what is left. */
    List<List<Answer>> serially(Interleaving interleaving, List<Integer> order) {
        for (Node statement : interleaving.setup()) {
            watcher.run(statement.sql());
        }
        List<List<Answer>> answers = new ArrayList<>();
        for (int number : order) {
            Session session = session(number);
            answers.add(
                    interleaving.of(number).stream().map(session.server::run).toList());
            session.server.run("rollback");
        }
        answers.add(interleaving.tables().stream()
                .map(table -> watcher.run("select * from " + table))
                .toList());
        return answers;
    }

    private Session session(int number) {
        try {
            while (servers.size() <= number) {
                servers.add(Server.connect(url));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("no session for an interleaving", e);
        }
        Server server = servers.get(number);
        SETTINGS.forEach(server::run);
        return new Session(Interleaving.name(number), server);
    }

    /** Waits until each session is done with what it was asked for, or waits for another one. */
    private void advance(List<Session> sessions, List<String> lines) {
        boolean began = true;
        while (began) {
            sessions.forEach(session -> settle(session, lines));
            // What one session has done since may have let another go on.
            boolean more = true;
            while (more) {
                more = false;
                for (Session session : sessions) {
                    more |= session.running.isPresent() && settle(session, lines);
                }
            }
            Optional<Session> next = sessions.stream()
                    .filter(session -> session.running.isEmpty() && !session.later.isEmpty())
                    .findFirst();
            began = next.isPresent();
            next.ifPresent(session -> {
                session.begin(session.later.remove());
                if (!settle(session, lines)) {
                    lines.add(session.name + "> " + session.statement + " waits");
                    crowded |= sessions.stream()
                                    .filter(other -> other.running.isPresent())
                                    .count()
                            > 1;
                }
            });
        }
    }

    /** Whether a statement is done; false if it waits. */
    private boolean settle(Session session, List<String> lines) {
        if (session.running.isEmpty()) {
            return true;
        }
        FutureTask<Answer> task = session.running.get();
        int waits = 0;
        while (waits < LOOKS) {
            try {
                Answer answer = task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                session.running = Optional.empty();
                session.answers.add(answer);
                lines.add(session.name + "> " + session.statement + " "
                        + (answer.failed() ? answer.state() : answer.toString()));
                return true;
            } catch (TimeoutException _) {
                waits = waits(session) ? waits + 1 : 0;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return false;
    }

    private boolean waits(Session session) {
        return watcher.run("select cardinality(pg_blocking_pids(" + session.process + "::integer)) > 0 as waits")
                .rows()
                .equals(List.of("'t'"));
    }

    @Override
    public void close() throws SQLException {
        for (Server server : servers) {
            server.close();
        }
    }
}
