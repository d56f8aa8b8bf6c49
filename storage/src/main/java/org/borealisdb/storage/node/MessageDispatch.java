package org.borealisdb.storage.node;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.message.ChecksumPages;
import org.borealisdb.redo.message.CompareAgain;
import org.borealisdb.redo.message.Fence;
import org.borealisdb.redo.message.Fenced;
import org.borealisdb.redo.message.FetchLog;
import org.borealisdb.redo.message.FetchPages;
import org.borealisdb.redo.message.Gossip;
import org.borealisdb.redo.message.Heartbeat;
import org.borealisdb.redo.message.Install;
import org.borealisdb.redo.message.Installed;
import org.borealisdb.redo.message.MessageType;
import org.borealisdb.redo.message.NodeStatus;
import org.borealisdb.redo.message.PreparePages;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.Settle;
import org.borealisdb.redo.message.Settled;
import org.borealisdb.redo.message.StatusRequest;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.ingest.Arrival;
import org.borealisdb.storage.ingest.Completion;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.storage.segment.Admission;
import org.borealisdb.storage.segment.DamageUnrecordedException;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * Takes a storage node's messages: batches to the journal's queue, everything short on the spot, calls on the caller's task. Safe for use by all tasks.
 */
final class MessageDispatch implements MessageHandler {
    private static final Duration METADATA_WAIT = Duration.ofSeconds(10);
    /** So many times as long as a read waits, one who has a volume settled does: for a fold. It must end before the call is given up. */
    private static final int SETTLE_WAITS = 3;

    private final StorageNode node;
    private final Tasks tasks;
    private final Clock clock;
    private final FileStore folder;
    private final VolumeKeys keys;
    private final Metrics metrics;
    private final StorageSettings settings;

    MessageDispatch(
            StorageNode node,
            Tasks tasks,
            Clock clock,
            FileStore folder,
            VolumeKeys keys,
            Metrics metrics,
            StorageSettings settings) {
        this.node = node;
        this.tasks = tasks;
        this.clock = clock;
        this.folder = folder;
        this.keys = keys;
        this.metrics = metrics;
        this.settings = settings;
    }

    @Override
    public void receive(Address from, ByteBuffer message) {
        RunningNode now = node.running();
        if (now == null || node.failure().isPresent()) {
            return;
        }
        if (message.remaining() > 5 && message.get(message.position() + 5) == MessageType.BATCH.code()) {
            now.ingest().offer(new Arrival.Sent(from, message, clock.nanoTime()));
            return;
        }
        try {
            oneWay(now, from, StorageMessages.decode(message));
        } catch (MalformedException e) {
            metrics.count("storage.node.malformed");
        }
    }

    private void oneWay(RunningNode now, Address from, StorageMessage message) {
        switch (message) {
            case Heartbeat heartbeat -> heartbeat(now, from, heartbeat);
            case Gossip gossip -> gossip(now, from, gossip);
            case Rejection rejection -> node.learn(rejection.newest());
            case CompareAgain suspect -> now.scrubber().compareAgain(suspect);
            default -> metrics.count("storage.node.unexpected");
        }
    }

    private void heartbeat(RunningNode now, Address from, Heartbeat heartbeat) {
        Optional<VolumeReplica> volume = now.volumes().find(heartbeat.volume());
        if (volume.isEmpty()) {
            now.gossiper().wake();
            return;
        }
        Admission admission = volume.get().heartbeat(heartbeat, from);
        if (admission == Admission.ACCEPTED) {
            node.send(from, volume.get().reports().acknowledgement(heartbeat.nonce(), List.of()));
        } else if (admission == Admission.OLDER) {
            metrics.count("storage.heartbeat.rejected");
            node.send(from, new Rejection(volume.get().metadata()));
        } else {
            now.gossiper().wake();
        }
    }

    private void gossip(RunningNode now, Address from, Gossip gossip) {
        Optional<VolumeReplica> volume = now.volumes().find(gossip.volume());
        if (volume.isEmpty()) {
            // Asks for the metadata: who knows more answers with a rejection.
            if (gossip.revision() > 0) {
                node.send(from, new Gossip(gossip.volume(), 0, 0, List.of()));
            }
            return;
        }
        VolumeMetadata metadata = volume.get().metadata();
        if (gossip.revision() < metadata.revision()) {
            metrics.count("storage.gossip.taught");
            node.send(from, new Rejection(metadata));
        } else if (gossip.revision() > metadata.revision()) {
            node.send(from, volume.get().reports().gossip());
        }
        if (gossip.revision() > 0 && gossip.revision() <= metadata.revision()) {
            volume.get().agree(from);
        }
        if (gossip.revision() == metadata.revision()) {
            volume.get().gossip(gossip, from, clock.nanoTime());
        }
    }

