package org.borealisdb.tests.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.borealisdb.server.demo.Answer;
import org.borealisdb.server.demo.ClientSession;
import org.borealisdb.tests.history.Elements;
import org.borealisdb.tests.history.ObservedTransaction;
import org.borealisdb.tests.history.ObservedTransaction.Isolation;
import org.borealisdb.tests.history.ObservedTransaction.Outcome;
import org.borealisdb.tests.history.ObservedTransaction.Promise;
import org.borealisdb.tests.history.Operation;

/** Clients that append to lists and read them, until they are told to stop. What they were told is kept. */
final class Workload {
    /** Lists that clients work with at a time, and how long each gets. */
    private static final int LISTS_AT_A_TIME = 12;

    private static final int LIST_LENGTH = 60;
    private static final int MOST_OPERATIONS = 4;
    private static final long RECONNECT_MILLIS = 100;
    private static final String PREFIX = "UPDATE lists SET v = CASE WHEN v = '' THEN '";

    private final int lists;
    private final long pauseMillis;
    private final Random seeds;
    private final AtomicInteger nextElement = new AtomicInteger();
    private final AtomicInteger nextSession = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final Object lock = new Object();
    /** Guarded by the lock. */
    private final List<ObservedTransaction> history = new ArrayList<>();

    /** Guarded by the lock. */
    private final Map<String, Integer> errors = new HashMap<>();

    private volatile boolean stopped;

    /** How a client connects. */
    interface Connecting {
        ClientSession open() throws IOException;
    }

    /**
     * No clients yet.
     *
     * @param lists       there are, from 1 on
     * @param pauseMillis of each client between two transactions
     */
    Workload(long seed, int lists, long pauseMillis) {
        this.lists = lists;
        this.pauseMillis = pauseMillis;
        this.seeds = new Random(seed);
    }

    /**
     * Another client.
     *
     * @param setting  a statement for each new session; empty: none
     * @param acknowledged told when a transaction that changed something was acknowledged
     */
    void start(String name, Connecting connecting, String setting, Promise promise, LongConsumer acknowledged) {
        long seed = seeds.nextLong();
        threads.add(Thread.ofPlatform()
                .name(name)
                .start(() -> work(connecting, setting, promise, new Random(seed), acknowledged)));
    }

    private void work(
            Connecting connecting, String setting, Promise promise, Random random, LongConsumer acknowledged) {
        while (!stopped) {
            try (ClientSession session = connecting.open()) {
                int number = nextSession.incrementAndGet();
                boolean goesOn = setting.isEmpty() || !session.execute(setting).ended();
                while (goesOn && !stopped) {
                    goesOn = transact(session, number, promise, setting.isEmpty(), random, acknowledged);
                    sleep(pauseMillis);
                }
            } catch (IOException unreachable) {
                count("connect: " + unreachable.getMessage());
            }
            sleep(RECONNECT_MILLIS);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException nobodyDoesThis) {
            Thread.currentThread().interrupt();
        }
    }

    /** Readers have no serializable transactions. */
    private static Isolation isolation(Random random, boolean atWriter) {
        Isolation[] all = Isolation.values();
        return all[random.nextInt(atWriter ? all.length : all.length - 1)];
    }

    /** One transaction; false if the session has ended. */
    private boolean transact(
            ClientSession session,
            int number,
            Promise promise,
            boolean atWriter,
            Random random,
            LongConsumer acknowledged) {
        Isolation isolation = isolation(random, atWriter);
        List<Operation> wanted = new ArrayList<>();
        StringBuilder text =
                new StringBuilder("BEGIN ISOLATION LEVEL " + isolation.name().replace('_', ' ') + "; ");
        int count = 1 + random.nextInt(MOST_OPERATIONS);
        int oldest = Math.min(
                lists - LISTS_AT_A_TIME, nextElement.get() / (LISTS_AT_A_TIME * LIST_LENGTH) * LISTS_AT_A_TIME);
        for (int i = 0; i < count; i++) {
            int key = 1 + oldest + random.nextInt(LISTS_AT_A_TIME);
            if (random.nextBoolean()) {
                int element = nextElement.incrementAndGet();
                wanted.add(new Operation.Append(key, element));
                text.append(PREFIX)
                        .append(element)
                        .append("' ELSE v || ',")
                        .append(element)
                        .append("' END WHERE k = ")
                        .append(key)
                        .append("; ");
            } else {
                wanted.add(new Operation.Read(key, Elements.NONE));
                text.append("SELECT 'list ' || v FROM lists WHERE k = ")
                        .append(key)
                        .append("; ");
            }
        }
        text.append("COMMIT;");
        long began = System.nanoTime();
        Answer answer = session.execute(text.toString());
        long ended = System.nanoTime();
        Outcome outcome = outcome(answer);
        List<Operation> done = outcome == Outcome.COMMITTED ? withReads(wanted, answer) : appends(wanted);
        synchronized (lock) {
            history.add(new ObservedTransaction(number, isolation, promise, began, ended, outcome, done));
        }
        answer.error().ifPresent(error -> count(error.replaceAll("[0-9]{2,}", "N")));
        if (outcome == Outcome.COMMITTED && !appends(wanted).isEmpty()) {
            acknowledged.accept(ended);
        }
        return !answer.ended();
    }

    /** What became of it: nobody knows if the session ended before the commit was answered. */
    private static Outcome outcome(Answer answer) {
        if (answer.lines().contains("COMMIT")) {
            return Outcome.COMMITTED;
        }
        boolean unknown = answer.ended()
                || answer.lines().stream().anyMatch(line -> line.startsWith("ERROR:") && line.contains("08007"));
        return unknown ? Outcome.UNKNOWN : Outcome.ROLLED_BACK;
    }

    private static List<Operation> appends(List<Operation> wanted) {
        return wanted.stream()
                .filter(operation -> operation instanceof Operation.Append)
                .toList();
    }

    private static List<Operation> withReads(List<Operation> wanted, Answer answer) {
        List<String> read =
                answer.lines().stream().filter(line -> line.startsWith("list ")).toList();
        List<Operation> done = new ArrayList<>();
        int next = 0;
        for (Operation operation : wanted) {
            if (operation instanceof Operation.Read(int key, Elements _)) {
                if (next == read.size()) {
                    throw new IllegalStateException("a committed transaction lacks an answer: " + answer.lines());
                }
                done.add(new Operation.Read(key, Elements.parse(read.get(next++).substring("list ".length()))));
            } else {
                done.add(operation);
            }
        }
        return done;
    }

    private void count(String error) {
        synchronized (lock) {
            errors.merge(error, 1, Integer::sum);
        }
    }

    /** Has all clients end after what they do; waits for that. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** What clients were told so far. */
    List<ObservedTransaction> history() {
        synchronized (lock) {
            return List.copyOf(history);
        }
    }

    /** Errors that they were told, and how often. */
    Map<String, Integer> errors() {
        synchronized (lock) {
            return Map.copyOf(errors);
        }
    }
}
