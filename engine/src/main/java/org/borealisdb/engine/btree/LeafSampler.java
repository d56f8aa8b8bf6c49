package org.borealisdb.engine.btree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.borealisdb.engine.activity.TaskCounts;
import org.borealisdb.runtime.random.RandomSource;

/**
 * Draws leaves of a tree at random, each as likely as any other, and estimates how many there are. Reads inner nodes only.
 *
 * <p>A random descent comes to a leaf more often the fewer siblings it and its ancestors have. So a leaf that was come to is taken with a chance that makes up for it, as F. Olken and
 * D. Rotem have it ("Random Sampling from B+ Trees", VLDB 1989); and the mean of what it makes up for, the product of the numbers of children, is the number of leaves.
 *
 * <p>The tree may change meanwhile; then so do the chances. Used by one task.
 */
public final class LeafSampler {
    /** Descents that tell how many leaves there are, and which of them are hardest to come to. */
    private static final int PILOT = 300;
    /** Descents for a leaf, at most: far more than nodes that are at least half full make necessary. */
    private static final long PATIENCE = 64;

    private final BTree tree;
    private final RandomSource random;
    private final TreePath path = new TreePath(true, new TaskCounts());
    private final double leaves;
    private final double most;

    /** A leaf, by the keys that may be in it. Immutable; its arrays are not to be changed. */
    public static final class Leaf {
        private final byte[] low;
        private final byte[] high;

        private Leaf(byte[] low, byte[] high) {
            this.low = low;
            this.high = high;
        }

        /** The lowest, inclusive; empty if there is no lower leaf. */
        public byte[] low() {
            return low;
        }

        /** The highest, exclusive; empty if there is no higher leaf. */
        public byte[] high() {
            return high;
        }
    }

    /** Estimates the number of leaves, for which it may wait for pages. */
    public LeafSampler(BTree tree, RandomSource random) {
        this.tree = tree;
        this.random = random;
        path.goal(TreePath.Goal.ANY, new byte[0], 0);
        path.chooser = random::nextInt;
        double sum = 0;
        double highest = 0;
        int descents = 0;
        do {
            tree.descend(path, 0);
            double ways = ways();
            sum += ways;
            highest = Math.max(highest, ways);
            descents++;
        } while (path.rootLevel > 1 && descents < PILOT);
        leaves = sum / descents;
        most = highest;
    }

    /** Returns about how many leaves there are: exactly, if they have one parent or none. */
    public double leaves() {
        return leaves;
    }

    /**
     * Draws leaves; returns those that were drawn, once each, by their keys.
     *
     * @param draws how many; a leaf may be drawn again
     * @param step  is run for each descent, and may throw
     */
    public List<Leaf> draw(int draws, Runnable step) {
        Map<Long, Leaf> drawn = new LinkedHashMap<>();
        int left = draws;
        for (long patience = PATIENCE * draws; left > 0 && patience > 0; patience--) {
            step.run();
            long page = tree.descend(path, 0);
            if (chance() * most < ways()) {
                drawn.computeIfAbsent(page, _ -> leaf());
                left--;
            }
        }
        List<Leaf> byKey = new ArrayList<>(drawn.values());
        byKey.sort((one, other) -> Arrays.compareUnsigned(one.low(), other.low()));
        return byKey;
    }

    /** As many leaves as there were if all nodes had as many children as those on the path. */
    private double ways() {
        double product = 1;
        for (int level = 1; level <= path.rootLevel; level++) {
            product *= path.counts[level];
        }
        return product;
    }

    /** A number from 0 to below 1. */
    private double chance() {
        return random.nextInt(Integer.MAX_VALUE) / (double) Integer.MAX_VALUE;
    }

    private Leaf leaf() {
        return new Leaf(
                Arrays.copyOf(path.lowFence, Math.max(0, path.lowLength)),
                Arrays.copyOf(path.highFence, Math.max(0, path.highLength)));
    }
}
