package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;

/** All relations of {@code pg_catalog} and {@code information_schema}, with the columns of PostgreSQL 15. Immutable. */
final class SystemRelations {
    private static final int LENGTH_WORD = 4;

    private static final SystemRelations ALL = new SystemRelations();

    private final Map<String, SystemRelation> byName = new LinkedHashMap<>();
    private final Map<Integer, SystemRelation> byOid = new LinkedHashMap<>();

    private SystemRelations() {
        read("relations.txt", "pg_catalog");
        read("information.txt", SystemRelation.STANDARD);
        StandardRelations.all().forEach(this::add);
    }

    private void read(String resource, String schema) {
        for (List<String> line : ResourceLines.fields(resource)) {
            List<SystemRelation.Column> columns = new ArrayList<>();
            for (String column : line.subList(3, line.size())) {
                int colon = column.indexOf(':');
                boolean notNull = column.endsWith("!");
                String type = column.substring(colon + 1, column.length() - (notNull ? 1 : 0));
                columns.add(new SystemRelation.Column(column.substring(0, colon), type(type), notNull));
            }
            add(new SystemRelation(
                    Integer.parseInt(line.getFirst()), line.get(1).charAt(0), schema, line.get(2), columns));
        }
    }

    private void add(SystemRelation relation) {
        byName.put(relation.schema() + "." + relation.name(), relation);
        byOid.put(relation.oid(), relation);
    }

    /** The type of a name; types that are not there (addresses, statistics) are text. */
    private static SqlType type(String name) {
        int parenthesis = name.indexOf('(');
        if (parenthesis > 0) {
            return withLength(type(name.substring(0, parenthesis)), name.substring(parenthesis + 1, name.length() - 1));
        }
        boolean array = name.startsWith("_");
        BuiltInType base = BuiltInType.named(array ? name.substring(1) : name).orElse(BuiltInType.TEXT);
        return array && base.arrayOid() != 0 ? base.array() : base.type();
    }

    /** The length of a text is kept with 4 more. */
    private static SqlType withLength(SqlType type, String length) {
        int number = Integer.parseInt(length);
        return type.withModifier(type.is(BuiltInType.VARCHAR) ? number + LENGTH_WORD : number);
    }

    /** Returns a relation of {@code pg_catalog}. */
    static Optional<SystemRelation> named(String name) {
        return named("pg_catalog", name);
    }

    /** Returns a relation of one of the two schemas. */
    static Optional<SystemRelation> named(String schema, String name) {
        return Optional.ofNullable(ALL.byName.get(schema + "." + name));
    }

    static Optional<SystemRelation> withOid(long oid) {
        return Optional.ofNullable(ALL.byOid.get((int) oid));
    }

    static Collection<SystemRelation> all() {
        return Collections.unmodifiableCollection(ALL.byName.values());
    }
}
