package org.borealisdb.volume;

import java.util.OptionalLong;
import org.borealisdb.redo.volume.VolumeEpoch;

/**
 * What an opener knows of the process that had the volume open before.
 *
 * @param ended  its process has ended for certain
 * @param closed number of the epoch under which it had the volume open, and closed it; empty if it is not known to have done so
 */
public record PreviousWriter(boolean ended, OptionalLong closed) {
    /** It may still be running, cut off or frozen: its lease is waited out before anything new is acknowledged (R11). */
    public static final PreviousWriter MAY_BE_ALIVE = new PreviousWriter(false, OptionalLong.empty());

    /** Its process has ended for certain, so nobody can answer from it: opening need not wait. */
    public static final PreviousWriter KNOWN_DEAD = new PreviousWriter(true, OptionalLong.empty());

    /** It may be running, and has closed the volume, which it had open under that epoch: unless somebody else has opened it since, nobody answers. */
    public static PreviousWriter hasClosed(long epoch) {
        return new PreviousWriter(false, OptionalLong.of(epoch));
    }

    /** True if somebody may answer from a volume that was opened last under {@code last}. */
    public boolean mayAnswer(VolumeEpoch last) {
        boolean opened = last.number() > 0;
        boolean left = closed.isPresent() && closed.getAsLong() == last.number();
        return opened && !ended && !left;
    }
}
