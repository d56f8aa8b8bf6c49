package org.borealisdb.sql.service;

import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultSink;

/** Takes the result of the last statement of a text: outside of a block it is complete only once the checks are made that waited for the end of its transaction. */
final class LastResult extends PassedResult {
    private final TransactionBlock block;

    LastResult(ResultSink sink, TransactionBlock block) {
        super(sink);
        this.block = block;
    }

    @Override
    public void complete(CommandTag tag, long rowCount) {
        if (!block.isOpen()) {
            block.checkDeferred();
        }
        super.complete(tag, rowCount);
    }
}
