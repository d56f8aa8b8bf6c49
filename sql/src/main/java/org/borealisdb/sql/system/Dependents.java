package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;

/** What depends on objects that are to be dropped: it goes with them (CASCADE), or keeps them from being dropped. Belongs to one task. */
final class Dependents {
    private final CatalogChanges changes;
    private final List<Dependent> found = new ArrayList<>();

    /** An object that depends on another, and how both are called. */
    private record Dependent(CatalogObject object, String name, String on) {}

    Dependents(CatalogChanges changes) {
        this.changes = changes;
    }

    /** Adds the foreign keys that refer to a table, but for those of tables that go as well. */
    Dependents ofTable(TableDefinition table, Set<Long> dropped) {
        table.references().stream()
                .filter(key -> !dropped.contains(key.referencing()))
                .forEach(key -> add(key, "table " + changes.shown(table.object())));
        return this;
    }

    /** Adds the foreign keys that refer to the key of an index. */
    Dependents ofIndex(TableDefinition table, IndexDefinition index) {
        table.references().stream()
                .filter(key -> key.index() == index.object().id())
                .forEach(key -> add(key, "index " + changes.shown(index.object())));
        return this;
    }

    /** Adds the foreign keys that refer to a column. */
    Dependents ofColumn(TableDefinition table, int place) {
        table.references().stream()
                .filter(key -> key.referencedColumns().contains(place)
                        && !(key.referencing() == key.referenced()
                                && key.columns().contains(place)))
                .forEach(key -> add(key, column(table, place)));
        return this;
    }

    /** How a column is called. */
    String column(TableDefinition table, int place) {
        return "column " + Quoting.identifier(table.columns().get(place).name()) + " of table "
                + changes.shown(table.object());
    }

    private void add(ForeignKeyDefinition key, String on) {
        CatalogObject child =
                changes.schema().object(CatalogKind.TABLE, key.referencing()).orElseThrow();
        found.add(new Dependent(
                key.object(),
                "constraint " + Quoting.identifier(key.name()) + " on table " + changes.shown(child),
                on));
    }

    /**
     * Drops what depends on something.
     *
     * @param cascade whether it may be dropped
     * @param what is dropped, as errors call it
     * @throws SqlException 2BP01 if something depends on it and may not be dropped
     */
    void drop(boolean cascade, String what) {
        if (found.isEmpty()) {
            return;
        }
        found.sort(Comparator.comparingLong(dependent -> dependent.object().id()));
        if (!cascade) {
            boolean several = what.endsWith("(s)");
            throw new SqlException(
                            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop " + what + " because other objects depend on " + (several ? "them" : "it"))
                    .withDetail(String.join(
                            "\n",
                            found.stream()
                                    .map(each -> each.name() + " depends on " + each.on())
                                    .toList()))
                    .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
        }
        List<String> lines =
                found.stream().map(each -> "drop cascades to " + each.name()).toList();
        if (lines.size() == 1) {
            changes.notice(lines.getFirst());
        } else {
            changes.notice("drop cascades to " + lines.size() + " other objects", String.join("\n", lines));
        }
        for (Dependent each : found) {
            TableDefinition child = changes.schema()
                    .table(changes.schema()
                            .object(CatalogKind.TABLE, each.object().parent())
                            .orElseThrow());
            changes.locked(child);
            changes.remove(each.object());
        }
        changes.schema().forget();
    }
}
