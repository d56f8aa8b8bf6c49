package org.borealisdb.storage.materialize;

import java.util.List;
import java.util.Optional;
import org.borealisdb.storage.layer.Layer;

/**
 * Chooses which layers of a segment to merge into one.
 *
 * <p>Layers that are large, which is at least {@link #LARGE_FOLDS} times what is folded at once and a {@link #MOST_LARGE}th of all, are left alone until most of what is in them is asked for no more. Of those behind
 * the last large one the newest are merged when there are too many, so many that the result is not much smaller than the one before it. So a byte is rewritten a few times while it
 * comes into a large layer, and once more when its history ends, and the number of layers in which a page is looked for is bounded.
 *
 * @param from place of the oldest layer to merge
 * @param to   place behind the newest
 */
record MergeChoice(int from, int to) {
    private static final int LARGE_FOLDS = 16;
    private static final int MOST_LARGE = 32;
    /** Less than the log of so many folds is not worth a merge before there are too many layers. */
    private static final int LEAST_FOLDS = 4;

    /**
     * What matters of a layer.
     *
     * @param bytes  of what is in it: a packed file has fewer
     * @param upTo   highest LSN
     * @param remote whether the file is still in the store that the segment was restored from
     */
    record Candidate(long bytes, long upTo, boolean remote) {
        static Candidate of(Layer layer) {
            return new Candidate(layer.contentBytes(), layer.header().upTo(), layer.remote());
        }
    }

    /** How many layers. */
    int count() {
        return to - from;
    }

    /** All of the layers. */
    static MergeChoice all(List<Candidate> layers) {
        return new MergeChoice(0, layers.size());
    }

    /** The newest, as far as the disk has room. */
    static MergeChoice newest(List<Candidate> layers, long room) {
        return newest(layers, firstLocal(layers), room);
    }

    /**
     * What to merge of layers, the oldest of which comes first; empty if nothing needs to be.
     *
     * @param floor nobody asks for versions below it, but for the newest
     * @param room  bytes that the disk has left; a choice of a single layer says that it is too little
     */
    static Optional<MergeChoice> of(List<Candidate> layers, long floor, long room, MaterializeSettings settings) {
        int first = firstLocal(layers);
        if (outdated(layers.subList(first, layers.size()), floor, LEAST_FOLDS * settings.foldBytes())) {
            MergeChoice settled = settled(layers, first, floor);
            return Optional.of(bytes(layers, settled.from, settled.to) <= room ? settled : newest(layers, first, room));
        }
        long whole = bytes(layers, 0, layers.size());
        long large = Math.max(LARGE_FOLDS * settings.foldBytes(), whole / MOST_LARGE);
        int small = layers.size();
        while (small > first && layers.get(small - 1).bytes() < large) {
            small--;
        }
        return layers.size() - small > settings.maximumLayers()
                ? Optional.of(newest(layers, small, room))
                : Optional.empty();
    }

    /** True if what came after the oldest layer is larger than that, and nobody asks any more for most of the versions in it: so disk use stays near twice the data. */
    static boolean outdated(List<Candidate> layers, long floor, long leastBytes) {
        if (layers.size() < 2) {
            return false;
        }
        long newer = 0;
        long settled = 0;
        for (Candidate layer : layers.subList(1, layers.size())) {
            newer += layer.bytes();
            settled += layer.upTo() <= floor ? layer.bytes() : 0;
        }
        return newer > Math.max(layers.getFirst().bytes(), leastBytes) && settled >= newer / 2;
    }

    /** All up to the newest that lies at or below the floor. */
    private static MergeChoice settled(List<Candidate> layers, int first, long floor) {
        int to = layers.size();
        while (to > first && layers.get(to - 1).upTo() > floor) {
            to--;
        }
        return new MergeChoice(first, to);
    }

    /** At least two of the newest, and on while they outweigh half of the next older one; fewer if the disk has no room for more. */
    private static MergeChoice newest(List<Candidate> layers, int first, long room) {
        int from = layers.size();
        long bytes = 0;
        while (from > first) {
            long next = layers.get(from - 1).bytes();
            if ((layers.size() - from >= 2 && bytes < next / 2) || bytes + next > room) {
                break;
            }
            bytes += next;
            from--;
        }
        return new MergeChoice(from, layers.size());
    }

    /** Those of a restored segment that are not here yet are left alone, and so is what is older. */
    private static int firstLocal(List<Candidate> layers) {
        int first = layers.size();
        while (first > 0 && !layers.get(first - 1).remote()) {
            first--;
        }
        return first;
    }

    private static long bytes(List<Candidate> layers, int from, int to) {
        long bytes = 0;
        for (Candidate layer : layers.subList(from, to)) {
            bytes += layer.bytes();
        }
        return bytes;
    }
}
