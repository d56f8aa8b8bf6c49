package org.borealisdb.storage.node;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.borealisdb.redo.message.Batch;
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
import org.borealisdb.redo.message.ReadWork;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.ScrubProgress;
import org.borealisdb.redo.message.Settle;
import org.borealisdb.redo.message.Settled;
import org.borealisdb.redo.message.StatusRequest;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.backup.Backup;
import org.borealisdb.storage.backup.BackupStatus;
import org.borealisdb.storage.gossip.Gossiper;
import org.borealisdb.storage.gossip.LogSource;
import org.borealisdb.storage.ingest.Arrival;
import org.borealisdb.storage.ingest.Completion;
import org.borealisdb.storage.ingest.Ingest;
import org.borealisdb.storage.ingest.Volumes;
import org.borealisdb.storage.journal.Journal;
import org.borealisdb.storage.materialize.Materializer;
import org.borealisdb.storage.pace.CopyPace;
import org.borealisdb.storage.pace.ForegroundLatency;
import org.borealisdb.storage.repair.PageSource;
import org.borealisdb.storage.repair.Repairer;
import org.borealisdb.storage.restore.LazyFileStore;
import org.borealisdb.storage.restore.RestoredFill;
import org.borealisdb.storage.scrub.ChecksumSource;
import org.borealisdb.storage.scrub.Scrubber;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.storage.segment.Admission;
import org.borealisdb.storage.segment.DamageUnrecordedException;
import org.borealisdb.storage.segment.EarlyIndex;
import org.borealisdb.storage.segment.PageReader;
import org.borealisdb.storage.segment.VolumeReplica;
import org.jspecify.annotations.Nullable;

/**
 * A storage node. {@link #open} recovers and serves until {@link #close}; a disk that fails makes it step aside before: {@link #status} then says why, and
 * every call but a status request fails. All methods may be called by any task.
 */
public final class StorageNode implements AutoCloseable {
    private static final Duration METADATA_WAIT = Duration.ofSeconds(10);
    /** So many times as long as a read waits, one who has a volume settled does: for a fold. It must end before the call is given up. */
    private static final int SETTLE_WAITS = 3;

    private final Address self;
    private final String zone;
    private final Tasks tasks;
    private final Clock clock;
    private final FileStore folder;
    private final VolumeKeys keys;
    private final NodeStores stores;
    private final Network network;
    private final RandomSource random;
    private final Metrics metrics;
    private final StorageSettings settings;
    private final StorageNodeListener listener;
    private volatile @Nullable Running running;
    private final AtomicBoolean aside = new AtomicBoolean();
    /** True while a task asks the key service on behalf of metadata that someone showed: one at a time. */
    private final AtomicBoolean unwrapping = new AtomicBoolean();

    private volatile String failure = "";

