package org.borealisdb.sql.service;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Privileges;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.SequenceProperties;
import org.borealisdb.sql.catalog.TableColumn;

/**
 * What a session may do with sequences, and where their states are: asked for each value, so that answers are kept as long as the catalog and the role are the same. Belongs to the session's task.
 */
final class SequenceRights {
    /** Most answers kept; all are forgotten when there would be more. */
    private static final int CAPACITY = 256;

    private final Supplier<SchemaReader> schemas;
    private final LongSupplier mark;
    private final Map<Long, Known> known = new HashMap<>();
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
        Optional<Known> found = known(sequence);
        if (found.isPresent()
                && !found.get().has().contains(one)
                && !found.get().has().contains(other)) {
            throw Privileges.denied(found.get().object());
        }
    }

    /** Returns whether a sequence is the session's own, so that transactions that only read may change it. */
    boolean isTemporary(long sequence) {
        return known(sequence).map(Known::temporary).orElse(false);
    }

    /** Returns the number that the engine keeps the state of a sequence under. */
    long state(long sequence) {
        return known(sequence).map(Known::object).map(SequenceProperties::state).orElse(sequence);
    }

    /** What a session knows of a sequence. */
    private record Known(CatalogObject object, Set<Privilege> has, boolean temporary) {}

    private Optional<Known> known(long sequence) {
        long now = mark.getAsLong();
        if (now != seen || known.size() >= CAPACITY) {
            known.clear();
            seen = now;
        }
        Known before = known.get(sequence);
        if (before != null) {
            return Optional.of(before);
        }
        try (SchemaReader schema = schemas.get()) {
            Optional<Known> found =
                    schema.object(CatalogKind.SEQUENCE, sequence).map(object -> read(schema, object));
            found.ifPresent(each -> known.put(sequence, each));
            return found;
        }
    }

    private static Known read(SchemaReader schema, CatalogObject object) {
        Set<Privilege> has =
                new Privileges(schema.roles()).of(schema.currentRole().id(), object);
        if (isOfIdentity(schema, object)) {
            // Who may insert rows takes values for them.
            has.add(Privilege.USAGE);
        }
        return new Known(object, has, schema.isTemporary(object));
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
