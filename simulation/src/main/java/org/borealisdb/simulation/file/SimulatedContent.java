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
    }

    long size() {
        return size;
    }

    Write write(long position, ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        Write write = new Write(Math.toIntExact(position), bytes);
        current = put(current, write);
        size = Math.max(size, write.at + bytes.length);
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
            }
        }
    }

    /** A failed sync: nobody knows, and nobody will try again. */
    void forget(List<Write> writes) {
        pending.removeAll(writes);
    }

    void flip(long position, int bit) {
        int at = (int) position;
        current[at] ^= (byte) (1 << bit);
        if (at < durableSize) {
            durable[at] ^= (byte) (1 << bit);
        }
    }

    void crash(SplittableRandom random, Metrics metrics) {
        List<Write> writes = pending;
        pending = new ArrayList<>();
        for (Write write : writes) {
            switch (random.nextInt(3)) {
                case 0 -> metrics.count("fault.disk.lostWrite");
                case 1 -> apply(write);
                default -> tear(write, random, metrics);
            }
        }
        current = durable.clone();
        size = durableSize;
    }

    /** Some of the write's blocks are there, in no order; the rest keep what they had. */
    private void tear(Write write, SplittableRandom random, Metrics metrics) {
        metrics.count("fault.disk.tornWrite");
        int at = write.at;
        int end = write.at + write.bytes.length;
        while (at < end) {
            int next = Math.min(end, (at / FileStore.BLOCK_BYTES + 1) * FileStore.BLOCK_BYTES);
            if (random.nextBoolean()) {
                int from = at - write.at;
                apply(new Write(at, Arrays.copyOfRange(write.bytes, from, from + (next - at))));
            }
            at = next;
        }
    }

    private void apply(Write write) {
        durable = put(durable, write);
        durableSize = Math.max(durableSize, write.at + write.bytes.length);
    }

    private static byte[] put(byte[] target, Write write) {
        int end = write.at + write.bytes.length;
        byte[] grown = end > target.length ? Arrays.copyOf(target, Math.max(end, target.length * 2)) : target;
        System.arraycopy(write.bytes, 0, grown, write.at, write.bytes.length);
        return grown;
    }
}
