package org.borealisdb.wire.postgres;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.CopyInput;
import org.borealisdb.sql.session.CopyOutput;
import org.borealisdb.sql.session.CopyShape;
import org.borealisdb.sql.session.ResultColumn;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SessionRequest;
import org.borealisdb.sql.session.SqlPortal;
import org.borealisdb.sql.session.SqlSession;
import org.borealisdb.sql.session.SqlStatement;
import org.borealisdb.sql.session.TransactionStatus;

/**
 * Answers: {@code SELECT $1::int...} (its parameter), {@code SELECT n} (the number), {@code rows n} (that many rows of number and
 * text), {@code copy in}, {@code copy out n}, {@code wait} (until cancelled), {@code fail}, BEGIN, COMMIT, ROLLBACK; anything
 * else is complete at once as SET.
 */
final class CannedSession implements SqlSession {
    private static final SqlType INT4 = new ScalarType(BuiltInType.INT4, SqlType.NO_MODIFIER);
    private static final SqlType TEXT = new ScalarType(BuiltInType.TEXT, SqlType.NO_MODIFIER);
    private static final ResultShape ONE = new ResultShape(List.of(ResultColumn.computed("answer", INT4)));
    private static final ResultShape TWO =
            new ResultShape(List.of(ResultColumn.computed("number", INT4), ResultColumn.computed("name", TEXT)));
    private static final Pattern NUMBERED = Pattern.compile("(SELECT|rows|copy out) (\\d+)");

    final SessionRequest request;
    final SessionClient client;
    final CountDownLatch waiting = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    private final Semaphore cancelled = new Semaphore(0);
    private final Map<String, Statement> statements = new LinkedHashMap<>();
    private final Map<String, Portal> portals = new LinkedHashMap<>();
    private TransactionStatus status = TransactionStatus.IDLE;

    CannedSession(SessionRequest request, SessionClient client) {
        this.request = request;
        this.client = client;
    }

    @Override
    public SequencedMap<String, String> reportedSettings() {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        settings.put("client_encoding", "UTF8");
        settings.put("DateStyle", "ISO, MDY");
        settings.put("integer_datetimes", "on");
        settings.put("server_encoding", "UTF8");
        settings.put("server_version", "15.10");
        settings.put("standard_conforming_strings", "on");
        settings.put("TimeZone", "UTC");
        return settings;
    }

    @Override
    public void query(String text, ResultSink sink) {
        for (String part : text.split(";", -1)) {
            String trimmed = part.trim();
            if (!trimmed.isEmpty()) {
                new Portal(new Statement(trimmed), Optional.empty(), ColumnFormats.TEXT).execute(sink, 0);
            } else if (text.isBlank()) {
                sink.emptyQuery();
            }
        }
    }

