package org.borealisdb.sql.postgres;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.plan.RowFunction;
import org.jspecify.annotations.Nullable;

/**
 * The functions by which Aurora PostgreSQL tells of a cluster, and those of PostgreSQL that say which part in it an instance has. Drivers ask them to find
 * the writer, so the columns are Aurora's to the letter. Belongs to the session's task.
 */
final class AuroraFunctions {
    private static final SqlType TEXT = BuiltInType.TEXT.type();

    /** Columns of {@code aurora_list_builtins()}. */
    private static final CompositeType BUILT_INS = new CompositeType(Stream.of(
                    "Name",
                    "Result data type",
                    "Argument data types",
                    "Type",
                    "Volatility",
                    "Parallel",
                    "Security",
                    "Description")
            .map(name -> new CompositeType.Field(name, TEXT))
            .toList());

    /** What {@code aurora_list_builtins()} says of each. */
    private static final Map<String, String> DESCRIPTIONS = Map.ofEntries(
            Map.entry("aurora_db_instance_identifier", "Name of the instance that the session is connected to"),
            Map.entry("aurora_global_db_instance_status", "Instances of a database in several regions"),
            Map.entry("aurora_global_db_status", "Regions of a database in several regions"),
            Map.entry("aurora_inject_crash", "Crashes an instance on purpose"),
            Map.entry("aurora_inject_disk_congestion", "Delays requests to storage on purpose"),
            Map.entry("aurora_inject_disk_failure", "Fails requests to storage on purpose"),
            Map.entry("aurora_inject_replica_failure", "Holds up a reader on purpose"),
            Map.entry("aurora_list_builtins", "Functions that there are beyond those of PostgreSQL"),
            Map.entry("aurora_replica_status", "Instances of the cluster, and how far they are"),
            Map.entry("aurora_show_volume_status", "Size and spread of the cluster volume"),
            Map.entry("aurora_version", "Version of Aurora PostgreSQL whose like this is"));

    private final SessionFacts session;
    private final Consumer<ScalarFunction> target;
    private final Consumer<RowFunction> rowTarget;

    /** Functions that are declared by the end, for their list. */
    private final Supplier<Collection<ScalarFunction>> all;

    private final Supplier<Collection<RowFunction>> allRows;

    AuroraFunctions(
            SessionFacts session,
            Consumer<ScalarFunction> target,
            Consumer<RowFunction> rowTarget,
            Supplier<Collection<ScalarFunction>> all,
            Supplier<Collection<RowFunction>> allRows) {
        this.session = session;
        this.target = target;
        this.rowTarget = rowTarget;
        this.all = all;
        this.allRows = allRows;
    }

    /** Declares them; the numbers of Aurora's are ones that PostgreSQL leaves to others. */
    void declare() {
        declare(3810, "pg_is_in_recovery", BuiltInType.BOOL.type(), session::inRecovery);
        declare(
                3830,
                "pg_last_xact_replay_timestamp",
                BuiltInType.TIMESTAMPTZ.type(),
                Volatility.VOLATILE,
                () -> InstanceRows.shownUntil(session.cluster()));
        declare(9930, "aurora_version", TEXT, () -> session.setting("server_version") + ".0");
        declare(
                9931,
                "aurora_db_instance_identifier",
                TEXT,
                () -> session.cluster().map(ClusterFacts::own).orElse(null));
        rows(9932, "aurora_replica_status", InstanceRows.STATUS, () -> InstanceRows.status(session.cluster()));
        // There is one region: a database in several has a row for each.
        rows(9933, "aurora_global_db_status", InstanceRows.REGIONS, List::of);
        rows(9934, "aurora_global_db_instance_status", InstanceRows.REGIONS_INSTANCES, List::of);
        rows(9935, "aurora_list_builtins", BUILT_INS, this::builtIns);
    }

    private void declare(int oid, String name, SqlType result, Supplier<@Nullable Object> body) {
        declare(oid, name, result, Volatility.STABLE, body);
    }

    private void declare(int oid, String name, SqlType result, Volatility volatility, Supplier<@Nullable Object> body) {
        target.accept(new ScalarFunction(
                oid,
                name,
                List.of(),
                result,
                true,
                volatility,
                false,
                new ScalarFunction.General((world, values) -> body.get())));
    }

    private void rows(int oid, String name, CompositeType type, Supplier<List<BoxedRow>> rows) {
        rowTarget.accept(new RowFunction(oid, name, type, rows));
    }

    private List<BoxedRow> builtIns() {
        Stream<BoxedRow> scalar = all.get().stream()
                .filter(function -> function.name().startsWith("aurora_"))
                .map(function -> builtIn(
                        function.name(),
                        function.result().displayName(),
                        function.arguments().stream().map(SqlType::displayName).collect(Collectors.joining(", ")),
                        function.volatility() == Volatility.STABLE ? "stable" : "volatile"));
        Stream<BoxedRow> rows = allRows.get().stream()
                .filter(function -> function.functionName().startsWith("aurora_"))
                .map(function -> builtIn(function.functionName(), "SETOF record", arguments(function), "volatile"));
        return Stream.concat(scalar, rows)
                .sorted((one, other) -> ((String) one.objectAt(0)).compareTo((String) other.objectAt(0)))
                .toList();
    }

    private static BoxedRow builtIn(String name, String result, String arguments, String volatility) {
        return BoxedRow.of(
                name, result, arguments, "func", volatility, "safe", "invoker", DESCRIPTIONS.getOrDefault(name, ""));
    }

    /** Arguments and columns of a function that returns rows, as {@code pg_get_function_arguments()} writes them. */
    static String arguments(RowFunction function) {
        return Stream.concat(
                        function.arguments().stream().map(AuroraFunctions::shown),
                        function.type().fields().stream().map(field -> "OUT " + shown(field)))
                .collect(Collectors.joining(", "));
    }

    private static String shown(CompositeType.Field field) {
        return Quoting.identifier(field.name()) + " " + field.type().displayName();
    }
}
