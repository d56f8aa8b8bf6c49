package org.borealisdb.sql.service;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Privileges;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.SequenceProperties;
import org.borealisdb.sql.catalog.TableColumn;

/**
 * The sequences that a session uses: what it may do with them, where their values are, and the locks that keep these there until the transaction ends. Asked for each value, so that answers are kept
 * as long as the catalog and the role are the same. Belongs to the session's task.
 */
final class UsedSequences {
    /** Most answers kept; all are forgotten when there would be more. */
    private static final int CAPACITY = 256;

    private final TransactionBlock block;
    private final Supplier<SchemaReader> schemas;
    private final LongSupplier mark;
    private final Map<Long, Known> known = new HashMap<>();
    private final Set<Long> locked = new HashSet<>();
    private long seen = -1;
    private long lockedIn = -1;

    /** What is known of a sequence: the privileges on it, and whether it is the session's own. */
    private record Known(CatalogObject object, Set<Privilege> has, boolean temporary) {}

    /**
     * Knows nothing yet.
     *
     * @param mark a number that differs whenever the catalog or the role may have changed
     */
    UsedSequences(TransactionBlock block, Supplier<SchemaReader> schemas, LongSupplier mark) {
        this.block = block;
        this.schemas = schemas;
        this.mark = mark;
    }

    /**
     * Keeps a sequence from being altered or dropped until the transaction ends; waits for who does that now.
     *
     * @return whether it was not kept from that before: it may be another one now
     */
    boolean lock(long sequence) {
        Transaction open = block.transaction();
        if (lockedIn != block.lockMark()) {
            locked.clear();
            lockedIn = block.lockMark();
        }
        if (locked.contains(sequence)) {
            return false;
        }
        open.lock(new LockKey.OfTable(sequence), TableLockMode.ROW_EXCLUSIVE);
        locked.add(sequence);
        return true;
    }

    /**
     * Passes if the session's role has one of some privileges on a sequence; returns the number of its values.
     *
     * @throws org.borealisdb.expr.error.SqlException 42501 if it has none of them
     */
    long require(long sequence, Privilege one, Privilege other) {
        Optional<Known> found = known(sequence);
        if (found.isPresent()
                && !found.get().has().contains(one)
                && !found.get().has().contains(other)) {
            throw Privileges.denied(found.get().object());
        }
        return found.map(Known::object).map(SequenceProperties::values).orElse(sequence);
    }

    /** Returns whether a sequence is the session's own, so that transactions that only read may change it. */
    boolean isTemporary(long sequence) {
        return known(sequence).map(Known::temporary).orElse(false);
    }

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