    @Override
    public void parse(String name, String text, List<Integer> parameterTypes) {
        if (text.startsWith("syntax")) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "syntax error").withPosition(1);
        }
        statements.put(name, new Statement(text));
    }

    @Override
    public SqlStatement statement(String name) {
        return Optional.ofNullable(statements.get(name))
                .orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_SQL_STATEMENT_NAME, "prepared statement \"" + name + "\" does not exist"));
    }

    @Override
    public void bind(String portal, SqlStatement statement, RowSource parameters, ColumnFormats formats) {
        portals.put(portal, new Portal((Statement) statement, Optional.of(parameters), formats));
    }

    @Override
    public SqlPortal portal(String name) {
        return Optional.ofNullable(portals.get(name))
                .orElseThrow(() ->
                        new SqlException(ErrorCode.INVALID_CURSOR_NAME, "portal \"" + name + "\" does not exist"));
    }

    @Override
    public void closeStatement(String name) {
        statements.remove(name);
    }

    @Override
    public void closePortal(String name) {
        portals.remove(name);
    }

    @Override
    public void synchronize() {
        if (status == TransactionStatus.IDLE) {
            portals.clear();
        }
    }

    @Override
    public void fail() {
        if (status == TransactionStatus.IN_TRANSACTION) {
            status = TransactionStatus.FAILED;
        }
    }

    @Override
    public TransactionStatus transactionStatus() {
        return status;
    }

    @Override
    public SessionFormat format() {
        return SessionFormat.DEFAULT;
    }

    @Override
    public TextInput textInput() {
        return new TextInput(SessionFormat.DEFAULT, 0);
    }

    @Override
    public long idleTimeoutNanos() {
        return 0;
    }

    @Override
    public void cancel() {
        cancelled.release();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private record Statement(String text) implements SqlStatement {
        @Override
        public List<SqlType> parameterTypes() {
            return text.contains("$1") ? List.of(INT4) : List.of();
        }

        @Override
        public Optional<ResultShape> shape() {
            return text.startsWith("SELECT")
                    ? Optional.of(ONE)
                    : text.startsWith("rows") ? Optional.of(TWO) : Optional.empty();
        }
    }

    private final class Portal implements SqlPortal {
        private final Statement statement;
        private final Optional<RowSource> parameters;
        private final ColumnFormats formats;
        private int next;

        Portal(Statement statement, Optional<RowSource> parameters, ColumnFormats formats) {
            this.statement = statement;
            this.parameters = parameters;
            this.formats = formats;
        }

        @Override
        public Optional<ResultShape> shape() {
            return statement.shape();
        }

        @Override
        public ColumnFormats formats() {
            return formats;
        }

        @Override
        public void execute(ResultSink sink, int rowLimit) {
            String text = statement.text();
            Matcher numbered = NUMBERED.matcher(text);
            int number = numbered.lookingAt() ? Integer.parseInt(numbered.group(2)) : 0;
            if (text.startsWith("SELECT")) {
                RowSink rows = sink.rows(ONE, formats);
                rows.putLong(text.contains("$1") ? parameters.orElseThrow().longAt(0) : number);
                rows.endRow();
                sink.complete(CommandTag.SELECT, 1);
            } else if (text.startsWith("rows")) {
                answerRows(sink, number, rowLimit);
            } else if (text.equals("copy in")) {
                copyIn(sink);
            } else if (text.startsWith("copy out")) {
                CopyOutput out = sink.copyOut(new CopyShape(1, false));
                for (int i = 0; i < number; i++) {
                    out.begin().putDecimal(i).putByte('\n');
                    out.end();
                }
                sink.complete(CommandTag.COPY, number);
            } else {
                command(text, sink);
            }
        }

        private void answerRows(ResultSink sink, int total, int rowLimit) {
            RowSink rows = sink.rows(TWO, formats);
            int stop = rowLimit == 0 ? total : Math.min(total, next + rowLimit);
            for (; next < stop; next++) {
                rows.putLong(next);
                rows.putObject("näme " + next);
                rows.endRow();
            }
            if (next < total) {
                sink.suspended();
            } else {
                sink.complete(CommandTag.SELECT, total);
            }
        }

        private void copyIn(ResultSink sink) {
            CopyInput input = sink.copyIn(new CopyShape(1, false));
            long lines = 0;
            while (input.advance()) {
                for (int i = 0; i < input.length(); i++) {
                    lines += input.bytes()[input.offset() + i] == '\n' ? 1 : 0;
                }
            }
            sink.complete(CommandTag.COPY, lines);
        }
    }

    private void command(String text, ResultSink sink) {
        switch (text) {
            case "fail" -> throw new SqlException(ErrorCode.DIVISION_BY_ZERO, "division by zero").withHint("Don't.");
            case "wait" -> {
                waiting.countDown();
                cancelled.acquireUninterruptibly();
                throw new SqlException(ErrorCode.QUERY_CANCELED, "canceling statement due to user request");
            }
            case "BEGIN" -> {
                status = TransactionStatus.IN_TRANSACTION;
                sink.complete(CommandTag.BEGIN, 0);
            }
            case "COMMIT", "ROLLBACK" -> {
                status = TransactionStatus.IDLE;
                sink.complete(CommandTag.plain(text), 0);
            }
            default -> sink.complete(CommandTag.plain("SET"), 0);
        }
    }
}
