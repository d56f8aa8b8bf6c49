package org.borealisdb.expr.jsonpath;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** Where what a path leads to is gathered, unless all that matters is whether it leads to anything. Belongs to one task. */
final class Found {
    /** What takes about 300 MB of memory; several {@code **} in a row can lead to a value in very many ways. */
    private static final int MAXIMUM_ITEMS = 1 << 22;

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
        if (onlyExistence) {
            return;
        }
        if (items.size() == MAXIMUM_ITEMS) {
            throw new SqlException(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "number of values that a jsonpath leads to exceeds the maximum allowed (" + MAXIMUM_ITEMS + ")");
        }
        items.add(item);
    }

    List<PathItem> items() {
        return items;
    }
}
