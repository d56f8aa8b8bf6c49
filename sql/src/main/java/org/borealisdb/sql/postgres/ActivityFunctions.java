package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.borealisdb.engine.activity.ChangedRows;
import org.borealisdb.engine.activity.ReadActivity;
import org.borealisdb.engine.activity.TableActivity;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.TableDefinition;
import org.jspecify.annotations.Nullable;

/** The functions that say what this instance has done with tables and indexes; 0 of those that are not known. Belongs to the session's task. */
final class ActivityFunctions {
    private static final SqlType WHOLE = BuiltInType.INT8.type();
    private static final SqlType VOID = BuiltInType.VOID.type();

    private final Supplier<CatalogSnapshot> catalog;
    private final SessionFacts session;
    private final Consumer<ScalarFunction> target;

    ActivityFunctions(Supplier<CatalogSnapshot> catalog, SessionFacts session, Consumer<ScalarFunction> target) {
        this.catalog = catalog;
        this.session = session;
        this.target = target;
    }

    void declare() {
        relation(1928, "pg_stat_get_numscans", table -> table.reads().scans(), ReadActivity::scans);
        relation(1929, "pg_stat_get_tuples_returned", table -> table.reads().rows(), ReadActivity::rows);
        relation(1930, "pg_stat_get_tuples_fetched", table -> 0, ReadActivity::rows);
        table(1931, "pg_stat_get_tuples_inserted", TableActivity::inserted);
        table(1932, "pg_stat_get_tuples_updated", TableActivity::updated);
        table(1933, "pg_stat_get_tuples_deleted", TableActivity::deleted);
        // Whether an update has spared the indexes is not counted.
        table(1972, "pg_stat_get_tuples_hot_updated", table -> 0);
        table(2878, "pg_stat_get_live_tuples", TableActivity::live);
        table(2879, "pg_stat_get_dead_tuples", TableActivity::dead);
        table(3177, "pg_stat_get_mod_since_analyze", TableActivity::changedSinceAnalyze);
        table(5053, "pg_stat_get_ins_since_vacuum", TableActivity::inserted);
        table(3056, "pg_stat_get_analyze_count", table -> table.analyses().count());
        table(
                3057,
                "pg_stat_get_autoanalyze_count",
                table -> table.automaticAnalyses().count());
        table(3054, "pg_stat_get_vacuum_count", table -> 0);
        table(3055, "pg_stat_get_autovacuum_count", table -> 0);
        time(2783, "pg_stat_get_last_analyze_time", table -> table.analyses().lastMicros());
        time(
                2784,
                "pg_stat_get_last_autoanalyze_time",
                table -> table.automaticAnalyses().lastMicros());
        time(2781, "pg_stat_get_last_vacuum_time", table -> Long.MIN_VALUE);
        time(2782, "pg_stat_get_last_autovacuum_time", table -> Long.MIN_VALUE);
        declare(2274, "pg_stat_reset", VOID, Volatility.VOLATILE, arguments -> resetAll());
        declare(
                3776,
                "pg_stat_reset_single_table_counters",
                VOID,
                Volatility.VOLATILE,
                arguments -> {
                    activity(arguments[0]).ifPresent(TableActivity::reset);
                    return "";
                },
                BuiltInType.OID.type());
        declareOfTransaction();
        declareUncounted();
        // What is counted is seen at once, and by everybody.
        declare(2137, "pg_stat_force_next_flush", VOID, Volatility.VOLATILE, arguments -> "");
        declare(2230, "pg_stat_clear_snapshot", VOID, Volatility.VOLATILE, arguments -> "");
    }

    /** What the statements of the transaction have done that have ended. */
    private void declareOfTransaction() {
        ToLongFunction<ReadActivity> scans = source -> session.read(source).scans();
        ToLongFunction<ReadActivity> rows = source -> session.read(source).rows();
        Volatility fresh = Volatility.VOLATILE;
        relation(3037, "pg_stat_get_xact_numscans", fresh, table -> scans.applyAsLong(table.reads()), scans);
        relation(3038, "pg_stat_get_xact_tuples_returned", fresh, table -> rows.applyAsLong(table.reads()), rows);
        relation(3039, "pg_stat_get_xact_tuples_fetched", fresh, table -> 0, rows);
        changes(3040, "pg_stat_get_xact_tuples_inserted", ChangedRows::inserted);
        changes(3041, "pg_stat_get_xact_tuples_updated", ChangedRows::updated);
        changes(3042, "pg_stat_get_xact_tuples_deleted", ChangedRows::deleted);
        changes(3043, "pg_stat_get_xact_tuples_hot_updated", rowsOfTable -> 0);
    }

