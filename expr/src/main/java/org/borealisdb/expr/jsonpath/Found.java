package org.borealisdb.expr.jsonpath;

import java.util.ArrayList;
import java.util.List;

/** Where what a path leads to is gathered, unless all that matters is whether it leads to anything. Belongs to one task. */
final class Found {
    private final List<PathItem> items = new ArrayList<>();
    private final boolean onlyExistence;

    private Found(boolean onlyExistence) {
        this.onlyExistence = onlyExistence;
    }

    static Found all() {
        return new Found(false);
    }

    static Found existence() {
        return new Found(true);
    }

    /** Whether the first item is enough. */
    boolean onlyExistence() {
        return onlyExistence;
    }

    void add(PathItem item) {
        if (!onlyExistence) {
            items.add(item);
        }
    }

    List<PathItem> items() {
        return items;
    }
}
