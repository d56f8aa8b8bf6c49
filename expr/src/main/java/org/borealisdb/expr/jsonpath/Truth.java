package org.borealisdb.expr.jsonpath;

import org.borealisdb.expr.json.JsonItem;

/** What a predicate answers. */
enum Truth {
    FALSE,
    TRUE,
    UNKNOWN;

    static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** Returns it as a value of JSON: null if it is unknown. */
    PathItem item() {
        return PathItem.of(this == UNKNOWN ? JsonItem.Nothing.VALUE : new JsonItem.Truth(this == TRUE));
    }
}
