package org.borealisdb.volume.writer;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.borealisdb.redo.message.Acknowledgement;
import org.borealisdb.redo.message.Gossip;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Parker;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.DurabilityListener;
import org.borealisdb.volume.FencedException;
import org.borealisdb.volume.HistoryGoneException;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeSettings;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.geometry.VolumeRecord;
import org.borealisdb.volume.quorum.DurablePoint;
import org.borealisdb.volume.quorum.QuorumTracker;
import org.borealisdb.volume.reader.PageReader;
import org.borealisdb.volume.reader.ReadPoints;
import org.borealisdb.volume.recovery.OpenedVolume;
import org.borealisdb.volume.status.GroupStatus;
import org.borealisdb.volume.status.VolumeStatus;
import org.borealisdb.volume.stream.LogPublisher;
import org.borealisdb.volume.stream.ReaderStatus;

/**
 * An open volume. See the package description for the way of a commit.
 *
 * <p><b>Publishing VDL (R2, R3).</b> {@link #publishOnce} runs in one task at a time and in order: it stores the new VDL, tells the listener, grants room, then
 * wakes the sessions; so whoever is woken, or reads a VDL, sees everything the listener did for lower ones. Once the writer is fenced nothing is published any
 * more, and every method throws: of what was appended and is not durable, nobody knows.
 */
public final class WritableVolume implements Volume {
    private static final int ROOT_GROUP = 0;

    private final VolumeMetadata metadata;
    private final VolumeEpoch epoch;
    private final Tasks tasks;
    private final Clock clock;
    private final Metrics metrics;
    private final VolumeSettings settings;
    private final NodeCalls calls;
    private final Fate fate = new Fate();
    private final LogBuffer log;
    private final QuorumTracker tracker;
    private final LogSender sender;
    private final DurabilityWaiters waiters = new DurabilityWaiters();
    private final Lease lease;
    private final Heartbeats heartbeats;
    private final LeaseRenewal renewal;
    private final LogPublisher readers;
    private final PageReader reader;
    private final Growth growth;
    private final VolumeKeeper keeper;
    private final Task keeperTask;
    private final int longestMiniTransaction;
    private final long openedAt;
    private final ReadPoints readPoints;
    private final HistoryWindow history;
    private final AtomicLong askedForMetadataAt;
    private final Turns publishing = new Turns(this::publishOnce);

    private volatile long vdl;
    private volatile DurabilityListener listener = _ -> {};

    /** Takes over from the opening. */
    public WritableVolume(
            Tasks tasks,
            Clock clock,
            Metrics metrics,
            VolumeSettings settings,
            NodeCalls calls,
            VolumeRecord record,
            OpenedVolume opened) {
        this.metadata = opened.version().metadata();
        this.epoch = metadata.epoch();
        this.tasks = tasks;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.calls = calls;
        this.askedForMetadataAt = new AtomicLong(clock.nanoTime() - settings.tickNanos());
        Timeline timeline = metadata.timelines().current();
        this.openedAt = timeline.branchLsn();
        this.vdl = openedAt;
        this.readPoints = new ReadPoints(openedAt);
        this.history = new HistoryWindow(
                metadata.timelines(), settings.historyNanos(), settings.historyBytes(), openedAt, clock.nanoTime());
        this.longestMiniTransaction = settings.maxMiniTransactionBytes(metadata.allocationLimit());
        this.log = new LogBuffer(
                settings.logBufferBytes(), metadata.allocationLimit(), timeline.branchLsn(), timeline.firstLsn());
        this.tracker = new QuorumTracker(timeline.id(), timeline.branchLsn(), metadata.groups(), timeline.groupTails());
        opened.progress().forEach(tracker::acknowledged);
        SentBatches sent = new SentBatches(tracker, settings.resendBytes());
        BatchSplitter splitter =
                new BatchSplitter(metadata.id(), metadata.geometry(), epoch, timeline.id(), timeline.groupTails());
        this.sender = new LogSender(
                tasks,
                clock,
                log,
                splitter,
                tracker,
                sent,
                calls,
                fate,
                settings,
                metrics,
                this::vdlUnchecked,
                this::lowestKept,
                this::offer);
        long confirmedAt = opened.confirmedAt() == Long.MIN_VALUE
                ? clock.nanoTime() - settings.leaseNanos()
                : opened.confirmedAt();
        this.lease = new Lease(metadata.group(ROOT_GROUP), settings.leaseNanos(), confirmedAt);
        this.heartbeats = new Heartbeats(
                metadata.id(),
                epoch,
                timeline.id(),
                tracker,
                lease,
                calls,
                metrics,
                this::vdlUnchecked,
                this::lowestKept);
        this.renewal = new LeaseRenewal(
                epoch,
                tasks,
                clock,
                metrics,
                settings.heartbeatNanos(),
                lease,
                heartbeats,
                record,
                fate,
                this::learnedOrFenced);
        this.readers = new LogPublisher(
                metadata,
                tasks,
                clock,
                metrics,
                settings,
                calls,
                tracker,
                this::vdlUnchecked,
                () -> history.start(vdl, clock.nanoTime()),
                renewal::validOrSoon,
                fate::goesOn);
        this.reader = new PageReader(metadata, tracker, calls, tasks, clock, metrics, settings, this::learnedOrFenced);
        this.growth = new Growth(
                record,
                calls,
                tracker,
                tasks,
                clock,
                metrics,
                settings,
                metadata,
                opened.distribution(),
                readers::learned);
        LaggingSegments lagging = new LaggingSegments(tracker, sent, calls, metrics, settings.resendAfterNanos());
        this.keeper = new VolumeKeeper(clock, settings, this, sender, lagging, heartbeats, lease, fate);
        this.keeperTask = keeper.start(tasks);
    }

