package org.borealisdb.storage.gossip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.FetchLog;
import org.borealisdb.redo.message.FetchedLog;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.ingest.Arrival;
import org.borealisdb.storage.ingest.Ingest;
import org.borealisdb.storage.ingest.Volumes;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/** The task that gossips: every interval (jittered), and soon after a gap was seen, it tells the peers where this node is and pulls what it lacks. */
public final class Gossiper {
    private final Address self;
    private final String zone;
    private final Clock clock;
    private final RandomSource random;
    private final Metrics metrics;
    private final GossipSettings settings;
    private final Volumes volumes;
    private final Ingest ingest;
    private final BiPredicate<VolumeReplica, Segment> copied;
    private final Consumer<VolumeMetadata> learn;
    private final Lock lock;
    private final Condition woken;
    private boolean urgent;
    private boolean closed;

    /**
     * A gossiper.
     *
     * @param zone  this node's zone: peers there are asked first
     * @param copied true of a segment whose pages are being copied from its peers, or will be soon: it needs no log yet; asked under its volume's lock
     * @param learn takes metadata that may be newer
     */
    public Gossiper(
            Address self,
            String zone,
            Tasks tasks,
            Clock clock,
            RandomSource random,
            Metrics metrics,
            GossipSettings settings,
            Volumes volumes,
            Ingest ingest,
            BiPredicate<VolumeReplica, Segment> copied,
            Consumer<VolumeMetadata> learn) {
        this.self = self;
        this.zone = zone;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
        this.settings = settings;
        this.volumes = volumes;
        this.ingest = ingest;
        this.copied = copied;
        this.learn = learn;
        this.lock = tasks.lock("gossip");
        this.woken = lock.condition();
    }

    /** Something is missing: gossip soon. Never waits for long. */
    public void wake() {
        lock.lock();
        try {
            if (!urgent) {
                urgent = true;
                woken.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        lock.lock();
        try {
            closed = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The task's body. */
    public void run(Endpoint endpoint) {
        while (pause()) {
            for (VolumeReplica volume : volumes.all()) {
                var message = StorageMessages.encode(volume.reports().gossip());
                for (Address peer : volume.peers()) {
                    endpoint.send(peer, message);
                }
                for (Segment segment : volume.segmentsNow()) {
                    pull(endpoint, volume, segment);
                }
            }
        }
    }

    /** Waits for the next turn; false if closed. */
    private boolean pause() {
        long interval = settings.interval().toNanos();
        long end = clock.nanoTime() + interval / 2 + random.nextInt((int) Math.min(interval, Integer.MAX_VALUE));
        long soon = clock.nanoTime() + settings.gapDelay().toNanos();
        lock.lock();
        try {
            while (!closed) {
                long left = (urgent ? Math.min(soon, end) : end) - clock.nanoTime();
                if (left <= 0) {
                    break;
                }
                woken.await(left);
            }
            urgent = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void pull(Endpoint endpoint, VolumeReplica volume, Segment segment) {
        FetchLog request;
        Optional<Address> source;
        volume.lock().lock();
        try {
            if (!segment.healthy() || !segment.behind() || !volume.learnt() || copied.test(volume, segment)) {
                return;
            }
            VolumeMetadata metadata = volume.metadata();
            request = new FetchLog(
                    metadata.id(),
                    metadata.epoch(),
                    segment.group(),
                    metadata.timelines().current().id(),
                    segment.scl(),
                    Long.MAX_VALUE,
                    settings.fetchBytes());
            source = choose(metadata, segment);
        } finally {
            volume.lock().unlock();
        }
        if (source.isPresent()) {
            fetch(endpoint, volume, segment, source.get(), request);
        }
    }

    /** A peer that said it is ahead, of this zone if there is one; else any member, since gaps are seen before peers speak. */
    private Optional<Address> choose(VolumeMetadata metadata, Segment segment) {
        List<Address> ahead = new ArrayList<>();
        List<Address> aheadHere = new ArrayList<>();
        List<Address> others = new ArrayList<>();
        for (Member member : metadata.group(segment.group()).members()) {
            if (member.node().equals(self)) {
                continue;
            }
            others.add(member.node());
            if (segment.peers().scl(member.node()) > segment.scl()) {
                ahead.add(member.node());
                if (member.zone().equals(zone)) {
                    aheadHere.add(member.node());
                }
            }
        }
        // Any peer may be dead or cut off without our knowing, so the nearest is only preferred.
        if (!aheadHere.isEmpty() && random.nextInt(2) == 0) {
            return Optional.of(aheadHere.get(random.nextInt(aheadHere.size())));
        }
        List<Address> candidates = ahead.isEmpty() ? others : ahead;
        return candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.get(random.nextInt(candidates.size())));
    }

    private void fetch(Endpoint endpoint, VolumeReplica volume, Segment segment, Address source, FetchLog request) {
        metrics.count("storage.gossip.pulls");
        StorageMessage answer;
        try {
            answer = StorageMessages.decode(endpoint.call(
                    source,
                    StorageMessages.encode(request),
                    settings.callTimeout().toNanos()));
        } catch (NetworkException e) {
            metrics.count("storage.gossip.unreachable");
            return;
        } catch (MalformedException e) {
            metrics.count("storage.gossip.malformed");
            return;
        }
        if (answer instanceof Rejection rejection) {
            learn.accept(rejection.newest());
            return;
        }
        if (answer instanceof FetchedLog fetched && fetched.collected()) {
            // Another peer may still have it; if none has, the segment has to be copied.
            volume.collected(segment, request.after());
        }
        if (!(answer instanceof FetchedLog fetched) || fetched.batches().isEmpty()) {
            if (answer instanceof FetchedLog nothing && nothing.nothingUpTo() > request.after()) {
                metrics.count("storage.gossip.nothing");
                volume.nothing(segment, request.timeline(), request.after(), nothing.nothingUpTo());
            }
            return;
        }
        for (Batch batch : fetched.batches()) {
            if (!batch.volume().equals(request.volume()) || batch.group() != request.group()) {
                metrics.count("storage.gossip.malformed");
                return;
            }
        }
        metrics.counter("storage.gossip.fetched").add(fetched.batches().size());
        // The next pull goes on where this one ends after it was journaled, so it is left to the next turn.
        if (ingest.offer(new Arrival.Fetched(source, fetched.batches())) && fetched.more()) {
            wake();
        }
    }
}
