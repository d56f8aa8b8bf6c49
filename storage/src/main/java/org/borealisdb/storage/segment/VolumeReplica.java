package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.Gossip;
import org.borealisdb.redo.message.Heartbeat;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.volume.HistoryPath;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Quorum;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.seal.VolumeKeys;

/**
 * One volume on this node: the newest metadata, what is known of VDL and its writer, and the node's segments.
 *
 * <p>{@link #lock()} guards all of it. Methods that say "locked" are called with it held; the others take it themselves. Metadata change only
 * through {@link #adopt}, called by the journal's task after they are durable, so an answer given from here never goes back after a crash.
 */
public final class VolumeReplica {
    private final Address self;
    private final FileStore files;
    private final VolumeKeys keys;
    private final SegmentLimits limits;
    private final SegmentDamage damage;
    private final Lock lock;
    private final Condition changed;
    private final TreeMap<Integer, Segment> segments = new TreeMap<>();
    private final LeavingSegments leaving;
    private final SegmentReports reports = new SegmentReports(this);
    private final Settling settling = new Settling(this, reports);
    /** Peers that, since the start, showed metadata that is not newer than ours. */
    private final TreeSet<Address> agreeing = new TreeSet<>();

    /** Changes under the lock; may be read without. */
    private volatile VolumeMetadata metadata;

    private HistoryPath path;

    private long vdl;
    private long lowestReadLsn;
    private Optional<Address> writer = Optional.empty();
    private boolean learnt;

    /**
     * A volume with its segments as their files have them.
     *
     * @param keys            has learnt {@code metadata}
     * @param limits          of what a segment keeps in memory
     * @param onDamage        told of segments that abstain, in words; must not wait
     * @param learnt          false after a restart: metadata may be out of date (R10)
     */
    public VolumeReplica(
            Address self,
            FileStore files,
            VolumeKeys keys,
            Tasks tasks,
            SegmentLimits limits,
            Consumer<String> onDamage,
            VolumeMetadata metadata,
            boolean learnt) {
        this.self = self;
        this.files = files;
        this.keys = keys;
        this.limits = limits;
        this.damage = new SegmentDamage(this, onDamage);
        this.lock = tasks.lock("volume " + metadata.id().value());
        this.changed = lock.condition();
        this.leaving = new LeavingSegments(self, files, keys, metadata.id(), lock);
        this.metadata = metadata;
        this.path = metadata.timelines().path();
        this.learnt = learnt;
        openSegments(metadata).forEach(segment -> {
            segments.put(segment.group(), segment);
            vdl = Math.max(vdl, segment.manifest().vdl());
        });
        vdl = Math.max(vdl, metadata.timelines().current().branchLsn());
        for (int group = 0; group < metadata.groups().size(); group++) {
            if (!metadata.places(group, self) && new SegmentFiles(files, keys, metadata.id(), group).used()) {
                leaving.add(group, Optional.empty());
            }
        }
    }

    private List<Segment> openSegments(VolumeMetadata next) {
        List<Segment> opened = new ArrayList<>();
        for (int group = 0; group < next.groups().size(); group++) {
            if (next.places(group, self) && !segments.containsKey(group)) {
                Segment segment = Segment.open(
                        files,
                        keys,
                        limits,
                        next.id(),
                        group,
                        next.timelines(),
                        next.group(group).epoch());
                segment.placeAtStart(
                        next.placesTail(group, self), next.group(group).epoch());
                segment.health().damage().ifPresent(reason -> damage.tell(segment, reason));
                opened.add(segment);
            }
        }
        return opened;
    }

    public Lock lock() {
        return lock;
    }

    /** Signalled when SCLs, metadata or health change. */
    public Condition changed() {
        return changed;
    }

    public VolumeId id() {
        return metadata().id();
    }

    public VolumeMetadata metadata() {
        return metadata;
    }

    /** Locked. */
    public TimelineTree timelines() {
        return metadata.timelines();
    }

    /** The history of the current timeline. Locked. */
    public HistoryPath path() {
        return path;
    }

    /** Locked. */
    public long vdl() {
        return vdl;
    }

