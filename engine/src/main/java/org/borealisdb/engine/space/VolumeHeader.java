package org.borealisdb.engine.space;

import java.lang.foreign.MemorySegment;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.Geometry;

/** Page 0 of a volume: what it is, and the few numbers that everything else is found from. See the package description for the layout. */
public final class VolumeHeader {
    /** The header's page number. */
    public static final long PAGE = 0;

    /** Version of the format of everything that the engine keeps in pages. */
    public static final int FORMAT_VERSION = 1;

    static final long MAGIC = 0x5349_4c41_4552_4f42L; // "BOREALIS", first letter first

    private static final int MAGIC_OFFSET = 24;
    private static final int VERSION_OFFSET = 32;
    private static final int PAGE_BYTES_OFFSET = 36;
    private static final int PAGES_PER_GROUP_OFFSET = 40;
    private static final int SLOTS_OFFSET = 64;

    private VolumeHeader() {}

    /** True if the volume has been {@link #format}ted; false if it is new. */
    public static boolean formatted(BufferPool pool) {
        return readLong(pool, MAGIC_OFFSET) == MAGIC;
    }

    /** Writes the header and the first space map of a new volume, in a mini-transaction of its own. */
    public static void format(MiniTransaction mtr) {
        Geometry geometry = mtr.pool().volume().geometry();
        mtr.begin(2);
        try {
            int header = mtr.fix(PAGE);
            int map = mtr.fix(SpaceMap.mapPage(0));
            mtr.latch(map);
            mtr.latch(header);
            SpaceMap.initialise(mtr, map, 0);
            mtr.initialise(header, PageType.VOLUME_HEADER);
            mtr.setLong(header, MAGIC_OFFSET, MAGIC);
            mtr.setInt(header, VERSION_OFFSET, FORMAT_VERSION);
            mtr.setInt(header, PAGE_BYTES_OFFSET, Page.BYTES);
            mtr.setInt(header, PAGES_PER_GROUP_OFFSET, geometry.pagesPerGroup());
            mtr.commit();
        } finally {
            mtr.close();
        }
    }

    /**
     * Passes if this code can work with the volume.
     *
     * @throws IllegalStateException if the volume has another format or geometry
     */
    public static void check(BufferPool pool) {
        if (!formatted(pool)) {
            throw new IllegalStateException("page 0 is not the header of a Borealis volume");
        }
        int version = (int) readLong(pool, VERSION_OFFSET);
        if (version != FORMAT_VERSION) {
            throw new IllegalStateException(
                    "the volume has format " + version + ", and this version reads format " + FORMAT_VERSION);
        }
        int pagesPerGroup = (int) readLong(pool, PAGES_PER_GROUP_OFFSET);
        int expected = pool.volume().geometry().pagesPerGroup();
        if (pagesPerGroup != expected) {
            throw new IllegalStateException(
                    "the volume has " + pagesPerGroup + " pages a protection group, but its metadata says " + expected);
        }
    }

    /** The newest value of a slot. May load the header, so the caller holds no latch. */
    public static long read(BufferPool pool, HeaderSlot slot) {
        return readLong(pool, offset(slot));
    }

    /** Sets a slot; {@code header} is page {@link #PAGE}, fixed and latched: the last latch of all. */
    public static void set(MiniTransaction mtr, int header, HeaderSlot slot, long value) {
        mtr.setLong(header, offset(slot), value);
    }

    /** Has the LSN of the mini-transaction's record of this page put into a slot. */
    public static void stamp(MiniTransaction mtr, int header, HeaderSlot slot) {
        mtr.stamp(header, offset(slot));
    }

    /** Value of a slot in a header that begins at {@code at} of {@code memory}, for those who hold its latch or a copy. */
    public static long value(MemorySegment memory, long at, HeaderSlot slot) {
        return memory.get(Page.LONG, at + offset(slot));
    }

    private static int offset(HeaderSlot slot) {
        return SLOTS_OFFSET + slot.number() * Long.BYTES;
    }

    private static long readLong(BufferPool pool, int offset) {
        while (true) {
            long token = pool.readable(PAGE, true, null);
            long value = pool.memory().get(Page.LONG, pool.at(token) + offset);
            if (pool.validate(token)) {
                return value;
            }
        }
    }
}
