package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.seal.VolumeKeys;

/**
 * One copy of a protection group. All of it is guarded by its volume's lock, but its files, which belong to the background task.
 *
 * <p>It is <em>healthy</em> unless damage was found in its files: then it takes no log, and waits to be rebuilt from its peers. A healthy one takes log, pulls it and
 * folds it, but <em>votes</em> (acknowledges, answers a fence, tells its SCL, serves pages and log) only if it is sure to know all that it ever acknowledged: it is in no
 * doubt, and its SCL has reached its {@link Abstention} (R14).
 */
public final class Segment {
    private final VolumeId volume;
    private final int group;
    private final SegmentFiles files;
    private final ReceivedLog log;
    private final PageIndex index;
    private final ToldByPeers peers = new ToldByPeers();
    /** For each raw log: timeline and last LSN of its batches. */
    private final TreeMap<Long, List<long[]>> rawLogs = new TreeMap<>();

    private List<Layer> layers = List.of();
    /** The timelines that all of this is said under. */
    private TimelineTree known;

    private Manifest manifest;
    private final CopyPins pins = new CopyPins();
    private final DamagedSections damagedSections = new DamagedSections();
    private final DifferingPages differingPages = new DifferingPages();
    private final SegmentHealth health;
    /** The SCL behind which a peer had no log any more; -1 if none said so. */
    private long collectedAt = -1;

    private long tailSeen;
    private final SegmentWork work = new SegmentWork();
    /** VDL when the writer said that. */
    private long tailSeenAt;
    /** Log above this waits for the backup before it is folded. */
    private long archived = Long.MAX_VALUE;
    /** It keeps log only. */
    private boolean tail;
    /** What full segments had when it was looked last, if that was more than it has; 0 for nothing. */
    private long heldElsewhere;

    private Segment(
            VolumeId volume,
            int group,
            SegmentFiles files,
            SegmentLimits limits,
            TimelineTree timelines,
            Manifest manifest,
            Optional<DamageMark> mark) {
        this.known = timelines;
        this.index = new PageIndex(limits);
        this.volume = volume;
        this.group = group;
        this.files = files;
        this.manifest = GroupHistory.following(known, group, manifest);
        this.health = new SegmentHealth(mark);
        this.log = new ReceivedLog(this.manifest.flushed());
        checkFloor(manifest);
    }

    /** Opens a segment from its files, of which it has at least a manifest. What it holds beyond its layers is added by {@link #add}. */
    static Segment open(
            FileStore store,
            VolumeKeys keys,
            SegmentLimits limits,
            VolumeId volume,
            int group,
            TimelineTree timelines,
            int membershipEpoch) {
        SegmentFiles files = new SegmentFiles(store, keys, volume, group);
        Optional<DamageMark> mark = Optional.empty();
        try {
            mark = files.readDamage();
            Manifest manifest = files.readManifest();
            Segment segment = new Segment(volume, group, files, limits, timelines, manifest, mark);
            segment.layers = List.copyOf(files.openLayers(manifest));
            files.readDiffering().ifPresent(segment.differingPages::decode);
            for (long number : manifest.rawLogs()) {
                List<Batch> batches = files.readRawLog(number);
                segment.noteRawLog(number, batches);
                for (Batch batch : batches) {
                    segment.add(batch, LogEntry.IN_RAW_LOG, timelines);
                }
            }
            return segment;
        } catch (MalformedException | FileException e) {
            // A file that can't be read is as good as one that reads wrong; the node's other segments go on.
            Segment damaged = new Segment(
                    volume,
                    group,
                    files,
                    limits,
                    timelines,
                    Manifest.empty(volume, group).following(timelines.current().id(), 0, 0, List.of()),
                    mark);
            damaged.health.setForgotten(String.valueOf(e.getMessage()), membershipEpoch);
            return damaged;
        }
    }

    /** True if it keeps log only, and no pages. */
    public boolean tail() {
        return tail;
    }

