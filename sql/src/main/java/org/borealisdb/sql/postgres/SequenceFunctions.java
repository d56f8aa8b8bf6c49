package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.SequenceState;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.CompositeType.Field;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.catalog.SequenceProperties;
import org.borealisdb.sql.plan.RowFunction;

/** The function that tells how a sequence was made, as {@code information_schema} of PostgreSQL asks for it. Belongs to the session's task. */
final class SequenceFunctions {
    private static final SqlType INT8 = BuiltInType.INT8.type();
    private static final CompositeType PARAMETERS = new CompositeType(List.of(
            new Field("start_value", INT8),
            new Field("minimum_value", INT8),
            new Field("maximum_value", INT8),
            new Field("increment", INT8),
            new Field("cycle_option", BuiltInType.BOOL.type()),
            new Field("cache_size", INT8),
            new Field("data_type", BuiltInType.OID.type())));

    private final Supplier<CatalogSnapshot> catalog;

    SequenceFunctions(Supplier<CatalogSnapshot> catalog) {
        this.catalog = catalog;
    }

    void declare(Consumer<RowFunction> target) {
        target.accept(new RowFunction(
                3078,
                "pg_sequence_parameters",
                List.of(new Field("sequence_oid", BuiltInType.OID.type())),
                PARAMETERS,
                false,
                arguments -> List.of(parameters((Long) arguments[0]))));
    }

    private BoxedRow parameters(long id) {
        CatalogObject sequence = catalog.get()
                .relation(id)
                .filter(relation -> relation.kind() == CatalogKind.SEQUENCE)
                .orElseThrow(
                        () -> new SqlException(ErrorCode.INTERNAL_ERROR, "cache lookup failed for sequence " + id));
        SequenceState first = SequenceProperties.initial(sequence);
        return BoxedRow.of(
                first.next(),
                first.minimum(),
                first.maximum(),
                first.increment(),
                first.cycles(),
                SequenceProperties.cache(sequence),
                Integer.toUnsignedLong(SequenceProperties.type(sequence).oid()));
    }
}
