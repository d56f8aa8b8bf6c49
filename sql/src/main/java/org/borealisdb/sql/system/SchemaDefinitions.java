package org.borealisdb.sql.system;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.catalog.ConnectionRules;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.SchemaReader;

/** Makes schemas, databases and comments. Belongs to one task. */
final class SchemaDefinitions {
    private final CatalogChanges changes;
    private final TableRows rows;
    private final Ownership ownership;

    SchemaDefinitions(CatalogChanges changes, TableRows rows) {
        this.changes = changes;
        this.rows = rows;
        this.ownership = new Ownership(changes);
    }

    void createSchema(Definition.CreateSchema create, long databaseId) {
        Role owner =
                create.owner() == null ? changes.schema().currentRole() : new RoleNames(changes).find(create.owner());
        String name = create.name() == null ? owner.name() : create.name();
        changes.schema()
                .object(CatalogKind.DATABASE, databaseId)
                .ifPresent(database -> changes.privileges()
                        .require(changes.schema().currentRole().id(), database, Privilege.CREATE));
        ownership.requireMember(owner);
        refuseReserved(name);
        if (changes.schema().schema(name).isPresent() || name.equals("information_schema")) {
            String exists = "schema \"" + name + "\" already exists";
            if (!create.ifNotExists()) {
                throw new SqlException(ErrorCode.DUPLICATE_SCHEMA, exists);
            }
            changes.passOver(ErrorCode.DUPLICATE_SCHEMA, exists);
            return;
        }
        changes.add(CatalogObject.of(CatalogKind.SCHEMA, changes.newId(), databaseId, name)
                .with(Role.OWNER, Long.toString(owner.id())));
    }

    void createDatabase(Definition.CreateDatabase create) {
        DatabaseOptions options = DatabaseOptions.of(create, changes.text());
        Optional<Role> owner = options.owner().map(changes.schema()::role);
        if (!changes.schema().currentRole().mayCreateDatabases()) {
            throw RoleDefinitions.denied("permission denied to create database");
        }
        owner.ifPresent(ownership::requireMember);
        CatalogObject template = database(options.template())
                .orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_CATALOG_NAME,
                        "template database \"" + options.template() + "\" does not exist"));
        if (!ConnectionRules.of(template).template() && !ownership.isOwner(template)) {
            throw RoleDefinitions.denied("permission denied to copy database \"" + template.name() + "\"");
        }
        Optional<CatalogObject> known = database(create.name());
        if (known.isPresent()) {
            throw new SqlException(ErrorCode.DUPLICATE_DATABASE, "database \"" + create.name() + "\" already exists");
        }
        long id = changes.newId();
        changes.add(options.connections().into(CatalogObject.of(CatalogKind.DATABASE, id, 0, create.name())));
        try (SchemaReader source = changes.schema().ofDatabase(template.id())) {
            new DatabaseCopy(changes, rows, source).copy(template, id);
        }
        changes.schema().forget();
        owner.ifPresent(role -> ownership.give(database(create.name()).orElseThrow(), role));
    }

    /** Changes who may connect to a database, and whether it is a template. */
    void alterDatabase(Definition.AlterDatabase alter) {
        CatalogObject found = database(alter.name()).orElse(null);
        ConnectionRules before = found == null ? ConnectionRules.USUAL : ConnectionRules.of(found);
        ConnectionRules after = DatabaseOptions.changed(before, alter.options(), changes.text());
        if (found == null) {
            throw new SqlException(ErrorCode.INVALID_CATALOG_NAME, "database \"" + alter.name() + "\" does not exist");
        }
        ownership.require(found);
        if (!after.allowed() && found.id() == changes.schema().databaseId()) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "cannot disallow connections for current database");
        }
        changes.replace(after.into(found));
        changes.schema().forget();
    }

    /** Gives a schema or a database another name or owner. */
    void alter(Definition.AlterContainer alter) {
        boolean isSchema = alter.kind() == Definition.ObjectKind.SCHEMA;
        CatalogObject object = (isSchema ? changes.schema().schema(alter.name()) : database(alter.name()))
                .orElseThrow(() -> new SqlException(
                        isSchema ? ErrorCode.INVALID_SCHEMA_NAME : ErrorCode.INVALID_CATALOG_NAME,
                        (isSchema ? "schema \"" : "database \"") + alter.name() + "\" does not exist"));
        if (alter.action() instanceof Definition.ChangeOwner change) {
            Role owner = new RoleNames(changes).find(change.owner());
            if (owner.id() != changes.schema().roles().ownerOf(object)) {
                ownership.require(object);
                ownership.requireMember(owner);
                if (isSchema) {
                    ownership.requireDatabaseCreate(object);
                }
                boolean permitted = isSchema || changes.schema().currentRole().mayCreateDatabases();
                if (!permitted) {
                    throw RoleDefinitions.denied("permission denied to change owner of database");
                }
                ownership.give(object, owner);
            }
        } else if (alter.action() instanceof Definition.Rename rename) {
            rename(object, rename.newName());
        }
        changes.schema().forget();
    }

    private void rename(CatalogObject object, String name) {
        if (object.kind() == CatalogKind.DATABASE) {
            if (database(name).isPresent()) {
                throw new SqlException(ErrorCode.DUPLICATE_DATABASE, "database \"" + name + "\" already exists");
            }
            ownership.require(object);
            if (!changes.schema().currentRole().mayCreateDatabases()) {
                throw RoleDefinitions.denied("permission denied to rename database");
            }
            if (object.id() == changes.schema().databaseId()) {
                throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "current database cannot be renamed");
            }
        } else {
            if (changes.schema().schema(name).isPresent()) {
                throw new SqlException(ErrorCode.DUPLICATE_SCHEMA, "schema \"" + name + "\" already exists");
            }
            ownership.require(object);
            refuseReserved(name);
        }
        changes.replace(object.withName(name));
    }

    private static void refuseReserved(String name) {
        if (name.startsWith("pg_")) {
            throw new SqlException(ErrorCode.RESERVED_NAME, "unacceptable schema name \"" + name + "\"")
                    .withDetail("The prefix \"pg_\" is reserved for system schemas.");
        }
    }

    Optional<CatalogObject> database(String name) {
        return changes.schema().all(CatalogKind.DATABASE).stream()
                .filter(database -> database.name().equals(name))
                .findFirst();
    }

    /** Returns the schemas of a database. */
    List<CatalogObject> schemasOf(CatalogObject database) {
        return changes.schema().all(CatalogKind.SCHEMA).stream()
                .filter(schema -> schema.parent() == database.id())
                .toList();
    }
}
