package org.borealisdb.storage.ingest;

import java.nio.ByteBuffer;
import java.util.List;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;

/** Something for the journal's task. */
public sealed interface Arrival {
    /** A batch as a writer or an opener sent it, not decoded yet. */
    record Sent(Address from, ByteBuffer bytes) implements Arrival {}

    /** Batches fetched from a peer, decoded and checked. */
    record Fetched(Address from, List<Batch> batches) implements Arrival {
        public Fetched {
            batches = List.copyOf(batches);
        }
    }

    /** Metadata that may be newer than what the node knows; {@code done} is told when they are durable, or turned out not to be newer. */
    record Metadata(VolumeMetadata metadata, Completion done) implements Arrival {}

    /** Something that only the journal's task may do, between two writes; {@code done} is told when it was, not if the disk was full. */
    record Work(Runnable work, Completion done) implements Arrival {}
}
