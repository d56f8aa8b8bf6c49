package org.borealisdb.storage.repair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.redo.message.SegmentRepair;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.task.Condition;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.ingest.Volumes;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.materialize.Materializer;
import org.borealisdb.storage.materialize.RebuiltBase;
import org.borealisdb.storage.materialize.SegmentChange;
import org.borealisdb.storage.pace.CopyPace;
import org.borealisdb.storage.segment.Abstention;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * The task that makes segments whole again that gossip can't: it looks what is to be done, the group with the fewest complete peers first, and does one after the other. What fails
 * is tried again at the next look, for ever.
 */
public final class Repairer {
    private final Tasks tasks;
    private final FileStore files;
    private final Metrics metrics;
    private final RepairSettings settings;
    private final long headroomBytes;
    private final Volumes volumes;
    private final Materializer materializer;
    private final Consumer<VolumeMetadata> learn;
    private final Consumer<String> report;
    private final Clock clock;
    private final CopyPace pace;
    private final RepairList repairs;
    private final Lock lock;
    private final Condition closing;
    private volatile boolean closed;

    /**
     * The task of a node.
     *
     * @param pace          of what the node copies in
     * @param headroomBytes room on the disk that copies leave for log and collection
     * @param learn         takes metadata that may be newer
     * @param report        is told in words what was rebuilt, and what can't be for now
     */
    public Repairer(
            Tasks tasks,
            Clock clock,
            FileStore files,
            Metrics metrics,
            RepairSettings settings,
            CopyPace pace,
            long headroomBytes,
            Volumes volumes,
            Materializer materializer,
            Consumer<VolumeMetadata> learn,
            Consumer<String> report) {
        this.tasks = tasks;
        this.files = files;
        this.metrics = metrics;
        this.settings = settings;
        this.headroomBytes = headroomBytes;
        this.volumes = volumes;
        this.materializer = materializer;
        this.learn = learn;
        this.report = report;
        this.clock = clock;
        this.pace = pace;
        this.repairs = new RepairList(tasks);
        this.lock = tasks.lock("repair");
        this.closing = lock.condition();
    }

    /** Ends the task; its workers end with their next piece. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The segments that are being rebuilt or wait for it. */
    public List<SegmentRepair> repairs() {
        return repairs.all();
    }

    /** The task's body. */
    public void run(Endpoint endpoint) {
        Peers peers = new Peers(endpoint, metrics, settings, learn);
        while (pause()) {
            List<Need> needs = needs();
            repairs.reset(needs);
            List<Segment> tried = new ArrayList<>();
            while (!closed && !needs.isEmpty()) {
                tried.add(needs.getFirst().segment());
                repair(peers, needs.getFirst());
                // A copy takes long: by now another group may have become the most urgent one.
                needs = needs();
                needs.removeIf(need -> tried.contains(need.segment()));
            }
        }
    }

