package org.borealisdb.simulation.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.metric.Metrics;

/** Bytes of one file: as processes see them, as they are durable, and the writes in between. */
final class SimulatedContent {
    private byte[] current;
    private int size;
    private byte[] durable;
    private int durableSize;
    private List<Write> pending = new ArrayList<>();
    /** Writes that will never be durable by themselves: with those that are pending, all in which current and durable differ. */
    private List<Write> forgotten = new ArrayList<>();

    private Write lastSettled = new Write(0, new byte[0]);

    SimulatedContent(int size) {
        this.current = new byte[size];
        this.size = size;
        this.durable = new byte[size];
        this.durableSize = size;
    }

    /** A write that is not durable yet. */
    static final class Write {
        final int at;
        final byte[] bytes;

        Write(int at, byte[] bytes) {
            this.at = at;
            this.bytes = bytes;
        }

        int end() {
            return at + bytes.length;
        }
    }

    long size() {
        return size;
    }

    Write write(long position, ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        Write write = new Write(Math.toIntExact(position), bytes);
        current = put(current, write);
        size = Math.max(size, write.end());
        pending.add(write);
        return write;
    }

    int read(long position, ByteBuffer target) {
        int count = (int) Math.max(0, Math.min(target.remaining(), size - position));
        if (count > 0) {
            target.put(current, (int) position, count);
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
                apply(write);
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
        int length = Math.min(size, durableSize);
        int from = length == 0 ? 0 : random.nextInt(length);
        for (int step = 0; step < length; step++) {
            int at = (from + step) % length;
            boolean last = at >= lastSettled.at && at < lastSettled.end();
            if (durable[at] != 0 && !last) {
                byte bit = (byte) (1 << random.nextInt(8));
                current[at] ^= bit;
                durable[at] ^= bit;
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
                case 1 -> apply(write);
                default -> tear(write, random, metrics);
            }
        }
        differing.addAll(writes);
        differing.forEach(this::revert);
        size = durableSize;
    }

    /** Lets processes see what is durable where {@code write} was. */
    private void revert(Write write) {
        int kept = Math.clamp(durableSize - write.at, 0, write.bytes.length);
        if (kept > 0) {
            System.arraycopy(durable, write.at, current, write.at, kept);
        }
        Arrays.fill(current, write.at + kept, write.end(), (byte) 0);
    }

    /** Some of the write's blocks are there, in no order; the rest keep what they had. */
    private void tear(Write write, SplittableRandom random, Metrics metrics) {
        metrics.count("fault.disk.tornWrite");
        int at = write.at;
        while (at < write.end()) {
            int next = Math.min(write.end(), (at / FileStore.BLOCK_BYTES + 1) * FileStore.BLOCK_BYTES);
            if (random.nextBoolean()) {
                int from = at - write.at;
                apply(new Write(at, Arrays.copyOfRange(write.bytes, from, from + (next - at))));
            }
            at = next;
        }
    }

    private void apply(Write write) {
        durable = put(durable, write);
        durableSize = Math.max(durableSize, write.end());
    }

    private static byte[] put(byte[] target, Write write) {
        byte[] grown =
                write.end() > target.length ? Arrays.copyOf(target, Math.max(write.end(), target.length * 2)) : target;
        System.arraycopy(write.bytes, 0, grown, write.at, write.bytes.length);
        return grown;
    }
}
