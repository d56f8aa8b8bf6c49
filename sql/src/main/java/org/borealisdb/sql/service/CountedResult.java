package org.borealisdb.sql.service;

import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultSink;

/** Takes the result of a command, and remembers how many rows it was about. */
final class CountedResult extends PassedResult {
    private long rows;

    CountedResult(ResultSink sink) {
        super(sink);
    }

    /** Returns whether the rows of a command are counted: what moves rows does, others only show some. */
    static boolean isFor(Statement command) {
        return command instanceof Definition.CreateTableAs
                || command instanceof Maintenance.Copy
                || (command instanceof SessionStatement.Fetch fetch && !fetch.move());
    }

    /** Returns how many rows there were. */
    long count() {
        return rows;
    }

    @Override
    public void complete(CommandTag tag, long rowCount) {
        rows = rowCount;
        super.complete(tag, rowCount);
    }
}
