package org.borealisdb.tests.volume;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.volume.RewindTarget;

/** What became of one volume: its timelines, what was written on each, and who opened it. On the test's side. */
final class Chronicle {
    private final VolumeId volume;
    private final List<PageModel> openings = new ArrayList<>();
    /** What was written on each timeline, by id; of a branch, those of its own. */
    private final TreeMap<Integer, PageModel> lines = new TreeMap<>();

    private Chronicle(VolumeId volume, int line, PageModel model) {
        this.volume = volume;
        openings.add(model);
        lines.put(line, model);
    }

    /** Of a volume that nobody has written. */
    static Chronicle empty(VolumeId volume) {
        return new Chronicle(volume, 1, PageModel.empty());
    }

    /** Of {@code branch}, whose first timeline of its own is {@code line}. */
    Chronicle branch(VolumeId branch, Timeline line) {
        return new Chronicle(branch, line.id(), history(line).branch(branch.toString(), line));
    }

    VolumeId volume() {
        return volume;
    }

    /** The last writer. */
    PageModel last() {
        return openings.getLast();
    }

    /** How many writers there were. */
    int openings() {
        return openings.size() - 1;
    }

    /** A point of the past to go back to: of the last writer's history, or of another line's, which may be the same, or one that was left. */
    Optional<RewindTarget> pastPoint(SplittableRandom random) {
        PageModel history = last();
        if (random.nextBoolean()) {
            int id = Math.max(lines.firstKey(), lines.lastKey() - random.nextInt(6));
            history = Objects.requireNonNull(lines.get(id));
        }
        int timeline = history.timeline();
        return history.pastPoint(random).map(lsn -> new RewindTarget(timeline, lsn));
    }

    /** {@code writer} has opened the volume on {@code timeline} of {@code tree}. */
    PageModel opened(String writer, TimelineTree tree, int timeline, long epoch) {
        PageModel parent = last();
        // Openers that were given up may have decided timelines, and rewinds, that nobody wrote.
        for (int id = parent.timeline() + 1; id < timeline; id++) {
            line("nobody", tree.get(id), parent.epoch());
        }
        PageModel model = line(writer, tree.get(timeline), epoch);
        openings.add(model);
        return model;
    }

    private PageModel line(String writer, Timeline line, long epoch) {
        PageModel model = Objects.requireNonNull(lines.get(line.id() - 1)).openedBy(writer, line, history(line), epoch);
        lines.put(line.id(), model);
        return model;
    }

    /** What was written on each timeline, by its id. */
    SortedMap<Integer, PageModel> lines() {
        return Collections.unmodifiableSortedMap(lines);
    }

    /** What was written on the parent of {@code line}. A branch's first line has inherited what its history shares with lines of the volume that it comes from. */
    private PageModel history(Timeline line) {
        return lines.getOrDefault(line.parent(), lines.firstEntry().getValue());
    }

    /** The model of the writer that opened the volume after {@code model}, if any. */
    Optional<PageModel> successorOf(PageModel model) {
        return Optional.ofNullable(lines.get(model.timeline() + 1));
    }
}