    private boolean pause() {
        lock.lock();
        try {
            if (!closed) {
                closing.await(settings.interval().toNanos());
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** What is to be done, the most urgent first. */
    private List<Need> needs() {
        List<Need> needs = new ArrayList<>();
        for (VolumeReplica volume : volumes.all()) {
            volume.lock().lock();
            try {
                for (Segment segment : volume.segments()) {
                    if (volume.learnt()) {
                        need(volume, segment).ifPresent(needs::add);
                    }
                }
            } finally {
                volume.lock().unlock();
            }
        }
        needs.sort(Comparator.comparingInt(Need::completePeers));
        return needs;
    }

    private Optional<Need> need(VolumeReplica volume, Segment segment) {
        int complete = completePeers(volume, segment);
        long lacking = segment.lackingBytes(volume.timelines());
        Need.Kind kind;
        String reason;
        if (!segment.healthy()) {
            kind = Need.Kind.DAMAGED;
            reason = segment.health().damage().orElseThrow();
        } else if (segment.health().doubt().isPresent()) {
            kind = Need.Kind.IN_DOUBT;
            reason = segment.health().doubt().get();
        } else if (!segment.damagedSections().isEmpty()) {
            kind = Need.Kind.DAMAGED_SECTIONS;
            reason = segment.damagedSections().count() + " pages in "
                    + segment.damagedSections().all().size() + " layers are damaged";
        } else if (segment.tail()) {
            // What full segments have it need not have.
            return Optional.empty();
        } else if (segment.logCollected() && segment.behind()) {
            kind = Need.Kind.COLLECTED;
            reason = "the log behind LSN " + segment.scl() + " is gone at its peers";
        } else if (farBehind(segment, lacking)) {
            kind = Need.Kind.FAR_BEHIND;
            reason = "it lacks " + lacking + " bytes of log";
        } else {
            return Optional.empty();
        }
        return Optional.of(
                new Need(volume, segment, kind, reason, segment.health().forgotUnder(), complete));
    }

    private int completePeers(VolumeReplica volume, Segment segment) {
        return segment.peers().complete(volume.peersOf(segment.group()), clock.nanoTime());
    }

    /**
     * True if pages are cheaper than log. Whoever sends log that is in layers reads a layer for each answer, and whoever gets it journals and folds it; so they are cheaper also if the
     * segment is small against what it lacks.
     */
    private boolean farBehind(Segment segment, long lacking) {
        return lacking > settings.copyBytes()
                || (lacking > settings.leastCopyBytes()
                        && lacking > segment.layerContentBytes() + segment.gapFreeBytes());
    }

    /** True if the log that {@code segment} lacks is left to this task: its pages are copied, or will be soon. The volume's lock is held. */
    public boolean copies(VolumeReplica volume, Segment segment) {
        return repairs.underWay(volume.id(), segment.group())
                || (!segment.tail()
                        && farBehind(segment, segment.lackingBytes(volume.timelines()))
                        && !repairs.failedLately(volume.id(), segment.group()));
    }

    private void repair(Peers peers, Need need) {
        metrics.count("storage.repair.started");
        try {
            boolean done = switch (need.kind()) {
                case IN_DOUBT -> resolve(peers, need);
                case DAMAGED_SECTIONS -> mend(peers, need);
                case DAMAGED, COLLECTED, FAR_BEHIND -> rebuild(peers, need);
            };
            if (done && need.kind() == Need.Kind.DAMAGED) {
                need.volume().damage().mended(1);
            }
            metrics.count(done ? "storage.repair.completed" : "storage.repair.needless");
            repairs.done(need);
            return;
        } catch (UnmendableException e) {
            metrics.count("storage.repair.unmendable");
            need.volume()
                    .damage()
                    .found(need.segment(), need.reason() + ", and not by themselves to be mended: " + e.getMessage());
            failed(need, "it will be copied as a whole");
        } catch (CopyFailedException | ObjectStoreException e) {
            failed(need, String.valueOf(e.getMessage()));
        } catch (FileException e) {
            if (e.kind() != FileException.Kind.FULL) {
                throw e;
            }
            metrics.count("storage.repair.diskFull");
            failed(need, "the disk is full");
        }
        need.segment().files().deleteCopies();
    }

    private void failed(Need need, String why) {
        metrics.count("storage.repair.failed");
        repairs.waits(need, why);
    }

    /** Asks the peers; what they say counts only if nothing changed meanwhile. */
    private static Sources ask(Peers peers, Need need, VolumeMetadata metadata) {
        Sources sources = peers.prepare(metadata, need.segment().group());
        if (need.volume().metadata().revision() != metadata.revision()) {
            throw new CopyFailedException("the volume's metadata have changed");
        }
        return sources;
    }

    /** How far the segment must have come before it votes. */
    private static Abstention abstention(Need need, VolumeMetadata metadata, Sources sources) {
        int group = need.segment().group();
        if (metadata.group(group).epoch() <= need.forgotUnder()) {
            // What peers say now, and what was heard of this segment, may be made to count together (R14).
            throw new CopyFailedException("a newer membership of its group, under which it can begin anew");
        }
        int timeline = metadata.timelines().current().id();
        long scl = sources.highestScl(metadata.group(group))
                .orElseThrow(() -> new CopyFailedException("fewer than three other slots told how far they are: "
                        + sources.answers().keySet()));
        Abstention told =
                new Abstention(Math.max(scl, metadata.timelines().current().groupTail(group)), timeline);
        need.volume().lock().lock();
        try {
            return need.segment().abstention(told, metadata.timelines());
        } finally {
            need.volume().lock().unlock();
        }
    }

    private boolean resolve(Peers peers, Need need) {
        VolumeMetadata metadata = need.volume().metadata();
        Abstention abstention = abstention(need, metadata, ask(peers, need, metadata));
        return make(new SegmentChange.Abstain(need.volume(), need.segment(), abstention));
    }

    /** Mends the damaged layers one by one. */
    private boolean mend(Peers peers, Need need) {
        VolumeMetadata metadata = need.volume().metadata();
        Sources sources = ask(peers, need, metadata);
        boolean mended = false;
        while (!closed) {
            need.segment().files().deleteCopies();
            if (noRoom(largestLayer(need))) {
                metrics.count("storage.repair.noRoom");
                throw new CopyFailedException("the disk has no room for another copy of the layer");
            }
            Optional<SegmentChange.Mend> change =
                    new SectionMend(tasks, metrics, settings, pace, peers, need, metadata, sources).write();
            if (change.isEmpty()) {
                return mended;
            }
            if (!make(change.get())) {
                throw new CopyFailedException("the segment has changed meanwhile");
            }
            mended = true;
            need.volume().damage().mended(Math.max(1, change.get().pages()));
            metrics.counter("storage.repair.mendedPages").add(change.get().pages());
            report.accept("group " + need.segment().group() + " of " + metadata.id() + " was mended: "
                    + change.get().pages() + " pages of layer "
                    + change.get().damaged().number());
        }
        return mended;
    }

    private static long largestLayer(Need need) {
        need.volume().lock().lock();
        try {
            return need.segment().layers().stream()
                    .mapToLong(Layer::bytes)
                    .max()
                    .orElse(0);
        } finally {
            need.volume().lock().unlock();
        }
    }

    private boolean make(SegmentChange change) {
        return materializer.changes().make(change, materializer::wake);
    }

    private boolean rebuild(Peers peers, Need need) {
        Segment segment = need.segment();
        VolumeMetadata metadata = need.volume().metadata();
        boolean afresh = need.kind() == Need.Kind.DAMAGED;
        segment.files().deleteCopies();
        Sources sources = ask(peers, need, metadata);
        Abstention abstention = afresh ? abstention(need, metadata, sources) : Abstention.NONE;
        if (segment.tail()) {
            return beginAnew(need, metadata, abstention);
        }
        long scl = scl(need);
        if (!afresh && sources.haveLogBehind(scl) && need.kind() == Need.Kind.COLLECTED) {
            // Gossip asks one peer after the other.
            need.volume().collected(segment, -1);
            return false;
        }
        long base = sources.base().orElseThrow(() -> new CopyFailedException("no peer can give its pages"));
        if (!afresh && base <= scl) {
            throw new CopyFailedException("no peer can give its pages beyond LSN " + scl);
        }
        List<Address> able = sources.able(base);
        long total = base == 0 ? 0 : sources.bytes(able);
        if (noRoom(total)) {
            metrics.count("storage.repair.noRoom");
            throw new CopyFailedException("the disk has no room for " + total + " bytes");
        }
        repairs.copied(need, 0, total);
        int timeline = metadata.timelines().current().id();
        RebuiltBase rebuilt = base == 0
                ? new RebuiltBase(afresh, 0, timeline, 0, abstention, List.of())
                : copy(peers, need, metadata, base, sources, able, total, abstention);
        if (!make(new SegmentChange.Rebase(need.volume(), segment, rebuilt))) {
            throw new CopyFailedException("the segment has changed meanwhile");
        }
        report.accept("group " + segment.group() + " of " + metadata.id() + " was rebuilt as of LSN " + base + " from "
                + able.size() + " peers");
        return true;
    }

    /** A tail copies nothing: it begins with no log, and what full segments have it need not have. */
    private boolean beginAnew(Need need, VolumeMetadata metadata, Abstention abstention) {
        RebuiltBase empty = new RebuiltBase(
                /* afresh= */ true, 0, metadata.timelines().current().id(), 0, abstention, List.of());
        if (!make(new SegmentChange.Rebase(need.volume(), need.segment(), empty))) {
            throw new CopyFailedException("the segment has changed meanwhile");
        }
        metrics.count("storage.tail.begunAnew");
        report.accept("group " + need.segment().group() + " of " + metadata.id() + " is a tail, and begins anew");
        return true;
    }

    private RebuiltBase copy(
            Peers peers,
            Need need,
            VolumeMetadata metadata,
            long base,
            Sources sources,
            List<Address> able,
            long total,
            Abstention abstention) {
        Segment segment = need.segment();
        int group = segment.group();
        int timeline = metadata.timelines().current().id();
        Geometry geometry = metadata.geometry();
        LayerHeader header = new LayerHeader(metadata.id(), group, timeline, 0, base);
        List<PageRange> ranges = PageRange.divide(
                segment.files(), header, geometry.firstPage(group), geometry.firstPage(group + 1), sources.cuts(able));
        SegmentCopy copy = new SegmentCopy(
                tasks,
                clock,
                metrics,
                settings,
                pace,
                peers,
                need.volume(),
                group,
                base,
                ranges,
                able,
                () -> healthyCopies(need),
                () -> futile(need, base),
                copied -> repairs.copied(need, copied, total));
        List<Integer> copies = copy.run();
        return new RebuiltBase(
                need.kind() == Need.Kind.DAMAGED, base, timeline, copy.collectionFloor(), abstention, copies);
    }

    private int healthyCopies(Need need) {
        need.volume().lock().lock();
        try {
            return completePeers(need.volume(), need.segment());
        } finally {
            need.volume().lock().unlock();
        }
    }

    private boolean noRoom(long bytes) {
        return files.usableBytes() - headroomBytes < bytes + settings.pieceBytes();
    }

    private static long scl(Need need) {
        need.volume().lock().lock();
        try {
            return need.segment().scl();
        } finally {
            need.volume().lock().unlock();
        }
    }

    private boolean futile(Need need, long base) {
        if (closed || noRoom(0)) {
            return true;
        }
        need.volume().lock().lock();
        try {
            Segment segment = need.segment();
            boolean here = need.volume()
                    .segment(segment.group())
                    .filter(found -> found == segment)
                    .isPresent();
            return !here || (segment.healthy() ? segment.scl() >= base : need.kind() != Need.Kind.DAMAGED);
        } finally {
            need.volume().lock().unlock();
        }
    }
}
