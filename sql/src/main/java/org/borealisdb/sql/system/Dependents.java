package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.GeneratedColumn;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Expressions;

/** What depends on objects that are to be dropped: it goes with them (CASCADE), or keeps them from being dropped. Belongs to one task. */
final class Dependents {
    private final CatalogChanges changes;
    private final List<Dependent> found = new ArrayList<>();

    /** An object that depends on another, and how both are called. */
    private record Dependent(CatalogObject object, String name, String on, Runnable drop) {}

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

    /**
     * Adds the columns that are computed from a column.
     *
     * @param drop drops one of them
     */
    Dependents generatedFrom(TableDefinition table, int place, Consumer<TableColumn> drop) {
        for (GeneratedColumn generated : table.generated()) {
            if (generated.place() != place
                    && Expressions.columns(List.of(generated.value())).contains(place)) {
                TableColumn column = table.columns().get(generated.place());
                found.add(new Dependent(
                        column.object(),
                        column(table, generated.place()),
                        column(table, place),
                        () -> drop.accept(column)));
            }
        }
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
                on,
                () -> {
                    changes.locked(changes.schema().table(child));
                    changes.remove(key.object());
                }));
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
        found.forEach(each -> each.drop().run());
        changes.schema().forget();
    }
}