    /** It is placed as a tail, or as a full segment. One that let log go and is to have pages has to copy them: then what is wrong is answered. */
    Optional<String> place(boolean asTail) {
        tail = asTail;
        heldElsewhere = 0;
        return checkPages();
    }

    private Optional<String> checkPages() {
        if (!lacksPages()) {
            return Optional.empty();
        }
        setDamage(withoutPages(), known);
        return Optional.of(withoutPages());
    }

    private boolean lacksPages() {
        return !tail && healthy() && manifest.trimmed() > 0;
    }

    private String withoutPages() {
        return "it was a tail, and has no pages up to LSN " + manifest.trimmed();
    }

    /** The same at a start, when what it has in the journal is not known yet. */
    void placeAtStart(boolean asTail, int membershipEpoch) {
        tail = asTail;
        if (lacksPages()) {
            health.setForgotten(withoutPages(), membershipEpoch);
        }
    }

    /** What full segments have, and it lacked when it was looked last; 0 for nothing. */
    public long heldElsewhere() {
        return heldElsewhere;
    }

    public void setHeldElsewhere(long lsn) {
        heldElsewhere = lsn;
    }

    public VolumeId volume() {
        return volume;
    }

    public int group() {
        return group;
    }

    public SegmentFiles files() {
        return files;
    }

    /** The parts of its layers that have to be mended. */
    public DamagedSections damagedSections() {
        return damagedSections;
    }

    /** The pages of which peers have another content: none of them is served. */
    public DifferingPages differingPages() {
        return differingPages;
    }

    /** What is wrong with it, if anything is. */
    public SegmentHealth health() {
        return health;
    }

    public boolean healthy() {
        return health.sound();
    }

    void setDamage(String reason, TimelineTree timelines) {
        health.setDamage(reason, new Abstention(log.scl(), timelines.current().id()));
    }

    /** True if what it says and serves is everything that it ever acknowledged. */
    public boolean votes(TimelineTree timelines) {
        if (PlantedBug.VOTE_BEFORE_REBUILT.planted()) {
            return healthy();
        }
        return healthy()
                && health.doubt().isEmpty()
                && log.scl() >= manifest.abstention().under(timelines, group);
    }

    /** How far it has to come before it votes: what it was {@code told}, what it had reached when damage was found, and how far it had to come before that. */
    public Abstention abstention(Abstention told, TimelineTree timelines) {
        return told.or(health.reached(), timelines, group).or(manifest.abstention(), timelines, group);
    }

    /** Who copies it, as of which LSN: its floors stay at or below those. */
    public CopyPins pins() {
        return pins;
    }

    /** What floors must not pass, since somebody copies it; {@link Long#MAX_VALUE} if nobody does. */
    public long pinned(long nowNanos) {
        return PlantedBug.COPY_WITHOUT_PIN.planted() ? Long.MAX_VALUE : pins.lowest(nowNanos);
    }

    /** A peer has no log right behind {@code lsn} any more. */
    public void noteCollected(long lsn) {
        collectedAt = lsn;
    }

    /** True if a peer had no log right behind its SCL any more, and it has not come further since. */
    public boolean logCollected() {
        return collectedAt == log.scl();
    }

    /** LSN of the last record that it has gap-free at or below {@code vdl}, as batches have it; 0 if there is none. */
    public long highestBase(long vdl) {
        long highest = Math.min(log.flushed(), vdl);
        for (LogEntry entry : log.chained()) {
            if (entry.upTo() <= vdl) {
                highest = entry.upTo();
            }
        }
        return highest;
    }

    /** True if a base at {@code upTo} of {@code timeline} is something that it lacks, and lies on the current path still. */
    public boolean fits(long upTo, int timeline, boolean afresh, TimelineTree timelines) {
        return upTo <= Math.max(0, GroupHistory.limit(timelines, timeline, group))
                && (afresh ? !healthy() && health.marked() : healthy() && log.scl() < upTo);
    }

