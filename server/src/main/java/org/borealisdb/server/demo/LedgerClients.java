package org.borealisdb.server.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.server.region.RegionProblemException;

/**
 * Clients at work: writers that move money between accounts and note it in the table {@code ledger}, and a reader that checks that no
 * money is lost and nothing acknowledged is unseen. A client whose session is lost connects again, to the instance that is named then.
 */
public final class LedgerClients implements AutoCloseable {
    public static final int WRITERS = 4;
    private static final int ACCOUNTS = 100;
    private static final Duration RECONNECT = Duration.ofMillis(250);
    private static final Pattern ENTRY = Pattern.compile("([0-9]+)\\|([0-9]+)");

    private final ClientSession.Factory factory;
    private final Duration rest;
    private final Ledger ledger;
    private final List<Thread> threads = new ArrayList<>();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private int port;

    @GuardedBy("lock")
    private boolean paused;

    @GuardedBy("lock")
    private boolean stopped;

    /** Writers in the middle of a transaction. */
    @GuardedBy("lock")
    private int writing;

    @GuardedBy("lock")
    private final Set<ClientSession> sessions = new HashSet<>();

    /** Clients of the instance at {@code port}, which will rest for {@code rest} after each transaction; they do nothing yet. */
    public LedgerClients(ClientSession.Factory factory, int port, Ledger ledger, Duration rest) {
        this.factory = factory;
        this.port = port;
        this.ledger = ledger;
        this.rest = rest;
    }

