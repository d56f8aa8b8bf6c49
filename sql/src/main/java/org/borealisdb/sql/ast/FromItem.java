package org.borealisdb.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that FROM can read. */
public sealed interface FromItem {
    /** Returns its offset in the source text. */
    int position();

    /** The kinds of joins; a cross join is an inner join without condition. */
    enum JoinKind {
        CROSS,
        INNER,
        LEFT,
        RIGHT,
        FULL
    }

    /**
     * {@code [AS] name (columns)}.
     *
     * @param name the new name
     * @param columns new names of the first columns
     */
    record Alias(String name, List<String> columns) {
        /** Copies the names. */
        public Alias {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A table or view.
     *
     * @param only leaves out what inherits from it
     * @param sample which of its rows are read, if not all
     */
    record Table(
            QualifiedName name,
            boolean only,
            @Nullable Alias alias,
            @Nullable Sample sample,
            int position) implements FromItem {
        /** Makes a table all rows of which are read. */
        public Table(QualifiedName name, boolean only, @Nullable Alias alias, int position) {
            this(name, only, alias, null, position);
        }
    }

    /**
     * {@code TABLESAMPLE method (arguments) [REPEATABLE (seed)]}.
     *
     * @param method how rows are chosen
     * @param arguments of the method
     * @param seed what makes the choice the same again
     */
    record Sample(
            QualifiedName method,
            List<SyntaxExpression> arguments,
            @Nullable SyntaxExpression seed,
            int position) {
        /** Copies the arguments. */
        public Sample {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code [LATERAL] (query) alias}. */
    record Subquery(boolean lateral, Query query, @Nullable Alias alias, int position) implements FromItem {}

    /** {@code name type} in the column list of a function that returns records. */
    record ColumnType(String name, TypeName type, int position) {}

    /** A call in FROM, with the columns that are listed right behind it within ROWS FROM. */
    record Called(SyntaxExpression call, List<ColumnType> columnTypes) {
        /** Copies the columns. */
        public Called {
            columnTypes = List.copyOf(columnTypes);
        }
    }

    /**
     * {@code [LATERAL] function(...) [WITH ORDINALITY] alias}, or ROWS FROM several side by side.
     *
     * @param rowsFrom whether ROWS FROM stands before the calls
     * @param columnTypes the columns that are listed behind all of it
     */
    record Function(
            boolean lateral,
            boolean rowsFrom,
            List<Called> calls,
            boolean ordinality,
            @Nullable Alias alias,
            List<ColumnType> columnTypes,
            int position)
            implements FromItem {
        /** Copies the lists. */
        public Function {
            calls = List.copyOf(calls);
            columnTypes = List.copyOf(columnTypes);
        }
    }

    /**
     * A join.
     *
     * @param kind its kind
     * @param natural whether all columns of the same name are compared
     * @param on the condition
     * @param using the columns that both sides have
     * @param usingAlias the name of the columns of USING alone
     * @param alias the name of the whole
     */
    record Join(
            JoinKind kind,
            boolean natural,
            FromItem left,
            FromItem right,
            @Nullable SyntaxExpression on,
            List<String> using,
            @Nullable String usingAlias,
            @Nullable Alias alias,
            int position)
            implements FromItem {
        /** Copies the columns. */
        public Join {
            using = List.copyOf(using);
        }
    }
}
