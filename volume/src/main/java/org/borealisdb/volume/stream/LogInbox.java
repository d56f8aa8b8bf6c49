package org.borealisdb.volume.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.borealisdb.redo.message.StreamedLog;

/**
 * What a reader has received of the log and not applied, in whatever order it came and however often, and what it was told of VDL. Guarded by its monitor; leaf code.
 *
 * <p>It has a bound. When that is reached, what is farthest ahead is dropped, for what is next must find room; it is asked for again.
 */
final class LogInbox {
    private final long mostBytes;

    /** Pieces by where they begin, all with something above {@link #applied}. */
    @GuardedBy("this")
    private final TreeMap<Long, ByteBuffer> pieces = new TreeMap<>();

    @GuardedBy("this")
    private long bytes;

    @GuardedBy("this")
    private long applied;

    /** The log is here from {@link #applied} up to here. */
    @GuardedBy("this")
    private long received;

    /** The writer has sent the log up to here. */
    @GuardedBy("this")
    private long sent;

    @GuardedBy("this")
    private long vdl;

    /** When the first VDL above {@link #applied} was published; 0 if none was. */
    @GuardedBy("this")
    private long waitingSinceMicros;

    /**
     * An empty one.
     *
     * @param position LSN behind which the log begins
     * @param vdl      is durable, and applied
     */
    LogInbox(long mostBytes, long position, long vdl) {
        this.mostBytes = mostBytes;
        this.applied = position;
        this.received = position;
        this.sent = position;
        this.vdl = vdl;
    }

    /** Takes what came from the writer; true if there is something to do now, or something seems to be missing. */
    synchronized boolean add(StreamedLog message) {
        if (message.log().hasRemaining() && message.endLsn() > received) {
            insert(message.startLsn(), message.log());
        }
        return told(message.vdl(), message.publishedMicros(), message.endLsn());
    }

    /** Takes what the writer told: its VDL, when that was published, and how far it has sent the log; true as for {@link #add}. */
    synchronized boolean told(long newVdl, long publishedMicros, long sentLsn) {
        sent = Math.max(sent, sentLsn);
        if (newVdl > vdl) {
            vdl = newVdl;
            if (waitingSinceMicros == 0 && newVdl > applied) {
                waitingSinceMicros = publishedMicros;
            }
        }
        return ready() > applied || lacksLog();
    }

    @GuardedBy("this")
    private void insert(long start, ByteBuffer log) {
        ByteBuffer same = pieces.get(start);
        if (same != null && same.remaining() >= log.remaining()) {
            return;
        }
        while (bytes + log.remaining() > mostBytes && !pieces.isEmpty() && pieces.lastKey() > start) {
            bytes -= pieces.pollLastEntry().getValue().remaining();
        }
        if (bytes + log.remaining() > mostBytes) {
            return;
        }
        ByteBuffer before = pieces.put(start, log);
        bytes += log.remaining() - (before == null ? 0 : before.remaining());
        Map.Entry<Long, ByteBuffer> next = pieces.floorEntry(received);
        while (next != null && end(next) > received) {
            received = end(next);
            next = pieces.floorEntry(received);
        }
    }

    private static long end(Map.Entry<Long, ByteBuffer> piece) {
        return piece.getKey() + piece.getValue().remaining();
    }

    /** The log is here without gaps up to this LSN. */
    synchronized long received() {
        return received;
    }

    /** VDL, as it was last told. */
    synchronized long vdl() {
        return vdl;
    }

    /** The log that is here and durable ends there. */
    synchronized long ready() {
        return Math.min(received, vdl);
    }

    /** True if the writer has sent log that is not here. */
    synchronized boolean lacksLog() {
        return sent > received;
    }

    /** Copies what follows {@code lsn}, which is not below what was applied, to the start of {@code target}: at most {@code most} bytes, which are here. */
    synchronized void copy(long lsn, int most, MemorySegment target) {
        long at = lsn;
        int copied = 0;
        while (copied < most) {
            Map.Entry<Long, ByteBuffer> piece = pieces.floorEntry(at);
            if (piece == null || end(piece) <= at) {
                throw new IllegalStateException("log behind LSN " + at + " is not here");
            }
            int from = (int) (at - piece.getKey());
            int count = Math.min(most - copied, piece.getValue().remaining() - from);
            MemorySegment.copy(MemorySegment.ofBuffer(piece.getValue()), from, target, copied, count);
            copied += count;
            at += count;
        }
    }

    /** The log up to {@code lsn} was applied; when the first VDL was published that this has waited for, or 0. */
    synchronized long appliedUpTo(long lsn) {
        applied = lsn;
        while (!pieces.isEmpty() && end(pieces.firstEntry()) <= lsn) {
            bytes -= pieces.pollFirstEntry().getValue().remaining();
        }
        long since = waitingSinceMicros;
        if (vdl <= lsn) {
            waitingSinceMicros = 0;
        }
        return since;
    }

    /** When the first VDL was published that was not applied yet; 0 if all were. */
    synchronized long waitingSinceMicros() {
        return waitingSinceMicros;
    }

    synchronized long bytes() {
        return bytes;
    }
}
