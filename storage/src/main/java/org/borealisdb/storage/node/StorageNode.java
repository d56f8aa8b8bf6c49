package org.borealisdb.storage.node;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.ReadWork;
import org.borealisdb.redo.message.ScrubProgress;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
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
import org.borealisdb.storage.segment.EarlyIndex;
import org.borealisdb.storage.segment.PageReader;
import org.borealisdb.storage.segment.VolumeReplica;
import org.jspecify.annotations.Nullable;

/**
 * A storage node. {@link #open} recovers and serves until {@link #close}; a disk that fails makes it step aside before: {@link #status} then says why, and
 * every call but a status request fails. All methods may be called by any task.
 */
public final class StorageNode implements AutoCloseable {
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
    private volatile @Nullable RunningNode running;
    private final AtomicBoolean aside = new AtomicBoolean();
    /** True while a task asks the key service on behalf of metadata that someone showed: one at a time. */
    private final AtomicBoolean unwrapping = new AtomicBoolean();

    private volatile String failure = "";

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
                    stores.stage().get().map(stage -> stage.join(self.name())),
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
            RunningNode now = running;
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
        running = new RunningNode(
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
        Endpoint bound = network.bind(self, new MessageDispatch(this, tasks, clock, folder, keys, metrics, settings));
        endpoint = bound;
        workers.add(tasks.start("journal", TaskKind.PROTOCOL, () -> guarded(ingest::run)));
        workers.add(tasks.start("settle", TaskKind.BACKGROUND, () -> guarded(journal::settle)));
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

    void stepAside(String reason) {
        if (!aside.compareAndSet(false, true)) {
            return;
        }
        failure = reason;
        metrics.count("storage.node.steppedAside");
        RunningNode now = running;
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

    /** Where the node is. */
    Address address() {
        return self;
    }

    /** What there is while the node is open; null before and after. */
    @Nullable
    RunningNode running() {
        return running;
    }

    NodeSurvey survey(@Nullable RunningNode now) {
        return now == null
                ? NodeSurvey.NOTHING
                : NodeSurvey.of(now.volumes(), now.repairer().repairs());
    }

    NodeReport report(@Nullable RunningNode now, NodeSurvey survey) {
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

    void send(Address to, StorageMessage message) {
        Endpoint bound = endpoint;
        if (bound != null) {
            bound.send(to, StorageMessages.encode(message));
        }
    }

    /** Metadata that someone showed: queued, and durable before they count. */
    void learn(VolumeMetadata metadata) {
        RunningNode now = running;
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
    private void unwrap(RunningNode now, VolumeMetadata metadata) {
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
        RunningNode now = running;
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
}
