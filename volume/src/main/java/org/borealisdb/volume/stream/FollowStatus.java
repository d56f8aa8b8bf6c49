package org.borealisdb.volume.stream;

import java.util.Optional;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.runtime.net.Address;

/**
 * How a reader follows its writer.
 *
 * @param writer      whom it asks
 * @param joining     identifies the last joining
 * @param epoch       under which the writer that it has followed last opened the volume
 * @param trouble     why it does not get the log at the moment; empty if it does
 * @param takenOverBy the epoch of another writer, if it has heard of one: whoever asked it to follow this one may tell it of that
 * @param appliedLsn  LSN up to which the log was applied
 * @param receivedLsn LSN up to which it was received
 * @param durableLsn  VDL as far as it was told
 * @param lagNanos    between the publication of a VDL by the writer and its being applied: of the newest one that was applied, or, if that is more, of the oldest one that waits; by the writer's clock, as far as the reader knows what that shows
 * @param ageNanos    everything that was durable so long ago is applied; by this reader's clock alone
 * @param restarts    how often it had to begin again
 */
public record FollowStatus(
        Address writer,
        long joining,
        VolumeEpoch epoch,
        String trouble,
        Optional<VolumeEpoch> takenOverBy,
        long appliedLsn,
        long receivedLsn,
        long durableLsn,
        long lagNanos,
        long ageNanos,
        long restarts) {}
