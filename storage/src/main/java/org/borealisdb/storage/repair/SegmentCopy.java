package org.borealisdb.storage.repair;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
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
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.pace.CopyPace;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * One attempt to copy a segment's pages as of one base from all peers that can give them. Each worker copies one range of pages after the other, and asks for each piece of it whoever has
 * least to do ({@link CopySources}); where one peer fails, the next one goes on.
 */
final class SegmentCopy {
    private final Tasks tasks;
    private final Clock clock;
    private final Metrics metrics;
    private final RepairSettings settings;
    private final CopyPace pace;
    private final Peers peers;
    private final VolumeReplica volume;
    private final int group;
    private final long base;
    private final List<PageRange> ranges;
    private final CopySources sources;
    /** How many copies of the group have everything. */
    private final IntSupplier healthy;

    /** True if there is no use in going on, or no room. */
    private final BooleanSupplier futile;

    /** Told how many bytes were copied so far. */
    private final LongConsumer copied;

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong collectionFloor = new AtomicLong();
    /** Guards the ranges that nobody works on, and what ended a worker. */
    private final Lock lock;

    private final ArrayDeque<PageRange> open;
    private Optional<RuntimeException> broken = Optional.empty();

    SegmentCopy(
            Tasks tasks,
            Clock clock,
            Metrics metrics,
            RepairSettings settings,
            CopyPace pace,
            Peers peers,
            VolumeReplica volume,
            int group,
            long base,
            List<PageRange> ranges,
            List<Address> sources,
            IntSupplier healthy,
            BooleanSupplier futile,
            LongConsumer copied) {
        this.tasks = tasks;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.pace = pace;
        this.peers = peers;
        this.volume = volume;
        this.group = group;
        this.base = base;
        this.ranges = ranges;
        this.sources = new CopySources(tasks, clock, settings, sources);
        this.healthy = healthy;
        this.futile = futile;
        this.copied = copied;
        this.lock = tasks.lock("copy");
        this.open = new ArrayDeque<>(ranges);
    }

    /**
     * Copies everything; the numbers of the files, which are durable.
     *
     * @throws CopyFailedException if no peer is left that can give what is missing, or there is no use in going on
     * @throws FileException       FULL included
     */
    List<Integer> run() {
        try {
            List<Task> workers = new ArrayList<>();
            int count = Math.min(Math.min(settings.workers(), ranges.size()), Math.max(1, sources.count()));
            for (int worker = 1; worker <= count; worker++) {
                workers.add(tasks.start("copy " + worker, TaskKind.BACKGROUND, this::work));
            }
            workers.forEach(Task::join);
            broken.ifPresent(e -> {
                throw e;
            });
        } finally {
            ranges.forEach(PageRange::close);
        }
        if (!ranges.stream().allMatch(PageRange::complete)) {
            throw new CopyFailedException("no peer is left that gives its pages as of LSN " + base);
        }
        return ranges.stream().flatMap(range -> range.file().stream()).toList();
    }

    /** The highest collection floor of those that were copied from. */
    long collectionFloor() {
        return collectionFloor.get();
    }

    /** A worker: what it can't deal with ends the copy. */
    private void work() {
        try {
            Optional<PageRange> range = next();
            while (range.isPresent() && copy(range.get())) {
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

    /** Copies a range to its end; false if nobody is left to copy it from. */
    private boolean copy(PageRange range) {
        while (!range.complete()) {
            if (futile.getAsBoolean()) {
                throw new CopyFailedException("it is not needed any more, or there is no room for it");
            }
            int complete = healthy.getAsInt();
            pace.begin(settings.pieceBytes(), complete, settings.callTimeout().toNanos());
            int taken = 0;
            try {
                Optional<Address> source = sources.next();
                if (source.isEmpty()) {
                    return false;
                }
                taken = piece(source.get(), range);
            } finally {
                pace.end(settings.pieceBytes(), taken, complete);
            }
        }
        return true;
    }

    /** Copies the next piece of a range; answers its bytes. */
    private int piece(Address source, PageRange range) {
        // Asked for under what is known now: an opening in between changes nothing below its branch.
        VolumeMetadata metadata = volume.metadata();
        long asked = clock.nanoTime();
        Optional<FetchedPages> piece = peers.fetch(source, request(metadata, range));
        if (piece.isEmpty()) {
            dropped(sources.failed(source));
            return 0;
        }
        int taken;
        try {
            taken = range.take(piece.get(), metadata.timelines());
        } catch (MalformedException e) {
            metrics.count("storage.repair.malformed");
            dropped(sources.drop(source));
            return 0;
        }
        sources.gave(source, clock.nanoTime() - asked);
        collectionFloor.accumulateAndGet(piece.get().collectionFloor(), Math::max);
        metrics.counter("storage.repair.bytes").add(taken);
        copied.accept(bytes.addAndGet(taken));
        return taken;
    }

    private void dropped(boolean now) {
        if (now) {
            metrics.count("storage.repair.sourceDropped");
        }
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