    /** Locked. */
    public long lowestReadLsn() {
        return lowestReadLsn;
    }

    /** Locked. */
    public boolean learnt() {
        return learnt;
    }

    /** Locked. */
    public Collection<Segment> segments() {
        return segments.values();
    }

    /** Locked. */
    public Optional<Segment> segment(int group) {
        return Optional.ofNullable(segments.get(group));
    }

    /** The segments as they are now; each is guarded by the lock. */
    public List<Segment> segmentsNow() {
        lock.lock();
        try {
            return List.copyOf(segments.values());
        } finally {
            lock.unlock();
        }
    }

    /** How {@code epoch} and {@code timeline} of a message compare with what is known; ACCEPTED if they are the same. Locked. */
    public Admission compare(VolumeEpoch epoch, int timeline) {
        if (epoch.equals(metadata.epoch())
                && timeline <= metadata.timelines().current().id()) {
            return Admission.ACCEPTED;
        }
        if (epoch.number() > metadata.epoch().number()
                || (epoch.equals(metadata.epoch())
                        && timeline > metadata.timelines().current().id())) {
            return Admission.NEWER;
        }
        return PlantedBug.IGNORE_VOLUME_EPOCH.planted() ? Admission.ACCEPTED : Admission.OLDER;
    }

    /** The version of the membership of {@code group} that is known; 0 if the group is not. */
    public int membershipEpoch(int group) {
        VolumeMetadata known = metadata;
        return group < 0 || group >= known.groups().size()
                ? 0
                : known.group(group).epoch();
    }