    /** Which volume this is. */
    public VolumeId id() {
        return metadata.id();
    }

    /** The timeline that it writes. */
    public int timeline() {
        return metadata.timelines().current().id();
    }

    /** VDL, and the tails of the groups there. */
    public DurablePoint durablePoint() {
        fate.check();
        return tracker.durablePoint();
    }

    /** The epoch under which it was opened. */
    public VolumeEpoch epoch() {
        return epoch;
    }

    @Override
    public Geometry geometry() {
        return metadata.geometry();
    }

    @Override
    public int groups() {
        fate.check();
        return tracker.memberships().size();
    }

    @Override
    public void growTo(int count) {
        fate.check();
        try {
            growth.growTo(count);
        } catch (FencedException e) {
            end(Fate.Kind.FENCED, id() + " was fenced while growing");
            throw e;
        }
        fate.check();
    }

    @Override
    public long vdl() {
        fate.check();
        return vdl;
    }

    long vdlUnchecked() {
        return vdl;
    }

    long appendedLsnUnchecked() {
        return log.appendedLsn();
    }

    @Override
    public long appendedLsn() {
        fate.check();
        return log.appendedLsn();
    }

    @Override
    public long openedAt() {
        return openedAt;
    }

    @Override
    public void admit(int maxBytes) {
        fate.check();
        if (maxBytes < 0 || maxBytes > longestMiniTransaction) {
            throw new IllegalArgumentException(
                    "a mini-transaction has at most " + longestMiniTransaction + " bytes of log, not " + maxBytes);
        }
        Optional<Admission> admission = log.admit(maxBytes, tasks::parker);
        if (admission.isPresent()) {
            metrics.count("volume.admission.waits");
            send(log.appendedLsn());
            while (!admission.get().granted()) {
                fate.check();
                admission.get().await();
            }
            fate.check();
        }
    }

    @Override
    public void giveBack(int bytes) {
        fate.check();
        log.giveBack(bytes);
    }

    @Override
    public long append(MemorySegment records, int length) {
        fate.check();
        checkRecords(records, length);
        long start = log.append(records, length);
        if (log.pendingBytes() > LogSender.UNATTENDED_BYTES) {
            keeper.poke();
        }
        return start;
    }

    /** Only well-formed records of existing groups, with the CPL flag on the last alone, enter the log: nobody could read it otherwise. */
    private void checkRecords(MemorySegment records, int length) {
        int groups = tracker.memberships().size();
        int at = 0;
        boolean ended = false;
        while (at < length && !ended) {
            int size = length - at < RedoRecord.HEADER_BYTES ? 0 : RedoRecord.length(records, at);
            if (size < RedoRecord.HEADER_BYTES || size > length - at) {
                throw new IllegalArgumentException("record at byte " + at + " of " + length + " is cut off");
            }
            if (geometry().groupOf(RedoRecord.pageNumber(records, at)) >= groups) {
                throw new IllegalArgumentException("page " + RedoRecord.pageNumber(records, at) + " is beyond the "
                        + groups + " groups of " + id());
            }
            ended = RedoRecord.consistencyPoint(records, at);
            at += size;
        }
        if (!ended || at != length) {
            throw new IllegalArgumentException("a mini-transaction ends at its one CPL record");
        }
    }

