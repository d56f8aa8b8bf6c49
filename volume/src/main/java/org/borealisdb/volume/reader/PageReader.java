package org.borealisdb.volume.reader;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.borealisdb.redo.message.PageImage;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Inquiry;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.HistoryGoneException;
import org.borealisdb.volume.VolumeSettings;
import org.borealisdb.volume.VolumeUnavailableException;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.quorum.Segments;

/**
 * Reads pages from one segment at a time: no read quorum is needed, for a segment whose SCL has reached the group's tail has everything.
 * Tails have no pages and are never asked. Segments that are known to be complete come first, then by how fast their nodes have answered lately. Who refuses, fails or does not answer is passed over for the next.
 * Where an answer takes longer than most have taken ({@link Hedges}), the next one is asked as well, and the first page that comes counts; what comes later is dropped.
 *
 * <p><b>What is asked for.</b> A read at {@code readLsn} needs all records of the group at or below it. The tail at VDL (of a reader: at its read point) suffices if it is at or below {@code readLsn}; otherwise
 * {@code readLsn} itself does, which every segment that has the durable tail has passed. So the requirement can always be met by the segments of a write quorum.
 */
public final class PageReader {
    /** Pause after all have been asked in vain. */
    private static final long PAUSE_NANOS = 10_000_000;

    /** Takes metadata that is newer than ours. */
    @FunctionalInterface
    public interface NewerMetadata {
        /** A node knows {@code newest}. Throws if that ends this writer. */
        void seen(VolumeMetadata newest);
    }

    private final VolumeId volume;
    private final VolumeEpoch epoch;
    private final int timeline;
    private final Geometry geometry;
    private final Segments segments;
    private final NodeCalls calls;
    private final Tasks tasks;
    private final Clock clock;
    private final Metrics metrics;
    private final VolumeSettings settings;
    private final NewerMetadata newerMetadata;
    private final NodeLatencies latencies = new NodeLatencies();
    private final Hedges hedges = new Hedges();
    private final LongAdder reads;

    public PageReader(
            VolumeMetadata metadata,
            Segments segments,
            NodeCalls calls,
            Tasks tasks,
            Clock clock,
            Metrics metrics,
            VolumeSettings settings,
            NewerMetadata newerMetadata) {
        this.volume = metadata.id();
        this.epoch = metadata.epoch();
        this.timeline = metadata.timelines().current().id();
        this.geometry = metadata.geometry();
        this.segments = segments;
        this.calls = calls;
        this.tasks = tasks;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.newerMetadata = newerMetadata;
        this.reads = metrics.counter("volume.reads");
    }

    /**
     * Reads the newest version of a page at or below {@code readLsn}, which is at or below VDL, into {@code target} at {@code offset}. Waits.
     *
     * @return false if the page was never written (then it is zeroed)
     * @throws VolumeUnavailableException if no segment could serve it in time
     * @throws HistoryGoneException       if all have collected that version
     */
    public boolean read(long pageNumber, long readLsn, MemorySegment target, long offset) {
        int group = geometry.groupOf(pageNumber);
        int groups = segments.memberships().size();
        if (group >= groups) {
            throw new IllegalArgumentException(
                    "page " + pageNumber + " is in group " + group + ", but " + volume + " has " + groups);
        }
        reads.increment();
        long required = Math.min(segments.durableTail(group), readLsn);
        ByteBuffer request =
                StorageMessages.encode(new ReadPage(volume, epoch, timeline, pageNumber, readLsn, required));
        Wanted wanted = new Wanted(group, required, pageNumber, readLsn, request);
        long deadline = clock.nanoTime() + settings.readTimeoutNanos();
        Troubles troubles = new Troubles();
        do {
            troubles.clear();
            Deque<Member> members = new ArrayDeque<>(inOrder(group, required));
            do {
                Optional<PageImage> image = ask(members, wanted, troubles);
                if (image.isPresent()) {
                    return take(image.get(), target, offset);
                }
            } while (!members.isEmpty() && clock.nanoTime() - deadline < 0);
            metrics.count("volume.reads.none-could");
            if (troubles.allCollected()) {
                throw new HistoryGoneException(
                        "LSN " + readLsn + " of " + volume + " is not kept any more: " + troubles);
            }
            tasks.sleep(PAUSE_NANOS);
        } while (clock.nanoTime() - deadline < 0);
        throw new VolumeUnavailableException("page " + pageNumber + " of " + volume + " at LSN " + readLsn
                + ": no segment of group " + group + " can serve it: " + troubles);
    }

    /** What a read asks for. */
    private record Wanted(int group, long required, long pageNumber, long readLsn, ByteBuffer request) {}

    /** Why segments could not serve a read, in words, and how many of them have collected the version. */
    private static final class Troubles {
        private final List<String> words = new ArrayList<>();
        private int collected;

        void clear() {
            words.clear();
            collected = 0;
        }

        boolean allCollected() {
            return collected > 0 && collected == words.size();
        }

        @Override
        public String toString() {
            return String.join("; ", words);
        }
    }

