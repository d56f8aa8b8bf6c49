package org.borealisdb.storage.layer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.RedoRecord;
import org.jspecify.annotations.Nullable;

/** One entry of a section: a redo record or an image of the page, in place, but for images that are patches, which are made whole when somebody asks for their bytes. Used by one task. */
public final class LayerEntry {
    private final long lsn;
    private final int timeline;
    private final boolean image;
    private MemorySegment memory;
    private int at;
    private int length;
    /** The image that this one is a patch of; none if the memory has it whole. */
    private @Nullable LayerEntry patched;

    /**
     * An entry whose bytes are there.
     *
     * @param image  true for a page image, false for a redo record
     * @param memory the section
     * @param at     where its bytes begin there
     * @param length how many
     */
    public LayerEntry(long lsn, int timeline, boolean image, MemorySegment memory, int at, int length) {
        this(lsn, timeline, image, memory, at, length, null);
    }

    private LayerEntry(
            long lsn,
            int timeline,
            boolean image,
            MemorySegment memory,
            int at,
            int length,
            @Nullable LayerEntry patched) {
        this.lsn = lsn;
        this.timeline = timeline;
        this.image = image;
        this.memory = memory;
        this.at = at;
        this.length = length;
        this.patched = patched;
    }

    /** An image as the {@link ImagePatch} at {@code at} makes it of the image {@code before}. */
    static LayerEntry patch(long lsn, int timeline, LayerEntry before, MemorySegment memory, int at, int length) {
        return new LayerEntry(lsn, timeline, true, memory, at, length, before);
    }

    public long lsn() {
        return lsn;
    }

    public int timeline() {
        return timeline;
    }

    /** True for a page image, false for a redo record. */
    public boolean image() {
        return image;
    }

    /** What its bytes are in. */
    public MemorySegment memory() {
        makeWhole();
        return memory;
    }

    /** Where its bytes begin there. */
    public int at() {
        makeWhole();
        return at;
    }

    /** How many bytes it has. */
    public int length() {
        return image ? Page.BYTES : length;
    }

    /** True if a fold needs nothing older. */
    public boolean base() {
        return image || RedoRecord.initialises(memory, at);
    }

    /** True if the page ends here, and is as one that was never written from then on. */
    public boolean freed() {
        return !image && RedoRecord.frees(memory, at);
    }

    private void makeWhole() {
        if (patched == null) {
            return;
        }
        Deque<LayerEntry> patches = new ArrayDeque<>();
        LayerEntry whole = this;
        for (LayerEntry before = whole.patched; before != null; before = whole.patched) {
            patches.push(whole);
            whole = before;
        }
        MemorySegment made = MemorySegment.ofArray(new byte[Page.BYTES]);
        MemorySegment.copy(whole.memory, whole.at, made, 0, Page.BYTES);
        patches.forEach(patch -> ImagePatch.apply(patch.memory, patch.at, patch.length, made));
        memory = made;
        at = 0;
        length = Page.BYTES;
        patched = null;
    }
}
