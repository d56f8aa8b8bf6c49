package org.borealisdb.redo.message;

import java.nio.ByteBuffer;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Writer to reader, one-way: a piece of the volume's stream, of whatever groups, and how much of the stream is durable. A piece may end within a record; the pieces of a stream do not overlap, and
 * each is sent with the same bytes to all readers. An empty one tells how far the log was sent, and VDL.
 *
 * @param epoch           under which the writer opened the volume
 * @param timeline        that it writes
 * @param startLsn        the LSN before the first byte
 * @param vdl             volume durable LSN when this was sent; the log here may well be above it
 * @param publishedMicros the writer's wall clock when it published that VDL, in microseconds since 1970
 * @param log             the bytes, shared
 */
public record StreamedLog(
        VolumeId volume, VolumeEpoch epoch, int timeline, long startLsn, long vdl, long publishedMicros, ByteBuffer log)
        implements StreamMessage {
    /** Most bytes of log in one: a longer mini-transaction takes several. */
    public static final int MOST_BYTES = 256 << 10;

    public StreamedLog {
        if (timeline < 1 || startLsn < 0 || vdl < 0 || log.remaining() > MOST_BYTES) {
            throw new IllegalArgumentException("streamed log out of range: timeline " + timeline + ", start LSN "
                    + startLsn + ", VDL " + vdl + ", " + log.remaining() + " bytes");
        }
        log = log.slice().asReadOnlyBuffer();
    }

    /** LSN of the last byte. */
    public long endLsn() {
        return startLsn + log.remaining();
    }
}
