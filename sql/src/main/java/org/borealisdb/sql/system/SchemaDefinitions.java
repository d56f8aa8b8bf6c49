package org.borealisdb.sql.system;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.CollationNames;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.PublicSchema;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserType;
import org.jspecify.annotations.Nullable;

/** Makes schemas, databases and comments. Belongs to one task. */
final class SchemaDefinitions {
    private static final String COMMENT_TEXT = "text";

    private final CatalogChanges changes;
    private final Ownership ownership;

    SchemaDefinitions(CatalogChanges changes) {
        this.changes = changes;
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
        if (!changes.schema().currentRole().mayCreateDatabases()) {
            throw RoleDefinitions.denied("permission denied to create database");
        }
        Optional<CatalogObject> known = database(create.name());
        if (known.isPresent()) {
            throw new SqlException(ErrorCode.DUPLICATE_DATABASE, "database \"" + create.name() + "\" already exists");
        }
        long id = changes.newId();
        changes.add(CatalogObject.of(CatalogKind.DATABASE, id, 0, create.name()));
        changes.add(PublicSchema.of(changes.newId(), id));
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

    void comment(Maintenance.Comment comment) {
        long column = 0;
        CatalogObject object;
        switch (comment.kind()) {
            case COLUMN -> {
                List<String> parts = comment.name().parts();
                QualifiedName of =
                        new QualifiedName(parts.subList(0, Math.max(1, parts.size() - 1)), comment.position());
                object = changes.schema()
                        .userType(of.parts())
                        .filter(type -> new UserType(type).isComposite())
                        .orElseGet(() -> relation(of));
                column = columnNumber(object, parts.getLast());
            }
            case TABLE, VIEW, INDEX, SEQUENCE -> object = relation(comment.name());
            case SCHEMA ->
                object = changes.schema()
                        .schema(comment.name().last())
                        .orElseThrow(() -> new SqlException(
                                ErrorCode.INVALID_SCHEMA_NAME,
                                "schema \"" + comment.name().last() + "\" does not exist"));
            case DATABASE ->
                object = database(comment.name().last())
                        .orElseThrow(() -> new SqlException(
                                ErrorCode.INVALID_CATALOG_NAME,
                                "database \"" + comment.name().last() + "\" does not exist"));
            case CONSTRAINT -> object = constraint(comment);
            case TYPE, DOMAIN -> object = type(comment.kind(), comment.name());
            case DOMAIN_CONSTRAINT -> object = domainConstraint(comment);
            case STATISTICS ->
                object = changes.schema()
                        .names()
                        .find(comment.name().parts(), NameSpace.EXTENDED_STATISTICS)
                        .orElseThrow(() -> new SqlException(
                                ErrorCode.UNDEFINED_OBJECT,
                                "statistics object \"" + comment.name() + "\" does not exist"));
            case COLLATION ->
                object = changes.schema()
                        .names()
                        .collation(comment.name().parts())
                        .orElseThrow(() -> CollationNames.missing(comment.name()));
            default -> throw SqlException.notSupported("COMMENT ON " + comment.kind());
        }
        if (column != 0 && !ownership.isOwner(object)) {
            throw RoleDefinitions.denied("must be owner of relation " + object.name());
        }
        ownership.require(whole(object));
        put(object, Long.toString(column), comment.text());
    }

    /** Returns what a constraint is part of; other objects as they are. */
    private CatalogObject whole(CatalogObject object) {
        return object.kind() != CatalogKind.CONSTRAINT
                ? object
                : changes.schema()
                        .object(CatalogKind.TABLE, object.parent())
                        .or(() -> changes.schema().object(CatalogKind.TYPE, object.parent()))
                        .orElse(object);
    }

    private CatalogObject type(Definition.ObjectKind kind, QualifiedName name) {
        CatalogObject found = changes.schema()
                .userType(name.parts())
                .orElseThrow(
                        () -> new SqlException(ErrorCode.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist"));
        if (kind == Definition.ObjectKind.DOMAIN && !new UserType(found).isDomain()) {
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + name + "\" is not a domain");
        }
        return found;
    }

    private CatalogObject domainConstraint(Maintenance.Comment comment) {
        QualifiedName on = Objects.requireNonNull(comment.table());
        CatalogObject domain = type(Definition.ObjectKind.DOMAIN, on);
        return changes.schema()
                .child(domain, NameSpace.CONSTRAINTS, comment.name().last())
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "constraint \"" + comment.name().last() + "\" for domain " + on.last() + " does not exist"));
    }

    private CatalogObject constraint(Maintenance.Comment comment) {
        QualifiedName on = comment.table();
        if (on == null) {
            throw SqlException.notSupported("COMMENT ON CONSTRAINT of a domain");
        }
        CatalogObject object = relation(on);
        if (object.kind() != CatalogKind.TABLE) {
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + on.last() + "\" is not a table");
        }
        TableDefinition table = changes.schema().table(object);
        String name = comment.name().last();
        if (table.indexes().stream()
                .anyMatch(index -> index.name().equals(name)
                        && index.object().property(IndexDefinition.CONSTRAINT).isPresent())) {
            throw SqlException.notSupported("COMMENT ON CONSTRAINT of a key");
        }
        return changes.schema()
                .child(object, NameSpace.CONSTRAINTS, name)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "constraint \"" + name + "\" for table \"" + table.name() + "\" does not exist"));
    }

    /** Puts, changes or removes the comment on an object. */
    void put(CatalogObject object, String part, @Nullable String text) {
        Optional<CatalogObject> before = changes.schema().child(object, NameSpace.COMMENTS, part);
        before.ifPresent(changes::remove);
        if (text != null && !text.isEmpty()) {
            changes.add(CatalogObject.of(CatalogKind.COMMENT, changes.newId(), object.id(), part)
                    .with(COMMENT_TEXT, text));
        }
    }

    private CatalogObject relation(QualifiedName name) {
        return changes.schema()
                .relation(name.parts())
                .orElseThrow(
                        () -> new SqlException(ErrorCode.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist"));
    }

    private long columnNumber(CatalogObject relation, String name) {
        OptionalInt found = changes.schema().columns(relation).stream()
                .filter(column -> !column.dropped() && column.name().equals(name))
                .mapToInt(column -> column.number())
                .findFirst();
        return found.orElseThrow(() -> new SqlException(
                ErrorCode.UNDEFINED_COLUMN,
                "column \"" + name + "\" of relation \"" + relation.name() + "\" does not exist"));
    }
}
