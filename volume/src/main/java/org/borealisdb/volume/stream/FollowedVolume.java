package org.borealisdb.volume.stream;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.borealisdb.redo.message.Farewell;
import org.borealisdb.redo.message.Question;
import org.borealisdb.redo.message.Reply;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.message.StreamMessage;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Slot;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.DurabilityListener;
import org.borealisdb.volume.HistoryGoneException;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeSettings;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.status.GroupStatus;
import org.borealisdb.volume.status.SegmentStatus;
import org.borealisdb.volume.status.SlotStatus;
import org.borealisdb.volume.status.VolumeStatus;

/**
 * A volume that another process writes, followed by its log. VDL here is the LSN up to which the follower has applied it; pages are read from storage. Nothing can be appended.
 *
 * <p>It begins where {@link org.borealisdb.volume.VolumeClient#follow} found VDL, and stays there until {@link #start}. When it must begin again ({@link LogFollower#restart}), reads that are under way fail with {@link LogLostException}. It
 * goes on asking the writer's address for as long as it is open, whatever becomes of that writer; {@link #followAt} names another.
 */
public final class FollowedVolume implements Volume {
    private final VolumeId volume;
    private final String name;
    private final Clock clock;
    private final VolumeSettings settings;
    private final NodeCalls calls;
    private final Following following;
    private final Consumer<FollowedVolume> onClose;
    private final long openedAt;

    /**
     * Joins; waits.
     *
     * @param writer  where the volume is written
     * @param name    of this reader, for people
     * @param patienceNanos how long it waits for the writer
     * @param ready   is told once messages may come
     * @param onClose is told when it is closed
     * @throws VolumeUnavailableException if the writer does not let it join in time
     */
    public FollowedVolume(
            VolumeId volume,
            Address writer,
            String name,
            Tasks tasks,
            Clock clock,
            RandomSource random,
            Metrics metrics,
            VolumeSettings settings,
            long patienceNanos,
            NodeCalls calls,
            Consumer<FollowedVolume> ready,
            Consumer<FollowedVolume> onClose) {
        this.volume = volume;
        this.name = name;
        this.clock = clock;
        this.settings = settings;
        this.onClose = onClose;
        this.calls = calls;
        this.following =
                new Following(volume, writer, name, tasks, clock, random, metrics, settings, patienceNanos, calls);
        this.openedAt = following.vdl();
        ready.accept(this);
        following.run();
    }

    /** From now on what comes is applied by {@code follower}, which is at {@link #vdl}. Once. */
    public void start(LogFollower follower) {
        following.start(follower);
    }

    /** Which volume this is. */
    public VolumeId id() {
        return volume;
    }

    /** Follows the writer at {@code writer} from now on: the volume was, or will be, opened there. It begins again with its log. */
    public void followAt(Address writer) {
        following.followAt(writer);
    }

    /** How it follows. */
    public FollowStatus following() {
        return following.status();
    }

    /** Waits until everything up to {@code lsn} is applied and seen, for at most {@code timeoutNanos}; true if it is. */
    public boolean waitForApplied(long lsn, long timeoutNanos) {
        return following.await(lsn, timeoutNanos);
    }

    /**
     * Asks whoever serves the writer, as it is known here, and waits for the answer of its {@link Volume#onQuestion}. A failure says nothing on whether the question was acted on, unless it is a
     * {@link VolumeUnavailableException}: then nobody got it.
     *
     * @throws OperationException if there is no answer
     */
    public ByteBuffer ask(ByteBuffer question) {
        following.check();
        Address writer = following.writer();
        return switch (calls.call(writer, StorageMessages.encode(new Question(volume, question)))) {
            case Reply reply when reply.volume().equals(volume) -> reply.content();
            case Farewell farewell ->
                throw new VolumeUnavailableException(writer + " is " + farewell.reason() + ": " + farewell.detail());
            default -> throw new OperationException(writer + " gave an answer of the wrong kind", false);
        };
    }

