package org.borealisdb.wire.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.runtime.random.RandomSource;

/** The sessions of a server, by the numbers that clients know them by. Safe for use by all tasks. */
public final class SessionRegistry {
    /** A session's place. Whoever was admitted must leave. */
    public record Admission(int processId, int secret) {}

    private record Entry(int secret, LiveSession session) {}

    private final int limit;
    private final RandomSource random;

    @GuardedBy("this")
    private final Map<Integer, Entry> sessions = new LinkedHashMap<>();

    @GuardedBy("this")
    private int lastProcessId;

    public SessionRegistry(int limit, RandomSource random) {
        this.limit = limit;
        this.random = random;
    }

    /** Admits a session under a new number; empty if there are too many. */
    public synchronized Optional<Admission> admit(LiveSession session) {
        if (sessions.size() >= limit) {
            return Optional.empty();
        }
        do {
            lastProcessId = lastProcessId == Integer.MAX_VALUE ? 1 : lastProcessId + 1;
        } while (sessions.containsKey(lastProcessId));
        int secret = (int) random.nextLong();
        sessions.put(lastProcessId, new Entry(secret, session));
        return Optional.of(new Admission(lastProcessId, secret));
    }

    /** Gives a place back. */
    public synchronized void leave(Admission admission) {
        sessions.remove(admission.processId());
    }

    /** Cancels what a session does, if number and secret belong together; false if not. */
    public boolean cancel(int processId, int secret) {
        Optional<Entry> entry = find(processId);
        // One comparison of two whole numbers takes the same time whatever they are.
        if (entry.isEmpty() || entry.get().secret != secret) {
            return false;
        }
        entry.get().session.cancelStatement();
        return true;
    }

    private synchronized Optional<Entry> find(int processId) {
        return Optional.ofNullable(sessions.get(processId));
    }

    /** The numbers of the sessions there are, in the order of their beginning. */
    public synchronized Set<Integer> processIds() {
        return new java.util.LinkedHashSet<>(sessions.keySet());
    }

    public synchronized int size() {
        return sessions.size();
    }
}
