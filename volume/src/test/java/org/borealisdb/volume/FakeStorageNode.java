package org.borealisdb.volume;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.redo.message.Acknowledgement;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.Fence;
import org.borealisdb.redo.message.Fenced;
import org.borealisdb.redo.message.FetchLog;
import org.borealisdb.redo.message.FetchedLog;
import org.borealisdb.redo.message.Gossip;
import org.borealisdb.redo.message.Heartbeat;
import org.borealisdb.redo.message.Install;
import org.borealisdb.redo.message.Installed;
import org.borealisdb.redo.message.LogRange;
import org.borealisdb.redo.message.NodeLoad;
import org.borealisdb.redo.message.NodeStatus;
import org.borealisdb.redo.message.PageImage;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.ReadWork;
import org.borealisdb.redo.message.Rejection;
import org.borealisdb.redo.message.ScrubProgress;
import org.borealisdb.redo.message.SegmentContent;
import org.borealisdb.redo.message.SegmentLoad;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.message.StatusRequest;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.simulation.SimulatedHost;

/** The least that a storage node must do, for one volume, with everything durable at once: what it holds survives crashes of its host. */
final class FakeStorageNode implements MessageHandler {
    private record Link(long previous, Batch batch) {}

    private record Piece(long start, boolean consistencyPoint, MemorySegment memory, int offset) {}

    /** One segment: its chain of batches and its records, by LSN, clipped to the current timeline's past. */
    private static final class Segment {
        final TreeMap<Long, Link> chain = new TreeMap<>();
        final TreeMap<Long, Piece> records = new TreeMap<>();
        long scl;
    }

    private final SimulatedHost host;
    private final Address self;
    private final TreeMap<Integer, Segment> segments = new TreeMap<>();
    private Optional<VolumeMetadata> metadata = Optional.empty();
    private Optional<Endpoint> endpoint = Optional.empty();
    private long vdl;
    private Runnable beforeAnswers = () -> {};

    FakeStorageNode(SimulatedHost host, Address self) {
        this.host = host;
        this.self = self;
    }

    void start() {
        endpoint = Optional.of(host.start().network().bind(self, this));
    }

    /** Has each call wait for {@code before}. */
    void beforeAnswers(Runnable before) {
        beforeAnswers = before;
    }

    Address address() {
        return self;
    }

    void crash() {
        host.crash();
    }

    boolean running() {
        return host.running();
    }

    long scl(int group) {
        return segment(group).scl;
    }

    private Segment segment(int group) {
        return segments.computeIfAbsent(group, _ -> new Segment());
    }

    /** Takes over all that {@code peer} has and this one lacks. */
    void gossipFrom(FakeStorageNode peer) {
        peer.metadata.ifPresent(this::learn);
        peer.segments.forEach(
                (_, segment) -> List.copyOf(segment.chain.values()).forEach(link -> store(link.batch())));
    }

    @Override
    public void receive(Address from, ByteBuffer message) {
        switch (StorageMessages.decode(message)) {
            case Batch batch -> {
                if (accepts(from, batch.epoch())) {
                    if (batch.membershipEpoch()
                            < metadata.orElseThrow().group(batch.group()).epoch()) {
                        send(from, new Rejection(metadata.get()));
                    }
                    store(batch);
                    vdl = Math.max(vdl, batch.vdl());
                    acknowledge(from, batch.epoch(), 0);
                }
            }
            case Heartbeat heartbeat -> {
                if (accepts(from, heartbeat.epoch())) {
                    vdl = Math.max(vdl, heartbeat.vdl());
                    acknowledge(from, heartbeat.epoch(), heartbeat.nonce());
                }
            }
            case Gossip question ->
                metadata.filter(known -> question.revision() < known.revision())
                        .ifPresent(known -> send(from, new Rejection(known)));
            default -> throw new AssertionError("unexpected message");
        }
    }

    private boolean accepts(Address from, VolumeEpoch epoch) {
        if (metadata.isEmpty() || metadata.get().epoch().olderThan(epoch)) {
            return false;
        }
        if (epoch.olderThan(metadata.get().epoch())) {
            send(from, new Rejection(metadata.get()));
            return false;
        }
        return true;
    }

    private void acknowledge(Address to, VolumeEpoch epoch, long nonce) {
        send(to, new Acknowledgement(TestVolumes.VOLUME, epoch, nonce, progress()));
    }

    private void send(Address to, StorageMessage message) {
        endpoint.orElseThrow().send(to, StorageMessages.encode(message));
    }

    private List<SegmentProgress> progress() {
        VolumeMetadata known = metadata.orElseThrow();
        int timeline = known.timelines().current().id();
        List<SegmentProgress> progress = new ArrayList<>();
        segments.forEach((group, segment) -> {
            Membership membership = known.group(group);
            if (membership.contains(self)) {
                progress.add(new SegmentProgress(TestVolumes.VOLUME, group, membership.epoch(), timeline, segment.scl));
            }
        });
        return progress;
    }

    @Override
    public ByteBuffer answer(Address from, ByteBuffer request) {
        beforeAnswers.run();
        StorageMessage answer = switch (StorageMessages.decode(request)) {
            case Fence fence ->
                knowsNewer(fence.metadata()).orElseGet(() -> {
                    learn(fence.metadata());
                    return new Fenced(TestVolumes.VOLUME, contents());
                });
            case Install install ->
                knowsNewer(install.metadata()).orElseGet(() -> {
                    learn(install.metadata());
                    return new Installed(TestVolumes.VOLUME, install.metadata().revision(), progress());
                });
            case FetchLog fetch -> fetched(fetch);
            case ReadPage read -> page(read);
            case StatusRequest _ ->
                new NodeStatus(
                        TestVolumes.VOLUME,
                        true,
                        "serving",
                        metadata.isPresent() ? progress() : List.of(),
                        0,
                        0,
                        0,
                        List.of(),
                        ScrubProgress.NONE,
                        load(),
                        ReadWork.NONE);
            default -> throw new AssertionError("unexpected call");
        };
        return StorageMessages.encode(answer);
    }