    /**
     * Brings the follower of this closed volume towards where another opening of it has found its end, with the log that had come from the writer before. Log above what that writer said to be durable is applied too: the
     * opening has found it to be, and an LSN is used once.
     *
     * @param opened the volume, with the timeline that the opening has begun
     * @return the LSN up to which the log is applied; empty if something was wrong with it, or it is not of the line that was opened: then the follower's pages are of no use
     * @throws IllegalStateException if this is not closed
     */
    public OptionalLong catchUp(VolumeMetadata opened) {
        Timeline begun = opened.timelines().current();
        try {
            return begun.rewound()
                    ? OptionalLong.empty()
                    : following.catchUp(
                            begun.parent(), begun.branchLsn(), opened.groups().size());
        } catch (MalformedException damaged) {
            return OptionalLong.empty();
        }
    }

    /** Takes a message of the stream from the network. Never waits. */
    public void received(Address from, StreamMessage message) {
        following.received(from, message);
    }

    /** Takes metadata that somebody knows. Never waits. */
    public void learned(VolumeMetadata newest) {
        following.seen(newest);
    }

    @Override
    public Geometry geometry() {
        return following.place().line().metadata().geometry();
    }

    @Override
    public int groups() {
        following.check();
        return following.place().line().memberships().size();
    }

    /** Always refused. */
    @Override
    public void growTo(int count) {
        throw readOnly();
    }

    private OperationException readOnly() {
        return new OperationException(volume + " is followed by reader " + name + ", which can't write it", false);
    }

    /** LSN up to which the log is applied. */
    @Override
    public long vdl() {
        following.check();
        return following.vdl();
    }

    /** The end of the log that is applied or being applied: at or above every LSN that a page was read as of. */
    @Override
    public long appendedLsn() {
        following.check();
        return following.place().line().readPoint();
    }

    /** Where it began first. */
    @Override
    public long openedAt() {
        return openedAt;
    }

    /** Always refused. */
    @Override
    public void admit(int maxBytes) {
        throw readOnly();
    }

    /** Nothing was ever admitted. */
    @Override
    public void giveBack(int bytes) {
        throw readOnly();
    }

    /** Always refused. */
    @Override
    public long append(MemorySegment records, int length) {
        throw readOnly();
    }

    /**
     * Waits until everything up to {@code lsn} is applied.
     *
     * @throws VolumeUnavailableException if that takes longer than opening a volume may
     */
    @Override
    public void awaitDurable(long lsn) {
        if (lsn > vdl() && !following.await(lsn, settings.openTimeoutNanos())) {
            throw new VolumeUnavailableException(
                    "reader " + name + " of " + volume + " has not come to LSN " + lsn + ", but to " + vdl());
        }
    }

    /** Told of each VDL after it is applied, and of where it begins again, which may be below. */
    @Override
    public void onDurable(DurabilityListener listener) {
        following.listen(listener);
    }

    /**
     * Reads a page as of the read point, which is VDL or, while log is being applied, the LSN up to which that is: see {@link LogFollower}.
     *
     * @throws LogLostException if it began again meanwhile, or is about to
     */
    @Override
    public boolean readPage(long pageNumber, MemorySegment target, long offset) {
        following.check();
        Following.Place place = following.place();
        FollowedLine line = place.line();
        long lsn = line.reads().begin(line::readPoint);
        try {
            boolean present = place.pages().read(pageNumber, lsn, target, offset);
            checkSame(place);
            return present;
        } catch (HistoryGoneException e) {
            // We were forgotten, and storage was let collect what we need.
            following.lose(line, String.valueOf(e.getMessage()));
            throw new LogLostException("reader " + name + " has to begin again: " + e.getMessage(), e);
        } finally {
            line.reads().end(lsn);
        }
    }

    @Override
    public boolean readPage(long pageNumber, long readLsn, MemorySegment target, long offset) {
        following.check();
        Following.Place place = following.place();
        FollowedLine line = place.line();
        checkReached(line, readLsn);
        line.reads().beginAt(readLsn);
        try {
            boolean present = place.pages().read(pageNumber, readLsn, target, offset);
            checkSame(place);
            return present;
        } finally {
            line.reads().end(readLsn);
        }
    }

