package org.borealisdb.storage.materialize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.borealisdb.storage.layer.Layer;

/**
 * How many bytes of a segment's layers are of pages that are free now: a merge of all of them gives these back once the floor has passed the LSN where they were freed. An estimate, which nothing but the decision to merge
 * depends on. Immutable, but for {@link #setLeft}; used by the background task.
 */
final class FreedContent {
    private record Freed(long lsn, long bytes) {}

    private final List<Layer> layers;
    /** LSNs where pages were freed, ascending, and the bytes of all that were freed at or below. */
    private final long[] lsns;

    private final long[] bytes;
    /** What the last merge did not give back, whatever the reason: not tried again. */
    private long left;

    /** Of the pages of {@code layers}, the oldest of which comes first and which are held. */
    FreedContent(List<Layer> layers, long left) {
        this.layers = layers;
        List<Freed> all = new ArrayList<>();
        for (int index = 0; index < layers.size(); index++) {
            Layer layer = layers.get(index);
            for (int place : layer.freed()) {
                long page = layer.page(place);
                if (!has(layers.subList(index + 1, layers.size()), page)) {
                    all.add(new Freed(layer.highest(place), bytes(layers.subList(0, index + 1), page)));
                }
            }
        }
        all.sort(Comparator.comparingLong(Freed::lsn));
        this.lsns = new long[all.size()];
        this.bytes = new long[all.size()];
        long sum = 0;
        for (int index = 0; index < lsns.length; index++) {
            sum += all.get(index).bytes();
            lsns[index] = all.get(index).lsn();
            bytes[index] = sum;
        }
        this.left = Math.min(left, sum);
    }

    /** How many pages may have been freed at or below {@code floor}, at most: what it takes to know is worth it if they are many. */
    static long mostPages(List<Layer> layers, long floor) {
        return layers.stream()
                .filter(layer -> layer.header().after() < floor)
                .mapToLong(layer -> layer.freed().length)
                .sum();
    }

    /** True if it is of these layers. */
    boolean of(List<Layer> others) {
        return layers.equals(others);
    }

    private static boolean has(List<Layer> layers, long page) {
        return layers.stream().anyMatch(layer -> layer.newest(page) >= 0);
    }

    private static long bytes(List<Layer> layers, long page) {
        long sum = 0;
        for (Layer layer : layers) {
            for (int place = layer.newest(page); place >= 0; place = layer.older(place)) {
                sum += layer.contentLength(place);
            }
        }
        return sum;
    }

    /** Bytes of the pages that were freed at or below {@code floor}. */
    long upTo(long floor) {
        int low = 0;
        int high = lsns.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (lsns[middle] <= floor) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : bytes[low - 1];
    }

    long left() {
        return left;
    }

    /** A merge under this floor is done: what is free still cannot be given back. */
    void setLeft(long floor) {
        left = upTo(floor);
    }
}
