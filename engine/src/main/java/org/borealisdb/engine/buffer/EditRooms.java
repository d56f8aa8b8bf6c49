package org.borealisdb.engine.buffer;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of a pool's mini-transactions: as many as there are at a time, of which a few are kept for the next ones. Safe for use by all tasks; never waits.
 */
public final class EditRooms {
    /** Most rooms that are kept while nobody needs them. */
    private static final int KEPT = 16;

    /** The first places are looked at first: the room given back last is mostly the next one. */
    private final AtomicReferenceArray<@Nullable EditRoom> idle = new AtomicReferenceArray<>(KEPT);

    /** Lends a room, made by {@code maker} if none is idle. */
    public EditRoom take(Supplier<EditRoom> maker) {
        for (int i = 0; i < KEPT; i++) {
            if (idle.getPlain(i) != null) {
                EditRoom room = idle.getAndSet(i, null);
                if (room != null) {
                    return room;
                }
            }
        }
        return maker.get();
    }

    /** Takes a room back. */
    public void giveBack(EditRoom room) {
        for (int i = 0; i < KEPT; i++) {
            if (idle.getPlain(i) == null && idle.compareAndSet(i, null, room)) {
                return;
            }
        }
    }
}
