package org.borealisdb.volume;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.redo.message.Acknowledgement;
import org.borealisdb.redo.message.Farewell;
import org.borealisdb.redo.message.Follow;
import org.borealisdb.redo.message.Question;
import org.borealisdb.redo.message.ReaderReport;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.message.StreamMessage;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.Network;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.volume.geometry.Distribution;
import org.borealisdb.volume.geometry.NodeCalls;
import org.borealisdb.volume.geometry.VolumeRecord;
import org.borealisdb.volume.healing.Healer;
import org.borealisdb.volume.healing.HealingSettings;
import org.borealisdb.volume.healing.Orders;
import org.borealisdb.volume.recovery.Branching;
import org.borealisdb.volume.recovery.ChangedPages;
import org.borealisdb.volume.recovery.Deletion;
import org.borealisdb.volume.recovery.OpenedVolume;
import org.borealisdb.volume.recovery.Opening;
import org.borealisdb.volume.stream.FollowedVolume;
import org.borealisdb.volume.writer.WritableVolume;

/**
 * A process's way to volumes: creates them, opens them for writing, and follows those that others write. It takes one address on the network, where storage nodes send their
 * acknowledgements. All methods may be called by any task, and wait.
 *
 * <p>Opening a volume that this client has open already fences the earlier opening, as any other opening would.
 */
public final class VolumeClient implements AutoCloseable {
    private final Tasks tasks;
    private final Clock clock;
    private final RandomSource random;
    private final Metrics metrics;
    private final MetadataLog metadataLog;
    private final VolumeSettings settings;
    private final Endpoint endpoint;
    private final NodeCalls calls;

    /** Only looked up by key: order never matters. */
    private final Map<VolumeId, WritableVolume> open = new ConcurrentHashMap<>();
    /** Likewise. */
    private final Map<VolumeId, FollowedVolume> followed = new ConcurrentHashMap<>();

    /** A client that is reachable as {@code self}. */
    public VolumeClient(
            Address self,
            Tasks tasks,
            Clock clock,
            Network network,
            RandomSource random,
            Metrics metrics,
            MetadataLog metadataLog,
            VolumeSettings settings) {
        this.tasks = tasks;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
        this.metadataLog = metadataLog;
        this.settings = settings;
        this.endpoint = network.bind(self, new Receiver());
        this.calls = new NodeCalls(tasks, clock, endpoint, settings.callTimeoutNanos());
    }

    /** Creates a volume that is not encrypted, and whose segments are all full: see {@link #create(VolumeId, Geometry, List, SegmentMix, List)}. */
    public void create(VolumeId volume, Geometry geometry, List<Member> members) {
        create(volume, geometry, members, SegmentMix.SIX_FULL, List.of());
    }

    /**
     * Creates a volume of one group: recorded in the metadata log, then formatted on a write quorum.
     *
     * @param mix  what its segments are, for good
     * @param keys data keys; the last seals what is written; none: it is not encrypted
     * @throws IllegalArgumentException   if some segments are tails, and two full ones are in one zone
     * @throws IllegalStateException      if it exists
     * @throws VolumeUnavailableException if a write quorum of the group cannot be reached; the volume then exists, and its first opening formats it
     * @throws OperationException         if the metadata log cannot be reached
     */
    public void create(
            VolumeId volume, Geometry geometry, List<Member> members, SegmentMix mix, List<WrappedKey> keys) {
        Membership first = Membership.initial(members, mix);
        if (!first.spreadsFull()) {
            throw new IllegalArgumentException(
                    "two of the three full segments would be in one zone, whose loss would leave one: " + members);
        }
        VolumeMetadata metadata = new VolumeMetadata(
                volume,
                1,
                geometry,
                // Never opened; the owner makes this creation's record unlike any other's.
                new VolumeEpoch(0, random.nextLong()),
                settings.allocationLimit(),
                TimelineTree.INITIAL,
                List.of(first),
                keys);
        Optional<VolumeRecord.Version> decided = record(volume).decide(0, metadata);
        if (decided.isEmpty()) {
            throw new IllegalStateException(volume + " exists already");
        }
        long deadline = clock.nanoTime() + settings.openTimeoutNanos();
        try (Distribution distribution = new Distribution(calls, metadata)) {
            if (!distribution.await(List.of(0), Quorum.WRITE, deadline)) {
                throw new VolumeUnavailableException(
                        "cannot format " + volume + ": " + distribution.missing(Quorum.WRITE));
            }
        }
        metrics.count("volume.created");
    }