    private List<Member> inOrder(int group, long required) {
        record Choice(Member member, boolean complete, long nanos) {}

        List<Member> members = segments.memberships().get(group).fullMembers();
        List<Choice> choices = new ArrayList<>(members.size());
        for (Member member : members) {
            choices.add(new Choice(
                    member,
                    segments.scl(group, member.node()) >= required,
                    latencies.estimate(member.node(), near(member))));
        }
        choices.sort(Comparator.comparing((Choice choice) -> !choice.complete())
                .thenComparingLong(Choice::nanos)
                .thenComparing(choice -> choice.member().node()));
        List<Member> ordered = new ArrayList<>(members.size());
        choices.forEach(choice -> ordered.add(choice.member()));
        for (Member passedOver : ordered.subList(1, ordered.size())) {
            latencies.forgive(passedOver.node(), near(passedOver));
        }
        return ordered;
    }

    /** Asks the first of {@code members}, and the next one too if that is slow and may be asked; takes from the list whom it has asked. */
    private Optional<PageImage> ask(Deque<Member> members, Wanted wanted, Troubles troubles) {
        Member first = members.removeFirst();
        long asked = clock.nanoTime();
        try (Inquiry inquiry = calls.inquire(first.node(), wanted.request().duplicate())) {
            Optional<Inquiry.Reply> reply = inquiry.next(hedges.patienceNanos());
            Optional<Member> second = Optional.empty();
            long askedAgain = asked;
            if (reply.isEmpty() && mayHedge(members, wanted)) {
                second = Optional.of(members.removeFirst());
                askedAgain = clock.nanoTime();
                metrics.count("volume.reads.hedged");
                inquiry.ask(second.get().node(), wanted.request().duplicate());
            }
            while (reply.isPresent() || inquiry.pending() > 0) {
                if (reply.isPresent()) {
                    Address from = reply.get().from();
                    boolean isFirst = from.equals(first.node());
                    Member member = isFirst ? first : second.orElse(first);
                    Optional<PageImage> image = image(reply.get(), wanted, troubles);
                    if (image.isPresent()) {
                        long now = clock.nanoTime();
                        hedges.took(now - asked);
                        latencies.answered(from, near(member), now - (isFirst ? asked : askedAgain));
                        if (!isFirst) {
                            metrics.count("volume.reads.hedge-first");
                            // It would have taken longer still.
                            latencies.answered(first.node(), near(first), now - asked);
                        }
                        return image;
                    }
                    latencies.failed(from, near(member), settings.callTimeoutNanos());
                }
                reply = inquiry.next(settings.callTimeoutNanos());
            }
        }
        return Optional.empty();
    }

    /** True if the next of {@code members} has what is needed as far as anybody knows, and few reads were hedged lately. */
    private boolean mayHedge(Deque<Member> members, Wanted wanted) {
        return !members.isEmpty()
                && segments.scl(wanted.group(), members.getFirst().node()) >= wanted.required()
                && hedges.take();
    }

    /** The page, if that is what came. */
    private Optional<PageImage> image(Inquiry.Reply reply, Wanted wanted, Troubles troubles) {
        String trouble;
        try {
            if (reply.answer().isEmpty()) {
                metrics.count("volume.reads.unanswered");
                troubles.words.add(reply.from() + " does not answer (" + reply.failure() + ")");
                return Optional.empty();
            }
            StorageMessage answer = StorageMessages.decode(reply.answer().get());
            switch (answer) {
                case PageImage image -> {
                    check(image, wanted.pageNumber(), wanted.readLsn());
                    return Optional.of(image);
                }
                case ReadRefused refused -> {
                    metrics.count("volume.reads.refused-" + refused.reason());
                    troubles.collected += refused.reason() == ReadRefused.Reason.COLLECTED ? 1 : 0;
                    trouble = "refuses, being " + refused.reason() + " at SCL " + refused.scl();
                }
                case Rejection rejection -> {
                    metrics.count("volume.reads.rejected");
                    newerMetadata.seen(rejection.newest());
                    trouble = "rejects, though its metadata is no newer";
                }
                default -> trouble = "gives an answer of the wrong kind";
            }
        } catch (MalformedException e) {
            metrics.count("volume.reads.malformed");
            trouble = String.valueOf(e.getMessage());
        }
        troubles.words.add(reply.from() + " " + trouble);
        return Optional.empty();
    }

    private void check(PageImage image, long pageNumber, long readLsn) {
        if (!image.volume().equals(volume) || image.pageNumber() != pageNumber) {
            throw new MalformedException("asked for page " + pageNumber + " of " + volume + " and got page "
                    + image.pageNumber() + " of " + image.volume());
        }
        if (image.present() && Page.lsn(MemorySegment.ofBuffer(image.image()), 0) > readLsn) {
            throw new MalformedException("asked for page " + pageNumber + " at LSN " + readLsn + " and got LSN "
                    + Page.lsn(MemorySegment.ofBuffer(image.image()), 0));
        }
    }

    private static boolean take(PageImage image, MemorySegment target, long offset) {
        if (!image.present()) {
            target.asSlice(offset, Page.BYTES).fill((byte) 0);
            return false;
        }
        MemorySegment.copy(MemorySegment.ofBuffer(image.image()), 0, target, offset, Page.BYTES);
        return true;
    }

    private boolean near(Member member) {
        return member.zone().equals(settings.zone());
    }
}
