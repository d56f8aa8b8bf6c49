package org.borealisdb.sql.postgres;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.RowTypes;

/**
 * The types of the rows of system relations, and of arrays of them, for those who look at {@code pg_class.reltype} and what it says in {@code pg_type}: some tools give up when a relation
 * has none. Their numbers are made as those of tables are. Immutable.
 */
final class SystemRowTypes {
    private static final Map<Long, SqlType> ALL = made();

    private SystemRowTypes() {}

    private static Map<Long, SqlType> made() {
        Map<Long, SqlType> types = new HashMap<>();
        for (SystemRelation relation : SystemRelations.all()) {
            CompositeType row = row(relation);
            types.put(RowTypes.of(relation.oid()), row);
            types.put(RowTypes.arrayOf(relation.oid()), new ArrayType(row));
        }
        return Map.copyOf(types);
    }

    private static CompositeType row(SystemRelation relation) {
        List<CompositeType.Field> fields = relation.columns().stream()
                .map(column -> new CompositeType.Field(column.name(), column.type()))
                .toList();
        // Everybody finds pg_catalog by its names alone.
        String shown = relation.schema().equals(SystemRelation.STANDARD)
                ? relation.schema() + "." + relation.name()
                : relation.name();
        return new CompositeType(
                (int) RowTypes.of(relation.oid()), (int) RowTypes.arrayOf(relation.oid()), shown, fields);
    }

    /** Returns one of them by its number. */
    static Optional<SqlType> withOid(long oid) {
        return Optional.ofNullable(ALL.get(oid));
    }

    /** Returns the relation that the number of a type is about, if it is one of these. */
    static Optional<SystemRelation> relation(long oid) {
        return RowTypes.is(oid) ? SystemRelations.withOid(RowTypes.relation(oid)) : Optional.empty();
    }

    /** Returns one of them by its name in a schema. */
    static Optional<SqlType> named(String schema, String name) {
        return SystemRelations.named(schema, name)
                .map(relation -> RowTypes.of(relation.oid()))
                .or(() -> name.startsWith("_")
                        ? SystemRelations.named(schema, name.substring(1))
                                .map(relation -> RowTypes.arrayOf(relation.oid()))
                        : Optional.empty())
                .flatMap(SystemRowTypes::withOid);
    }
}
