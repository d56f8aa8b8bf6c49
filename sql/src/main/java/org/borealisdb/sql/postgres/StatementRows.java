package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.function.Consumer;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.sql.activity.StatementCounts;
import org.borealisdb.sql.activity.StatementKey;
import org.borealisdb.sql.catalog.PredefinedRole;
import org.borealisdb.sql.catalog.Roles;
import org.borealisdb.sql.catalog.SchemaReader;

/** What the extension {@code pg_stat_statements} has: its rows and its functions. Belongs to the session's task. */
final class StatementRows {
    static final String NAME = "pg_stat_statements";
    private static final String INFO = "pg_stat_statements_info";
    private static final String RESET = "pg_stat_statements_reset";

    /** What is not counted, though there is a column for it. */
    private static final List<String> NONE = List.of(
            "plans",
            "shared_blks_hit",
            "shared_blks_read",
            "shared_blks_dirtied",
            "shared_blks_written",
            "local_blks_hit",
            "local_blks_read",
            "local_blks_dirtied",
            "local_blks_written",
            "temp_blks_read",
            "temp_blks_written",
            "wal_records",
            "wal_fpi",
            "jit_functions",
            "jit_inlining_count",
            "jit_optimization_count",
            "jit_emission_count");

    private static final List<String> NO_TIME = List.of(
            "total_plan_time",
            "min_plan_time",
            "max_plan_time",
            "mean_plan_time",
            "stddev_plan_time",
            "blk_read_time",
            "blk_write_time",
            "temp_blk_read_time",
            "temp_blk_write_time",
            "jit_generation_time",
            "jit_inlining_time",
            "jit_optimization_time",
            "jit_emission_time");

    private final SessionFacts session;

    StatementRows(SessionFacts session) {
        this.session = session;
    }

    /** A row for each statement; who may not read everybody's sees of others' that they are there. */
    void statements(SystemRows rows, CatalogSnapshot catalog) {
        Roles roles = catalog.roles();
        long viewer = roles.named(session.role()).orElseThrow().id();
        boolean all = roles.hasPrivilegesOf(viewer, PredefinedRole.PG_READ_ALL_STATS.id());
        for (StatementCounts counts : session.statements().all()) {
            StatementKey key = counts.key();
            boolean shown = all || key.roleId() == viewer;
            SystemRows.Row row = rows.add()
                    .set("userid", key.roleId())
                    .set("dbid", key.databaseId())
                    .set("toplevel", key.topLevel())
                    .set("queryid", shown ? key.queryId() : null)
                    .set("query", shown ? counts.text() : "<insufficient privilege>")
                    .set("calls", counts.calls())
                    .set("total_exec_time", counts.totalMillis())
                    .set("min_exec_time", counts.leastMillis())
                    .set("max_exec_time", counts.mostMillis())
                    .set("mean_exec_time", counts.meanMillis())
                    .set("stddev_exec_time", counts.deviationMillis())
                    .set("rows", counts.rows())
                    .set("wal_bytes", Numeric.ZERO);
            NONE.forEach(column -> row.set(column, 0));
            NO_TIME.forEach(column -> row.set(column, 0.0));
            row.end();
        }
    }

    void info(SystemRows rows) {
        rows.add()
                .set("dealloc", session.statements().evictions())
                .set("stats_reset", session.statements().resetAt())
                .end();
    }

    /** Declares the function that forgets; PostgreSQL has one, whose arguments may be left out. */
    void declare(Consumer<ScalarFunction> target) {
        SqlType oid = BuiltInType.OID.type();
        declare(target, 9953);
        declare(target, 9954, oid);
        declare(target, 9955, oid, oid);
        declare(target, 9956, oid, oid, BuiltInType.INT8.type());
    }

    private void declare(Consumer<ScalarFunction> target, int number, SqlType... arguments) {
        target.accept(new ScalarFunction(
                number,
                RESET,
                List.of(arguments),
                BuiltInType.VOID.type(),
                true,
                ScalarFunction.Volatility.VOLATILE,
                false,
                new ScalarFunction.General((world, values) -> reset(
                        values.length > 0 ? (Long) values[0] : 0,
                        values.length > 1 ? (Long) values[1] : 0,
                        values.length > 2 ? (Long) values[2] : 0))));
    }

    /** Forgets what is of a role, of a database and of a query; 0 stands for any. */
    private String reset(long role, long database, long query) {
        try (SchemaReader schema = session.openSchema()) {
            if (!schema.currentRole().isSuperuser()) {
                throw new SqlException(ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied for function " + RESET);
            }
        }
        session.statements()
                .reset(
                        key -> (role == 0 || key.roleId() == role)
                                && (database == 0 || key.databaseId() == database)
                                && (query == 0 || key.queryId() == query),
                        role == 0 && database == 0 && query == 0);
        return "";
    }

    /** Fills a relation of the extension, if it is one. */
    void fill(String relation, SystemRows rows, CatalogSnapshot catalog) {
        switch (relation) {
            case NAME -> statements(rows, catalog);
            case INFO -> info(rows);
            default -> {
                // Borealis has nothing of the kind.
            }
        }
    }
}