    @Override
    public void awaitDurable(long lsn) {
        fate.check();
        if (lsn > log.appendedLsn()) {
            throw new IllegalArgumentException("LSN " + lsn + " is not appended yet; the last is " + log.appendedLsn());
        }
        if (vdl >= lsn) {
            return;
        }
        Parker parker = tasks.parker();
        waiters.add(lsn, parker);
        send(lsn);
        while (vdl < lsn) {
            fate.check();
            parker.park();
        }
        fate.check();
    }

    @Override
    public void onDurable(DurabilityListener newListener) {
        listener = newListener;
    }

    @Override
    public boolean readPage(long pageNumber, MemorySegment target, long offset) {
        fate.check();
        return readAndEnd(pageNumber, readPoints.begin(this::vdlUnchecked), target, offset);
    }

    @Override
    public boolean readPage(long pageNumber, long readLsn, MemorySegment target, long offset) {
        fate.check();
        if (readLsn > vdl) {
            throw new IllegalArgumentException("LSN " + readLsn + " is above VDL " + vdl);
        }
        readPoints.beginAt(readLsn);
        return readAndEnd(pageNumber, readLsn, target, offset);
    }

    @Override
    public boolean readHistory(long pageNumber, long readLsn, MemorySegment target, long offset) {
        fate.check();
        if (readLsn > vdl) {
            throw new IllegalArgumentException("LSN " + readLsn + " is above VDL " + vdl);
        }
        checkKept(readLsn);
        boolean present;
        try {
            present = reader.read(pageNumber, readLsn, target, offset);
        } catch (VolumeUnavailableException e) {
            checkKept(readLsn);
            throw e;
        }
        fate.check();
        return present;
    }

    private void checkKept(long readLsn) {
        long start = historyStart();
        if (readLsn < start) {
            throw new HistoryGoneException(
                    "LSN " + readLsn + " of " + id() + " is not kept any more: its history goes back to LSN " + start
                            + ", for it is kept for a time and up to a size");
        }
    }

    /** Reads at a read point that was begun. */
    private boolean readAndEnd(long pageNumber, long readLsn, MemorySegment target, long offset) {
        try {
            boolean present = reader.read(pageNumber, readLsn, target, offset);
            fate.check();
            return present;
        } finally {
            readPoints.end(readLsn);
        }
    }

    /** Versions of pages below it need not be kept: nobody reads them, here or on a reader, and they are out of the window of history. */
    private long lowestKept() {
        long own = Math.min(readPoints.lowest(), history.start(vdl, clock.nanoTime()));
        // After what is here, which is at or below VDL: a reader that is not counted yet begins above it.
        return Math.min(own, readers.lowestRead());
    }

    @Override
    public long oldestViewOfReaders() {
        fate.check();
        return readers.oldestView();
    }

    @Override
    public List<ReaderStatus> readers() {
        return readers.readers();
    }

    @Override
    public void onQuestion(UnaryOperator<ByteBuffer> answerer) {
        readers.onQuestion(answerer);
    }

    /** The stream to readers, which takes what they send. */
    public LogPublisher stream() {
        return readers;
    }

    @Override
    public long historyStart() {
        return history.start(vdl, clock.nanoTime());
    }

    @Override
    public void raiseLowestReadLsn(long lsn) {
        fate.check();
        if (lsn > vdl) {
            throw new IllegalArgumentException("the lowest read LSN cannot be above VDL: " + lsn + " > " + vdl);
        }
        readPoints.raise(lsn);
    }

    @Override
    public void confirmLease() {
        fate.check();
        if (PlantedBug.IGNORE_LEASE.planted()) {
            return;
        }
        renewal.confirm();
        fate.check();
    }

    /** Takes an acknowledgement from the network. Never waits. */
    public void acknowledged(Address from, Acknowledgement acknowledgement) {
        if (!acknowledgement.epoch().equals(epoch) && !PlantedBug.IGNORE_VOLUME_EPOCH.planted()) {
            metrics.count("volume.acknowledgements.of-other-epochs");
            return;
        }
        if (tracker.outdates(acknowledgement.segments())) {
            askForMetadata(from);
        }
        if (acknowledgement.nonce() != 0
                && tracker.counts(ROOT_GROUP, acknowledgement.segments())
                && lease.answered(from, acknowledgement.nonce())) {
            metrics.count("volume.lease.confirmed");
        }
        if (tracker.acknowledged(from, acknowledgement.segments())) {
            publishing.take();
            send(Long.MIN_VALUE);
        }
    }