    /**
     * Whether a batch sent by a writer or an opener may be journaled. Under which membership it was sent does not matter: data are data, and whoever sent it
     * decides what counts (R14).
     */
    public Admission admit(Batch batch, Address from) {
        lock.lock();
        try {
            Admission compared = compare(batch.epoch(), batch.timeline());
            if (compared != Admission.ACCEPTED) {
                return compared;
            }
            if (batch.group() < 0 || batch.group() >= metadata.groups().size()) {
                return Admission.NEWER;
            }
            if (batch.epoch().equals(metadata.epoch()) || PlantedBug.IGNORE_VOLUME_EPOCH.planted()) {
                writer = Optional.of(from);
                learnt = true;
                noteVdl(batch);
                lowestReadLsn = Math.max(lowestReadLsn, batch.lowestReadLsn());
            }
            return room(batch);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a batch fetched from a peer may be journaled: it keeps the epoch of its writer, so only its place in history counts. */
    public Admission admitFetched(Batch batch) {
        lock.lock();
        try {
            if (batch.timeline() < 1
                    || batch.timeline() > metadata.timelines().current().id()
                    || batch.group() < 0
                    || batch.group() >= metadata.groups().size()) {
                return Admission.NEWER;
            }
            Admission room = room(batch);
            return room == Admission.NOT_HERE ? Admission.REFUSED : room;
        } finally {
            lock.unlock();
        }
    }

    private Admission room(Batch batch) {
        Segment segment = segments.get(batch.group());
        if (segment == null) {
            return Admission.NOT_HERE;
        }
        if (!segment.healthy()) {
            return Admission.REFUSED;
        }
        if (segment.covers(batch, metadata.timelines())) {
            return Admission.DUPLICATE;
        }
        // Half of the room is for the gap-free part, or log beyond a gap could keep out what closes the gap.
        boolean beyond = batch.previousGroupLsn() > segment.scl();
        long limit = beyond ? limits.maximumLogBytes() / 2 : limits.maximumLogBytes();
        boolean full = beyond
                ? segment.beyondGapBytes() + batch.length() > limit
                : segment.logBytes() - segment.beyondGapBytes() + batch.length() > limit;
        return full ? Admission.FULL : Admission.ACCEPTED;
    }

    /** A batch of the current timeline tells of its VDL. */
    private void noteVdl(Batch batch) {
        if (batch.timeline() == metadata.timelines().current().id()) {
            vdl = Math.max(vdl, batch.vdl());
        }
    }

    /** True if a batch found in the journal holds something that counts and is neither in layers nor in memory. */
    public boolean lacks(Batch batch) {
        lock.lock();
        try {
            Segment segment = segments.get(batch.group());
            noteVdl(batch);
            return segment != null && segment.healthy() && !segment.covers(batch, metadata.timelines());
        } finally {
            lock.unlock();
        }
    }

    /** Takes a batch that is durable in {@code generation} of the journal; true if an SCL moved. */
    public boolean apply(Batch batch, long generation) {
        lock.lock();
        try {
            Segment segment = segments.get(batch.group());
            noteVdl(batch);
            if (segment == null || !segment.healthy()) {
                return false;
            }
            boolean advanced = segment.add(batch, generation, metadata.timelines());
            if (advanced) {
                changed.signalAll();
            }
            return advanced;
        } finally {
            lock.unlock();
        }
    }

    /** The segments that are here no more, but whose files are. */
    public LeavingSegments leaving() {
        return leaving;
    }

    /** Takes the segments out of service that {@code next} place elsewhere. Locked. */
    private void leave(VolumeMetadata next) {
        for (Segment segment : List.copyOf(segments.values())) {
            if (!next.places(segment.group(), self)) {
                segments.remove(segment.group());
                leaving.add(segment.group(), Optional.of(segment));
            }
        }
    }

    /**
     * Follows metadata that are durable now and newer than what was known. Opens the segments that they place here, and takes those out of service that they place
     * elsewhere.
     */
    public void adopt(VolumeMetadata next) {
        List<Segment> opened = openSegments(next);
        Map<Segment, String> withoutPages = new LinkedHashMap<>();
        lock.lock();
        try {
            int previousTimeline = metadata.timelines().current().id();
            boolean otherEpoch = !metadata.epoch().equals(next.epoch());
            metadata = next;
            learnt = true;
            if (otherEpoch) {
                writer = Optional.empty();
            }
            leave(next);
            segments.values()
                    .forEach(segment -> segment.place(next.placesTail(segment.group(), self))
                            .ifPresent(reason -> withoutPages.put(segment, reason)));
            opened.forEach(segment -> segments.put(segment.group(), segment));
            if (next.timelines().current().id() != previousTimeline) {
                for (Segment segment : segments.values()) {
                    segment.follow(next.timelines());
                }
                settling.stop();
                // What was known of another timeline says nothing of this one, which may go on far before (R8).
                path = next.timelines().path();
                vdl = next.timelines().current().branchLsn();
                lowestReadLsn = Math.min(lowestReadLsn, vdl);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        withoutPages.forEach(damage::tell);
    }

    /** Notes that a peer's metadata are no newer: a read quorum that agrees knows of no newer branch (R10). */
    public void agree(Address peer) {
        lock.lock();
        try {
            if (!learnt && agreeing.add(peer)) {
                for (Integer group : segments.keySet()) {
                    learnt |= metadata.group(group)
                            .reached(Quorum.READ, node -> node.equals(self) || agreeing.contains(node));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes a heartbeat; the acknowledgement to send if it is of the current epoch. */
    public Admission heartbeat(Heartbeat message, Address from) {
        lock.lock();
        try {
            Admission compared = compare(message.epoch(), message.timeline());
            if (compared != Admission.ACCEPTED || !message.epoch().equals(metadata.epoch())) {
                return compared;
            }
            writer = Optional.of(from);
            learnt = true;
            if (message.timeline() == metadata.timelines().current().id()) {
                vdl = Math.max(vdl, message.vdl());
                lowestReadLsn = Math.max(lowestReadLsn, message.lowestReadLsn());
                List<Long> tails = message.groupTails();
                segments.forEach((group, segment) -> {
                    if (group < tails.size()) {
                        segment.noteTail(tails.get(group), message.vdl());
                    }
                });
            }
            return Admission.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    /** A reader under the current epoch reads at {@code readLsn}: VDL is at least that. Locked. */
    public void proveVdl(long readLsn) {
        vdl = Math.max(vdl, readLsn);
        learnt = true;
    }

    /** Takes what a peer says of its segments at {@code nowNanos}. */
    public void gossip(Gossip message, Address from, long nowNanos) {
        lock.lock();
        try {
            if (message.revision() != metadata.revision()) {
                // Of another timeline perhaps, whose VDL says nothing of this one (R8).
                return;
            }
            vdl = Math.max(vdl, message.vdl());
            int current = metadata.timelines().current().id();
            for (SegmentProgress progress : message.segments()) {
                Segment segment = segments.get(progress.group());
                if (segment != null && progress.timeline() == current) {
                    segment.notePeer(from, progress, nowNanos);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** What this node tells of its segments. */
    public SegmentReports reports() {
        return reports;
    }

    /** What is to be folded because the volume is about to be rewound. */
    public Settling settling() {
        return settling;
    }

    /** Who last wrote under the current epoch. */
    public Optional<Address> writer() {
        lock.lock();
        try {
            return writer;
        } finally {
            lock.unlock();
        }
    }

    /** The other nodes that have segments of this node's groups, sorted. */
    public List<Address> peers() {
        lock.lock();
        try {
            TreeSet<Address> peers = new TreeSet<>();
            for (Integer group : segments.keySet()) {
                for (Member member : metadata.group(group).members()) {
                    peers.add(member.node());
                }
            }
            peers.remove(self);
            return List.copyOf(peers);
        } finally {
            lock.unlock();
        }
    }

    /** The other members of {@code group}. Locked. */
    public List<Address> peersOf(int group) {
        return others(metadata.group(group).members());
    }

    /** Which of a group's copies this node has, from 0 on; 0 too if it has none any more. Locked. */
    public int slotOf(int group) {
        return metadata.group(group).slotOf(self).orElse(0);
    }

    /** Those of them that have pages. Locked. */
    public List<Address> fullPeersOf(int group) {
        return others(metadata.group(group).fullMembers());
    }

    private List<Address> others(List<Member> members) {
        List<Address> others = new ArrayList<>(members.size());
        for (Member member : members) {
            if (!member.node().equals(self)) {
                others.add(member.node());
            }
        }
        return List.copyOf(others);
    }

    /** True if {@code segment} is placed here still, and its files are not known to be damaged as a whole. Locked. */
    public boolean holds(Segment segment) {
        return segment.healthy() && segments.get(segment.group()) == segment;
    }

    /** Where damage that was found is told of. */
    public SegmentDamage damage() {
        return damage;
    }

    /** True if the files of a segment don't say any more what it acknowledged; the disk may be another one. */
    public boolean hasForgotten() {
        lock.lock();
        try {
            return segments.values().stream()
                    .anyMatch(segment -> !segment.healthy() && segment.health().forgotUnder() > 0);
        } finally {
            lock.unlock();
        }
    }

    /** All segments abstain until they know how far they must have come: the journal lost something, and nobody knows whose it was. */
    public void journalDamaged(String reason) {
        lock.lock();
        try {
            segments.values()
                    .forEach(segment -> segment.health()
                            .setDoubt(reason, metadata.group(segment.group()).epoch()));
        } finally {
            lock.unlock();
        }
    }

    /** Everything of the volume at or below {@code lsn} is durable, as peers have shown. Locked. */
    public void noteVdl(long lsn) {
        vdl = Math.max(vdl, lsn);
    }

    /** Notes that a peer has no log right behind {@code lsn}, where {@code segment} ended. */
    public void collected(Segment segment, long lsn) {
        lock.lock();
        try {
            segment.noteCollected(lsn);
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the group has no record in {@code (after, upTo]} of the history of {@code timeline}, as a peer has said. */
    public void nothing(Segment segment, int timeline, long after, long upTo) {
        lock.lock();
        try {
            if (metadata.timelines().current().id() == timeline && segment.skip(after, upTo)) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of open files. */
    public void close() {
        List<Segment> open = new ArrayList<>(segmentsNow());
        lock.lock();
        try {
            open.addAll(leaving.open());
        } finally {
            lock.unlock();
        }
        for (Segment segment : open) {
            segment.layers().forEach(Layer::release);
        }
    }
}
