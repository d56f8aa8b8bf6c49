package org.borealisdb.sql.system;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.catalog.ConnectionRules;

/** Drops a database with all that is in it. Belongs to one task. */
final class DatabaseDrop {
    private final CatalogChanges changes;
    private final SchemaDefinitions schemas;
    private final TypeDefinitions types;
    private final FunctionDefinitions functions;
    private final ObjectDefinitions objects;
    private final Consumer<List<CatalogObject>> dropAll;

    /**
     * Begins.
     *
     * @param dropAll drops relations
     */
    DatabaseDrop(
            CatalogChanges changes,
            SchemaDefinitions schemas,
            TypeDefinitions types,
            FunctionDefinitions functions,
            ObjectDefinitions objects,
            Consumer<List<CatalogObject>> dropAll) {
        this.changes = changes;
        this.schemas = schemas;
        this.types = types;
        this.functions = functions;
        this.objects = objects;
        this.dropAll = dropAll;
    }

    void drop(Definition.Drop drop, String name) {
        Optional<CatalogObject> found = schemas.database(name);
        if (found.isEmpty()) {
            if (drop.ifExists()) {
                changes.notice("database \"" + name + "\" does not exist, skipping");
                return;
            }
            throw new SqlException(ErrorCode.INVALID_CATALOG_NAME, "database \"" + name + "\" does not exist");
        }
        new Ownership(changes).require(found.get());
        if (ConnectionRules.of(found.get()).template()) {
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "cannot drop a template database");
        }
        if (found.get().id() == changes.schema().databaseId()) {
            throw new SqlException(ErrorCode.OBJECT_IN_USE, "cannot drop the currently open database");
        }
        List<CatalogObject> all = schemas.schemasOf(found.get());
        all.forEach(schema -> dropAll.accept(changes.schema().relations(schema)));
        new CastDefinitions(changes).removeAll(found.get());
        for (CatalogObject schema : all) {
            functions.of(schema).forEach(changes::remove);
            objects.of(schema).forEach(changes::remove);
            new OperatorDefinitions(changes).of(schema).forEach(changes::remove);
        }
        // What is of a type may be in a schema after it.
        for (CatalogObject schema : all) {
            types.of(schema).forEach(types::remove);
            changes.remove(schema);
        }
        changes.schema().related(found.get().id()).stream()
                .filter(part -> part.kind() == CatalogKind.SETTING)
                .forEach(changes::remove);
        changes.schema().children(found.get(), NameSpace.PRIVILEGES).forEach(changes::remove);
        changes.remove(found.get());
    }
}