    /** Everything that exists between open and close. */
    private record Running(
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
            backup.ifPresent(Backup::close);
            fill.ifPresent(RestoredFill::close);
        }
    }

    /** A node that is not open yet, and makes no backup. */
    public StorageNode(
            Address self,
            String zone,
            Tasks tasks,
            Clock clock,
            FileStore folder,
            VolumeKeys keys,
            Network network,
            RandomSource random,
            Metrics metrics,
            StorageSettings settings,
            StorageNodeListener listener) {
        this(self, zone, tasks, clock, folder, keys, NodeStores.none(), network, random, metrics, settings, listener);
    }

    /**
     * A node that is not open yet.
     *
     * @param keys knows no volume yet, and is used by this node alone
     */
    public StorageNode(
            Address self,
            String zone,
            Tasks tasks,
            Clock clock,
            FileStore folder,
            VolumeKeys keys,
            NodeStores stores,
            Network network,
            RandomSource random,
            Metrics metrics,
            StorageSettings settings,
            StorageNodeListener listener) {
        this.self = self;
        this.zone = zone;
        this.tasks = tasks;
        this.clock = clock;
        this.folder = folder;
        this.keys = keys;
        this.stores = stores;
        this.network = network;
        this.random = random;
        this.metrics = metrics;
        this.settings = settings;
        this.listener = listener;
    }

    private volatile @Nullable Endpoint endpoint;

    /**
     * Takes the folder, recovers and begins to serve.
     *
     * @throws OperationException if the folder is somebody else's, the disk fails, metadata are damaged, or a key is not to be had
     */
    public void open() {
        FileLock taken = folder.lock("lock");
        Optional<LazyFileStore> restoring;
        try {
            restoring = LazyFileStore.over(folder, stores.restoredFrom(), tasks, metrics);
        } catch (RuntimeException e) {
            taken.close();
            throw e;
        }
        FileStore files = restoring.isPresent() ? restoring.get() : folder;
        Volumes volumes = new Volumes(self, files, keys, tasks, settings.limits(), listener::degraded);
        Journal journal;
        try {
            volumes.recover();
            journal = Journal.open(
                    files,
                    tasks,
                    settings.journal(),
                    random,
                    metrics,
                    keys,
                    (generation, bytes) -> replay(volumes, generation, bytes));
        } catch (RuntimeException e) {
            volumes.all().forEach(VolumeReplica::close);
            taken.close();
            throw e;
        }
        journal.damage().ifPresent(reason -> {
            metrics.count("storage.journal.damaged");
            listener.degraded("all segments abstain: " + reason);
            volumes.all().forEach(volume -> volume.journalDamaged(reason));
        });
        try {
            serve(taken, files, restoring, volumes, journal);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void serve(
            FileLock taken, FileStore files, Optional<LazyFileStore> restoring, Volumes volumes, Journal journal) {
        Runnable wake = () -> {
            Running now = running;
            if (now != null) {
                now.gossiper().wake();
            }
        };
        ForegroundLatency batches = new ForegroundLatency();
        ForegroundLatency reads = new ForegroundLatency();
        Ingest ingest = new Ingest(
                tasks,
                clock,
                volumes,
                journal,
                metrics,
                batches,
                settings.queueEntries(),
                settings.queueBytes(),
                this::send,
                wake,
                wake);
        Materializer materializer = new Materializer(
                tasks,
                clock,
                files,
                metrics,
                settings.materialize(),
                volumes,
                journal,
                ingest,
                List.of(batches, reads),
                stores.layers().of(self),
                listener::degraded);
        Repairer repairer = new Repairer(
                tasks,
                clock,
                files,
                metrics,
                settings.repair(),
                pace(batches, reads),
                settings.materialize().headroomBytes(),
                volumes,
                materializer,
                this::learn,
                listener::degraded);
        Gossiper gossiper = new Gossiper(
                self,
                zone,
                tasks,
                clock,
                random,
                metrics,
                settings.gossip(),
                volumes,
                ingest,
                repairer::copies,
                this::learn);
        ChecksumSource sums = new ChecksumSource(tasks, metrics, wake);
        Scrubber scrubber = new Scrubber(
                tasks,
                clock,
                files,
                metrics,
                settings.scrub(),
                settings.journal().writeBytes(),
                volumes,
                journal,
                ingest,
                materializer,
                sums,
                this::learn,
                listener::degraded);
        EarlyIndex index = new EarlyIndex(tasks, clock, metrics, volumes::all);
        PageReader reader =
                new PageReader(clock, metrics, reads, settings.readWait().toNanos(), wake, index);
        Optional<Backup> backup = stores.backup()
                .map(place -> new Backup(
                        self,
                        tasks,
                        clock,
                        files,
                        keys,
                        metrics,
                        place,
                        volumes,
                        () -> restoring.map(LazyFileStore::complete).orElse(true),
                        listener::degraded));
        Optional<RestoredFill> fill =
                restoring.map(lazy -> new RestoredFill(lazy, keys, tasks, clock, metrics, listener::degraded));
        volumes.all().forEach(index::want);
        List<Task> workers = new ArrayList<>();
        running = new Running(
                taken,
                volumes,
                journal,
                ingest,
                gossiper,
                materializer,
                repairer,
                reader,
                index,
                new LogSource(metrics, settings.gossip().fetchBytes()),
                new PageSource(tasks, clock, metrics, settings.repair(), pace(batches, reads), wake),
                backup,
                restoring,
                fill,
                sums,
                scrubber,
                workers);
        Endpoint bound = network.bind(self, new Dispatch());
        endpoint = bound;
        workers.add(tasks.start("journal", TaskKind.PROTOCOL, () -> guarded(ingest::run)));
        workers.add(tasks.start("gossip", TaskKind.PROTOCOL, () -> guarded(() -> gossiper.run(bound))));
        workers.add(tasks.start("index", TaskKind.BACKGROUND, () -> guarded(index::run)));
        workers.add(tasks.start("materialize", TaskKind.BACKGROUND, () -> guarded(materializer::run)));
        workers.add(tasks.start("repair", TaskKind.BACKGROUND, () -> guarded(() -> repairer.run(bound))));
        backup.ifPresent(made -> {
            workers.add(tasks.start("backup", TaskKind.BACKGROUND, () -> guarded(made::run)));
            workers.add(tasks.start("backup-layers", TaskKind.BACKGROUND, () -> guarded(made::runLayers)));
        });
        fill.ifPresent(made -> workers.add(tasks.start("restore", TaskKind.BACKGROUND, () -> guarded(made::run))));
        workers.add(tasks.start("scrub", TaskKind.BACKGROUND, () -> guarded(() -> scrubber.run(bound))));
    }

    private CopyPace pace(ForegroundLatency batches, ForegroundLatency reads) {
        return new CopyPace(tasks, clock, metrics, settings.repair().pace(), List.of(batches, reads));
    }

    private static void replay(Volumes volumes, long generation, ByteBuffer bytes) {
        Batch batch = Batch.decodeStored(bytes);
        // Batches of an unknown volume can't be: metadata are durable before a volume's first batch is admitted.
        Optional<VolumeReplica> volume = volumes.find(batch.volume());
        if (volume.isPresent() && volume.get().lacks(batch)) {
            volume.get().apply(batch.copy(), generation);
        }
    }

    /** Runs a worker; what the world does to it makes the node step aside. */
    private void guarded(Runnable body) {
        try {
            body.run();
        } catch (OperationException e) {
            stepAside(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A mistake of ours, or corruption that looked sound: this node must not go on, the others may.
            metrics.count("storage.node.faults");
            stepAside("stopped at a fault: " + e);
            listener.fault(e);
        }
    }

    private void stepAside(String reason) {
        if (!aside.compareAndSet(false, true)) {
            return;
        }
        failure = reason;
        metrics.count("storage.node.steppedAside");
        Running now = running;
        if (now != null) {
            now.ingest().close();
            now.closeBackground();
        }
        listener.steppedAside(reason);
    }

    /** Why the node stepped aside; empty while it serves. */
    public Optional<String> failure() {
        String reason = failure;
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }

    /** How the node is. */
    public NodeReport status() {
        return report(running, survey(running));
    }

    private NodeSurvey survey(@Nullable Running now) {
        return now == null
                ? NodeSurvey.NOTHING
                : NodeSurvey.of(now.volumes(), now.repairer().repairs());
    }

    private NodeReport report(@Nullable Running now, NodeSurvey survey) {
        String failed = failure;
        String state = now == null ? "not open" : failed.isEmpty() ? "serving" : failed;
        if (state.equals("serving")) {
            boolean refusing = now != null && now.ingest().refusing();
            state = survey.noteworthy().orElse(refusing ? "refusing batches: the disk is nearly full" : state);
        }
        return new NodeReport(
                now != null && failed.isEmpty(),
                state,
                survey.progress(),
                now == null ? 0 : now.journal().bytes(),
                survey.layerBytes(),
                survey.backlog(),
                now == null ? List.of() : now.repairer().repairs(),
                now == null
                        ? BackupStatus.NONE
                        : now.backup().map(Backup::status).orElse(BackupStatus.NONE),
                now == null ? 0 : now.restoring().map(LazyFileStore::remaining).orElse(0),
                now == null ? ScrubProgress.NONE : now.scrubber().progress(),
                now == null ? ReadWork.NONE : now.reader().folded().work());
    }

    private void send(Address to, StorageMessage message) {
        Endpoint bound = endpoint;
        if (bound != null) {
            bound.send(to, StorageMessages.encode(message));
        }
    }

    /** Metadata that someone showed: queued, and durable before they count. */
    private void learn(VolumeMetadata metadata) {
        Running now = running;
        if (now == null) {
            return;
        }
        if (keys.has(metadata)) {
            // Does not wait.
            keys.learn(metadata);
            now.ingest().offer(new Arrival.Metadata(metadata, new Completion(tasks)));
        } else if (unwrapping.compareAndSet(false, true)) {
            tasks.start("unwrap", TaskKind.BACKGROUND, () -> unwrap(now, metadata));
        }
    }

    /** Asks the key service for the keys of a volume before the journal's task follows its metadata. If it has none to give, whoever showed the metadata will again. */
    private void unwrap(Running now, VolumeMetadata metadata) {
        try {
            keys.learn(metadata);
            now.ingest().offer(new Arrival.Metadata(metadata, new Completion(tasks)));
        } catch (OperationException e) {
            metrics.count("storage.node.keyUnavailable");
            listener.degraded("cannot follow the metadata of " + metadata.id() + ": " + e.getMessage());
        } finally {
            unwrapping.set(false);
        }
    }

    /** Stops to serve, works off what was received, and gives the folder back. Idempotent. */
    @Override
    public void close() {
        Running now = running;
        if (now == null) {
            return;
        }
        Endpoint bound = endpoint;
        if (bound != null) {
            bound.close();
        }
        now.closeBackground();
        now.ingest().close();
        now.workers().forEach(Task::join);
        running = null;
        now.journal().close();
        now.volumes().all().forEach(VolumeReplica::close);
        now.folder().close();
    }

    /** Takes messages. */
    private final class Dispatch implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {
            Running now = running;
            if (now == null || failure().isPresent()) {
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

        private void oneWay(Running now, Address from, StorageMessage message) {
            switch (message) {
                case Heartbeat heartbeat -> heartbeat(now, from, heartbeat);
                case Gossip gossip -> gossip(now, from, gossip);
                case Rejection rejection -> learn(rejection.newest());
                case CompareAgain suspect -> now.scrubber().compareAgain(suspect);
                default -> metrics.count("storage.node.unexpected");
            }
        }

        private void heartbeat(Running now, Address from, Heartbeat heartbeat) {
            Optional<VolumeReplica> volume = now.volumes().find(heartbeat.volume());
            if (volume.isEmpty()) {
                now.gossiper().wake();
                return;
            }
            Admission admission = volume.get().heartbeat(heartbeat, from);
            if (admission == Admission.ACCEPTED) {
                send(from, volume.get().reports().acknowledgement(heartbeat.nonce(), List.of()));
            } else if (admission == Admission.OLDER) {
                metrics.count("storage.heartbeat.rejected");
                send(from, new Rejection(volume.get().metadata()));
            } else {
                now.gossiper().wake();
            }
        }

        private void gossip(Running now, Address from, Gossip gossip) {
            Optional<VolumeReplica> volume = now.volumes().find(gossip.volume());
            if (volume.isEmpty()) {
                // Asks for the metadata: who knows more answers with a rejection.
                if (gossip.revision() > 0) {
                    send(from, new Gossip(gossip.volume(), 0, 0, List.of()));
                }
                return;
            }
            VolumeMetadata metadata = volume.get().metadata();
            if (gossip.revision() < metadata.revision()) {
                metrics.count("storage.gossip.taught");
                send(from, new Rejection(metadata));
            } else if (gossip.revision() > metadata.revision()) {
                send(from, volume.get().reports().gossip());
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
            Running now = running;
            if (now == null) {
                throw new OperationException(self + " is not open", true);
            }
            try {
                return StorageMessages.encode(answer(now, from, StorageMessages.decode(request)));
            } catch (DamageUnrecordedException e) {
                stepAside(String.valueOf(e.getMessage()));
                throw e;
            }
        }

        private StorageMessage answer(Running now, Address from, StorageMessage request) {
            if (request instanceof StatusRequest status) {
                return nodeStatus(now, status.volume());
            }
            Optional<String> stepped = failure();
            if (stepped.isPresent()) {
                if (request instanceof ReadPage read) {
                    return new ReadRefused(read.volume(), ReadRefused.Reason.UNAVAILABLE, 0);
                }
                throw new OperationException(self + " stepped aside: " + stepped.get(), false);
            }
            return switch (request) {
                case Fence fence -> {
                    Optional<Rejection> rejection = decide(now, fence.metadata());
                    yield rejection.isPresent() ? rejection.get() : fenced(now, replica(now, fence.volume()));
                }
                case Install install -> {
                    Optional<Rejection> rejection = decide(now, install.metadata());
                    yield rejection.isPresent()
                            ? rejection.get()
                            : new Installed(
                                    install.volume(),
                                    install.metadata().revision(),
                                    replica(now, install.volume()).reports().progress());
                }
                case ReadPage read -> {
                    Optional<VolumeReplica> volume = now.volumes().find(read.volume());
                    yield volume.isPresent()
                            ? now.reader().read(volume.get(), read)
                            : new ReadRefused(read.volume(), ReadRefused.Reason.NO_SEGMENT, 0);
                }
                case FetchLog fetch -> now.source().answer(replica(now, fetch.volume()), fetch);
                case Settle settle -> settle(now, settle);
                case PreparePages prepare -> now.pages().prepare(replica(now, prepare.volume()), from, prepare);
                case ChecksumPages sums -> now.sums().answer(replica(now, sums.volume()), sums);
                case FetchPages fetch -> now.pages().fetch(replica(now, fetch.volume()), from, fetch);
                default ->
                    throw new OperationException(
                            "not a call: " + request.getClass().getSimpleName(), false);
            };
        }

        /** What a volume has of its log, for a writer that opens it, and will read from it. */
        private Fenced fenced(Running now, VolumeReplica volume) {
            now.index().want(volume);
            return new Fenced(volume.id(), volume.reports().contents());
        }

        private StorageMessage settle(Running now, Settle request) {
            VolumeReplica volume = replica(now, request.volume());
            long deadline = clock.nanoTime()
                    + settings.readWait().multipliedBy(SETTLE_WAITS).toNanos();
            return volume.settling()
                    .settle(request, now.materializer()::wake, clock, deadline)
                    .map(segments -> (StorageMessage) new Settled(request.volume(), segments))
                    .orElseGet(() -> new Rejection(volume.metadata()));
        }

        /** Makes metadata durable if they are newer; a rejection if what is known is not the same. */
        private Optional<Rejection> decide(Running now, VolumeMetadata metadata) {
            keys.learn(metadata);
            Completion done = new Completion(tasks);
            if (!now.ingest().put(new Arrival.Metadata(metadata, done)) || !done.await(METADATA_WAIT.toNanos())) {
                throw new OperationException(self + " could not keep the metadata of " + metadata.id(), true);
            }
            VolumeMetadata known = replica(now, metadata.id()).metadata();
            return known.equals(metadata) ? Optional.empty() : Optional.of(new Rejection(known));
        }

        private static VolumeReplica replica(Running now, VolumeId id) {
            return now.volumes().find(id).orElseThrow(() -> new OperationException("no such " + id, true));
        }

        private NodeStatus nodeStatus(Running now, VolumeId id) {
            NodeSurvey survey = survey(now);
            NodeReport report = report(now, survey);
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
}