    /**
     * After a base was copied from peers, or its abstention was set: {@code durable} is the manifest now.
     *
     * @param afresh true if its log in memory is not to be relied on, and it is not damaged any more
     */
    public void rebased(Manifest durable, List<Layer> next, boolean afresh) {
        layers = List.copyOf(next);
        damagedSections.retain(layers);
        differingPages.clear();
        rawLogs.keySet().retainAll(durable.rawLogs());
        index.clear();
        collectedAt = -1;
        if (afresh) {
            health.renewed();
        }
        setManifest(durable);
        log.rebase(manifest.flushed(), !afresh);
    }

    /** How far it must have come is durable in {@code durable}. */
    public void resolved(Manifest durable) {
        setManifest(durable);
        health.resolved();
    }

    public long scl() {
        return log.scl();
    }

    public long flushed() {
        return log.flushed();
    }

    public Manifest manifest() {
        return manifest;
    }

    /** The files are what {@code durable} says, which may have been written under an earlier timeline. */
    public void setManifest(Manifest durable) {
        manifest = GroupHistory.following(known, group, durable);
        checkFloor(durable);
        checkPages();
    }

    /** What was left out of the files is gone from the history of the current timeline too, if that has branched further back since. */
    private void checkFloor(Manifest written) {
        long shared = known.sharedUpTo(
                known.current().id(),
                Math.min(written.timeline(), known.current().id()));
        if (written.collectionFloor() > shared) {
            setDamage(
                    "it was collected up to LSN " + written.collectionFloor() + ", and the volume was rewound to "
                            + shared,
                    known);
        }
    }

    /** Its layers, from the oldest. */
    public List<Layer> layers() {
        return layers;
    }

    public void setLayers(List<Layer> next) {
        layers = List.copyOf(next);
        damagedSections.retain(layers);
    }

    /** Bytes of layer files. */
    public long layerBytes() {
        long bytes = 0;
        for (Layer layer : layers) {
            bytes += layer.bytes();
        }
        return bytes;
    }

    /** What layers have in them: more than {@link #layerBytes} as far as they are packed. */
    public long layerContentBytes() {
        return layers.stream().mapToLong(Layer::contentBytes).sum();
    }

    /** What it has had to do. */
    public SegmentWork work() {
        return work;
    }

    public long logBytes() {
        return log.bytes();
    }

    long beyondGapBytes() {
        return log.beyondGapBytes();
    }

    ReceivedLog log() {
        return log;
    }

    public long oldestGeneration() {
        return log.oldestGeneration();
    }

    /** True if all of its log is indexed for reads. */
    boolean indexed() {
        return index.covers(log.chained());
    }

    /** Indexes some {@code most} records of its log for reads; true if all are. Reads ask for nothing below {@code floor}. */
    public boolean index(int most, long floor) {
        return index.extend(log.chained(), most, floor);
    }

    /** The page's records at or below {@code readLsn} that are not in a layer. */
    PageIndexCursor records(long page, long readLsn, long floor) {
        return index.find(page, readLsn, log.chained(), floor);
    }

    /** At most {@code most} of the pages that have many records which are not in a layer, and no image there: for {@link #follow}. */
    public List<UnimagedPage> unimaged(int most) {
        return index.unimaged(most);
    }

    /** From now on the page has images in memory. */
    void follow(UnimagedPage page, FollowedPage followed) {
        index.follow(page, followed);
    }

    /** True if images of pages that have many records in memory take much of the room that they may have: folding frees it. */
    public boolean crowded() {
        return index.crowded();
    }

    /** Bytes of the gap-free batches in memory. */
    public long gapFreeBytes() {
        return log.bytes() - log.beyondGapBytes();
    }

