package org.borealisdb.controlplane.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code journal} of a member: a head that names a snapshot, then records in the order in which they were written. The table is in the package description. It is replaced as a whole, atomically, by
 * {@link #begin}, with each snapshot and each start of the member; in between records are added at its end.
 *
 * <p><b>What a bad record means.</b> Records are written without waiting, and made durable together by {@link #flush}. After a crash any part of those that were not is there, so a bad
 * record is where the file ends, whatever good ones follow. But each record says up to which one the file was durable when it was written. A bad record that a later good one calls
 * durable was lost by the disk after it had been promised: that is damage, the member may have forgotten a vote or what it acknowledged, and must not go on. The checksum of each record includes a
 * number that each file draws anew, so that nothing that is carried in a record, or was there before, passes for one.
 *
 * <p>Used by one task at a time.
 */
final class JournalFile implements AutoCloseable {
    static final String NAME = "journal";
    static final String NEXT_NAME = "journal.next";

    static final int HEAD_MAGIC = 0x4A4B5242;
    static final int RECORD_MAGIC = 0x454B5242;
    static final int VERSION = 1;

    private static final int HEAD_BYTES = 40;
    private static final int HEAD_CHECKED_FROM = 16;
    static final int RECORD_HEAD_BYTES = 32;
    private static final int CHECKSUM_AT = 12;
    private static final int RECORD_CHECKED_FROM = 16;
    /** Longest record: the longest value, its key, and some more. */
    static final int MAX_RECORD_BYTES = 5 << 20;
    /** How much is looked at at a time for records behind a bad one. */
    private static final int SEARCH_BYTES = 1 << 20;

    private final StoredFile file;
    private final Head head;

    /** Where the next record goes. */
    private long end;

    private long lastSequence;
    private long durableSequence;
    private Encoder unwritten = new Encoder(1024);

    /**
     * How a file begins.
     *
     * @param salt          drawn anew for each file
     * @param snapshotIndex of the snapshot from which on the entries count; 0: none
     */
    record Head(long salt, long snapshotIndex, int snapshotTerm) {}

    /** A record as it was found. */
    record Found(int type, Decoder body) {}

    private record Read(int type, long sequence, long durable, ByteBuffer body, int length) {}

    private JournalFile(StoredFile file, Head head) {
        this.file = file;
        this.head = head;
    }

    /**
     * Begins a file with what {@code content} adds, and puts it in the place of the one that is there, if any, once all of it is durable: after a crash either is there, whole.
     */
    static JournalFile begin(FileStore files, Head head, Consumer<JournalFile> content) {
        files.delete(NEXT_NAME);
        JournalFile journal = new JournalFile(files.create(NEXT_NAME, 0, WriteMode.BUFFERED), head);
        journal.unwritten.putBytes(encode(head));
        content.accept(journal);
        journal.flush();
        files.replace(NEXT_NAME, NAME);
        return journal;
    }

    /** Adds a record, which is durable after {@link #flush}. */
    void add(int type, ByteBuffer body) {
        int length = RECORD_HEAD_BYTES + body.remaining();
        if (length > MAX_RECORD_BYTES) {
            throw new IllegalStateException("a record of " + length + " bytes in the journal of a metadata log");
        }
        lastSequence++;
        ByteBuffer record = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt(RECORD_MAGIC).putShort((short) VERSION).putShort((short) type);
        record.putInt(length).putInt(0).putLong(lastSequence).putLong(durableSequence);
        record.put(body.duplicate()).flip();
        record.putInt(CHECKSUM_AT, checksum(head.salt(), record));
        unwritten.putBytes(record);
    }

    /** Writes what was added, and makes it durable. After a failure the file must not be used any more. */
    void flush() {
        if (unwritten.length() == 0) {
            return;
        }
        ByteBuffer bytes = unwritten.finish();
        unwritten = new Encoder(1024);
        int length = bytes.remaining();
        file.write(end, bytes);
        end += length;
        file.sync();
        durableSequence = lastSequence;
    }

    @Override
    public void close() {
        file.close();
    }

    /**
     * Reads the file that is there.
     *
     * @param records gets each record
     * @return its head
     * @throws MalformedException if it is damaged
     */
    static Head read(FileStore files, Consumer<Found> records) {
        try (StoredFile file = files.open(NAME, WriteMode.BUFFERED)) {
            Head head = decodeHead(bytes(file, 0, HEAD_BYTES));
            long at = HEAD_BYTES;
            long sequence = 1;
            while (true) {
                Read read = record(file, head, at);
                if (read == null || read.sequence() != sequence) {
                    checkNothingLost(file, head, at, sequence);
                    return head;
                }
                records.accept(new Found(read.type(), new Decoder(read.body(), "journal of a metadata log")));
                at += read.length();
                sequence++;
            }
        }
    }

    /** Fails if a record somewhere behind {@code bad} says that the one with number {@code sequence}, which should be there, was durable. */
    private static void checkNothingLost(StoredFile file, Head head, long bad, long sequence) {
        long size = file.size();
        for (long from = bad; from < size; from += SEARCH_BYTES) {
            // With the first bytes of the next part, for the magic may be half in each.
            ByteBuffer part = bytes(file, from, (int) Math.min(SEARCH_BYTES + Integer.BYTES - 1L, size - from));
            for (int index = 0; index + Integer.BYTES <= part.remaining(); index++) {
                if (part.getInt(index) == RECORD_MAGIC) {
                    Read read = record(file, head, from + index);
                    if (read != null && read.durable() >= sequence) {
                        throw new MalformedException("the journal of a metadata log is damaged: record " + sequence
                                + " at byte " + bad + " was durable when record " + read.sequence()
                                + " was written, and cannot be read");
                    }
                }
            }
        }
    }

    private static @Nullable Read record(StoredFile file, Head head, long at) {
        ByteBuffer first = bytes(file, at, RECORD_HEAD_BYTES);
        if (first.remaining() < RECORD_HEAD_BYTES
                || first.getInt(0) != RECORD_MAGIC
                || first.getShort(4) != VERSION
                || first.getInt(8) < RECORD_HEAD_BYTES
                || first.getInt(8) > MAX_RECORD_BYTES) {
            return null;
        }
        ByteBuffer record = bytes(file, at, first.getInt(8));
        if (record.remaining() < first.getInt(8) || record.getInt(CHECKSUM_AT) != checksum(head.salt(), record)) {
            return null;
        }
        ByteBuffer body = record.slice(RECORD_HEAD_BYTES, record.remaining() - RECORD_HEAD_BYTES);
        return new Read(record.getShort(6), record.getLong(16), record.getLong(24), body, record.remaining());
    }

    private static int checksum(long salt, ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(salt)
                .flip());
        crc.update(record.slice(0, CHECKSUM_AT));
        crc.update(record.slice(RECORD_CHECKED_FROM, record.limit() - RECORD_CHECKED_FROM));
        return (int) crc.getValue();
    }

    /** What there is of {@code length} bytes at {@code at}. */
    private static ByteBuffer bytes(StoredFile file, long at, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        file.read(at, bytes);
        return bytes.flip();
    }

    private static byte[] encode(Head head) {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(HEAD_MAGIC).putShort((short) VERSION).putShort((short) 0);
        out.putInt(HEAD_BYTES).putInt(0);
        out.putLong(head.salt()).putLong(head.snapshotIndex());
        out.putInt(head.snapshotTerm()).putInt(0);
        out.putInt(CHECKSUM_AT, Checksum.of(out, HEAD_CHECKED_FROM, HEAD_BYTES - HEAD_CHECKED_FROM));
        return out.array();
    }

    private static Head decodeHead(ByteBuffer bytes) {
        Decoder in = new Decoder(bytes, "journal of a metadata log");
        if (bytes.remaining() != HEAD_BYTES
                || in.getInt() != HEAD_MAGIC
                || in.getShort() != VERSION
                || in.getShort() != 0
                || in.getInt() != HEAD_BYTES
                || in.getInt() != Checksum.of(bytes, HEAD_CHECKED_FROM, HEAD_BYTES - HEAD_CHECKED_FROM)) {
            throw new MalformedException("the head of the journal of a metadata log is damaged");
        }
        return new Head(in.getLong(), in.getPositiveLong(), in.getInt());
    }
}
