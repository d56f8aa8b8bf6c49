package org.borealisdb.volume.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.borealisdb.redo.message.ReaderLoad;
import org.borealisdb.redo.message.ReaderReport;
import org.borealisdb.runtime.net.Address;

/**
 * The readers of a writer, and what they have promised (R18). Guarded by its monitor; leaf code.
 *
 * <p><b>Why no promise comes too late.</b> A joining is held at 0, and only then is the VDL looked at that it begins with. Whoever raises a horizon looks at VDL first and at {@link #lowestRead} or
 * {@link #oldestView} after that, and takes the lower one. If it misses the joining, the joining was held later, so the VDL that it begins with is at or above the one that was looked at.
 * After that the reader's own reports raise it, and never lower it, in whatever order they come. A reader is forgotten, and gets no log any more, before its promises are.
 */
final class JoinedReaders {
    /** One joining. */
    private static final class Joined {
        final Address address;
        final String name;
        final Sent sent = new Sent();
        boolean reported;
        long heardAt;
        long askedNanos;
        /** When the report with {@link #askedNanos} had arrived. */
        long askedAt;

        long appliedLsn;
        long receivedLsn;
        long lowestReadLsn;
        long oldestView;
        long lagMicros;
        boolean lacksLog;
        ReaderLoad load = ReaderLoad.UNKNOWN;

        Joined(Address address, String name, long now) {
            this.address = address;
            this.name = name;
            this.heardAt = now;
        }
    }

    /** What was sent to a reader; of the stream's task alone. */
    static final class Sent {
        long lsn = -1;
        long vdl = -1;
    }

    /** A reader as it was a moment ago: {@code sent} is the stream's task's own. */
    record Listener(
            Address address,
            long joining,
            Sent sent,
            long askedNanos,
            long askedAt,
            long appliedLsn,
            long receivedLsn,
            boolean lacksLog) {}

    private final int most;

    @GuardedBy("this")
    private final Map<Long, Joined> joinings = new TreeMap<>();

    private volatile long lowestRead = Long.MAX_VALUE;
    private volatile long oldestView = Long.MAX_VALUE;

    JoinedReaders(int most) {
        this.most = most;
    }

    /** No reader asks for a page below it; {@link Long#MAX_VALUE} if there is none. */
    long lowestRead() {
        return lowestRead;
    }

    /** No view of a reader is below it; {@link Long#MAX_VALUE} if there is none. */
    long oldestView() {
        return oldestView;
    }

    /** What became of an attempt to join. */
    enum Held {
        YES,
        TOO_MANY,
        /** The call came twice. */
        AGAIN
    }

    /** Keeps everything for a reader that is about to begin; one that is there under an earlier joining stays until it reports under this one. */
    synchronized Held hold(Address address, long joining, String name, long now) {
        if (joinings.containsKey(joining)) {
            return Held.AGAIN;
        }
        long others = joinings.values().stream()
                .map(each -> each.address)
                .filter(other -> !other.equals(address))
                .distinct()
                .count();
        if (others >= most) {
            return Held.TOO_MANY;
        }
        joinings.put(joining, new Joined(address, name, now));
        recount();
        return Held.YES;
    }

    /** The reader begins at {@code vdl}, behind which the log begins at {@code position}. */
    synchronized void settle(long joining, long vdl, long position) {
        Joined joined = joinings.get(joining);
        if (joined != null) {
            joined.appliedLsn = position;
            joined.receivedLsn = position;
            joined.lowestReadLsn = vdl;
            joined.oldestView = vdl;
            recount();
        }
    }

    /** Takes a report; false if there is no such joining. */
    synchronized boolean report(Address from, ReaderReport report, long now) {
        Joined joined = joinings.get(report.joining());
        if (joined == null || !joined.address.equals(from)) {
            return false;
        }
        if (!joined.reported) {
            joined.reported = true;
            joinings.values().removeIf(other -> other != joined && other.address.equals(from));
        }
        joined.heardAt = now;
        if (joined.askedNanos == 0 || report.askedNanos() - joined.askedNanos > 0) {
            joined.askedNanos = report.askedNanos();
            joined.askedAt = now;
        }
        joined.appliedLsn = Math.max(joined.appliedLsn, report.appliedLsn());
        joined.receivedLsn = Math.max(joined.receivedLsn, report.receivedLsn());
        joined.lowestReadLsn = Math.max(joined.lowestReadLsn, report.lowestReadLsn());
        joined.oldestView = Math.max(joined.oldestView, report.oldestView());
        joined.lagMicros = report.lagMicros();
        joined.lacksLog |= report.lacksLog();
        joined.load = report.load();
        recount();
        return true;
    }

    /** Ends a joining. */
    synchronized void leave(long joining) {
        joinings.remove(joining);
        recount();
    }

    /** Ends all joinings. */
    synchronized void leaveAll() {
        joinings.clear();
        recount();
    }

    /** Ends the joinings that were not heard of since {@code since}, and answers them. */
    synchronized List<Listener> forgetSilent(long since) {
        List<Listener> forgotten = new ArrayList<>();
        for (Iterator<Map.Entry<Long, Joined>> each = joinings.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Long, Joined> entry = each.next();
            if (entry.getValue().heardAt - since < 0) {
                each.remove();
                forgotten.add(listener(entry.getKey(), entry.getValue()));
            }
        }
        recount();
        return forgotten;
    }

    synchronized boolean isEmpty() {
        return joinings.isEmpty();
    }

    /** Those who listen; that one lacks log is told once. */
    synchronized List<Listener> listeners() {
        List<Listener> all = new ArrayList<>(joinings.size());
        joinings.forEach((joining, joined) -> {
            if (joined.reported) {
                all.add(listener(joining, joined));
                joined.lacksLog = false;
            }
        });
        return all;
    }

    private static Listener listener(long joining, Joined joined) {
        if (joined.sent.lsn < 0) {
            joined.sent.lsn = joined.receivedLsn;
        }
        return new Listener(
                joined.address,
                joining,
                joined.sent,
                joined.askedNanos,
                joined.askedAt,
                joined.appliedLsn,
                joined.receivedLsn,
                joined.lacksLog);
    }

    /** All readers have the log up to here. */
    synchronized long received() {
        long lowest = Long.MAX_VALUE;
        for (Joined joined : joinings.values()) {
            lowest = Math.min(lowest, joined.receivedLsn);
        }
        return lowest;
    }

    synchronized List<ReaderStatus> status(long now) {
        List<ReaderStatus> all = new ArrayList<>(joinings.size());
        joinings.forEach((joining, joined) -> all.add(new ReaderStatus(
                joined.name,
                joined.address,
                joining,
                joined.appliedLsn,
                joined.receivedLsn,
                joined.lowestReadLsn,
                joined.oldestView,
                joined.lagMicros,
                now - joined.heardAt,
                joined.load)));
        return all;
    }

    @GuardedBy("this")
    private void recount() {
        long reads = Long.MAX_VALUE;
        long views = Long.MAX_VALUE;
        for (Joined joined : joinings.values()) {
            reads = Math.min(reads, joined.lowestReadLsn);
            views = Math.min(views, joined.oldestView);
        }
        lowestRead = reads;
        oldestView = views;
    }
}
