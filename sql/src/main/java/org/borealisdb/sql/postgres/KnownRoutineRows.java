package org.borealisdb.sql.postgres;

import java.util.List;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.sql.postgres.KnownRoutine.Aggregation;

/** The rows of aggregates, window functions, and functions that return sets. Belongs to one task. */
final class KnownRoutineRows {
    private static final int PG_PROC = 1255;
    private static final int INTERNAL_LANGUAGE = 12;

    private final CatalogSnapshot catalog;

    KnownRoutineRows(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    void functions(SystemRows rows) {
        KnownRoutine.all().forEach(routine -> function(rows, routine));
    }

    private void function(SystemRows rows, KnownRoutine routine) {
        boolean outputs = !routine.parameters().isEmpty();
        List<Object> modes =
                routine.modes().chars().<Object>mapToObj(mode -> (long) mode).toList();
        List<Object> names = List.copyOf(routine.names());
        rows.add()
                .set("oid", routine.oid())
                .set("proname", routine.name())
                .set("pronamespace", CatalogSnapshot.PG_CATALOG)
                .set("proowner", catalog.owner())
                .set("prolang", INTERNAL_LANGUAGE)
                .set("procost", 1.0)
                .set("prorows", routine.rows())
                .set("provariadic", routine.variadic())
                .set("prokind", routine.kind())
                .set("proisstrict", routine.strict())
                .set("proretset", routine.set())
                .set("provolatile", routine.volatility())
                .set("proparallel", 's')
                .set("pronargs", routine.arguments().size())
                .set("pronargdefaults", routine.defaults().size())
                .set("prorettype", routine.result())
                .set(
                        "proargtypes",
                        ArrayValue.ofBounds(BuiltInType.OID.type(), 0, KnownRoutine.values(routine.arguments())))
                .set(
                        "proallargtypes",
                        outputs
                                ? ArrayValue.of(BuiltInType.OID.type(), KnownRoutine.values(routine.parameters()))
                                : null)
                .set("proargmodes", outputs ? ArrayValue.of(BuiltInType.CHAR.type(), modes) : null)
                .set("proargnames", names.isEmpty() ? null : ArrayValue.of(BuiltInType.TEXT.type(), names))
                .set("proargdefaults", routine.defaults().isEmpty() ? null : String.join(", ", routine.defaults()))
                .set("prosrc", routine.source())
                .end();
    }

    void aggregates(SystemRows rows) {
        KnownRoutine.all().forEach(routine -> routine.aggregation().ifPresent(how -> aggregate(rows, routine, how)));
    }

    private static void aggregate(SystemRows rows, KnownRoutine routine, Aggregation how) {
        rows.add()
                .set("aggfnoid", routine.oid())
                .set("aggkind", how.kind())
                .set("aggnumdirectargs", how.direct())
                .set("aggfinalextra", how.finalExtra())
                .set("aggmfinalextra", how.movingExtra())
                .set("aggfinalmodify", how.finalModify())
                .set("aggmfinalmodify", how.movingModify())
                .set("aggsortop", how.sorting())
                .set("aggtranstype", how.state())
                .set("aggtransspace", how.space())
                .set("aggmtranstype", how.movingState())
                .set("aggmtransspace", how.movingSpace())
                .set("agginitval", how.initial().orElse(null))
                .set("aggminitval", how.movingInitial().orElse(null))
                .end();
    }

    void descriptions(SystemRows rows) {
        // A comment of a user's is among the others.
        KnownRoutine.all().stream()
                .filter(routine -> catalog.comment(PG_PROC, routine.oid(), 0).isEmpty())
                .forEach(routine -> rows.add()
                        .set("objoid", routine.oid())
                        .set("classoid", PG_PROC)
                        .set("objsubid", 0)
                        .set("description", routine.description())
                        .end());
    }
}
