package org.borealisdb.sql.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.SourceText;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.StatementText;
import org.borealisdb.sql.bind.FunctionBody;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.SqlStatement;
import org.jspecify.annotations.Nullable;

/** A prepared statement, with its plan as long as that is good. Belongs to a session. */
final class PreparedText implements SqlStatement {
    final String text;
    final Optional<Statement> statement;
    final List<SqlType> parameterTypes;

    /** The same, with domains where these are what values must be of: for making a plan. */
    final List<SqlType> declaredTypes;

    final Optional<ResultShape> shape;
    final LiftedLiterals lifted;

    /** The body of the function that the statement is of, if it is of one. */
    final @Nullable FunctionBody function;

    /** Whether the function returns this statement's rows. */
    final boolean returned;

    @Nullable
    StatementPlan plan;

    /** What is counted as the same statement; null for a statement of a function. */
    @Nullable
    StatementText own;

    /** Whether its results must have the shape that it was prepared with. */
    private boolean lasting;

    /** Where its runs were counted last. */
    StatementCounter.@Nullable Known known;

    /** Where the statement's own text is within {@code text}. */
    private int start;

    private int end;

    PreparedText(
            String text,
            Optional<Statement> statement,
            List<SqlType> parameterTypes,
            Optional<ResultShape> shape,
            LiftedLiterals lifted,
            @Nullable StatementPlan plan) {
        this(text, statement, parameterTypes, shape, lifted, plan, null, false);
    }

    private PreparedText(
            String text,
            Optional<Statement> statement,
            List<SqlType> parameterTypes,
            Optional<ResultShape> shape,
            LiftedLiterals lifted,
            @Nullable StatementPlan plan,
            @Nullable FunctionBody function,
            boolean returned) {
        this.function = function;
        this.returned = returned;
        this.text = text;
        this.statement = statement;
        this.declaredTypes = List.copyOf(parameterTypes);
        this.parameterTypes =
                parameterTypes.stream().<SqlType>map(SqlType::physical).toList();
        this.shape = shape;
        this.lifted = lifted;
        this.plan = plan;
        this.end = text.length();
    }

    /** A statement of a function's body, without a plan yet. */
    static PreparedText inFunction(FunctionBody body, Statement statement, boolean returned) {
        return new PreparedText(
                body.text(),
                Optional.of(statement),
                body.function().inputTypes(),
                Optional.empty(),
                LiftedLiterals.NONE,
                null,
                body,
                returned);
    }

    /** The same statement as another text of its shape says it, without lifted literals. */
    PreparedText saidAs(String other) {
        return new PreparedText(other, statement, List.of(), shape, LiftedLiterals.NONE, plan);
    }

    /** Its runs are counted as those of a statement of the text. */
    PreparedText countedAs(@Nullable StatementText what) {
        own = what;
        return this;
    }

    /** Another statement of the same text, with the same plan for now. */
    PreparedText another() {
        PreparedText other = new PreparedText(text, statement, declaredTypes, shape, lifted, plan).countedAs(own);
        other.known = known;
        return other;
    }

    /** Clients know the statement by a name, and the shape of its results: they must not get others. */
    PreparedText lasting() {
        lasting = true;
        return this;
    }

    /**
     * Refuses a plan, made anew, whose results would have other columns than those that clients were told of.
     *
     * @throws SqlException 0A000
     */
    void checkShape(StatementPlan made) {
        if (lasting && !columns(shape).equals(columns(made.shape()))) {
            // pgjdbc knows by the routine that it is to prepare the statement anew, and does so by itself.
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "cached plan must not change result type")
                    .with(SqlException.Field.ROUTINE, "RevalidateCachedQuery");
        }
    }

    /** Names and types; not where they come from, which may change. */
    private static Optional<List<Map.Entry<String, SqlType>>> columns(Optional<ResultShape> shape) {
        return shape.map(known -> known.columns().stream()
                .map(column -> Map.entry(column.name(), column.type()))
                .toList());
    }

    /** The statement is but a part of the text. */
    PreparedText within(int newStart, int newEnd) {
        start = newStart;
        end = newEnd;
        return this;
    }

    /**
     * Refuses parameters in a command that can have none.
     *
     * @throws SqlException 42P02
     */
    void refuseParameters() {
        Statement command = statement.orElseThrow();
        if (text.indexOf('$') < 0
                || command instanceof FunctionStatement
                || command instanceof SessionStatement.Prepare
                || StatementPlanner.parameterized(command).isPresent()) {
            return;
        }
        PostgresParser.firstParameter(text, start, end).ifPresent(parameter -> {
            throw new SqlException(ErrorCode.UNDEFINED_PARAMETER, "there is no parameter $" + parameter.number())
                    .withPosition(SourceText.position(text, parameter.position()));
        });
    }

    /** Offset behind the statement's own text. */
    int end() {
        return end;
    }

    /** The statement's own text, where it stands in the whole one, whose other characters are blanks: so that positions are the same. */
    String ownText() {
        return start == 0 && end == text.length()
                ? text
                : " ".repeat(text.codePointCount(0, start)) + text.substring(start, end);
    }

    /** Whether some part of it locks the rows that it reads. */
    boolean locksRows() {
        StatementPlan known = plan;
        return known != null && known.locksRows();
    }

    /** Whether rows of tables may be read: what has no plan is not known. */
    boolean readsTables() {
        StatementPlan known = plan;
        return known == null || !known.tables().isEmpty();
    }

    @Override
    public List<SqlType> parameterTypes() {
        return parameterTypes;
    }

    @Override
    public Optional<ResultShape> shape() {
        return shape;
    }
}
