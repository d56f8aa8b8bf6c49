package org.borealisdb.server.region;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.borealisdb.runtime.config.ByteSize;

/**
 * How much memory a region takes.
 *
 * @param pool page cache of the writer, outside the Java heap
 * @param heap most that the Java heap grows to
 */
public record MemoryPlan(ByteSize pool, ByteSize heap) {
    /** Below this a B+tree of a few levels and the frames of one mini-transaction no longer fit together. */
    public static final ByteSize SMALLEST_POOL = ByteSize.ofMebibytes(32);

    /** Most that a region takes for its pool without being asked. */
    public static final ByteSize LARGEST_STANDARD_POOL = ByteSize.ofGibibytes(2);

    public MemoryPlan {
        if (pool.compareTo(SMALLEST_POOL) < 0) {
            throw new RegionProblemException(
                    "a memory of " + pool + " is too small: the page cache needs at least " + SMALLEST_POOL);
        }
    }

    /** A quarter of the machine's memory for the pool, at most {@link #LARGEST_STANDARD_POOL}. */
    public static MemoryPlan standard() {
        long quarter = machineMemory().bytes() / 4;
        long pool = Math.clamp(quarter, SMALLEST_POOL.bytes(), LARGEST_STANDARD_POOL.bytes());
        return withPool(new ByteSize(pool));
    }

    /** A pool as asked for. */
    public static MemoryPlan withPool(ByteSize pool) {
        if (pool.compareTo(machineMemory()) > 0) {
            throw new RegionProblemException(
                    "a memory of " + pool + " is more than this machine has (" + machineMemory() + ")");
        }
        return new MemoryPlan(pool, new ByteSize(Runtime.getRuntime().maxMemory()));
    }

    /** Memory of the machine or of the container around this process. */
    static ByteSize machineMemory() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new ByteSize(system.getTotalMemorySize());
    }
}
