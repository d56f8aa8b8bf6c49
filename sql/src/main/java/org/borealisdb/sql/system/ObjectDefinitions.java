package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.collation.Collations;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.ObjectDefinition;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.UserCollation;
import org.borealisdb.sql.session.CommandTag;

/** Makes, changes and finds what is in schemas and is no relation, type or function: collations, and extended statistics. Belongs to one task. */
final class ObjectDefinitions {
    private final CatalogChanges changes;
    private final Ownership ownership;
    private final CollationDefinitions collations;
    private final StatisticsDefinitions statistics;

    ObjectDefinitions(CatalogChanges changes) {
        this.changes = changes;
        this.ownership = new Ownership(changes);
        this.collations = new CollationDefinitions(changes);
        this.statistics = new StatisticsDefinitions(changes);
    }

    CommandTag run(ObjectDefinition definition) {
        CommandTag tag = switch (definition) {
            case ObjectDefinition.CreateCollation create -> {
                collations.create(create);
                yield CommandTag.plain("CREATE COLLATION");
            }
            case ObjectDefinition.CreateStatistics create -> {
                statistics.create(create);
                yield CommandTag.plain("CREATE STATISTICS");
            }
            case ObjectDefinition.Alter alter -> {
                alter(alter);
                yield CommandTag.plain("ALTER " + alter.kind());
            }
        };
        changes.schema().forget();
        return tag;
    }

    private static NameSpace nameSpace(Definition.ObjectKind kind) {
        return kind == Definition.ObjectKind.COLLATION ? NameSpace.COLLATIONS : NameSpace.EXTENDED_STATISTICS;
    }

    private static boolean isBuiltIn(Definition.ObjectKind kind, QualifiedName name) {
        boolean system = name.isSimple()
                || (name.parts().size() == 2 && name.parts().getFirst().equals("pg_catalog"));
        return kind == Definition.ObjectKind.COLLATION
                && system
                && Collations.named(name.last()).isPresent();
    }

    private static SqlException missing(Definition.ObjectKind kind, QualifiedName name) {
        return kind == Definition.ObjectKind.COLLATION
                ? new SqlException(
                        ErrorCode.UNDEFINED_OBJECT, "collation \"" + name + "\" for encoding \"UTF8\" does not exist")
                : new SqlException(ErrorCode.UNDEFINED_OBJECT, "statistics object \"" + name + "\" does not exist");
    }

    private void alter(ObjectDefinition.Alter alter) {
        if (isBuiltIn(alter.kind(), alter.name())) {
            collations.alterBuiltIn(alter);
            return;
        }
        Optional<CatalogObject> found =
                changes.schema().names().find(alter.name().parts(), nameSpace(alter.kind()));
        if (found.isEmpty() && alter.ifExists()) {
            changes.notice("statistics object \"" + alter.name() + "\" does not exist, skipping");
            return;
        }
        CatalogObject object = locked(found.orElseThrow(() -> missing(alter.kind(), alter.name())));
        if (!(alter.change() instanceof ObjectDefinition.ChangeOwner)) {
            ownership.require(object);
        }
        switch (alter.change()) {
            case ObjectDefinition.Rename rename -> rename(object, rename.newName());
            case ObjectDefinition.SetSchema move -> move(object, move.schema());
            case ObjectDefinition.ChangeOwner change ->
                ownership.change(object, new RoleNames(changes).find(change.owner()));
            case ObjectDefinition.RefreshVersion _ -> collations.refresh(new UserCollation(object));
            case ObjectDefinition.SetTarget set -> statistics.target(object, set.target());
        }
    }

    /** Returns an object as it is now, locked against all who make something of it, and who change it. */
    private CatalogObject locked(CatalogObject object) {
        changes.lockType(object.id());
        changes.schema().forget();
        return changes.schema()
                .object(object.kind(), object.id())
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_OBJECT,
                        Ownership.word(object) + " \"" + object.name() + "\" does not exist"));
    }

    private void rename(CatalogObject object, String name) {
        CatalogObject parent =
                changes.schema().object(CatalogKind.SCHEMA, object.parent()).orElseThrow();
        refuseTaken(object, parent, name);
        changes.requireCreate(parent);
        changes.replace(object.withName(name));
    }

    private void move(CatalogObject object, String schema) {
        CatalogObject target = changes.schema()
                .schema(schema)
                .orElseThrow(() ->
                        new SqlException(ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + schema + "\" does not exist"));
        if (target.id() == object.parent()) {
            return;
        }
        changes.requireCreate(target);
        refuseTaken(object, target, object.name());
        changes.replace(new CatalogObject(
                object.kind(),
                object.id(),
                target.id(),
                object.related(),
                object.name(),
                object.tree(),
                object.properties()));
    }

    private void refuseTaken(CatalogObject object, CatalogObject parent, String name) {
        Optional<CatalogObject> taken =
                changes.schema().child(parent, object.kind().nameSpace(), name);
        if (taken.isPresent()) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_OBJECT,
                    (object.kind() == CatalogKind.COLLATION
                                    ? CollationDefinitions.named(taken.get())
                                    : "statistics object \"" + name + "\"")
                            + " already exists in schema \"" + parent.name() + "\"");
        }
    }

    /** Finds the objects that DROP names; each is locked. */
    List<CatalogObject> find(Definition.Drop drop) {
        List<CatalogObject> found = new ArrayList<>();
        for (QualifiedName name : drop.names()) {
            Optional<CatalogObject> object = isBuiltIn(drop.kind(), name) ? builtIn(name) : named(drop, name);
            if (object.isPresent()
                    && found.stream()
                            .noneMatch(each -> each.id() == object.get().id())) {
                CatalogObject locked = locked(object.get());
                ownership.requireDrop(locked);
                found.add(locked);
            }
        }
        return found;
    }

    private static Optional<CatalogObject> builtIn(QualifiedName name) {
        throw new SqlException(
                ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                "cannot drop collation "
                        + Collations.named(name.last()).orElseThrow().displayName()
                        + " because it is required by the database system");
    }

    private Optional<CatalogObject> named(Definition.Drop drop, QualifiedName name) {
        if (drop.ifExists()
                && !name.isSimple()
                && changes.schema()
                        .schema(name.parts().get(name.parts().size() - 2))
                        .isEmpty()) {
            changes.notice("schema \"" + name.parts().get(name.parts().size() - 2) + "\" does not exist, skipping");
            return Optional.empty();
        }
        Optional<CatalogObject> object = changes.schema().names().find(name.parts(), nameSpace(drop.kind()));
        if (object.isEmpty()) {
            if (!drop.ifExists()) {
                throw missing(drop.kind(), name);
            }
            boolean collation = drop.kind() == Definition.ObjectKind.COLLATION;
            changes.notice(
                    (collation ? "collation" : "statistics object") + " \"" + name + "\" does not exist, skipping");
        }
        return object;
    }

    /** Returns those of a schema. */
    List<CatalogObject> of(CatalogObject schema) {
        return Stream.of(NameSpace.COLLATIONS, NameSpace.EXTENDED_STATISTICS)
                .flatMap(nameSpace -> changes.schema().children(schema, nameSpace).stream())
                .toList();
    }

    /** Returns what messages call an object. */
    String described(CatalogObject object) {
        return Ownership.word(object) + " " + changes.schema().names().shown(object);
    }
}