    /** Makes the tables. */
    public void createTables() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int account = 0; account < ACCOUNTS; account++) {
            rows.append(account == 0 ? "" : ", ").append('(').append(account).append(", 0)");
        }
        try (ClientSession session = session()) {
            for (String statement : List.of(
                    "CREATE TABLE accounts (id integer PRIMARY KEY, balance bigint NOT NULL);",
                    "CREATE TABLE ledger (writer integer, entry integer, amount integer, PRIMARY KEY (writer, entry));",
                    "INSERT INTO accounts VALUES " + rows + ";")) {
                Answer answer = session.execute(statement);
                if (answer.ended() || answer.error().isPresent()) {
                    throw new RegionProblemException("the tables cannot be made: " + String.join(" ", answer.lines()));
                }
            }
        }
    }

    /** Sets the clients to work. */
    public void start() {
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            threads.add(Thread.ofPlatform().name("writer-" + writer).start(() -> write(writer)));
        }
        threads.add(Thread.ofPlatform().name("reader").start(this::read));
    }

    private ClientSession session() throws IOException {
        int now;
        synchronized (lock) {
            now = port;
        }
        return factory.open(now);
    }

    /** From now on lost sessions are replaced by ones there. */
    public void connectTo(int newPort) {
        synchronized (lock) {
            port = newPort;
        }
    }

    private void write(int writer) {
        int entry = 0;
        while (!isStopped()) {
            try (ClientSession session = session()) {
                register(session);
                while (begin()) {
                    entry++;
                    long start = System.nanoTime();
                    Answer answer = session.execute(transfer(writer, entry));
                    note(writer, entry, answer, System.nanoTime() - start);
                    if (answer.ended()) {
                        break;
                    }
                    pause(rest);
                }
                unregister(session);
            } catch (IOException unreachable) {
                ledger.refused(String.valueOf(unreachable.getMessage()));
            }
            pause(RECONNECT);
        }
    }

    private static String transfer(int writer, int entry) {
        // Always from the lower to the higher account, or back by a negative amount: so nobody waits in a circle.
        int low = (entry * 7 + writer) % (ACCOUNTS - 1);
        int high = low + 1 + (entry * 31 + writer) % (ACCOUNTS - 1 - low);
        int amount = entry % 100 - 50;
        return "BEGIN; UPDATE accounts SET balance = balance - " + amount + " WHERE id = " + low
                + "; UPDATE accounts SET"
                + " balance = balance + " + amount + " WHERE id = " + high + "; INSERT INTO ledger VALUES (" + writer
                + ", "
                + entry + ", " + amount + "); COMMIT;";
    }

    private void note(int writer, int entry, Answer answer, long nanos) {
        if (answer.last().filter("COMMIT"::equals).isPresent()) {
            ledger.acknowledged(writer, entry, nanos);
        } else if (answer.ended()) {
            // COMMIT may have been answered before the session was lost.
            if (!answer.lines().isEmpty() && answer.lines().contains("COMMIT")) {
                ledger.acknowledged(writer, entry, nanos);
            } else if (!isStopped()) {
                ledger.lost(writer, entry, describe(answer));
            }
        } else {
            ledger.refused(describe(answer));
        }
        end();
    }

    private static String describe(Answer answer) {
        return answer.error().orElse("the session was lost without a word");
    }

    private void read() {
        while (!isStopped()) {
            try (ClientSession session = session()) {
                register(session);
                boolean goesOn = true;
                while (goesOn && !isStopped()) {
                    int known = ledger.lastAcknowledged(0);
                    long start = System.nanoTime();
                    Answer answer = session.execute(
                            "SELECT (SELECT sum(balance) FROM accounts), (SELECT coalesce(max(entry), 0) FROM"
                                    + " ledger WHERE writer = 0);");
                    goesOn = !answer.ended();
                    judge(answer, known, System.nanoTime() - start);
                    pause(rest);
                }
                unregister(session);
            } catch (IOException lost) {
                ledger.refused("reader: " + lost.getMessage());
            }
            pause(RECONNECT);
        }
    }

    private void judge(Answer answer, int known, long nanos) {
        Matcher matcher = ENTRY.matcher(answer.last().orElse(""));
        if (matcher.matches()) {
            ledger.read(nanos);
            if (!matcher.group(1).equals("0")) {
                ledger.refused("WRONG ANSWER: the accounts sum up to " + matcher.group(1));
            } else if (Integer.parseInt(matcher.group(2)) < known) {
                ledger.refused("STALE ANSWER: entry " + matcher.group(2) + " after " + known + " was acknowledged");
            }
        } else if (!isStopped()) {
            ledger.refused("reader: " + describe(answer));
        }
    }

    /** Every entry that the database has. Nobody writes meanwhile. */
    public Set<Ledger.Entry> entries() throws IOException {
        try (ClientSession session = session()) {
            return entries(session);
        }
    }

    /** Every entry that the database at another port has. */
    public Set<Ledger.Entry> entriesAt(int otherPort) throws IOException {
        try (ClientSession session = factory.open(otherPort)) {
            return entries(session);
        }
    }

    private static Set<Ledger.Entry> entries(ClientSession session) throws IOException {
        Answer answer = session.execute("SELECT writer, entry FROM ledger;");
        if (answer.ended() || answer.error().isPresent()) {
            throw new RegionProblemException("the ledger cannot be read: " + describe(answer));
        }
        Set<Ledger.Entry> entries = new HashSet<>();
        for (String line : answer.lines()) {
            Matcher matcher = ENTRY.matcher(line);
            if (matcher.matches()) {
                entries.add(new Ledger.Entry(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
            }
        }
        return entries;
    }

    /** Lets writers begin no more transactions, and waits until they have ended those under way; false if they have not. */
    public boolean pauseWriters(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (lock) {
            paused = true;
            while (writing > 0) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                lock.wait(millis);
            }
            return true;
        }
    }

    /** Lets writers go on. */
    public void resumeWriters() {
        synchronized (lock) {
            paused = false;
            lock.notifyAll();
        }
    }

    /** Waits while writers are paused, then counts one in; false if they are to stop. */
    private boolean begin() {
        synchronized (lock) {
            try {
                while (paused && !stopped) {
                    lock.wait();
                }
            } catch (InterruptedException nobodyDoesThis) {
                Thread.currentThread().interrupt();
                return false;
            }
            if (stopped) {
                return false;
            }
            writing++;
            return true;
        }
    }

    private void end() {
        synchronized (lock) {
            writing = Math.max(0, writing - 1);
            lock.notifyAll();
        }
    }

    private boolean isStopped() {
        synchronized (lock) {
            return stopped;
        }
    }

    private void pause(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        synchronized (lock) {
            try {
                long left = time.toMillis();
                while (!stopped && left > 0) {
                    lock.wait(left);
                    left = (deadline - System.nanoTime()) / 1_000_000;
                }
            } catch (InterruptedException nobodyDoesThis) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void register(ClientSession session) {
        synchronized (lock) {
            sessions.add(session);
            if (stopped) {
                session.close();
            }
        }
    }

    private void unregister(ClientSession session) {
        synchronized (lock) {
            sessions.remove(session);
        }
    }

    /** Ends all clients. */
    @Override
    public void close() {
        synchronized (lock) {
            stopped = true;
            sessions.forEach(ClientSession::close);
            lock.notifyAll();
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException nobodyDoesThis) {
            Thread.currentThread().interrupt();
        }
    }
}
