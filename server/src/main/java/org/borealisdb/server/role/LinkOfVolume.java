package org.borealisdb.server.role;

import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.sql.forward.ForwardAnswer;
import org.borealisdb.sql.forward.ForwardCodec;
import org.borealisdb.sql.forward.ForwardRequest;
import org.borealisdb.sql.forward.WriterLink;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.stream.FollowedVolume;

/** A reader's way to its writer: along the volume that one writes and the other follows. */
record LinkOfVolume(FollowedVolume volume) implements WriterLink {
    @Override
    public ForwardAnswer ask(ForwardRequest request) {
        try {
            return ForwardCodec.decodeAnswer(volume.ask(ForwardCodec.encode(request)));
        } catch (VolumeUnavailableException notThere) {
            return new ForwardAnswer.Unknown();
        } catch (IllegalStateException stopped) {
            throw new OperationException("this reader has stopped: " + stopped.getMessage(), true, stopped);
        }
    }

    @Override
    public boolean awaitApplied(long lsn, long timeoutNanos) {
        return volume.waitForApplied(lsn, timeoutNanos);
    }
}
