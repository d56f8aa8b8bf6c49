package org.borealisdb.engine.buffer;

/** The frames without a page; the one that was added last is taken first. With the pool's lock held. */
final class FreeFrames {
    private final int[] frames;
    private int count;

    FreeFrames(int maxFrames) {
        this.frames = new int[maxFrames];
    }

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void add(int frame) {
        frames[count++] = frame;
    }

    /** Adds the frames from {@code from} on below {@code to}, of which the first is to be taken first. */
    void add(int from, int to) {
        for (int frame = to - 1; frame >= from; frame--) {
            add(frame);
        }
    }

    int take() {
        return frames[--count];
    }

    /** Forgets those from {@code limit} on: they are not in use any more. */
    void keepBelow(int limit) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (frames[i] < limit) {
                frames[kept++] = frames[i];
            }
        }
        count = kept;
    }
}
