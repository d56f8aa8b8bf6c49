package org.borealisdb.simulation.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.metric.Metrics;

/** Bytes of one file: as processes see them, as they are durable, and the writes in between. */
final class SimulatedContent {
    private final Blocks current;
    private final Blocks durable;
    private List<Write> pending = new ArrayList<>();
    /** Writes that will never be durable by themselves: with those that are pending, all in which current and durable differ. */
    private List<Write> forgotten = new ArrayList<>();

    private Write lastSettled = new Write(0, ByteBuffer.allocate(0));

    SimulatedContent(int size) {
        this.current = new Blocks(size);
        this.durable = new Blocks(size);
    }

    /** A write that is not durable yet, in pieces of one block each. */
    static final class Write {
        private final int at;
        private final int end;
        private final byte[][] pieces;

        Write(int at, ByteBuffer source) {
            this.at = at;
            this.end = at + source.remaining();
            int first = at / FileStore.BLOCK_BYTES;
            int blocks = source.hasRemaining() ? (end - 1) / FileStore.BLOCK_BYTES - first + 1 : 0;
            this.pieces = new byte[blocks][];
            for (int i = 0; i < blocks; i++) {
                int to = Math.min(end, (first + i + 1) * FileStore.BLOCK_BYTES);
                pieces[i] = new byte[to - at(i)];
                source.get(pieces[i]);
            }
        }

        /** Where piece {@code i} is in the file. */
        int at(int i) {
            return i == 0 ? at : (at / FileStore.BLOCK_BYTES + i) * FileStore.BLOCK_BYTES;
        }
    }

    long size() {
        return current.size();
    }

    Write write(long position, ByteBuffer source) {
        Write write = new Write(Math.toIntExact(position), source);
        put(current, write);
        pending.add(write);
        return write;
    }

    int read(long position, ByteBuffer target) {
        int count = (int) Math.max(0, Math.min(target.remaining(), current.size() - position));
        if (count > 0) {
            current.read((int) position, target, count);
        }
        return count;
    }

    /** The writes that a sync beginning now covers. */
    List<Write> pendingNow() {
        return List.copyOf(pending);
    }

    /** Makes these writes durable, in order. */
    void settle(List<Write> writes) {
        for (Write write : writes) {
            if (pending.remove(write)) {
                put(durable, write);
                lastSettled = write;
            }
        }
    }

    /** A failed sync: nobody knows, and nobody will try again. */
    void forget(List<Write> writes) {
        pending.removeAll(writes);
        forgotten.addAll(writes);
    }

    /**
     * Flips a random bit of what was written and is durable, if there is any, but never of the last durable write: at the end of a log, damage
     * can't be told from a write that was torn by the crash.
     */
    boolean rot(SplittableRandom random) {
        int length = Math.min(current.size(), durable.size());
        int from = length == 0 ? 0 : random.nextInt(length);
        for (int step = 0; step < length; step++) {
            int at = (from + step) % length;
            boolean last = at >= lastSettled.at && at < lastSettled.end;
            if (durable.at(at) != 0 && !last) {
                byte bit = (byte) (1 << random.nextInt(8));
                current.flip(at, bit);
                durable.flip(at, bit);
                return true;
            }
        }
        return false;
    }

    void crash(SplittableRandom random, Metrics metrics) {
        if (pending.isEmpty() && forgotten.isEmpty()) {
            return;
        }
        List<Write> writes = pending;
        List<Write> differing = forgotten;
        pending = new ArrayList<>();
        forgotten = new ArrayList<>();
        for (Write write : writes) {
            switch (random.nextInt(3)) {
                case 0 -> metrics.count("fault.disk.lostWrite");
                case 1 -> put(durable, write);
                default -> tear(write, random, metrics);
            }
        }
        differing.addAll(writes);
        differing.forEach(this::revert);
        current.size(durable.size());
    }

    /** Lets processes see what is durable where {@code write} was. */
    private void revert(Write write) {
        for (int i = 0; i < write.pieces.length; i++) {
            current.take(write.at(i), write.pieces[i].length, durable);
        }
    }

    /** Some of the write's blocks are there, in no order; the rest keep what they had. */
    private void tear(Write write, SplittableRandom random, Metrics metrics) {
        metrics.count("fault.disk.tornWrite");
        for (int i = 0; i < write.pieces.length; i++) {
            if (random.nextBoolean()) {
                durable.put(write.at(i), write.pieces[i]);
            }
        }
    }

    private static void put(Blocks target, Write write) {
        for (int i = 0; i < write.pieces.length; i++) {
            target.put(write.at(i), write.pieces[i]);
        }
        target.size(Math.max(target.size(), write.end));
    }
}
