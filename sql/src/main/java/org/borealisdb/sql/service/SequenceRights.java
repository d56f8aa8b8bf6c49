package org.borealisdb.sql.service;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Privileges;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableColumn;

/**
 * What a session may do with sequences: asked for each value, so that answers are kept as long as the catalog and the role are the same. Belongs to the session's task.
 */
final class SequenceRights {
    /** Most answers kept; all are forgotten when there would be more. */
    private static final int CAPACITY = 256;

    private final Supplier<SchemaReader> schemas;
    private final LongSupplier mark;
    private final Map<Long, Set<Privilege>> known = new HashMap<>();
    private final Map<Long, Boolean> temporary = new HashMap<>();
    private long seen = -1;

    /**
     * Knows nothing yet.
     *
     * @param mark a number that differs whenever the catalog or the role may have changed
     */
    SequenceRights(Supplier<SchemaReader> schemas, LongSupplier mark) {
        this.schemas = schemas;
        this.mark = mark;
    }

    /**
     * Passes if the session's role has one of some privileges on a sequence.
     *
     * @throws org.borealisdb.expr.error.SqlException 42501 if it has none of them
     */
    void require(long sequence, Privilege one, Privilege other) {
        forgetWhatChanged();
        Set<Privilege> has = known.get(sequence);
        if (has != null && (has.contains(one) || has.contains(other))) {
            return;
        }
        try (SchemaReader schema = schemas.get()) {
            CatalogObject object = schema.object(CatalogKind.SEQUENCE, sequence).orElse(null);
            if (object == null) {
                return;
            }
            has = new Privileges(schema.roles()).of(schema.currentRole().id(), object);
            if (isOfIdentity(schema, object)) {
                // Who may insert rows takes values for them.
                has.add(Privilege.USAGE);
            }
            known.put(sequence, has);
            if (!has.contains(one) && !has.contains(other)) {
                throw Privileges.denied(object);
            }
        }
    }

    /** Returns whether a sequence is the session's own, so that transactions that only read may change it. */
    boolean isTemporary(long sequence) {
        forgetWhatChanged();
        return temporary.computeIfAbsent(sequence, id -> {
            try (SchemaReader schema = schemas.get()) {
                return schema.object(CatalogKind.SEQUENCE, id)
                        .filter(schema::isTemporary)
                        .isPresent();
            }
        });
    }

    private void forgetWhatChanged() {
        long now = mark.getAsLong();
        if (now != seen || known.size() >= CAPACITY || temporary.size() >= CAPACITY) {
            known.clear();
            temporary.clear();
            seen = now;
        }
    }

    private static boolean isOfIdentity(SchemaReader schema, CatalogObject sequence) {
        return schema
                .object(CatalogKind.TABLE, sequence.related())
                .map(table -> schema.children(table, NameSpace.COLUMNS))
                .stream()
                .flatMap(columns -> columns.stream())
                .map(column -> TableColumn.of(column, schema.types()))
                .anyMatch(column -> column.isIdentity()
                        && column.defaultText()
                                .filter(text -> text.contains("(" + sequence.id() + "::"))
                                .isPresent());
    }
}
