package org.borealisdb.redo.message;

import java.util.List;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;

/**
 * Writer to one of its readers, one-way, from time to time: how things are.
 *
 * @param joining      of the reader
 * @param answers      {@link ReaderReport#askedNanos} of the newest report that had arrived before {@code vdl} was looked at; 0 if none had
 * @param leased       true if the writer's lease was valid after that: then a reader that has applied {@code vdl} knows everything that was durable when it sent that report
 * @param heldNanos    between that report's arrival and this one's being sent
 * @param sentMicros   the writer's wall clock when it sent this, in microseconds since 1970
 * @param sentLsn      LSN up to which log was sent to this reader
 * @param historyStart where the history begins that is kept
 * @param revision     of the newest metadata that the writer knows
 * @param lagging      segments that are not to be asked first; the others have everything at or below {@code vdl}. At most {@value #MOST_LAGGING}: there may be more
 */
public record WriterReport(
        VolumeId volume,
        VolumeEpoch epoch,
        int timeline,
        long joining,
        long answers,
        boolean leased,
        long vdl,
        long publishedMicros,
        long heldNanos,
        long sentMicros,
        long sentLsn,
        long historyStart,
        long revision,
        List<LaggingSegment> lagging)
        implements StreamMessage {
    /** Most segments that are told of: it is a hint whom to ask first, and a message has a bound. */
    public static final int MOST_LAGGING = 1024;

    public WriterReport {
        lagging = List.copyOf(lagging);
        if (timeline < 1 || lagging.size() > MOST_LAGGING) {
            throw new IllegalArgumentException(
                    "writer's report out of range: timeline " + timeline + ", " + lagging.size() + " lagging segments");
        }
    }
}
