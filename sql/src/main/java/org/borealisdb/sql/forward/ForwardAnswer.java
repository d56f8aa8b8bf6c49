package org.borealisdb.sql.forward;

import java.nio.ByteBuffer;
import java.util.List;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.session.SqlNotice;

/** What a writer answers; see the package's description. */
public sealed interface ForwardAnswer {
    /** A session was made. */
    record Opened(long session) implements ForwardAnswer {}

    /** No session was made. */
    record Refused(SqlException reason) implements ForwardAnswer {}

    /** There is no such session, or nobody who could answer: the request was not carried out. */
    record Unknown() implements ForwardAnswer {}

    /** It was taken note of. */
    record Noted() implements ForwardAnswer {}

    /** Everything that was committed before the request is at or below {@code lsn}. */
    record Point(long lsn) implements ForwardAnswer {}

    /**
     * A part of what is under way; without anything if nothing has come yet.
     *
     * @param notices before the rows
     * @param types   OIDs of the result's columns, if there are rows
     * @param count   of rows
     * @param rows    as {@link ForwardedValues} writes them
     */
    record Part(List<SqlNotice> notices, List<Integer> types, int count, ByteBuffer rows, Outcome outcome)
            implements ForwardAnswer {
        public Part {
            notices = List.copyOf(notices);
            types = List.copyOf(types);
            rows = rows.slice().asReadOnlyBuffer();
        }

        /** One that only says what became of it. */
        static Part of(Outcome outcome) {
            return new Part(List.of(), List.of(), 0, ByteBuffer.allocate(0), outcome);
        }
    }

    /** What has become of a request that is answered in parts. */
    sealed interface Outcome {
        /** More comes. */
        record Going() implements Outcome {}

        /** The statement is complete. */
        record Completed(String tag, boolean counts, long rowCount) implements Outcome {}

        /** The statement has answered as many rows as it was asked for. */
        record Suspended() implements Outcome {}

        /** The transaction has ended as was asked; what it changed or has seen is at or below {@code lsn}. */
        record Ended(long lsn) implements Outcome {}

        /**
         * It failed.
         *
         * @param sessionEnded whether there is no such session any more
         * @param lsn          what it has seen is at or below
         */
        record Failed(SqlException error, boolean sessionEnded, long lsn) implements Outcome {}
    }
}