    private void changes(int oid, String name, ToLongFunction<ChangedRows> count) {
        relation(oid, name, Volatility.VOLATILE, table -> count.applyAsLong(session.changed(table)), index -> 0);
    }

    /** Pages are counted for databases, not for tables; calls of functions are not, as with {@code track_functions = none}. */
    private void declareUncounted() {
        relation(1934, "pg_stat_get_blocks_fetched", table -> 0, index -> 0);
        relation(1935, "pg_stat_get_blocks_hit", table -> 0, index -> 0);
        relation(3044, "pg_stat_get_xact_blocks_fetched", Volatility.VOLATILE, table -> 0, index -> 0);
        relation(3045, "pg_stat_get_xact_blocks_hit", Volatility.VOLATILE, table -> 0, index -> 0);
        SqlType millis = BuiltInType.FLOAT8.type();
        ofFunction(2978, "pg_stat_get_function_calls", WHOLE, Volatility.STABLE);
        ofFunction(2979, "pg_stat_get_function_total_time", millis, Volatility.STABLE);
        ofFunction(2980, "pg_stat_get_function_self_time", millis, Volatility.STABLE);
        ofFunction(3046, "pg_stat_get_xact_function_calls", WHOLE, Volatility.VOLATILE);
        ofFunction(3047, "pg_stat_get_xact_function_total_time", millis, Volatility.VOLATILE);
        ofFunction(3048, "pg_stat_get_xact_function_self_time", millis, Volatility.VOLATILE);
    }

    private void ofFunction(int oid, String name, SqlType result, Volatility volatility) {
        declare(oid, name, result, volatility, arguments -> null, BuiltInType.OID.type());
    }

    private void declare(
            int oid,
            String name,
            SqlType result,
            Volatility volatility,
            Function<Object[], @Nullable Object> body,
            SqlType... arguments) {
        target.accept(new ScalarFunction(
                oid,
                name,
                List.of(arguments),
                result,
                true,
                volatility,
                false,
                new ScalarFunction.General((world, values) -> body.apply(values))));
    }

    private String resetAll() {
        CatalogSnapshot current = catalog.get();
        current.databases().stream()
                .filter(each -> each.name().equals(session.database()))
                .forEach(each -> session.activity(each.id()).reset());
        for (TableDefinition table : current.tables()) {
            table.table().activity().reset();
        }
        return "";
    }

    private Optional<TableActivity> activity(Object oid) {
        return catalog.get().table((Long) oid).map(table -> table.table().activity());
    }

    private void table(int oid, String name, ToLongFunction<TableActivity> count) {
        declare(
                oid,
                name,
                WHOLE,
                Volatility.STABLE,
                arguments -> activity(arguments[0]).map(count::applyAsLong).orElse(0L),
                BuiltInType.OID.type());
    }

    private void relation(
            int oid, String name, ToLongFunction<TableActivity> ofTable, ToLongFunction<ReadActivity> ofIndex) {
        relation(oid, name, Volatility.STABLE, ofTable, ofIndex);
    }

    private void relation(
            int oid,
            String name,
            Volatility volatility,
            ToLongFunction<TableActivity> ofTable,
            ToLongFunction<ReadActivity> ofIndex) {
        declare(
                oid,
                name,
                WHOLE,
                volatility,
                arguments -> activity(arguments[0])
                        .map(ofTable::applyAsLong)
                        .or(() -> index((Long) arguments[0]).map(ofIndex::applyAsLong))
                        .orElse(0L),
                BuiltInType.OID.type());
    }

    private Optional<ReadActivity> index(long oid) {
        return catalog.get()
                .tableOfIndex(oid)
                .flatMap(table -> table.table().activity().knownIndex(oid));
    }

    private void time(int oid, String name, ToLongFunction<TableActivity> micros) {
        declare(
                oid,
                name,
                BuiltInType.TIMESTAMPTZ.type(),
                Volatility.STABLE,
                arguments -> activity(arguments[0])
                        .map(micros::applyAsLong)
                        .filter(time -> time != Long.MIN_VALUE)
                        .orElse(null),
                BuiltInType.OID.type());
    }
}
