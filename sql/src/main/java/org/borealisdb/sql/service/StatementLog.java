package org.borealisdb.sql.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.expr.value.Values;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.ObjectDefinition;
import org.borealisdb.sql.ast.OperatorStatement;
import org.borealisdb.sql.ast.RoleStatement;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.TypeDefinition;
import org.borealisdb.sql.session.SessionRequest;

/**
 * Tells the instance's log what clients ask for, as {@code log_statement}, {@code log_duration}, {@code log_min_duration_statement} and {@code log_min_error_statement} say (PostgreSQL manual,
 * section 20.8). Belongs to the session's task.
 */
final class StatementLog {
    private static final System.Logger LOG = System.getLogger(StatementLog.class.getName());

    /** More of a statement is left out. */
    private static final int MOST_CHARACTERS = 64 << 10;

    private static final int MOST_NESTED = 10;

    /** Levels of {@code log_min_error_statement} by which failed statements are told, an error among them. */
    private static final List<String> WITH_ERRORS =
            List.of("debug5", "debug4", "debug3", "debug2", "debug1", "info", "notice", "warning", "error");

    /** What a statement does, as {@code log_statement} tells it apart, from what is told last to what is told first. */
    private enum Kind {
        ALL,
        MOD,
        DDL,
        NONE
    }

    private final Settings settings;
    private final SessionRequest request;
    private final Function<String, Optional<Statement>> prepared;
    private Consumer<String> receiver = line -> LOG.log(System.Logger.Level.INFO, line);
    private int revision;
    private Kind least = Kind.NONE;
    private boolean durations;
    private long leastNanos;
    private boolean errors;

    /**
     * Tells what a session is asked for.
     *
     * @param prepared finds statements that were prepared, by name
     */
    StatementLog(Settings settings, SessionRequest request, Function<String, Optional<Statement>> prepared) {
        this.settings = settings;
        this.request = request;
        this.prepared = prepared;
        this.revision = settings.revision() - 1;
    }

    /** Returns whether anything is told. */
    boolean isOn() {
        if (revision != settings.revision()) {
            revision = settings.revision();
            least = Kind.valueOf(settings.get("log_statement").toUpperCase(Locale.ROOT));
            durations = settings.get("log_duration").equals("on");
            long millis = Long.parseLong(settings.get("log_min_duration_statement"));
            leastNanos = millis < 0 ? Long.MAX_VALUE : millis * 1_000_000;
            errors = WITH_ERRORS.contains(settings.get("log_min_error_statement"));
        }
        return least != Kind.NONE || durations || leastNanos != Long.MAX_VALUE || errors;
    }

    /**
     * Tells of statements that begin, if one of them is of a kind that is told.
     *
     * @param how the client asked for them
     * @return whether they were told
     */
    boolean begins(List<Statement> statements, String how, String text, String parameters) {
        boolean told = statements.stream().anyMatch(each -> kind(each, 0).compareTo(least) >= 0);
        if (told) {
            tell(how + ": " + shortened(text) + parameters);
        }
        return told;
    }

    /**
     * Tells of statements that have ended, if it took long enough.
     *
     * @param told whether it was told that they began
     */
    void ended(long nanos, boolean told, String how, String text, String parameters) {
        boolean isLong = nanos >= leastNanos;
        if (isLong || durations) {
            String duration = "duration: " + nanos / 1_000_000 + "." + thousandths(nanos) + " ms";
            tell(told || !isLong ? duration : duration + "  " + how + ": " + shortened(text) + parameters);
        }
    }

    private static String thousandths(long nanos) {
        return Long.toString(nanos / 1_000 % 1_000 + 1_000).substring(1);
    }

    /** Tells of a statement that has failed. */
    void failed(RuntimeException error, String text) {
        if (isOn() && errors) {
            ErrorCode code = error instanceof SqlException known ? known.code() : ErrorCode.INTERNAL_ERROR;
            String message = error instanceof SqlException known ? known.text() : String.valueOf(error);
            tell("ERROR " + code.sqlState() + ": " + message + "\n\tSTATEMENT: " + shortened(text));
        }
    }

    /** Sets who is told instead of the instance's log. */
    void setReceiver(Consumer<String> another) {
        receiver = another;
    }

    private void tell(String what) {
        receiver.accept("[" + request.processId() + "] " + request.role() + "@" + request.database() + " " + what);
    }

    private static String shortened(String text) {
        String cut = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "..." : text;
        return cut.replace("\n", "\n\t");
    }

    /** Returns parameters as the log shows them; nothing if there are none. */
    static String shown(List<SqlType> types, RowSource values) {
        if (types.isEmpty()) {
            return "";
        }
        List<String> shown = new ArrayList<>();
        for (int place = 0; place < types.size(); place++) {
            Object value = Values.read(values, place, types.get(place));
            shown.add("$" + (place + 1) + " = "
                    + (value == null
                            ? "NULL"
                            : "'"
                                    + TextOutput.format(types.get(place), value, SessionFormat.DEFAULT)
                                            .replace("'", "''")
                                    + "'"));
        }
        return "\n\tPARAMETERS: " + shortened(String.join(", ", shown));
    }

    private Kind kind(Statement statement, int depth) {
        return switch (statement) {
            case Definition definition -> Kind.DDL;
            case TypeDefinition definition -> Kind.DDL;
            case ObjectDefinition definition -> Kind.DDL;
            case FunctionStatement definition -> Kind.DDL;
            case OperatorStatement definition -> Kind.DDL;
            case RoleStatement definition -> Kind.DDL;
            case Maintenance.Comment comment -> Kind.DDL;
            case Maintenance.Cluster cluster -> Kind.DDL;
            case DataChange change -> Kind.MOD;
            case Maintenance.Truncate truncate -> Kind.MOD;
            case Maintenance.Copy copy -> copy.isFrom() ? Kind.MOD : Kind.ALL;
            case Maintenance.Explain explain -> depth > MOST_NESTED ? Kind.ALL : kind(explain.statement(), depth + 1);
            case SessionStatement.Prepare prepare ->
                depth > MOST_NESTED ? Kind.ALL : kind(prepare.statement(), depth + 1);
            case SessionStatement.Execute execute ->
                depth > MOST_NESTED
                        ? Kind.ALL
                        : prepared.apply(execute.name())
                                .map(known -> kind(known, depth + 1))
                                .orElse(Kind.ALL);
            default -> Kind.ALL;
        };
    }
}
