package org.borealisdb.sql.spill;

import java.util.Arrays;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a statement's file, one after the other, each behind its length. The last block is in memory until {@link #finish}; rows can be read before that, but none be added afterwards.
 * Belongs to one task.
 */
public final class ScratchRows implements AutoCloseable {
    private static final int LENGTH_BYTES = Integer.BYTES;

    private final StatementMemory statement;
    private final ByteSink encoded = new ByteSink();
    private int[] blocks = new int[4];
    private int blockCount;
    private byte @Nullable [] tail;
    private @Nullable ScratchFile file;
    private int tailBytes;
    private long rows;

    /** Makes an empty list of rows. */
    public ScratchRows(StatementMemory statement) {
        this.statement = statement;
    }

    /** Adds a row, and returns where it is. */
    public long add(BoxedRow row) {
        long place = size();
        encoded.clear();
        encoded.putInt(0);
        statement.codec().encode(row, encoded);
        encoded.setInt(0, encoded.size() - LENGTH_BYTES);
        append(encoded.array(), encoded.size());
        rows++;
        return place;
    }

    private void append(byte[] bytes, int length) {
        int done = 0;
        while (done < length) {
            byte[] target = tail();
            int part = Math.min(length - done, target.length - tailBytes);
            System.arraycopy(bytes, done, target, tailBytes, part);
            done += part;
            tailBytes += part;
            if (tailBytes == target.length) {
                writeTail(target);
            }
        }
    }

    private byte[] tail() {
        byte[] known = tail;
        if (known == null) {
            known = new byte[ScratchFile.CONTENT_BYTES];
            tail = known;
        }
        return known;
    }

    private ScratchFile file() {
        ScratchFile known = file;
        if (known == null) {
            known = statement.file();
            file = known;
        }
        return known;
    }

    private void writeTail(byte[] content) {
        int block = file().write(content);
        if (blockCount == blocks.length) {
            blocks = Arrays.copyOf(blocks, blockCount * 2);
        }
        blocks[blockCount++] = block;
        tailBytes = 0;
    }

    /** Writes what is in memory; to be called once all rows are there. */
    public void finish() {
        byte[] known = tail;
        if (known != null && tailBytes > 0) {
            Arrays.fill(known, tailBytes, known.length, (byte) 0);
            writeTail(known);
        }
        tail = null;
    }

    private long size() {
        return (long) blockCount * ScratchFile.CONTENT_BYTES + tailBytes;
    }

    /** Returns how many rows there are. */
    public long rows() {
        return rows;
    }

    /** Returns the bytes on disk. */
    public long diskBytes() {
        return (long) blockCount * ScratchFile.BLOCK_BYTES;
    }

    /** Returns a reader of all rows from the first. */
    public Reader read() {
        return new Reader(false);
    }

    /** Returns a reader that gives blocks back as it leaves them: there can be no other. */
    public Reader consume() {
        return new Reader(true);
    }

    /** Gives all blocks back. */
    @Override
    public void close() {
        for (int i = 0; i < blockCount; i++) {
            if (blocks[i] >= 0) {
                file().release(blocks[i]);
            }
        }
        blockCount = 0;
        tailBytes = 0;
        tail = null;
        rows = 0;
    }

    /** Reads rows, one after the other or from places. */
    public final class Reader {
        private final boolean consuming;
        private final byte[] content = new byte[ScratchFile.CONTENT_BYTES];
        private final byte[] length = new byte[LENGTH_BYTES];
        private int held = -1;
        private long at;
        private long left = rows;

        private Reader(boolean consuming) {
            this.consuming = consuming;
        }

        /** Returns whether there is another row, of those that were there when reading began. */
        public boolean hasNext() {
            return left > 0;
        }

        /** Returns the next row. */
        public BoxedRow next() {
            left--;
            read(length, LENGTH_BYTES);
            int bytes =
                    (length[0] & 0xff) << 24 | (length[1] & 0xff) << 16 | (length[2] & 0xff) << 8 | (length[3] & 0xff);
            byte[] row = new byte[bytes];
            read(row, bytes);
            if (consuming && left == 0) {
                ScratchRows.this.close();
            }
            return statement.codec().decode(row);
        }

        /** Goes to a row. */
        void moveTo(long place) {
            at = place;
        }

        private void read(byte[] target, int count) {
            int done = 0;
            while (done < count) {
                int block = (int) (at / ScratchFile.CONTENT_BYTES);
                int within = (int) (at % ScratchFile.CONTENT_BYTES);
                byte[] source = hold(block);
                int part = Math.min(count - done, ScratchFile.CONTENT_BYTES - within);
                System.arraycopy(source, within, target, done, part);
                done += part;
                at += part;
            }
        }

        private byte[] hold(int block) {
            if (block >= blockCount) {
                return tail();
            }
            if (block != held) {
                if (consuming && held >= 0) {
                    file().release(blocks[held]);
                    blocks[held] = -1;
                }
                file().read(blocks[block], content);
                held = block;
            }
            return content;
        }
    }
}