    /** {@code node} has metadata that are newer than ours: asks it for them, once per tick. */
    private void askForMetadata(Address node) {
        long now = clock.nanoTime();
        long last = askedForMetadataAt.get();
        if (now - last >= settings.tickNanos() && askedForMetadataAt.compareAndSet(last, now)) {
            metrics.count("volume.metadata.asked-for");
            calls.send(node, StorageMessages.encode(new Gossip(id(), metadata.revision(), 0, List.of())));
        }
    }

    /**
     * Takes metadata that somebody else knows: ends this writer if they are of a newer epoch, and follows a change of memberships. Never waits.
     */
    public void learned(VolumeMetadata newest) {
        if (epoch.olderThan(newest.epoch())) {
            end(Fate.Kind.FENCED, id() + " was opened by another: " + newest.epoch() + " after our " + epoch);
        } else if (newest.epoch().equals(epoch) && tracker.follow(newest.groups())) {
            readers.learned(newest);
            metrics.count("volume.memberships.followed");
            lease.follow(tracker.memberships().get(ROOT_GROUP));
            // New members tell where they are, and those whose last word did not count say it again.
            heartbeats.send(clock.nanoTime());
            publishing.take();
            send(Long.MIN_VALUE);
        } else {
            metrics.count("volume.rejections-of-own-epoch");
        }
    }

    private void learnedOrFenced(VolumeMetadata newest) {
        learned(newest);
        fate.check();
    }

    /** Has the log up to {@code lsn} sent, and what was wanted before. */
    private void send(long lsn) {
        try {
            sender.send(lsn);
        } catch (RuntimeException e) {
            broken(e);
            throw e;
        }
    }

    @Override
    public VolumeStatus status() {
        Timeline timeline = metadata.timelines().current();
        // In this order, so that none is seen beyond the next one.
        long durable = vdl;
        long sent = Math.max(durable, tracker.sentLsn());
        long appended = Math.max(sent, log.appendedLsn());
        List<GroupStatus> groups = new ArrayList<>();
        for (int group = 0; group < tracker.memberships().size(); group++) {
            groups.add(tracker.status(group));
        }
        return new VolumeStatus(
                id(),
                epoch,
                timeline.id(),
                geometry(),
                durable,
                sent,
                appended,
                Math.min(readPoints.lowest(), readers.lowestRead()),
                metadata.allocationLimit(),
                Math.max(0, appended - Math.max(durable, timeline.firstLsn())),
                metadata.mix(),
                groups);
    }

    private void publishOnce() {
        long next = tracker.vdl();
        if (next <= vdl || !fate.goesOn()) {
            return;
        }
        vdl = next;
        try {
            listener.durableUpTo(next);
        } catch (RuntimeException e) {
            broken(e);
            throw e;
        }
        log.durableUpTo(next);
        sender.woken(waiters.wake(next));
        readers.published();
    }

    private void offer(LogSpan span) {
        readers.offer(span.memory(), span.from(), span.length(), span.startLsn());
    }

    private void broken(RuntimeException e) {
        if (fate.broken(id() + " stopped at a fault: " + e, e)) {
            wakeEveryone();
        }
    }

    private void end(Fate.Kind kind, String reason) {
        if (fate.end(kind, reason)) {
            metrics.count("volume.ended." + kind);
            wakeEveryone();
        }
    }

    private void wakeEveryone() {
        waiters.wake(Long.MAX_VALUE);
        log.wakeAll();
        lease.wakeAll();
        keeper.poke();
        readers.ended();
    }

    @Override
    public void close() {
        if (fate.goesOn()) {
            Parker parker = tasks.parker();
            long deadline = clock.nanoTime() + settings.callTimeoutNanos();
            long appended = log.appendedLsn();
            waiters.add(appended, parker);
            send(appended);
            while (vdl < appended && fate.goesOn() && clock.nanoTime() - deadline < 0) {
                parker.park(deadline - clock.nanoTime());
            }
            end(Fate.Kind.CLOSED, id() + " is closed");
        }
        growth.close();
        keeperTask.join();
        readers.close();
    }

    @Override
    public void abandon() {
        if (fate.goesOn()) {
            end(Fate.Kind.FENCED, id() + " was abandoned by its writer");
        }
        growth.close();
        keeperTask.join();
        readers.close();
    }
}