    @Override
    public boolean readHistory(long pageNumber, long readLsn, MemorySegment target, long offset) {
        following.check();
        Following.Place place = following.place();
        checkReached(place.line(), readLsn);
        checkKept(place.line(), readLsn);
        boolean present;
        try {
            present = place.pages().read(pageNumber, readLsn, target, offset);
        } catch (VolumeUnavailableException e) {
            checkKept(place.line(), readLsn);
            throw e;
        }
        checkSame(place);
        return present;
    }

    private static void checkReached(FollowedLine line, long readLsn) {
        if (readLsn > line.readPoint()) {
            throw new IllegalArgumentException(
                    "LSN " + readLsn + " is above " + line.readPoint() + ", which is applied");
        }
    }

    private void checkKept(FollowedLine line, long readLsn) {
        if (readLsn < line.historyStart()) {
            throw new HistoryGoneException("LSN " + readLsn + " of " + volume
                    + " is not kept any more: its history goes back to LSN " + line.historyStart());
        }
    }

    /** What was read on a line that was left is of no use: it may have been cut off. */
    private void checkSame(Following.Place place) {
        following.check();
        if (following.place().line().joining() != place.line().joining()) {
            throw new LogLostException("reader " + name + " of " + volume + " began again at LSN "
                    + following.place().line().readPoint());
        }
    }

    /** As the writer told last. */
    @Override
    public long historyStart() {
        return following.place().line().historyStart();
    }

    /** It promises by itself what it has applied, as far as reads under way allow. */
    @Override
    public void raiseLowestReadLsn(long lsn) {
        FollowedLine line = following.place().line();
        checkReached(line, lsn);
        line.reads().raise(lsn);
    }

    /** Readers have no readers. */
    @Override
    public long oldestViewOfReaders() {
        return Long.MAX_VALUE;
    }

    /**
     * Returns if everything is applied here that was durable {@link StreamSettings#staleNanos()} ago: a reader that is cut off must not answer older and older things. It does not wait.
     *
     * @throws OperationException if not
     */
    @Override
    public void confirmLease() {
        following.check();
        long age = following.freshness().age(clock.nanoTime());
        if (age > settings.stream().staleNanos()) {
            FollowStatus status = following.status();
            throw new OperationException(
                    "reader " + name + " of " + volume + " knows nothing newer than what was there "
                            + age / 1_000_000 + " ms ago: "
                            + (status.trouble().isEmpty()
                                    ? "it does not hear of " + status.writer()
                                    : status.trouble()),
                    true);
        }
    }

    @Override
    public VolumeStatus status() {
        FollowedLine line = following.place().line();
        VolumeMetadata metadata = line.metadata();
        long durable = following.vdl();
        List<GroupStatus> groups = new ArrayList<>();
        for (int group = 0; group < metadata.groups().size(); group++) {
            groups.add(status(line, group, metadata.groups().get(group)));
        }
        long received = Math.max(durable, line.inbox().received());
        return new VolumeStatus(
                volume,
                metadata.epoch(),
                line.timeline(),
                metadata.geometry(),
                durable,
                received,
                received,
                line.reads().lowest(),
                metadata.allocationLimit(),
                0,
                metadata.mix(),
                groups);
    }

    private static GroupStatus status(FollowedLine line, int group, Membership membership) {
        long tail = line.durableTail(group);
        List<SlotStatus> slots = new ArrayList<>();
        for (Slot slot : membership.slots()) {
            slots.add(new SlotStatus(
                    status(line, group, slot.current(), tail),
                    Optional.of(slot).flatMap(Slot::replacement).map(next -> status(line, group, next, tail))));
        }
        return new GroupStatus(group, membership.epoch(), tail, tail, tail, slots);
    }

    private static SegmentStatus status(FollowedLine line, int group, Member member, long tail) {
        long scl = Math.min(tail, line.scl(group, member.node()));
        return new SegmentStatus(member, scl, tail - scl);
    }

    /** The same as {@link #close}: it has nothing to lose. */
    @Override
    public void abandon() {
        close();
    }

    @Override
    public void close() {
        following.close();
        onClose.accept(this);
    }
}
