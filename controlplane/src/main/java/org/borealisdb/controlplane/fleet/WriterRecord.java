package org.borealisdb.controlplane.fleet;

import java.nio.ByteBuffer;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * Who is to write a cluster's volume. It is what everybody goes by, not what keeps data safe: two who believe to be the writer are told apart by the volume's epoch (R7, R11). Bytes: {@link Framed}, magic {@code BRWD}, version 1.
 *
 * @param term     grows by one with each decision
 * @param writer   name of the instance
 * @param change   what kind of decision it was
 * @param previous who was to write before; empty if nobody was
 * @param released number of the epoch under which {@code previous} had the volume open and has closed it: its lease need not be waited out; 0 as long as it has not
 * @param reason   for people
 * @param decidedMillis when, in milliseconds since 1970
 * @param servingMillis since when {@code writer} has served by this decision, likewise; 0 if it does not yet
 */
public record WriterRecord(
        long term,
        String writer,
        WriterChange change,
        String previous,
        long released,
        String reason,
        long decidedMillis,
        long servingMillis) {
    private static final int MAGIC = 0x44575242;
    private static final int VERSION = 1;
    private static final int MOST_REASON = 500;

    public WriterRecord {
        if (term < 1 || writer.isBlank()) {
            throw new IllegalArgumentException("a decision has a term of at least 1, and names a writer");
        }
        if (reason.length() > MOST_REASON) {
            reason = reason.substring(0, MOST_REASON);
        }
    }

    /** The first decision of a cluster. */
    public static WriterRecord first(String writer, long nowMillis) {
        return new WriterRecord(1, writer, WriterChange.FIRST, "", 0, "it is the first", nowMillis, 0);
    }

    /** The decision after this one. */
    public WriterRecord next(String next, WriterChange kind, String why, long nowMillis) {
        return new WriterRecord(term + 1, next, kind, writer, 0, why, nowMillis, 0);
    }

    /** The same, when the previous writer has closed the volume, which it had open under {@code epoch}. */
    public WriterRecord releasedFrom(long epoch) {
        return new WriterRecord(term, writer, change, previous, epoch, reason, decidedMillis, servingMillis);
    }

    /** The same, when the writer has begun to serve. */
    public WriterRecord servingFrom(long nowMillis) {
        return new WriterRecord(term, writer, change, previous, released, reason, decidedMillis, nowMillis);
    }

    byte[] encode() {
        Encoder out = new Encoder(256);
        encode(out);
        return Framed.encode(MAGIC, VERSION, out);
    }

    void encode(Encoder out) {
        out.putLong(term)
                .putString(writer)
                .putByte(change.code())
                .putString(previous)
                .putLong(released)
                .putString(reason)
                .putLong(decidedMillis)
                .putLong(servingMillis);
    }

    static WriterRecord decode(ByteBuffer bytes) {
        return decode(Framed.decode(MAGIC, VERSION, bytes, "record of a writer"));
    }

    static WriterRecord decode(Decoder in) {
        try {
            return new WriterRecord(
                    in.getLong(),
                    in.getString(),
                    change(in.getByte()),
                    in.getString(),
                    in.getLong(),
                    in.getString(),
                    in.getLong(),
                    in.getLong());
        } catch (IllegalArgumentException unfit) {
            throw new MalformedException("record of a writer: " + unfit.getMessage(), unfit);
        }
    }

    private static WriterChange change(int code) {
        for (WriterChange change : WriterChange.values()) {
            if (change.code() == code) {
                return change;
            }
        }
        throw new MalformedException("record of a writer: unknown change " + code);
    }
}
