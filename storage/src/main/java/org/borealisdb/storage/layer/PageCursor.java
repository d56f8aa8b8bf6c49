package org.borealisdb.storage.layer;

import java.util.List;

/** Goes through the pages that any of some layers has something of, ascending. The layers are held by the caller. Belongs to one task. */
public final class PageCursor {
    /** There are no more. */
    public static final long NONE = -1;

    private final List<Layer> layers;
    private final int[] places;

    /** From {@code page} on. */
    public PageCursor(List<Layer> layers, long page) {
        this.layers = List.copyOf(layers);
        this.places = layers.stream().mapToInt(layer -> layer.atOrBehind(page)).toArray();
    }

    /** The next page, without going there; {@link #NONE} if there is none. */
    public long peek() {
        long next = NONE;
        for (int index = 0; index < places.length; index++) {
            if (places[index] < layers.get(index).sections()) {
                long page = layers.get(index).page(places[index]);
                next = next == NONE ? page : Math.min(next, page);
            }
        }
        return next;
    }

    /** The next page; {@link #NONE} if there is none. */
    public long next() {
        long next = peek();
        for (int index = 0; index < places.length && next != NONE; index++) {
            Layer layer = layers.get(index);
            while (places[index] < layer.sections() && layer.page(places[index]) == next) {
                places[index]++;
            }
        }
        return next;
    }
}