    /**
     * The gap-free batches that end at or below {@code lsn}, from the oldest: the first, and more up to {@code mostBytes}; none if they are fewer than {@code leastBytes}.
     */
    public List<LogEntry> foldable(long lsn, long leastBytes, long mostBytes) {
        if (gapFreeBytes() < leastBytes) {
            return List.of();
        }
        List<LogEntry> chained = log.chained();
        long bytes = 0;
        int count = 0;
        while (count < chained.size() && chained.get(count).upTo() <= lsn) {
            long more = chained.get(count).batch().length();
            if (bytes + more > mostBytes && count > 0) {
                // Waiting brings no more than this: what comes next is for the next fold.
                return List.copyOf(chained.subList(0, count));
            }
            bytes += more;
            count++;
        }
        return bytes < leastBytes ? List.of() : List.copyOf(chained.subList(0, count));
    }

    /** The gap-free batches that hold nothing at or below {@code after}, and end at or below {@code lsn}; from the newest. */
    public List<LogEntry> between(long after, long lsn) {
        List<LogEntry> found = new ArrayList<>();
        for (LogEntry entry : log.chained().reversed()) {
            if (entry.after() < after) {
                break;
            }
            if (entry.upTo() <= lsn) {
                found.add(entry);
            }
        }
        return found;
    }

    /** The gap-free batches that hold something at or below {@code lsn}, from the oldest. */
    public List<LogEntry> upTo(long lsn) {
        List<LogEntry> chained = log.chained();
        int count = 0;
        while (count < chained.size() && chained.get(count).after() < lsn) {
            count++;
        }
        return List.copyOf(chained.subList(0, count));
    }

    /** All batches in memory, from the oldest; those beyond a gap come last. */
    public List<LogEntry> entries() {
        List<LogEntry> all = new ArrayList<>(log.chained());
        all.addAll(log.beyondGap().values());
        return all;
    }

