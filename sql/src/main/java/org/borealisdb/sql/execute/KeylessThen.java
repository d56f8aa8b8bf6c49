package org.borealisdb.sql.execute;

import java.util.Iterator;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.spill.RowBuffer;

/** The right rows of a join that can have no partner, as a key of theirs is NULL, and then others that have none. Belongs to one task. */
final class KeylessThen implements Iterator<BoxedRow> {
    private final RowBuffer keyless;
    private final Iterator<BoxedRow> others;
    private long at;

    KeylessThen(RowBuffer keyless, Iterator<BoxedRow> others) {
        this.keyless = keyless;
        this.others = others;
    }

    @Override
    public boolean hasNext() {
        return at < keyless.size() || others.hasNext();
    }

    @Override
    public BoxedRow next() {
        return at < keyless.size() ? keyless.get(at++) : others.next();
    }
}