    @Override
    public ByteBuffer answer(Address from, ByteBuffer request) {
        RunningNode now = node.running();
        if (now == null) {
            throw new OperationException(node.address() + " is not open", true);
        }
        try {
            return StorageMessages.encode(answer(now, from, StorageMessages.decode(request)));
        } catch (DamageUnrecordedException e) {
            node.stepAside(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private StorageMessage answer(RunningNode now, Address from, StorageMessage request) {
        if (request instanceof StatusRequest status) {
            return nodeStatus(now, status.volume());
        }
        Optional<String> stepped = node.failure();
        if (stepped.isPresent()) {
            if (request instanceof ReadPage read) {
                return new ReadRefused(read.volume(), ReadRefused.Reason.UNAVAILABLE, 0);
            }
            throw new OperationException(node.address() + " stepped aside: " + stepped.get(), false);
        }
        return switch (request) {
            case Fence fence -> {
                Optional<Rejection> rejection = decide(now, fence.metadata());
                yield rejection.isPresent() ? rejection.get() : fenced(now, now.replica(fence.volume()));
            }
            case Install install -> {
                Optional<Rejection> rejection = decide(now, install.metadata());
                yield rejection.isPresent()
                        ? rejection.get()
                        : new Installed(
                                install.volume(),
                                install.metadata().revision(),
                                now.replica(install.volume()).reports().progress());
            }
            case ReadPage read -> {
                Optional<VolumeReplica> volume = now.volumes().find(read.volume());
                yield volume.isPresent()
                        ? now.reader().read(volume.get(), read)
                        : new ReadRefused(read.volume(), ReadRefused.Reason.NO_SEGMENT, 0);
            }
            case FetchLog fetch -> now.source().answer(now.replica(fetch.volume()), fetch);
            case Settle settle -> settle(now, settle);
            case PreparePages prepare -> now.pages().prepare(now.replica(prepare.volume()), from, prepare);
            case ChecksumPages sums -> now.sums().answer(now.replica(sums.volume()), sums);
            case FetchPages fetch -> now.pages().fetch(now.replica(fetch.volume()), from, fetch);
            default ->
                throw new OperationException("not a call: " + request.getClass().getSimpleName(), false);
        };
    }

    /** What a volume has of its log, for a writer that opens it, and will read from it. */
    private Fenced fenced(RunningNode now, VolumeReplica volume) {
        now.index().want(volume);
        return new Fenced(volume.id(), volume.reports().contents());
    }

    private StorageMessage settle(RunningNode now, Settle request) {
        VolumeReplica volume = now.replica(request.volume());
        long deadline = clock.nanoTime()
                + settings.readWait().multipliedBy(SETTLE_WAITS).toNanos();
        return volume.settling()
                .settle(request, now.materializer()::wake, clock, deadline)
                .map(segments -> (StorageMessage) new Settled(request.volume(), segments))
                .orElseGet(() -> new Rejection(volume.metadata()));
    }

    /** Makes metadata durable if they are newer; a rejection if what is known is not the same. */
    private Optional<Rejection> decide(RunningNode now, VolumeMetadata metadata) {
        keys.learn(metadata);
        Completion done = new Completion(tasks);
        if (!now.ingest().put(new Arrival.Metadata(metadata, done)) || !done.await(METADATA_WAIT.toNanos())) {
            throw new OperationException(node.address() + " could not keep the metadata of " + metadata.id(), true);
        }
        VolumeMetadata known = now.replica(metadata.id()).metadata();
        return known.equals(metadata) ? Optional.empty() : Optional.of(new Rejection(known));
    }

    private NodeStatus nodeStatus(RunningNode now, VolumeId id) {
        NodeSurvey survey = node.survey(now);
        NodeReport report = node.report(now, survey);
        return new NodeStatus(
                id,
                report.serving(),
                report.state(),
                survey.progressOf(id),
                report.journalBytes(),
                report.layerBytes(),
                survey.backlogOf(id),
                report.repairs().stream()
                        .filter(repair -> repair.volume().equals(id))
                        .toList(),
                report.scrub(),
                survey.load(id, folder.usableBytes()),
                report.reads());
    }
}