    /** What this client has on the network, for requests of its process to others than storage nodes. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** True if the metadata log has that volume. */
    public boolean exists(VolumeId volume) {
        return record(volume)
                .read()
                .filter(version -> !version.metadata().deleted())
                .isPresent();
    }

    /**
     * What is decided of a volume.
     *
     * @throws NoSuchVolumeException if it was not created
     */
    public VolumeMetadata metadata(VolumeId volume) {
        return record(volume).existing().metadata();
    }

    /** Opens a volume for writing, when its last writer may still be running somewhere: see {@link #open(VolumeId, PreviousWriter)}. */
    public Volume open(VolumeId volume) {
        return open(volume, PreviousWriter.MAY_BE_ALIVE);
    }

    /**
     * Opens a volume for writing, fencing whoever had it open.
     *
     * @throws NoSuchVolumeException      if the volume was not created
     * @throws VolumeUnavailableException if too few segments can be reached or have what is needed; the message says which
     * @throws FencedException            if a rival opened it at the same time and won
     * @throws MetadataLogBehindException if storage nodes know newer metadata than the log
     */
    public Volume open(VolumeId volume, PreviousWriter previous) {
        return writable(volume, opening(volume, Optional.empty()).open(previous));
    }

    /**
     * Opens a volume for writing as it was at a point of its history, fencing whoever had it open. What was written after that point is kept, as history, and can be gone
     * forward to in the same way.
     *
     * @throws HistoryGoneException if there is no such point, or not any more; like for all that can be thrown by {@link #open(VolumeId, PreviousWriter)}, the earlier
     *                              writer may be fenced by then
     */
    public Volume rewind(VolumeId volume, PreviousWriter previous, RewindTarget target) {
        OpenedVolume end = opening(volume, Optional.empty()).open(previous);
        end.distribution().close();
        return writable(volume, opening(volume, Optional.of(target)).openAgain(end));
    }

    /**
     * Branches a new volume off one that this client has open, or that nobody writes: see {@link Branching}. It is not opened.
     *
     * @param target the point of the source's history; empty for now
     * @param keys   data keys of the new volume's own, the last of which seals what it writes; none: it goes on with those of the source
     * @return what the new volume is
     * @throws NoSuchVolumeException      if there is no such source
     * @throws HistoryGoneException       if there was no such point
     * @throws VolumeUnavailableException if too few nodes have what is needed, or not any more
     * @throws FencedException            if another one has opened the source
     */
    public VolumeMetadata branch(
            VolumeId source, VolumeId branch, Optional<RewindTarget> target, List<WrappedKey> keys) {
        Optional<Branching.Written> written = Optional.ofNullable(open.get(source))
                .map(volume -> new Branching.Written(volume.timeline(), volume.durablePoint()));
        return new Branching(clock, record(source), record(branch), calls, random, metrics)
                .run(written, target, keys, clock.nanoTime() + settings.openTimeoutNanos());
    }

    /**
     * Deletes a volume, whoever writes it: see {@link Deletion}.
     *
     * @throws NoSuchVolumeException if there is no such volume
     */
    public void delete(VolumeId volume) {
        new Deletion(record(volume), calls).run();
    }

    private Volume writable(VolumeId volume, OpenedVolume opened) {
        WritableVolume writable = new WritableVolume(tasks, clock, metrics, settings, calls, record(volume), opened);
        WritableVolume before = open.put(volume, writable);
        if (before != null) {
            before.learned(opened.version().metadata());
        }
        return writable;
    }

    /**
     * Follows a volume that another process writes: reads its pages, and gets its log. Waits for the writer.
     *
     * @param writer address of the client that has it open, or will have it
     * @param reader name of this instance, for people
     * @throws VolumeUnavailableException if the writer does not let us, or cannot be reached, for as long as an opening may take
     * @throws IllegalStateException      if this client follows it already
     */
    public FollowedVolume follow(VolumeId volume, Address writer, String reader) {
        return follow(volume, writer, reader, settings.openTimeoutNanos());
    }

    /** The same, waiting for the writer for {@code patienceNanos}. */
    public FollowedVolume follow(VolumeId volume, Address writer, String reader, long patienceNanos) {
        return new FollowedVolume(
                volume,
                writer,
                reader,
                tasks,
                clock,
                random,
                metrics,
                settings,
                patienceNanos,
                calls,
                ready -> {
                    if (followed.putIfAbsent(volume, ready) != null) {
                        throw new IllegalStateException(volume + " is followed already");
                    }
                },
                closed -> followed.remove(volume, closed));
    }

