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

/** All relations of {@code pg_catalog}, with the columns of PostgreSQL 15. Immutable. */
final class SystemRelations {
    private static final SystemRelations ALL = new SystemRelations();

    private final Map<String, SystemRelation> byName = new LinkedHashMap<>();
    private final Map<Integer, SystemRelation> byOid = new LinkedHashMap<>();

    private SystemRelations() {
        for (List<String> line : ResourceLines.fields("relations.txt")) {
            List<SystemRelation.Column> columns = new ArrayList<>();
            for (String column : line.subList(3, line.size())) {
                int colon = column.indexOf(':');
                boolean notNull = column.endsWith("!");
                String type = column.substring(colon + 1, column.length() - (notNull ? 1 : 0));
                columns.add(new SystemRelation.Column(column.substring(0, colon), type(type), notNull));
            }
            SystemRelation relation = new SystemRelation(
                    Integer.parseInt(line.getFirst()), line.get(1).charAt(0), line.get(2), columns);
            byName.put(relation.name(), relation);
            byOid.put(relation.oid(), relation);
        }
    }

    /** The type of a name; types that are not there (addresses, statistics) are text. */
    private static SqlType type(String name) {
        boolean array = name.startsWith("_");
        BuiltInType base = BuiltInType.named(array ? name.substring(1) : name).orElse(BuiltInType.TEXT);
        return array && base.arrayOid() != 0 ? base.array() : base.type();
    }

    static Optional<SystemRelation> named(String name) {
        return Optional.ofNullable(ALL.byName.get(name));
    }

    static Optional<SystemRelation> withOid(long oid) {
        return Optional.ofNullable(ALL.byOid.get((int) oid));
    }

    static Collection<SystemRelation> all() {
        return Collections.unmodifiableCollection(ALL.byName.values());
    }
}
