package org.borealisdb.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements about tables and plans that neither query nor define: EXPLAIN, COPY, VACUUM, LOCK and their like. */
public sealed interface Maintenance extends Statement {
    /** The table lock modes, weakest first. */
    enum LockMode {
        ACCESS_SHARE,
        ROW_SHARE,
        ROW_EXCLUSIVE,
        SHARE_UPDATE_EXCLUSIVE,
        SHARE,
        SHARE_ROW_EXCLUSIVE,
        EXCLUSIVE,
        ACCESS_EXCLUSIVE
    }

    /** Where COPY reads from or writes to. */
    enum CopyEnd {
        CLIENT,
        FILE,
        PROGRAM
    }

    /** EXPLAIN; ANALYZE and VERBOSE before the statement are options like the others. */
    record Explain(List<OptionItem> options, Statement statement) implements Maintenance {
        /** Copies the options. */
        public Explain {
            options = List.copyOf(options);
        }
    }

    /**
     * COPY of a table or a query.
     *
     * @param table the table; missing if a query is copied
     * @param query the query or data change; missing if a table is copied
     * @param columns the table's columns; none for all
     * @param isFrom whether rows come in
     * @param end where they come from or go to
     * @param path file name or command
     * @param options both syntaxes in the newer's terms
     * @param where which rows to take in
     */
    record Copy(
            @Nullable QualifiedName table,
            @Nullable Statement query,
            List<String> columns,
            boolean isFrom,
            CopyEnd end,
            @Nullable String path,
            List<OptionItem> options,
            @Nullable SyntaxExpression where,
            int position)
            implements Maintenance {
        /** Copies the lists. */
        public Copy {
            columns = List.copyOf(columns);
            options = List.copyOf(options);
        }
    }

    /** A table of VACUUM or ANALYZE, with columns. */
    record TargetTable(QualifiedName table, List<String> columns) {
        /** Copies the columns. */
        public TargetTable {
            columns = List.copyOf(columns);
        }
    }

    /** VACUUM; no tables for all. */
    record Vacuum(List<OptionItem> options, List<TargetTable> tables) implements Maintenance {
        /** Copies the lists. */
        public Vacuum {
            options = List.copyOf(options);
            tables = List.copyOf(tables);
        }
    }

    /** ANALYZE; no tables for all. */
    record Analyze(List<OptionItem> options, List<TargetTable> tables) implements Maintenance {
        /** Copies the lists. */
        public Analyze {
            options = List.copyOf(options);
            tables = List.copyOf(tables);
        }
    }

    /** TRUNCATE. */
    record Truncate(List<FromItem.Table> tables, boolean restartIdentity, boolean cascade) implements Maintenance {
        /** Copies the tables. */
        public Truncate {
            tables = List.copyOf(tables);
        }
    }

    /** LOCK TABLE. */
    record LockTable(List<FromItem.Table> tables, LockMode mode, boolean nowait) implements Maintenance {
        /** Copies the tables. */
        public LockTable {
            tables = List.copyOf(tables);
        }
    }

    /**
     * COMMENT ON.
     *
     * @param type of the object, in lower case, as {@code pg_get_object_address} calls it
     * @param names the parts of its name
     * @param arguments types, or what else tells it from others of the name
     * @param text {@code null} to take the comment away
     */
    record Comment(
            String type,
            List<String> names,
            List<String> arguments,
            @Nullable String text) implements Maintenance {
        /** Copies the lists. */
        public Comment {
            names = List.copyOf(names);
            arguments = List.copyOf(arguments);
        }
    }

    /** CHECKPOINT. */
    record Checkpoint() implements Maintenance {}

    /** What REINDEX makes the indexes of. */
    enum ReindexKind {
        INDEX,
        TABLE,
        SCHEMA,
        SYSTEM,
        DATABASE
    }

    /**
     * REINDEX.
     *
     * @param options with CONCURRENTLY as one of them
     */
    record Reindex(ReindexKind kind, QualifiedName name, List<OptionItem> options) implements Maintenance {
        /** Copies the options. */
        public Reindex {
            options = List.copyOf(options);
        }
    }

    /**
     * CLUSTER.
     *
     * @param options with VERBOSE as one of them
     * @param table null for all that were clustered before
     * @param index null for the one that the table was clustered by before
     */
    record Cluster(
            List<OptionItem> options,
            @Nullable QualifiedName table,
            @Nullable String index) implements Maintenance {
        /** Copies the options. */
        public Cluster {
            options = List.copyOf(options);
        }
    }

    /** CALL. */
    record Call(SyntaxExpression.FunctionCall call) implements Maintenance {}
}