    /** The batches whose generation of the journal is older than {@code generation}. */
    public List<LogEntry> journaledBefore(long generation) {
        List<LogEntry> found = new ArrayList<>();
        for (LogEntry entry : entries()) {
            if (entry.generation() < generation) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Raw log {@code number} holds {@code batches}. */
    void noteRawLog(long number, List<Batch> batches) {
        rawLogs.put(
                number,
                batches.stream()
                        .map(batch -> new long[] {batch.timeline(), batch.lastGroupLsn()})
                        .toList());
    }

    /** After a raw log was written: nothing in it needs the journal any more. */
    public void movedToRawLog(long number, List<LogEntry> entries, long generation) {
        noteRawLog(number, entries.stream().map(LogEntry::batch).toList());
        log.replaceAll(entry -> entry.generation() < generation ? entry.inRawLog() : entry);
    }

    /** Raw log {@code number} holds {@code entries} now, and there are no others. */
    public void rawLogsReplaced(long number, List<LogEntry> entries) {
        rawLogs.clear();
        if (!entries.isEmpty()) {
            noteRawLog(number, entries.stream().map(LogEntry::batch).toList());
        }
    }

    /** The raw logs that hold something which is not in layers up to {@code lsn}, and still counts. */
    public List<Long> neededRawLogs(long lsn, TimelineTree timelines) {
        List<Long> needed = new ArrayList<>();
        rawLogs.forEach((number, batches) -> {
            for (long[] batch : batches) {
                if (Math.min(batch[1], GroupHistory.limit(timelines, (int) batch[0], group)) > lsn) {
                    needed.add(number);
                    return;
                }
            }
        });
        return needed;
    }

    /** After a flush: everything up to {@code upTo} is in {@code next}. */
    public void flushed(long upTo, List<Layer> next, Manifest durable) {
        layers = List.copyOf(next);
        setManifest(durable);
        rawLogs.keySet().retainAll(durable.rawLogs());
        log.flushedUpTo(Math.min(upTo, manifest.flushed()));
        index.folded(log.flushed());
    }

    /** Adds a durable batch, as far as it lies on the path of the current timeline; true if SCL moved. */
    boolean add(Batch batch, long generation, TimelineTree timelines) {
        long upTo = Math.min(batch.lastGroupLsn(), GroupHistory.limit(timelines, batch.timeline(), group));
        long before = log.scl();
        if (upTo > batch.previousGroupLsn()) {
            log.add(new LogEntry(batch, batch.previousGroupLsn(), upTo, generation));
            work.took(batch.bytes().remaining());
        }
        return log.scl() > before;
    }

    /** There is no record in {@code (after, upTo]}: if it has everything up to {@code after}, it has everything up to {@code upTo}. */
    boolean skip(long after, long upTo) {
        return healthy() && log.skip(after, upTo);
    }

    /** True if the batch holds nothing that counts and is not here yet. */
    boolean covers(Batch batch, TimelineTree timelines) {
        long upTo = Math.min(batch.lastGroupLsn(), GroupHistory.limit(timelines, batch.timeline(), group));
        return upTo <= batch.previousGroupLsn() || log.covers(batch.previousGroupLsn(), upTo);
    }

    /** Follows a change of timelines: what a branch cut off counts no more (R9). Layers may hold it still; whoever reads them goes by the history of the current timeline. */
    void follow(TimelineTree timelines) {
        long limit = GroupHistory.shared(timelines, known.current().id(), group);
        boolean cut = log.scl() > limit;
        List<LogEntry> before = List.copyOf(log.chained());
        known = timelines;
        setManifest(manifest);
        log.clip(batch -> GroupHistory.limit(timelines, batch.timeline(), group), limit);
        if (manifest.flushed() > log.flushed()) {
            // Back on a line that was left before: its layers are here still.
            log.rebase(manifest.flushed(), true);
        }
        if (cut) {
            index.clear();
        } else {
            index.revised(before, log.chained());
        }
        peers.clear();
        tailSeen = 0;
        tailSeenAt = 0;
        collectedAt = -1;
        heldElsewhere = 0;
    }

    /** The volume can be rewound to this LSN and later ones as far as this segment goes, on whatever line they are. */
    long historyFloor() {
        return GroupHistory.floor(known, group, manifest.collectionFloor(), log.scl(), manifest.lines());
    }

    /** The writer says that the group's last record at or below VDL is {@code lsn}. */
    void noteTail(long lsn) {
        tailSeen = Math.max(tailSeen, lsn);
    }

    /** The writer says that the group's last record at or below {@code vdl} is {@code lsn}. */
    void noteTail(long lsn, long vdl) {
        noteTail(lsn);
        tailSeenAt = Math.max(tailSeenAt, vdl);
    }

    /** It has every record of the group at or below this LSN, of which it may have none at the end. */
    public long completeUpTo() {
        return log.scl() >= tailSeen ? Math.max(log.scl(), tailSeenAt) : log.scl();
    }

    /** Log at or below {@code lsn} need not wait for the backup before it is folded; {@link Long#MAX_VALUE}: none does. */
    public void setArchived(long lsn) {
        archived = lsn;
    }

    /** What folding should not go beyond, if it can wait. */
    public long archived() {
        return archived;
    }

    /** True if it is known to lack log. */
    public boolean behind() {
        return log.hasGap() || log.scl() < highestSeen();
    }

    /** The highest LSN that it should have as far as it was told. */
    public long highestSeen() {
        return Math.max(Math.max(tailSeen, log.gapEnd()), peers.highestScl());
    }

    /** Bytes of log that it lacks, as far as it was told. */
    public long lackingBytes(TimelineTree timelines) {
        return timelines.logBytes(log.scl(), highestSeen());
    }

    void notePeer(Address peer, SegmentProgress progress, long nowNanos) {
        peers.note(peer, progress, tailSeen, nowNanos);
    }

    /** What its peers said of theirs. */
    public ToldByPeers peers() {
        return peers;
    }
}
