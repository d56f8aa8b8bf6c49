package org.borealisdb.storage.node;

import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.storage.backup.Backup;
import org.borealisdb.storage.gossip.Gossiper;
import org.borealisdb.storage.gossip.LogSource;
import org.borealisdb.storage.ingest.Ingest;
import org.borealisdb.storage.ingest.Volumes;
import org.borealisdb.storage.journal.Journal;
import org.borealisdb.storage.materialize.Materializer;
import org.borealisdb.storage.repair.PageSource;
import org.borealisdb.storage.repair.Repairer;
import org.borealisdb.storage.restore.LazyFileStore;
import org.borealisdb.storage.restore.RestoredFill;
import org.borealisdb.storage.scrub.ChecksumSource;
import org.borealisdb.storage.scrub.Scrubber;
import org.borealisdb.storage.segment.EarlyIndex;
import org.borealisdb.storage.segment.PageReader;
import org.borealisdb.storage.segment.VolumeReplica;

/** Everything of a storage node that exists between open and close. */
record RunningNode(
        FileLock folder,
        Volumes volumes,
        Journal journal,
        Ingest ingest,
        Gossiper gossiper,
        Materializer materializer,
        Repairer repairer,
        PageReader reader,
        EarlyIndex index,
        LogSource source,
        PageSource pages,
        Optional<Backup> backup,
        Optional<LazyFileStore> restoring,
        Optional<RestoredFill> fill,
        ChecksumSource sums,
        Scrubber scrubber,
        List<Task> workers) {
    /** Has all tasks end soon, but for the journal's. */
    void closeBackground() {
        gossiper.close();
        repairer.close();
        scrubber.close();
        materializer.close();
        index.close();
        journal.endSettling();
        backup.ifPresent(Backup::close);
        fill.ifPresent(RestoredFill::close);
    }

    /** The node's part of a volume. */
    VolumeReplica replica(VolumeId id) {
        return volumes.find(id).orElseThrow(() -> new OperationException("no such " + id, true));
    }
}
