package org.borealisdb.sql.service;

import java.nio.ByteBuffer;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.forward.ForwardAnswer;
import org.borealisdb.sql.forward.ForwardAnswer.Outcome;
import org.borealisdb.sql.forward.ForwardCodec;
import org.borealisdb.sql.forward.ForwardRequest;
import org.borealisdb.sql.forward.ForwardedValues;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.ResultColumn;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;
import org.jspecify.annotations.Nullable;

/** A bound statement that runs at the writer. Belongs to the session's task. */
final class ForwardedPortal {
    private final TransactionBlock block;
    private final PreparedText statement;
    private final RowSource parameters;
    private final ColumnFormats formats;
    private final List<SqlType> types;
    /** Its number at the writer; 0 if it is not suspended. */
    private int portal;

    private @Nullable CommandTag tag;
    private @Nullable RowSink target;
    private boolean ended;

    ForwardedPortal(TransactionBlock block, PreparedText statement, RowSource parameters, ColumnFormats formats) {
        this.block = block;
        this.statement = statement;
        this.parameters = parameters;
        this.formats = formats;
        this.types = statement.shape.stream()
                .flatMap(shape -> shape.columns().stream())
                .map(ResultColumn::type)
                .toList();
    }

    /** Runs, or goes on, as {@link org.borealisdb.sql.session.SqlPortal#execute} does. */
    void execute(ResultSink sink, int rowLimit) {
        target = null;
        CommandTag complete = tag;
        if (complete != null || ended) {
            statement.shape.ifPresent(shape -> sink.rows(shape, formats));
            sink.complete(complete == null ? CommandTag.SELECT : complete, 0);
            return;
        }
        Forwarding forwarding = block.forwarding();
        Outcome outcome;
        if (portal != 0) {
            outcome = forwarding.fetch(portal, rowLimit, part -> take(sink, part));
        } else {
            portal = rowLimit == 0 ? 0 : forwarding.newPortal();
            outcome = forwarding.run(block.transaction().isolation(), request(rowLimit), part -> take(sink, part));
        }
        statement.shape.ifPresent(shape -> target(sink, shape));
        switch (outcome) {
            case Outcome.Suspended _ -> sink.suspended();
            case Outcome.Completed completed -> {
                CommandTag told =
                        completed.counts() ? CommandTag.counting(completed.tag()) : CommandTag.plain(completed.tag());
                tag = told;
                end();
                sink.complete(told, completed.rowCount());
            }
            case Outcome.Going _, Outcome.Ended _, Outcome.Failed _ ->
                throw new IllegalStateException("a forwarded statement came to " + outcome);
        }
    }

    private Forwarding.Statement request(int rowLimit) {
        String text = statement.ownText();
        ByteBuffer values = ForwardedValues.write(statement.parameterTypes, parameters);
        long length = 4L * text.length() + values.remaining();
        if (length > ForwardCodec.MOST_BYTES) {
            throw new SqlException(
                            ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                            "statement is too long to be forwarded: " + length + " bytes")
                    .withDetail("At most " + ForwardCodec.MOST_BYTES + " bytes go from a reader to the writer.");
        }
        List<Integer> oids = statement.parameterTypes.stream().map(SqlType::oid).toList();
        return (reader, session, step, begin, settings, dropped) -> new ForwardRequest.Run(
                reader, session, step, begin, settings, text, oids, values, portal, rowLimit, dropped);
    }

    private RowSink target(ResultSink sink, ResultShape shape) {
        RowSink known = target;
        if (known == null) {
            known = sink.rows(shape, formats);
            target = known;
        }
        return known;
    }

    private void take(ResultSink sink, ForwardAnswer.Part part) {
        if (part.types().isEmpty()) {
            return;
        }
        if (!part.types().equals(types.stream().map(SqlType::oid).toList())) {
            throw new SqlException(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "the writer's result has other columns than this reader expects")
                    .withDetail("The table was changed, which this reader has not applied yet, or has since it prepared"
                            + " the statement.")
                    .withHint("Repeat the transaction; prepare the statement again.");
        }
        ResultShape shape = statement.shape.orElseThrow();
        RowSink rows = target(sink, shape);
        ByteBuffer bytes = part.rows().slice();
        for (int row = 0; row < part.count(); row++) {
            StatementPortal.put(rows, shape.columns(), ForwardedValues.read(types, bytes));
        }
    }

    /** It is not gone on with. */
    void end() {
        if (!ended && portal != 0) {
            block.dropForwarded(portal);
        }
        ended = true;
    }
}
