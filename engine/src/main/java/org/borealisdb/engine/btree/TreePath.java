package org.borealisdb.engine.btree;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.borealisdb.engine.activity.TaskCounts;
import org.jspecify.annotations.Nullable;

/** The way from the root to a node that a descent found, with the key it looked for. Belongs to a session and is used again. */
public final class TreePath {
    /** Far more levels than a full volume needs. */
    static final int MAX_LEVELS = 12;

    /** What a descent looks for. */
    enum Goal {
        /** The node whose range has the key. */
        KEY,
        /** The node whose range has the greatest possible key below the key. */
        BELOW_KEY,
        FIRST,
        LAST,
        /** Any node: each child of a node on the way is as likely as the others. */
        ANY
    }

    final long[] pages = new long[MAX_LEVELS];
    final long[] tokens = new long[MAX_LEVELS];
    final int[] slots = new int[MAX_LEVELS];
    final int[] counts = new int[MAX_LEVELS];
    int rootLevel;

    Goal goal = Goal.FIRST;
    /** Chooses one of so many children, if the goal is {@link Goal#ANY}. */
    IntUnaryOperator chooser = _ -> 0;

    byte[] key = new byte[0];
    int keyLength;
    long prefix;

    /** The tree whose leaf {@link #leaf} is, if the path above the leaf is still that to it. */
    private @Nullable BTree led;

    /** Token of the leaf to which the path has led; of one that reads ahead the leaf's page. */
    long leaf;
    /** Where in that leaf the entry was, or would have been. */
    int found;

    private int descents;

    /** Counts the pages of its descents. */
    TaskCounts work;

    private final boolean fenced;
    final byte[] lowFence;
    final byte[] highFence;
    int lowLength = -1;
    int highLength = -1;

    public TreePath() {
        this(new TaskCounts());
    }

    /** A path whose pages are counted. */
    public TreePath(TaskCounts work) {
        this(false, work);
    }

    /** A path that, if {@code fenced}, notes the range of keys of the leaf too. */
    TreePath(boolean fenced, TaskCounts work) {
        this.work = work;
        this.fenced = fenced;
        this.lowFence = new byte[fenced ? BTree.MAX_KEY_BYTES : 0];
        this.highFence = new byte[fenced ? BTree.MAX_KEY_BYTES : 0];
    }

    boolean fenced() {
        return fenced;
    }

    void goal(Goal newGoal, byte[] newKey, int length) {
        goal = newGoal;
        key = newKey;
        keyLength = length;
        prefix = Node.prefix(newKey, length);
    }

    /** Notes the leaf that a tree's descent has ended at. */
    void leadsTo(BTree tree, long leafToken, int index) {
        led = rootLevel > 0 ? tree : null;
        leaf = leafToken;
        found = index;
    }

    /** Whether the path is that to a leaf of a tree, which may have changed since. */
    boolean ledThrough(BTree tree) {
        return led == tree;
    }

    /** How many descents it was used for: not more, from one lookup to the next, if these were of keys of one leaf. */
    public int descents() {
        return descents;
    }

    void clear() {
        descents++;
        led = null;
        lowLength = -1;
        highLength = -1;
    }

    /** True if it is known that the leaf's range goes beyond a key that is at or above its beginning. */
    boolean below(byte[] candidate, int length) {
        return rootLevel == 0
                || (fenced && highLength < 0)
                || (fenced && Arrays.compareUnsigned(candidate, 0, length, highFence, 0, highLength) < 0);
    }

    /** True if the way went through the last child everywhere above {@code level}. */
    boolean rightmost(int level) {
        for (int above = level + 1; above <= rootLevel; above++) {
            if (slots[above] != counts[above] - 1) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "path from level " + rootLevel + " through pages "
                + Arrays.toString(Arrays.copyOf(pages, rootLevel + 1));
    }
}