    /**
     * Opens for writing what this client follows, fencing whoever had it open. Following ends, whether that succeeds or not: nobody reads what {@code followed} has.
     *
     * @return the volume, and which of the follower's pages are those of the volume still
     * @throws OperationException as {@link #open(VolumeId, PreviousWriter)} does
     */
    public TakenOver takeOver(FollowedVolume followed, PreviousWriter previous) {
        followed.close();
        OpenedVolume opened = opening(followed.id(), Optional.empty()).open(previous);
        VolumeMetadata metadata = opened.version().metadata();
        Volume volume = writable(followed.id(), opened);
        OptionalLong applied = followed.catchUp(metadata);
        ChangedPages changed =
                new ChangedPages(calls, metrics, metadata, opened.progress().keySet());
        Optional<SortedSet<Long>> outdated =
                applied.isPresent() ? changed.after(applied.getAsLong()) : Optional.empty();
        metrics.count(outdated.isPresent() ? "volume.taken-over.warm" : "volume.taken-over.cold");
        return new TakenOver(volume, outdated);
    }

    /**
     * A healer of {@code volume}, to be run by a task of its own.
     *
     * @param nodes    all storage nodes of the region
     * @param orders   what an operator decided about them, such as {@link Orders#of}; may wait
     * @param listener told in words what it decides; must not wait
     */
    public Healer healer(
            VolumeId volume,
            HealingSettings healing,
            Supplier<List<Member>> nodes,
            Supplier<Orders> orders,
            Consumer<String> listener) {
        return new Healer(volume, tasks, clock, metrics, healing, calls, record(volume), nodes, orders, listener);
    }

    private Opening opening(VolumeId volume, Optional<RewindTarget> target) {
        return new Opening(volume, tasks, clock, random, metrics, settings, calls, record(volume), target);
    }

    private VolumeRecord record(VolumeId volume) {
        return new VolumeRecord(volume, metadataLog, tasks, clock, metrics, settings.openTimeoutNanos());
    }

    /** Leaves the network. Open volumes should be closed before: they get no acknowledgements any more. */
    @Override
    public void close() {
        endpoint.close();
    }

    private final class Receiver implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {
            StorageMessage decoded;
            try {
                decoded = StorageMessages.decode(message);
            } catch (MalformedException e) {
                metrics.count("volume.malformed-messages");
                return;
            }
            if (decoded instanceof Acknowledgement acknowledgement) {
                // By far the most.
                acknowledged(from, acknowledgement);
                return;
            }
            Optional<FollowedVolume> following = Optional.ofNullable(followed.get(decoded.volume()));
            Optional<WritableVolume> volume = Optional.ofNullable(open.get(decoded.volume()));
            if (following.isEmpty() && volume.isEmpty()) {
                metrics.count("volume.messages-for-closed-volumes");
            }
            switch (decoded) {
                case Rejection rejection -> {
                    volume.ifPresent(writer -> writer.learned(rejection.newest()));
                    following.ifPresent(reader -> reader.learned(rejection.newest()));
                }
                case ReaderReport report ->
                    volume.ifPresentOrElse(
                            writer -> writer.stream().reported(from, report),
                            () -> endpoint.send(
                                    from, StorageMessages.encode(notWriting(report.volume(), report.joining()))));
                case Farewell farewell -> {
                    volume.ifPresent(writer -> writer.stream().left(farewell));
                    following.ifPresent(reader -> reader.received(from, farewell));
                }
                case StreamMessage streamed -> following.ifPresent(reader -> reader.received(from, streamed));
                default -> metrics.count("volume.unexpected-messages");
            }
        }

        private void acknowledged(Address from, Acknowledgement acknowledgement) {
            WritableVolume volume = open.get(acknowledgement.volume());
            if (volume == null) {
                metrics.count("volume.messages-for-closed-volumes");
            } else {
                volume.acknowledged(from, acknowledgement);
            }
        }

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            return StorageMessages.encode(
                    switch (StorageMessages.decode(request)) {
                        case Follow follow ->
                            Optional.ofNullable(open.get(follow.volume()))
                                    .map(volume -> volume.stream().join(from, follow))
                                    .orElseGet(() -> notWriting(follow.volume(), follow.joining()));
                        case Question question ->
                            Optional.ofNullable(open.get(question.volume()))
                                    .map(volume -> volume.stream().answer(question))
                                    .orElseGet(() -> notWriting(question.volume(), 0));
                        default -> throw new NetworkException("a volume client answers readers only");
                    });
        }

        private static Farewell notWriting(VolumeId volume, long joining) {
            return new Farewell(volume, joining, Farewell.Reason.NOT_WRITING, volume + " is not open here");
        }
    }
}
