package org.borealisdb.engine.table;

import java.util.List;
import org.borealisdb.engine.btree.LeafSampler;
import org.borealisdb.runtime.random.RandomSource;

/**
 * Where to find some rows of a table that stand for all.
 *
 * @param ranges of primary keys, ascending, each those of a leaf; all keys, if there are few leaves
 * @param part   how much of the table that is, above 0, and at most 1
 */
public record RowSample(List<KeyRange> ranges, double part) {
    /** Copies the ranges. */
    public RowSample {
        ranges = List.copyOf(ranges);
    }

    /**
     * Draws leaves of a table, each as likely as any other. Waits for pages.
     *
     * @param leaves most that are drawn; if there are not more, the sample is the table
     * @param step   is run now and then, and may throw
     */
    public static RowSample of(Table table, RandomSource random, int leaves, Runnable step) {
        LeafSampler sampler = new LeafSampler(table.tree(), random);
        if (sampler.leaves() <= leaves) {
            return new RowSample(List.of(KeyRange.all()), 1);
        }
        List<KeyRange> ranges = sampler.draw(leaves, step).stream()
                .map(leaf -> leaf.high().length == 0 ? KeyRange.from(leaf.low()) : KeyRange.of(leaf.low(), leaf.high()))
                .toList();
        return new RowSample(ranges, Math.min(1, ranges.size() / sampler.leaves()));
    }
}
