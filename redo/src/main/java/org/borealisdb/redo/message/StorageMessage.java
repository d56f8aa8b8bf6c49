package org.borealisdb.redo.message;

import org.borealisdb.redo.volume.VolumeId;

/** A message of the storage protocol. One-way messages and calls use the same forms; {@link StorageMessages} encodes and decodes. */
public sealed interface StorageMessage
        permits Batch,
                Acknowledgement,
                Heartbeat,
                Rejection,
                Fence,
                Fenced,
                Install,
                Installed,
                FetchLog,
                FetchedLog,
                ReadPage,
                PageImage,
                ReadRefused,
                Gossip,
                StatusRequest,
                NodeStatus,
                PreparePages,
                PagesPrepared,
                FetchPages,
                FetchedPages,
                Settle,
                Settled,
                ChecksumPages,
                PageChecksums,
                CompareAgain,
                StreamMessage {
    /** The volume that this is about. */
    VolumeId volume();
}
