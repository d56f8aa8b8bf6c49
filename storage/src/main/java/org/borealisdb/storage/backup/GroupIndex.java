package org.borealisdb.storage.backup;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.storage.segment.LineEnd;

/**
 * What the backup of a group consists of; see the package description for the bytes. Immutable: changes are new values, stored by compare-and-set.
 *
 * @param generation raised by each uploader when it takes over
 * @param uploader   its node; empty if nobody is
 * @param beat       raised by an uploader that has nothing new to name yet, but is at work: others leave it its place
 * @param layers     bases and deltas, in the order in which they were added
 * @param logs       log behind the layers, ascending
 * @param progress   for timelines: the group is whole at or below that LSN of their history
 * @param metadata   object with the volume's metadata; empty but in group 0
 * @param revision   of these metadata
 * @param sealed     objects with time points, ascending; none but in group 0
 * @param times      points behind those, ascending; none but in group 0
 */
public record GroupIndex(
        VolumeId volume,
        int group,
        long generation,
        String uploader,
        long beat,
        List<StoredLayer> layers,
        List<StoredLog> logs,
        List<LineEnd> progress,
        String metadata,
        long revision,
        List<TimeObject> sealed,
        List<TimePoint> times) {
    private static final int MAGIC = 0x49425242;
    private static final int VERSION = 1;
    /** Timelines of which progress is remembered. */
    private static final int MOST_LINES = 64;

    public GroupIndex {
        layers = List.copyOf(layers);
        logs = List.copyOf(logs);
        progress = List.copyOf(progress);
        sealed = List.copyOf(sealed);
        times = List.copyOf(times);
    }

    static GroupIndex empty(VolumeId volume, int group) {
        return new GroupIndex(volume, group, 0, "", 0, List.of(), List.of(), List.of(), "", 0, List.of(), List.of());
    }

    /** The layers hold every record at or below, from the oldest base that is here, or the beginning. */
    public long layersUpTo() {
        return layers.stream().mapToLong(StoredLayer::upTo).max().orElse(0);
    }

    /** Layers and logs together do. */
    public long upTo() {
        return Math.max(layersUpTo(), logs.isEmpty() ? 0 : logs.getLast().upTo());
    }

    /** LSN of the newest base; 0 if there is none, and layers begin with the volume. */
    public long baseAt() {
        return layers.stream()
                .filter(StoredLayer::base)
                .mapToLong(StoredLayer::upTo)
                .max()
                .orElse(0);
    }

    /** Up to where the group is whole in the history of {@code timeline}; -1 if nothing was told under it. */
    public long wholeUpTo(int timeline) {
        return progress.stream()
                .filter(line -> line.timeline() == timeline)
                .mapToLong(LineEnd::upTo)
                .max()
                .orElse(-1);
    }

    /** True if it has all that is needed of the group at {@code lsn} in the history of {@code timeline}, but for what a base may have to begin with. */
    public boolean whole(TimelineTree timelines, int timeline, long lsn) {
        for (LineEnd line : progress) {
            if (line.timeline() <= timelines.current().id()
                    && lsn <= line.upTo()
                    && timelines.includes(line.timeline(), timeline, lsn)) {
                return true;
            }
        }
        return false;
    }

    /**
     * True if what it has is whole in the history of the current timeline, as far as that goes: up to where the index is, or where the timeline branched. It is not if that branched from a line that was left, of
     * which whoever made layers had nothing any more. Then a base has to come first.
     */
    boolean sound(TimelineTree timelines) {
        int current = timelines.current().id();
        // What the group has behind its last record before the branch is of other lines.
        long shared = Math.min(upTo(), timelines.current().groupTail(group));
        // A base may have taken the place of what a line that branched before it needs.
        int owner = timelines.ownerOf(current, shared);
        return shared == 0
                || (whole(timelines, owner, shared)
                        && GroupPlan.of(this, timelines, owner, shared).isPresent())
                || layers.stream().anyMatch(layer -> layer.upTo() >= shared && layer.baseOf(timelines, current));
    }

    /**
     * After layers took the place of log behind {@code layersBefore}, which hold everything of the current timeline's history, and of others only what {@code held} says: no more than that is
     * known to be whole.
     */
    private GroupIndex keepingLines(long layersBefore, TimelineTree timelines, List<LineEnd> held) {
        int current = timelines.current().id();
        List<LineEnd> kept = new ArrayList<>();
        for (LineEnd line : progress) {
            long sure = Math.max(layersBefore, timelines.visibleUpTo(current, line.timeline()));
            for (LineEnd end : held) {
                sure = end.timeline() == line.timeline() ? Math.max(sure, end.upTo()) : sure;
            }
            kept.add(new LineEnd(line.timeline(), Math.min(line.upTo(), sure)));
        }
        return new GroupIndex(
                volume, group, generation, uploader, beat, layers, logs, kept, metadata, revision, sealed, times);
    }

    GroupIndex claimed(String by) {
        return new GroupIndex(
                volume, group, generation + 1, by, 0, layers, logs, progress, metadata, revision, sealed, times);
    }

    /** With a sign of life. */
    GroupIndex beating() {
        return new GroupIndex(
                volume,
                group,
                generation,
                uploader,
                beat + 1,
                layers,
                logs,
                progress,
                metadata,
                revision,
                sealed,
                times);
    }

    /** With nobody who uploads. */
    public GroupIndex left() {
        return new GroupIndex(
                volume, group, generation, "", beat, layers, logs, progress, metadata, revision, sealed, times);
    }

    /**
     * With more layers, made under the current timeline, whose history is whole in them; of lines that were left they hold what {@code held} says. Logs that they make superfluous are
     * left out.
     */
    GroupIndex withLayers(List<StoredLayer> more, TimelineTree timelines, List<LineEnd> held) {
        if (more.isEmpty()) {
            return this;
        }
        // LSNs that the current timeline did not share when it began are above all that there were then: where layers
        // of other lines reach beyond its own, there is nothing of it.
        boolean whole = sound(timelines) || more.stream().anyMatch(StoredLayer::base);
        GroupIndex next = withLayers(more).keepingLines(layersUpTo(), timelines, held);
        return whole ? next.withProgress(timelines.current().id(), next.layersUpTo()) : next;
    }

    private GroupIndex withLayers(List<StoredLayer> more) {
        List<StoredLayer> all = new ArrayList<>(layers);
        // The outcome of a replacement that named them may have been unknown.
        more.stream().filter(layer -> !layers.contains(layer)).forEach(all::add);
        long upTo = all.stream().mapToLong(StoredLayer::upTo).max().orElse(0);
        return new GroupIndex(
                volume,
                group,
                generation,
                uploader,
                beat,
                all,
                logs.stream().filter(log -> log.upTo() > upTo).toList(),
                progress,
                metadata,
                revision,
                sealed,
                times);
    }

    GroupIndex withLog(StoredLog log) {
        List<StoredLog> all = new ArrayList<>(logs);
        all.add(log);
        return new GroupIndex(
                volume, group, generation, uploader, beat, layers, all, progress, metadata, revision, sealed, times);
    }

    GroupIndex withProgress(int timeline, long upTo) {
        if (wholeUpTo(timeline) >= upTo) {
            return this;
        }
        List<LineEnd> all = new ArrayList<>(
                progress.stream().filter(line -> line.timeline() != timeline).toList());
        all.add(new LineEnd(timeline, upTo));
        all.sort(Comparator.comparingInt(LineEnd::timeline));
        return new GroupIndex(
                volume,
                group,
                generation,
                uploader,
                beat,
                layers,
                logs,
                all.subList(Math.max(0, all.size() - MOST_LINES), all.size()),
                metadata,
                revision,
                sealed,
                times);
    }

    GroupIndex withMetadata(String object, long newRevision) {
        return new GroupIndex(
                volume, group, generation, uploader, beat, layers, logs, progress, object, newRevision, sealed, times);
    }

    GroupIndex withTimes(List<TimeObject> newSealed, List<TimePoint> newTimes) {
        return new GroupIndex(
                volume,
                group,
                generation,
                uploader,
                beat,
                layers,
                logs,
                progress,
                metadata,
                revision,
                newSealed,
                newTimes);
    }

    /** Without the layers that end at or below {@code floor}, but for the base there; and without times before {@code millis}. */
    GroupIndex collected(long floor, long millis) {
        return new GroupIndex(
                volume,
                group,
                generation,
                uploader,
                beat,
                layers.stream()
                        .filter(layer -> layer.upTo() > floor || (layer.base() && layer.upTo() == floor))
                        .toList(),
                logs,
                progress,
                metadata,
                revision,
                sealed.stream().filter(times -> times.last() >= millis).toList(),
                times);
    }

    /** Only what makes up the group at {@code point}, with nobody who uploads. */
    public GroupIndex snapshot(List<StoredLayer> some, List<StoredLog> behind, TimePoint point) {
        return new GroupIndex(
                volume,
                group,
                generation,
                "",
                beat,
                some,
                behind,
                List.of(new LineEnd(point.timeline(), point.lsn())),
                metadata,
                revision,
                List.of(),
                group == 0 ? List.of(point) : List.of());
    }

    /** Names of the objects that it needs, within the group. */
    public TreeSet<String> objects() {
        TreeSet<String> names = new TreeSet<>();
        layers.forEach(layer -> names.add(layer.object()));
        logs.forEach(log -> names.add(log.object()));
        sealed.forEach(object -> names.add(object.object()));
        if (!metadata.isEmpty()) {
            names.add(metadata);
        }
        return names;
    }

    public byte[] encode() {
        Encoder out = new Encoder(512);
        out.putLong(volume.value())
                .putInt(group)
                .putLong(generation)
                .putString(uploader)
                .putLong(beat);
        out.putInt(layers.size());
        layers.forEach(layer -> layer.encode(out));
        out.putInt(logs.size());
        logs.forEach(log -> log.encode(out));
        out.putInt(progress.size());
        progress.forEach(line -> out.putInt(line.timeline()).putLong(line.upTo()));
        out.putString(metadata).putLong(revision).putInt(sealed.size());
        sealed.forEach(object -> object.encode(out));
        out.putInt(times.size());
        times.forEach(point -> point.encode(out));
        return Framed.encode(MAGIC, VERSION, out);
    }

    /**
     * Reads an encoded index.
     *
     * @throws MalformedException if it is damaged
     */
    public static GroupIndex decode(ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "backup index");
        try {
            GroupIndex index = new GroupIndex(
                    new VolumeId(in.getLong()),
                    in.getInt(),
                    in.getPositiveLong(),
                    in.getString(),
                    in.getPositiveLong(),
                    in.getList(StoredLayer.LEAST_BYTES, StoredLayer::decode),
                    in.getList(StoredLog.LEAST_BYTES, StoredLog::decode),
                    in.getList(12, each -> new LineEnd(each.getInt(), each.getPositiveLong())),
                    in.getString(),
                    in.getPositiveLong(),
                    in.getList(TimeObject.LEAST_BYTES, TimeObject::decode),
                    in.getList(TimePoint.BYTES, TimePoint::decode));
            in.end();
            return index;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("backup index: " + e.getMessage(), e);
        }
    }
}
