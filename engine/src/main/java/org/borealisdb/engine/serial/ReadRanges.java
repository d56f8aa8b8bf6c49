package org.borealisdb.engine.serial;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of one tree that transactions have read: a search tree by first key that is a heap by a mixed number (a treap), in which each node knows how far the ranges below it go, so that
 * those which have a key are found without looking at the others. Guarded by the monitor of {@link SerialTransactions}.
 */
final class ReadRanges {
    private @Nullable ReadRange root;

    boolean isEmpty() {
        return root == null;
    }

    void add(ReadRange range) {
        root = insert(root, range);
    }

    void remove(ReadRange range) {
        root = delete(root, range);
    }

    /** Hands over all ranges that have a key from {@code low} to {@code high}, both of them included. They must not be added or removed meanwhile. */
    void forEachWith(byte[] low, byte[] high, Consumer<ReadRange> action) {
        visit(root, low, high, action);
    }

    /** Hands over all ranges. */
    void forEach(Consumer<ReadRange> action) {
        visitAll(root, action);
    }

    private static void visit(@Nullable ReadRange node, byte[] low, byte[] high, Consumer<ReadRange> action) {
        if (node == null || Arrays.compareUnsigned(node.highest, low) <= 0) {
            return;
        }
        visit(node.left, low, high, action);
        if (Arrays.compareUnsigned(node.from, high) <= 0) {
            if (Arrays.compareUnsigned(node.to, low) > 0) {
                action.accept(node);
            }
            visit(node.right, low, high, action);
        }
    }

    private static void visitAll(@Nullable ReadRange node, Consumer<ReadRange> action) {
        if (node != null) {
            visitAll(node.left, action);
            action.accept(node);
            visitAll(node.right, action);
        }
    }

    private static ReadRange insert(@Nullable ReadRange node, ReadRange range) {
        if (node == null) {
            return grown(range);
        }
        if (range.priority() > node.priority()) {
            @Nullable ReadRange[] parts = parts(node, range);
            range.left = parts[0];
            range.right = parts[1];
            return grown(range);
        }
        if (range.compareTo(node) < 0) {
            node.left = insert(node.left, range);
        } else {
            node.right = insert(node.right, range);
        }
        return grown(node);
    }

    private static @Nullable ReadRange delete(@Nullable ReadRange node, ReadRange range) {
        if (node == null) {
            throw new IllegalStateException("the range is not here");
        }
        if (node == range) {
            ReadRange rest = merged(node.left, node.right);
            range.left = null;
            range.right = null;
            return rest;
        }
        if (range.compareTo(node) < 0) {
            node.left = delete(node.left, range);
        } else {
            node.right = delete(node.right, range);
        }
        return grown(node);
    }

    /** Takes a tree apart: what stands before {@code range} in it, and what stands behind. */
    private static @Nullable ReadRange[] parts(@Nullable ReadRange node, ReadRange range) {
        if (node == null) {
            return new @Nullable ReadRange[] {null, null};
        }
        @Nullable ReadRange[] parts;
        if (node.compareTo(range) < 0) {
            parts = parts(node.right, range);
            node.right = parts[0];
            parts[0] = grown(node);
        } else {
            parts = parts(node.left, range);
            node.left = parts[1];
            parts[1] = grown(node);
        }
        return parts;
    }

    private static @Nullable ReadRange merged(@Nullable ReadRange left, @Nullable ReadRange right) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        if (left.priority() > right.priority()) {
            left.right = merged(left.right, right);
            return grown(left);
        }
        right.left = merged(left, right.left);
        return grown(right);
    }

    /** Brings up to date how far the ranges below a node go. */
    private static ReadRange grown(ReadRange node) {
        node.highest = later(later(node.to, node.left), node.right);
        return node;
    }

    private static byte[] later(byte[] end, @Nullable ReadRange child) {
        return child == null || Arrays.compareUnsigned(end, child.highest) >= 0 ? end : child.highest;
    }
}
