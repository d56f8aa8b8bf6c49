package org.borealisdb.storage.repair;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.borealisdb.redo.message.FetchPages;
import org.borealisdb.redo.message.FetchedPages;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * One attempt to copy a segment's pages as of one base from several peers at a time. Each peer has a worker, which takes one range of pages after the other; a peer that fails
 * is not asked again, and its range goes on where it stands with another one.
 */
final class SegmentCopy {
    /** A peer that does not know our metadata yet, or knows newer ones, is asked again this often. */
    private static final int TRIES = 3;

    private final Tasks tasks;
    private final Metrics metrics;
    private final RepairSettings settings;
    private final CopyPace pace;
    private final Peers peers;
    private final VolumeReplica volume;
    private final int group;
    private final long base;
    private final List<PageRange> ranges;
    /** True if there is no use in going on, or no room. */
    private final BooleanSupplier futile;

    /** Told how many bytes were copied so far. */
    private final LongConsumer copied;

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong collectionFloor = new AtomicLong();
    /** Guards the ranges that nobody works on, the peers that did not fail, and what ended a worker. */
    private final Lock lock;

    private final ArrayDeque<PageRange> open;
    private final TreeSet<Address> able;
    private Optional<RuntimeException> broken = Optional.empty();

    SegmentCopy(
            Tasks tasks,
            Metrics metrics,
            RepairSettings settings,
            CopyPace pace,
            Peers peers,
            VolumeReplica volume,
            int group,
            long base,
            List<PageRange> ranges,
            List<Address> sources,
            BooleanSupplier futile,
            LongConsumer copied) {
        this.tasks = tasks;
        this.metrics = metrics;
        this.settings = settings;
        this.pace = pace;
        this.peers = peers;
        this.volume = volume;
        this.group = group;
        this.base = base;
        this.ranges = ranges;
        this.futile = futile;
        this.copied = copied;
        this.lock = tasks.lock("copy");
        this.open = new ArrayDeque<>(ranges);
        this.able = new TreeSet<>(sources);
    }

    /**
     * Copies everything; the numbers of the files, which are durable.
     *
     * @throws CopyFailedException if no peer is left that can give what is missing, or there is no use in going on
     * @throws FileException       FULL included
     */
    List<Integer> run() {
        try {
            List<Address> sources = sources();
            while (!open.isEmpty() && !sources.isEmpty()) {
                List<Task> workers = new ArrayList<>();
                for (Address source : sources.subList(0, Math.min(sources.size(), settings.workers()))) {
                    workers.add(tasks.start("copy from " + source.name(), TaskKind.BACKGROUND, () -> work(source)));
                }
                workers.forEach(Task::join);
                broken.ifPresent(e -> {
                    throw e;
                });
                sources = sources();
            }
        } finally {
            ranges.forEach(PageRange::close);
        }
        if (!open.isEmpty()) {
            throw new CopyFailedException("no peer is left that gives its pages as of LSN " + base);
        }
        return ranges.stream().flatMap(range -> range.file().stream()).toList();
    }

    /** The highest collection floor of those that were copied from. */
    long collectionFloor() {
        return collectionFloor.get();
    }

    private List<Address> sources() {
        lock.lock();
        try {
            return List.copyOf(able);
        } finally {
            lock.unlock();
        }
    }

    /** One peer's worker: what it can't deal with ends the copy. */
    private void work(Address source) {
        try {
            Optional<PageRange> range = next();
            while (range.isPresent()) {
                if (!copy(source, range.get())) {
                    metrics.count("storage.repair.sourceDropped");
                    giveBack(range.get(), source);
                    return;
                }
                range = next();
            }
        } catch (RuntimeException e) {
            lock.lock();
            try {
                broken = broken.or(() -> Optional.of(e));
            } finally {
                lock.unlock();
            }
        }
    }

    private Optional<PageRange> next() {
        lock.lock();
        try {
            return broken.isPresent() ? Optional.empty() : Optional.ofNullable(open.poll());
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(PageRange range, Address failed) {
        lock.lock();
        try {
            open.addFirst(range);
            able.remove(failed);
        } finally {
            lock.unlock();
        }
    }

    /** Copies a range to its end; false if {@code source} fails. */
    private boolean copy(Address source, PageRange range) {
        int failures = 0;
        while (!range.complete()) {
            if (futile.getAsBoolean()) {
                throw new CopyFailedException("it is not needed any more, or there is no room for it");
            }
            // Asked for under what is known now: an opening in between changes nothing below its branch.
            VolumeMetadata metadata = volume.metadata();
            Optional<FetchedPages> piece = peers.fetch(source, request(metadata, range));
            try {
                if (piece.isPresent()) {
                    int taken = range.take(piece.get(), metadata.timelines());
                    collectionFloor.accumulateAndGet(piece.get().collectionFloor(), Math::max);
                    metrics.counter("storage.repair.bytes").add(taken);
                    copied.accept(bytes.addAndGet(taken));
                    pace.take(taken);
                    failures = 0;
                    continue;
                }
            } catch (MalformedException e) {
                metrics.count("storage.repair.malformed");
                return false;
            }
            failures++;
            if (failures == TRIES) {
                return false;
            }
            tasks.sleep(settings.callTimeout().toNanos() / 2);
        }
        return true;
    }

    private FetchPages request(VolumeMetadata metadata, PageRange range) {
        return new FetchPages(
                metadata.id(),
                metadata.epoch(),
                group,
                metadata.timelines().current().id(),
                base,
                range.nextPage(),
                range.nextLsn(),
                range.toPage(),
                settings.pieceBytes());
    }
}