    private Optional<StorageMessage> knowsNewer(VolumeMetadata other) {
        return metadata.filter(known -> known.newerThan(other)).map(Rejection::new);
    }

    private void learn(VolumeMetadata next) {
        if (metadata.isPresent() && !next.newerThan(metadata.get())) {
            return;
        }
        int before = metadata.map(known -> known.timelines().current().id()).orElse(1);
        metadata = Optional.of(next);
        for (int group = 0; group < next.groups().size(); group++) {
            Segment segment = segments.computeIfAbsent(group, _ -> new Segment());
            for (Timeline each : next.timelines().timelines()) {
                if (each.id() > before) {
                    clip(segment, each.groupTail(group));
                }
            }
        }
        Timeline current = next.timelines().current();
        if (current.id() > before) {
            vdl = current.branchLsn();
        }
    }

    private static void clip(Segment segment, long tail) {
        segment.records.tailMap(tail, false).clear();
        for (Map.Entry<Long, Link> cut : new TreeMap<>(segment.chain.tailMap(tail, false)).entrySet()) {
            segment.chain.remove(cut.getKey());
            if (cut.getValue().previous() < tail) {
                segment.chain.put(tail, cut.getValue());
            }
        }
        segment.scl = Math.min(segment.scl, tail);
    }

    private void store(Batch batch) {
        VolumeMetadata known = metadata.orElseThrow();
        Segment segment = segments.get(batch.group());
        long limit = Long.MAX_VALUE;
        for (Timeline each : known.timelines().timelines()) {
            if (each.id() > batch.timeline()) {
                limit = Math.min(limit, each.groupTail(batch.group()));
            }
        }
        if (segment == null
                || batch.timeline() > known.timelines().current().id()
                || batch.previousGroupLsn() >= limit) {
            return;
        }
        long last = Math.min(limit, batch.lastGroupLsn());
        segment.chain.put(last, new Link(batch.previousGroupLsn(), batch));
        batch.forEachRecord((offset, lsn) -> {
            if (lsn <= last) {
                int length = RedoRecord.length(batch.memory(), offset);
                boolean point = RedoRecord.consistencyPoint(batch.memory(), offset);
                segment.records.put(lsn, new Piece(lsn - length, point, batch.memory(), offset));
            }
        });
        for (Map.Entry<Long, Link> next = segment.chain.higherEntry(segment.scl);
                next != null && next.getValue().previous() <= segment.scl;
                next = segment.chain.higherEntry(segment.scl)) {
            segment.scl = next.getKey();
        }
    }

    private List<SegmentContent> contents() {
        List<SegmentContent> contents = new ArrayList<>();
        segments.forEach((group, segment) -> {
            List<LogRange> ranges = new ArrayList<>();
            segment.records.tailMap(vdl, false).forEach((lsn, piece) -> {
                long point = piece.consistencyPoint() ? lsn : 0;
                if (!ranges.isEmpty() && ranges.getLast().end() == piece.start()) {
                    LogRange before = ranges.removeLast();
                    ranges.add(new LogRange(before.start(), lsn, Math.max(before.lastConsistencyPoint(), point)));
                } else {
                    ranges.add(new LogRange(piece.start(), lsn, point));
                }
            });
            Long tail = segment.records.floorKey(vdl);
            contents.add(new SegmentContent(group, segment.scl, vdl, ranges, tail == null ? 0 : tail, 0));
        });
        return contents;
    }

    private StorageMessage fetched(FetchLog fetch) {
        List<Batch> batches = new ArrayList<>();
        segment(fetch.group()).chain.tailMap(fetch.after(), false).forEach((_, link) -> {
            if (link.batch().timeline() == fetch.timeline() && link.previous() < fetch.upTo() && batches.size() < 3) {
                batches.add(link.batch());
            }
        });
        return new FetchedLog(TestVolumes.VOLUME, fetch.group(), batches, batches.size() == 3);
    }

    private StorageMessage page(ReadPage read) {
        VolumeMetadata known = metadata.orElseThrow();
        if (read.epoch().olderThan(known.epoch())) {
            return new Rejection(known);
        }
        Segment segment = segments.get(known.geometry().groupOf(read.pageNumber()));
        if (segment == null || segment.scl < read.requiredGroupLsn()) {
            return new ReadRefused(TestVolumes.VOLUME, ReadRefused.Reason.BEHIND, segment == null ? 0 : segment.scl);
        }
        ByteBuffer image = ByteBuffer.allocate(Page.BYTES);
        MemorySegment page = MemorySegment.ofBuffer(image);
        boolean present = false;
        for (Map.Entry<Long, Piece> each :
                segment.records.headMap(read.readLsn(), true).entrySet()) {
            Piece piece = each.getValue();
            if (RedoRecord.pageNumber(piece.memory(), piece.offset()) == read.pageNumber()) {
                PageApplier.apply(page, 0, piece.memory(), piece.offset(), each.getKey());
                present = true;
            }
        }
        return new PageImage(TestVolumes.VOLUME, read.pageNumber(), present ? image : ByteBuffer.allocate(0));
    }

    /** Everybody has as much room, and every segment weighs the same. */
    private NodeLoad load() {
        List<SegmentLoad> loads = metadata.isPresent()
                ? progress().stream()
                        .map(each -> new SegmentLoad(each.group(), 1 << 20, 0, 0))
                        .toList()
                : List.of();
        return new NodeLoad(loads.size(), 1L << 40, 0, 0, loads);
    }
}
