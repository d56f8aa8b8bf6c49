package org.borealisdb.volume.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.message.StreamedLog;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.jspecify.annotations.Nullable;

/**
 * The newest log that was sent to storage, for readers: copied once, and shared by all of them. Contiguous, in pieces that fit a message; when it is full, or nobody needs it, the oldest pieces go. So
 * it has a bound, and adding to it never waits for a reader. Guarded by its monitor; leaf code.
 */
final class LogWindow {
    /** A piece of the stream. Encoded by the stream's task, when it is first sent. */
    static final class Piece {
        private final long startLsn;
        private final int length;
        private ByteBuffer log;
        private @Nullable ByteBuffer message;
        private long toldVdl;

        Piece(long startLsn, ByteBuffer log) {
            this.startLsn = startLsn;
            this.length = log.remaining();
            this.log = log;
        }

        long startLsn() {
            return startLsn;
        }

        long endLsn() {
            return startLsn + length;
        }

        /** The VDL that its message tells; of the stream's task, after {@link #message}. */
        long toldVdl() {
            return toldVdl;
        }

        /** The piece as a message, with the VDL of when it was first asked for. Of the stream's task. */
        ByteBuffer message(VolumeId volume, VolumeEpoch epoch, int timeline, long vdl, long publishedMicros) {
            ByteBuffer known = message;
            if (known == null) {
                known = StorageMessages.encode(
                        new StreamedLog(volume, epoch, timeline, startLsn, vdl, publishedMicros, log));
                message = known;
                toldVdl = vdl;
                // The message has the bytes now.
                log = ByteBuffer.allocate(0);
            }
            return known.duplicate();
        }
    }

    private final long mostBytes;

    @GuardedBy("this")
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();

    @GuardedBy("this")
    private long bytes;

    /** Where the window begins; -1 as long as nothing was added. */
    @GuardedBy("this")
    private long start = -1;

    @GuardedBy("this")
    private long end = -1;

    LogWindow(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Adds {@code length} bytes from {@code from} of {@code memory}, which follow {@code startLsn}. What does not follow what was added before begins the window anew. */
    void add(MemorySegment memory, long from, int length, long startLsn) {
        List<Piece> added = new ArrayList<>();
        for (int at = 0; at < length; at += StreamedLog.MOST_BYTES) {
            byte[] copy = new byte[Math.min(StreamedLog.MOST_BYTES, length - at)];
            MemorySegment.copy(memory, from + at, MemorySegment.ofArray(copy), 0, copy.length);
            added.add(new Piece(startLsn + at, ByteBuffer.wrap(copy)));
        }
        synchronized (this) {
            if (startLsn != end) {
                clear();
                start = startLsn;
            }
            pieces.addAll(added);
            bytes += length;
            end = startLsn + length;
            while (bytes > mostBytes) {
                removeFirst();
            }
        }
    }

    /** Forgets everything. */
    synchronized void clear() {
        pieces.clear();
        bytes = 0;
        start = -1;
        end = -1;
    }

    /** Nobody needs what is at or below {@code lsn}. */
    synchronized void trim(long lsn) {
        while (!pieces.isEmpty() && pieces.getFirst().endLsn() <= lsn) {
            removeFirst();
        }
    }

    @GuardedBy("this")
    private void removeFirst() {
        Piece first = pieces.removeFirst();
        bytes -= first.length;
        start = first.endLsn();
    }

    /** True if it has the log behind {@code lsn}, or will have it if {@code allSent}: if nothing behind there was sent yet. */
    synchronized boolean covers(long lsn, boolean allSent) {
        return start < 0 ? allSent : lsn >= start;
    }

    /** The pieces with anything behind {@code lsn}; empty if the log there is not kept any more. */
    synchronized Optional<List<Piece>> after(long lsn) {
        if (start >= 0 && lsn < start) {
            return Optional.empty();
        }
        // What is behind is at the end, as a rule little.
        ArrayDeque<Piece> found = new ArrayDeque<>();
        for (var each = pieces.descendingIterator(); each.hasNext(); ) {
            Piece piece = each.next();
            if (piece.endLsn() <= lsn) {
                break;
            }
            found.addFirst(piece);
        }
        return Optional.of(List.copyOf(found));
    }

    /** LSN of the last byte; -1 if nothing was added. */
    synchronized long end() {
        return end;
    }

    synchronized long bytes() {
        return bytes;
    }
}
