package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.borealisdb.storage.layer.Layer;

/**
 * Which parts of a segment's layers do not read as they were written, while the segment goes on with all others: sections of pages, and layers whose header or index are
 * damaged on the disk while memory has them. Not durable: whoever reads them after a restart finds them again, and so does the next scrub. Guarded by the volume's lock.
 */
public final class DamagedSections {
    /** More damaged pages than this, and the segment is copied as a whole. */
    static final int MOST = 16;

    /** By layer; a layer whose frame alone is damaged has no pages. */
    private final TreeMap<Long, TreeSet<Long>> pages = new TreeMap<>();

    DamagedSections() {}

    public boolean isEmpty() {
        return pages.isEmpty();
    }

    /** How many pages. */
    public int count() {
        return pages.values().stream().mapToInt(TreeSet::size).sum();
    }

    boolean contains(long layer, long page) {
        return pages.getOrDefault(layer, new TreeSet<>()).contains(page);
    }

    /** Adds one; false if there are too many. */
    boolean add(long layer, long page) {
        return count() < MOST
                && pages.computeIfAbsent(layer, _ -> new TreeSet<>()).add(page);
    }

    /** Notes that the header, the index or the footer of {@code layer} is damaged. */
    void addFrame(long layer) {
        pages.computeIfAbsent(layer, _ -> new TreeSet<>());
    }

    /** What there is, layer by layer. */
    public Map<Long, List<Long>> all() {
        Map<Long, List<Long>> all = new TreeMap<>();
        pages.forEach((layer, damaged) -> all.put(layer, new ArrayList<>(damaged)));
        return all;
    }

    /** Forgets what was in layers that are not there any more. */
    void retain(List<Layer> layers) {
        pages.keySet().retainAll(layers.stream().map(Layer::number).toList());
    }
}
