package org.borealisdb.engine.serial;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.expr.error.SqlException;

/**
 * A model: a few keys with versions, transactions with snapshots of which the first to write a key wins, and what is told of them as the engine tells it. Afterwards it knows whether those that
 * were committed could have run one after the other.
 */
final class SnapshotStore {
    private static final long TREE = 7;

    private final SerialTransactions serials;
    private final boolean watched;
    private final List<List<Version>> keys = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private long time;

    /** A version of a key: who made it. */
    private record Version(Session writer) {}

    /** What a transaction saw of a key: so many of its versions. */
    private record Seen(int key, Session writer) {}

    /** One transaction. */
    static final class Session {
        private final long id;
        private final boolean readOnly;
        private final SerialTransaction serial;
        private long snapshot;
        private long committed = Long.MAX_VALUE;
        private boolean aborted;
        private final Set<Seen> reads = new HashSet<>();

        private Session(long id, boolean readOnly, SerialTransaction serial) {
            this.id = id;
            this.readOnly = readOnly;
            this.serial = serial;
        }

        boolean isCommitted() {
            return committed != Long.MAX_VALUE;
        }

        boolean isReadOnly() {
            return readOnly;
        }

        boolean runs() {
            return !aborted && !isCommitted();
        }
    }

    /** A store whose transactions are serializable if they are {@code watched}. */
    SnapshotStore(SerialTransactions serials, int keyCount, boolean watched) {
        this.serials = serials;
        this.watched = watched;
        for (int i = 0; i < keyCount; i++) {
            keys.add(new ArrayList<>());
        }
    }

    Session begin(boolean readOnly) {
        long id = sessions.size() + 1L;
        long[] snapshot = new long[1];
        SerialTransaction serial = serials.begin(new LockOwner("session " + id), readOnly, () -> snapshot[0] = time);
        Session session = new Session(id, readOnly, serial);
        session.snapshot = snapshot[0];
        sessions.add(session);
        return session;
    }

    private static byte[] bytes(int key) {
        return new byte[] {(byte) key};
    }

    /** Reads keys from one to another; false if the transaction has failed. */
    boolean read(Session session, int from, int to) {
        return attempt(session, () -> {
            if (watched) {
                session.serial.reads(TREE, bytes(from), bytes(to + 1), true);
            }
            for (int key = from; key <= to; key++) {
                List<Version> versions = keys.get(key);
                int at = versions.size() - 1;
                while (at >= 0 && !sees(session, versions.get(at))) {
                    if (watched) {
                        session.serial.overlooked(versions.get(at).writer.id);
                    }
                    at--;
                }
                if (at < 0) {
                    session.reads.add(new Seen(key, session));
                } else if (versions.get(at).writer != session) {
                    session.reads.add(new Seen(key, versions.get(at).writer));
                }
            }
        });
    }

    private static boolean sees(Session session, Version version) {
        return version.writer == session || version.writer.committed <= session.snapshot;
    }

    /** Writes a key, unless another transaction has written it that this one does not see: then it fails. */
    boolean write(Session session, int key) {
        List<Version> versions = keys.get(key);
        if (!versions.isEmpty() && !sees(session, versions.getLast())) {
            abort(session);
            return false;
        }
        if (session.serial.id == 0) {
            session.serial.identified(session.id);
        }
        versions.add(new Version(session));
        return !watched || attempt(session, () -> session.serial.wrote(TREE, bytes(key), bytes(key)));
    }

    /** Asks whether a transaction may commit, after which it does nothing more. */
    boolean prepare(Session session) {
        return !watched || attempt(session, session.serial::prepare);
    }

    void commit(Session session) {
        session.committed = ++time;
        session.serial.ended(true);
    }

    void abort(Session session) {
        session.aborted = true;
        keys.forEach(versions -> versions.removeIf(version -> version.writer == session));
        session.serial.ended(false);
    }

    private boolean attempt(Session session, Runnable work) {
        try {
            work.run();
            return true;
        } catch (SqlException refused) {
            abort(session);
            return false;
        }
    }

    long committed() {
        return sessions.stream().filter(Session::isCommitted).count();
    }

    /** Takes away whoever nobody that is left must come before, again and again: returns how many are left. */
    int withoutOrder() {
        List<Session> all = sessions.stream().filter(Session::isCommitted).toList();
        int[] before = new int[all.size()];
        List<Set<Integer>> behind = new ArrayList<>();
        all.forEach(one -> behind.add(new HashSet<>()));
        for (List<Version> versions : keys) {
            for (int i = 1; i < versions.size(); i++) {
                add(all, behind, versions.get(i - 1).writer, versions.get(i).writer);
            }
        }
        for (Session reader : all) {
            for (Seen seen : reader.reads) {
                Optional<Session> writer = seen.writer == reader ? Optional.empty() : Optional.of(seen.writer);
                writer.ifPresent(earlier -> add(all, behind, earlier, reader));
                List<Session> later =
                        keys.get(seen.key).stream().map(Version::writer).toList();
                later.subList(writer.map(later::lastIndexOf).orElse(-1) + 1, later.size())
                        .forEach(overwriter -> add(all, behind, reader, overwriter));
            }
        }
        behind.forEach(followers -> followers.forEach(follower -> before[follower]++));
        ArrayDeque<Integer> free = new ArrayDeque<>();
        for (int i = 0; i < before.length; i++) {
            if (before[i] == 0) {
                free.add(i);
            }
        }
        int left = before.length;
        while (!free.isEmpty()) {
            left--;
            for (int follower : behind.get(free.poll())) {
                if (--before[follower] == 0) {
                    free.add(follower);
                }
            }
        }
        return left;
    }

    private static void add(List<Session> all, List<Set<Integer>> behind, Session earlier, Session later) {
        if (earlier != later && earlier.isCommitted() && later.isCommitted()) {
            behind.get(all.indexOf(earlier)).add(all.indexOf(later));
        }
    }
}
