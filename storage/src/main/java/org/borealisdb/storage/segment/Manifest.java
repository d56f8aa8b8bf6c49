package org.borealisdb.storage.segment;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * What a segment's files are, as last made durable; see the package description for the bytes.
 *
 * @param timeline        timeline current when it was written
 * @param flushed         the layers hold everything of the group at or below
 * @param vdl             a VDL that was known, at least {@code flushed}
 * @param collectionFloor versions of pages below it may be gone
 * @param logFloor        records at or below it may be gone
 * @param nextFile        number of the next file
 * @param layers          numbers of the layers, from the oldest
 * @param rawLogs         numbers of the raw logs
 * @param abstention      how far the segment must have come before it votes
 * @param lines           how far the layers hold the histories of timelines that rewinds have left
 * @param trimmed         of a tail: what it has not, since full segments have it, is at or below; 0 for none. "In layers" then means: in layers of full segments
 */
public record Manifest(
        VolumeId volume,
        int group,
        int timeline,
        long flushed,
        long vdl,
        long collectionFloor,
        long logFloor,
        long nextFile,
        List<Long> layers,
        List<Long> rawLogs,
        Abstention abstention,
        List<LineEnd> lines,
        long trimmed) {
    static final int MAGIC = 0x464D5242;
    static final int VERSION = 4;
    /** Knew of no tails. Still read. */
    static final int WITHOUT_TRIMMING = 3;
    /** Knew of no rewinds. Still read. */
    static final int WITHOUT_LINES = 2;
    /** Knew of no abstention either. Still read. */
    static final int WITHOUT_ABSTENTION = 1;

    /** Lines that are remembered. */
    private static final int MOST_LINES = 16;

    public Manifest {
        layers = List.copyOf(layers);
        rawLogs = List.copyOf(rawLogs);
        lines = List.copyOf(lines);
        if (flushed < 0 || vdl < 0 || collectionFloor < 0 || logFloor < 0 || nextFile < 1 || trimmed < 0) {
            throw new IllegalArgumentException("manifest of " + volume + " group " + group + " is out of range");
        }
    }

    /** Of a segment without files. */
    static Manifest empty(VolumeId volume, int group) {
        return new Manifest(volume, group, 1, 0, 0, 0, 0, 1, List.of(), List.of(), Abstention.NONE, List.of(), 0);
    }

    /**
     * After a flush up to {@code upTo} into layer {@link #nextFile}.
     *
     * @param floor what the new layer lacks is at or below it; 0 if it lacks nothing
     */
    public Manifest withFlush(int onTimeline, long upTo, long knownVdl, List<Long> keptRawLogs, long floor) {
        List<Long> more = new ArrayList<>(layers);
        more.add(nextFile);
        return new Manifest(
                volume,
                group,
                onTimeline,
                upTo,
                Math.max(knownVdl, upTo),
                Math.max(collectionFloor, floor),
                Math.max(logFloor, floor),
                nextFile + 1,
                more,
                keptRawLogs,
                abstention,
                lines,
                trimmed);
    }

    /**
     * The same after a change to timeline {@code next}, of whose history the layers hold everything up to {@code upTo}, and whose VDL is at least {@code known}; {@code left} are
     * the lines that they hold more of. Of these the newest are kept that one can still go to.
     */
    Manifest following(int next, long upTo, long known, List<LineEnd> left) {
        List<LineEnd> kept = left.stream()
                .filter(line -> line.upTo() > collectionFloor)
                .sorted(Comparator.comparingInt(LineEnd::timeline))
                .toList();
        return new Manifest(
                volume,
                group,
                next,
                upTo,
                Math.max(upTo, known),
                collectionFloor,
                logFloor,
                nextFile,
                layers,
                rawLogs,
                abstention,
                kept.subList(Math.max(0, kept.size() - MOST_LINES), kept.size()),
                trimmed);
    }

    /** Of a segment without files, whose log up to {@code upTo} of {@code onTimeline} full segments have. */
    static Manifest trimmed(VolumeId volume, int group, int onTimeline, long upTo, long knownVdl) {
        return empty(volume, group).withTrim(onTimeline, upTo, knownVdl, List.of());
    }

    /** After log up to {@code upTo}, which full segments have, was let go; {@code keptRawLogs} hold log behind it. A tail has no layers. */
    public Manifest withTrim(int onTimeline, long upTo, long knownVdl, List<Long> keptRawLogs) {
        return new Manifest(
                volume,
                group,
                onTimeline,
                upTo,
                Math.max(knownVdl, upTo),
                collectionFloor,
                Math.max(logFloor, upTo),
                nextFile,
                List.of(),
                keptRawLogs,
                abstention,
                lines,
                Math.max(trimmed, upTo));
    }

    /** The same, with the number {@link #nextFile} left to a file that is still being written. */
    public Manifest withNumberTaken() {
        return new Manifest(
                volume,
                group,
                timeline,
                flushed,
                vdl,
                collectionFloor,
                logFloor,
                nextFile + 1,
                layers,
                rawLogs,
                abstention,
                lines,
                trimmed);
    }

    /**
     * After the layers {@code merged}, which lie side by side, were merged into layer {@code number}.
     *
     * @param floor what the new layer lacks is at or below it; 0 if it lacks nothing
     */
    public Manifest withMerge(List<Long> merged, long number, long floor) {
        int at = Collections.indexOfSubList(layers, merged);
        if (at < 0) {
            throw new IllegalArgumentException("layers " + merged + " do not lie side by side in " + layers);
        }
        List<Long> fewer = new ArrayList<>(layers);
        fewer.subList(at, at + merged.size()).clear();
        fewer.add(at, number);
        return new Manifest(
                volume,
                group,
                timeline,
                flushed,
                vdl,
                Math.max(collectionFloor, floor),
                Math.max(logFloor, floor),
                nextFile,
                fewer,
                rawLogs,
                abstention,
                lines,
                trimmed);
    }

    /** Of the same segment of a volume that is branched off: with the same layers under the same numbers, and nothing that is not in layers. */
    Manifest branched(VolumeId branch) {
        return new Manifest(
                branch,
                group,
                timeline,
                flushed,
                vdl,
                collectionFloor,
                logFloor,
                nextFile,
                layers,
                List.of(),
                Abstention.NONE,
                lines,
                trimmed);
    }

    /** After raw log {@link #nextFile} was written. */
    public Manifest withRawLog(int onTimeline, long knownVdl) {
        List<Long> more = new ArrayList<>(rawLogs);
        more.add(nextFile);
        return new Manifest(
                volume,
                group,
                onTimeline,
                flushed,
                Math.max(vdl, knownVdl),
                collectionFloor,
                logFloor,
                nextFile + 1,
                layers,
                more,
                abstention,
                lines,
                trimmed);
    }

    /** With these raw logs instead of those that it has; {@link #nextFile} may be one of them. */
    public Manifest withRawLogs(List<Long> next) {
        return new Manifest(
                volume,
                group,
                timeline,
                flushed,
                vdl,
                collectionFloor,
                logFloor,
                nextFile + 1,
                layers,
                next,
                abstention,
                lines,
                trimmed);
    }

    /** The same, of a segment that must not vote before it has come so far. */
    public Manifest withAbstention(Abstention next) {
        return new Manifest(
                volume,
                group,
                timeline,
                flushed,
                vdl,
                collectionFloor,
                logFloor,
                nextFile,
                layers,
                rawLogs,
                next,
                lines,
                trimmed);
    }

    byte[] encode() {
        Encoder out = new Encoder(128);
        out.putLong(volume.value())
                .putInt(group)
                .putInt(timeline)
                .putLong(flushed)
                .putLong(vdl);
        out.putLong(collectionFloor).putLong(logFloor).putLong(nextFile).putInt(layers.size());
        layers.forEach(out::putLong);
        out.putInt(rawLogs.size());
        rawLogs.forEach(out::putLong);
        out.putLong(abstention.below()).putInt(abstention.timeline()).putInt(lines.size());
        lines.forEach(line -> out.putInt(line.timeline()).putLong(line.upTo()));
        out.putLong(trimmed);
        ByteBuffer done = out.finish();
        byte[] bytes = new byte[done.remaining()];
        done.get(bytes);
        return bytes;
    }

    static Manifest decode(int version, ByteBuffer bytes) {
        Decoder in = new Decoder(bytes, "manifest");
        try {
            Manifest manifest = new Manifest(
                    new VolumeId(in.getLong()),
                    in.getInt(),
                    in.getInt(),
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    in.getList(Long.BYTES, Decoder::getPositiveLong),
                    in.getList(Long.BYTES, Decoder::getPositiveLong),
                    version == WITHOUT_ABSTENTION ? Abstention.NONE : new Abstention(in.getPositiveLong(), in.getInt()),
                    version <= WITHOUT_LINES
                            ? List.of()
                            : in.getList(12, each -> new LineEnd(each.getInt(), each.getPositiveLong())),
                    version <= WITHOUT_TRIMMING ? 0 : in.getPositiveLong());
            in.end();
            return manifest;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("manifest: " + e.getMessage(), e);
        }
    }
}
