package org.borealisdb.storage.ingest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.redo.message.Acknowledgement;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.BoundedQueue;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.journal.Journal;
import org.borealisdb.storage.pace.ForegroundLatency;
import org.borealisdb.storage.segment.Admission;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * The journal's task: takes what has gathered, checks it, writes it in one durable write, applies it, acknowledges it. A batch
 * counts only after its write returned; a write that fails ends the node (R5), which the owner of {@link #run} sees as an exception.
 */
public final class Ingest {
    private static final System.Logger LOG = System.getLogger(Ingest.class.getName());

    /** Most arrivals taken at once, so that one turn's work is bounded. */
    private static final int MAX_TURN = 1024;

    private static final long TELL_FULL_EVERY_NANOS = 60_000_000_000L;

    private final Clock clock;
    private final Volumes volumes;
    private final Journal journal;
    private final Metrics metrics;
    private final ForegroundLatency latency;
    private final BoundedQueue<Arrival> queue;
    private final long maximumQueueBytes;
    private final AtomicLong queuedBytes = new AtomicLong();
    private final BiConsumer<Address, StorageMessage> send;
    private final Runnable wantLearning;
    private final Runnable sawGap;
    private final LongAdder accepted;
    private final LongAdder duplicates;
    private final LongAdder written;

    /** Whom the metadata were sent to in this turn: a sender that is not up to date has sent hundreds of batches by then. */
    private record Told(Address sender, VolumeId volume, long revision) {}

    private final Set<Told> told = new HashSet<>();

    /** Set by the background task when room runs out; cleared when there is room again. */
    private volatile boolean refusing;

    private final List<Batch> gathered = new ArrayList<>();
    /** Groups to acknowledge, by volume. */
    private final TreeMap<VolumeId, TreeSet<Integer>> touched = new TreeMap<>();

    /** Said once: whoever shows them does so again and again. */
    private boolean toldForeign;

    private OptionalLong toldFullAtNanos = OptionalLong.empty();

    /**
     * An ingest over {@code journal}.
     *
     * @param latency      is told how long batches took from their arrival to their acknowledgement
     * @param send         sends a message, without waiting
     * @param wantLearning called when someone knows newer metadata than this node
     * @param sawGap       called when a segment lacks log
     */
    public Ingest(
            Tasks tasks,
            Clock clock,
            Volumes volumes,
            Journal journal,
            Metrics metrics,
            ForegroundLatency latency,
            int maximumQueueEntries,
            long maximumQueueBytes,
            BiConsumer<Address, StorageMessage> send,
            Runnable wantLearning,
            Runnable sawGap) {
        this.clock = clock;
        this.volumes = volumes;
        this.journal = journal;
        this.metrics = metrics;
        this.latency = latency;
        this.queue = new BoundedQueue<>(tasks, "journal queue", maximumQueueEntries);
        this.maximumQueueBytes = maximumQueueBytes;
        this.send = send;
        this.wantLearning = wantLearning;
        this.sawGap = sawGap;
        this.accepted = metrics.counter("storage.ingest.accepted");
        this.duplicates = metrics.counter("storage.ingest.duplicate");
        this.written = metrics.counter("storage.ingest.bytes");
    }

    /** Offers a batch; false if the queue is full: whoever sent it will again. */
    public boolean offer(Arrival arrival) {
        long bytes = bytes(arrival);
        if (queuedBytes.addAndGet(bytes) > maximumQueueBytes || !queue.offer(arrival)) {
            queuedBytes.addAndGet(-bytes);
            metrics.count("storage.ingest.queueFull");
            return false;
        }
        return true;
    }

    /** Puts metadata or work, waiting for room; false if the node is stopping. */
    public boolean put(Arrival arrival) {
        return queue.put(arrival);
    }

    public void close() {
        queue.close();
    }

    /** While true, batches are dropped: the disk is nearly full. */
    public void refuse(boolean now) {
        if (now && !refusing) {
            metrics.count("storage.ingest.diskFull");
        }
        refusing = now;
    }

    public boolean refusing() {
        return refusing;
    }

    private static long bytes(Arrival arrival) {
        return switch (arrival) {
            case Arrival.Sent sent -> sent.bytes().remaining();
            case Arrival.Fetched fetched ->
                fetched.batches().stream().mapToLong(Batch::length).sum();
            case Arrival.Metadata _, Arrival.Work _ -> 0;
        };
    }

    /** The task's body: returns when the queue is closed and worked off. */
    public void run() {
        List<Arrival> arrivals = new ArrayList<>();
        while (queue.drainTo(arrivals, MAX_TURN)) {
            Optional<Arrival.Sent> first = Optional.empty();
            for (Arrival arrival : arrivals) {
                queuedBytes.addAndGet(-bytes(arrival));
                first = first.isEmpty() && arrival instanceof Arrival.Sent sent ? Optional.of(sent) : first;
                take(arrival);
            }
            arrivals.clear();
            commit();
            told.clear();
            first.ifPresent(sent -> latency.note(clock.nanoTime() - sent.atNanos()));
        }
    }

    private void take(Arrival arrival) {
        switch (arrival) {
            case Arrival.Sent sent -> sent(sent.from(), sent.bytes());
            case Arrival.Fetched fetched -> {
                for (Batch batch : fetched.batches()) {
                    Optional<VolumeReplica> volume = volumes.find(batch.volume());
                    volume.ifPresent(found -> decided(found, found.admitFetched(batch), batch, fetched.from()));
                }
            }
            case Arrival.Metadata news -> {
                // Batches admitted before count under the metadata that admitted them.
                commit();
                learn(news);
            }
            case Arrival.Work work -> {
                commit();
                work(work);
            }
        }
    }

    private void work(Arrival.Work work) {
        try {
            work.work().run();
        } catch (FileException e) {
            if (e.kind() != FileException.Kind.FULL) {
                throw e;
            }
            metrics.count("storage.ingest.diskFull");
            return;
        }
        work.done().complete();
    }

    private void learn(Arrival.Metadata news) {
        try {
            switch (volumes.learn(news.metadata())) {
                case LEARNT -> metrics.count("storage.metadata.learnt");
                case KNOWN -> {}
                case TOO_EARLY -> {
                    // Whoever waits is not told, and asks again.
                    metrics.count("storage.metadata.tooEarly");
                    return;
                }
                case FOREIGN -> {
                    // Nor here: no quorum comes together that knows what is not so.
                    refuseForeign(news.metadata());
                    return;
                }
            }
        } catch (ObjectStoreException e) {
            // A branch of a restored segment begins with layers that are not here yet. Whoever waits is not told, and
            // asks again.
            metrics.count("storage.metadata.outOfReach");
            return;
        } catch (FileException e) {
            if (e.kind() != FileException.Kind.FULL) {
                throw e;
            }
            // The old file still stands. Whoever waits is not told, and asks again.
            metrics.count("storage.metadata.diskFull");
            refuse(true);
            return;
        }
        news.done().complete();
    }

    private void refuseForeign(VolumeMetadata metadata) {
        metrics.count("storage.metadata.foreign");
        if (!toldForeign) {
            toldForeign = true;
            LOG.log(
                    System.Logger.Level.ERROR,
                    "metadata of {0} at revision {1} are refused: their history is another than that of the data here. The metadata log is another region''s, or was lost",
                    metadata.id(),
                    Long.toString(metadata.revision()));
        }
    }

    private void sent(Address from, ByteBuffer bytes) {
        Batch batch;
        try {
            batch = Batch.decode(bytes);
        } catch (MalformedException e) {
            metrics.count("storage.ingest.malformed");
            return;
        }
        Optional<VolumeReplica> volume = volumes.find(batch.volume());
        if (volume.isEmpty()) {
            metrics.count("storage.ingest.unknownVolume");
            wantLearning.run();
            return;
        }
        Admission admission = volume.get().admit(batch, from);
        decided(volume.get(), admission, batch, from);
        int known = volume.get().membershipEpoch(batch.group());
        if (batch.membershipEpoch() > known && known > 0) {
            metrics.count("storage.ingest.newerMembership");
            wantLearning.run();
        } else if (batch.membershipEpoch() < known
                && (admission == Admission.ACCEPTED || admission == Admission.DUPLICATE)) {
            // It is taken, and its sender learns whom to count from now on (R14).
            metrics.count("storage.ingest.olderMembership");
            tell(volume.get(), from);
        }
    }

    private void decided(VolumeReplica volume, Admission admission, Batch batch, Address from) {
        switch (admission) {
            case ACCEPTED -> gather(batch);
            case DUPLICATE -> {
                duplicates.increment();
                touch(batch);
            }
            case OLDER -> {
                metrics.count("storage.ingest.rejected");
                tell(volume, from);
            }
            case NEWER -> {
                metrics.count("storage.ingest.newer");
                wantLearning.run();
            }
            case NOT_HERE -> {
                metrics.count("storage.ingest.notHere");
                tell(volume, from);
            }
            case REFUSED -> metrics.count("storage.ingest.refused");
            case FULL -> full(batch);
        }
    }

    /** Tells a sender what the volume's metadata are, once for all that it sent before this turn. */
    private void tell(VolumeReplica volume, Address from) {
        VolumeMetadata metadata = volume.metadata();
        if (told.add(new Told(from, metadata.id(), metadata.revision()))) {
            send.accept(from, new Rejection(metadata));
        }
    }

    /** Says now and then which group has no room: for a moment under a burst of writes that is as it should be, but if it stays so nothing is acknowledged. */
    private void full(Batch batch) {
        metrics.count("storage.ingest.refused");
        long now = clock.nanoTime();
        if (toldFullAtNanos.isEmpty() || now - toldFullAtNanos.getAsLong() > TELL_FULL_EVERY_NANOS) {
            toldFullAtNanos = OptionalLong.of(now);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "group {0} of volume {1} has as much log in memory as it may: batches after LSN {2} are refused until some is folded into layers",
                    Integer.toString(batch.group()),
                    batch.volume(),
                    Long.toString(batch.previousGroupLsn()));
        }
    }

    private void gather(Batch batch) {
        if (refusing || !journal.fits(batch.length())) {
            metrics.count("storage.ingest.refused");
            return;
        }
        if (!journal.add(batch.volume(), batch.bytes())) {
            commit();
            // The write gave all of its room back, and the batch fits into an empty one.
            if (!journal.add(batch.volume(), batch.bytes())) {
                throw new IllegalStateException(batch + " does not fit into an empty journal write");
            }
        }
        gathered.add(batch);
    }

    private void touch(Batch batch) {
        touched.computeIfAbsent(batch.volume(), _ -> new TreeSet<>()).add(batch.group());
    }

    /** Writes, applies and acknowledges what has gathered. */
    private void commit() {
        if (!gathered.isEmpty()) {
            write();
        }
        gathered.clear();
        touched.forEach((id, groups) -> volumes.find(id).ifPresent(volume -> acknowledge(volume, groups)));
        touched.clear();
    }

    private void write() {
        long generation;
        try {
            generation = journal.commit();
        } catch (FileException e) {
            if (e.kind() == FileException.Kind.FULL) {
                // No new journal file could be made, and nothing was written: drop the batches unacknowledged.
                refuse(true);
                return;
            }
            throw e;
        }
        boolean gap = false;
        for (Batch batch : gathered) {
            accepted.increment();
            written.add(batch.length());
            if (volumes.find(batch.volume()).orElseThrow().apply(batch, generation)) {
                touch(batch);
            } else {
                gap = true;
            }
        }
        if (gap) {
            sawGap.run();
        }
    }

    private void acknowledge(VolumeReplica volume, Set<Integer> groups) {
        Optional<Address> writer = volume.writer();
        if (writer.isPresent()) {
            Acknowledgement acknowledgement = volume.reports().acknowledgement(0, groups);
            if (!acknowledgement.segments().isEmpty()) {
                send.accept(writer.get(), acknowledgement);
            }
        }
    }
}
