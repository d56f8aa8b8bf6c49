package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.TypeDefinition;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.session.CommandTag;

/** Makes, changes and drops types. Belongs to one task. */
final class TypeDefinitions {
    private final CatalogChanges changes;
    private final Ownership ownership;
    private final EnumDefinitions enums;
    private final DomainDefinitions domains;
    private final CompositeDefinitions composites;

    TypeDefinitions(CatalogChanges changes, TableRows rows, TableAlterations tables) {
        this.ownership = new Ownership(changes);
        this.changes = changes;
        this.enums = new EnumDefinitions(changes);
        this.domains = new DomainDefinitions(changes, rows);
        this.composites = new CompositeDefinitions(changes, tables);
    }

    CommandTag run(TypeDefinition definition) {
        CommandTag tag;
        try {
            tag = define(definition);
        } catch (SqlException error) {
            throw error.withoutPosition();
        }
        changes.schema().forget();
        return tag;
    }

    private CommandTag define(TypeDefinition definition) {
        return switch (definition) {
            case TypeDefinition.CreateEnum create -> {
                enums.create(create(create.name(), UserType.ENUM), create.labels());
                yield CommandTag.plain("CREATE TYPE");
            }
            case TypeDefinition.CreateComposite create -> {
                composites.create(create(create.name(), UserType.COMPOSITE), create.attributes());
                yield CommandTag.plain("CREATE TYPE");
            }
            case TypeDefinition.CreateDomain create -> {
                domains.create(create, name -> create(name, UserType.DOMAIN));
                yield CommandTag.plain("CREATE DOMAIN");
            }
            case TypeDefinition.Alter alter -> {
                alter(alter);
                yield CommandTag.plain("ALTER " + alter.kind());
            }
        };
    }

    /** Makes a type and the type of its arrays. */
    private CatalogObject create(QualifiedName name, String kind) {
        CatalogObject parent = changes.schemaOf(new QualifiedName(name.parts(), -1), false);
        takeName(parent, name.last());
        if (kind.equals(UserType.COMPOSITE)) {
            changes.isTaken(parent, name.last(), false);
        }
        CatalogObject object = CatalogObject.of(CatalogKind.TYPE, changes.newId(), parent.id(), name.last())
                .with(UserType.KIND, kind);
        CatalogObject array = CatalogObject.of(
                        CatalogKind.TYPE, changes.newId(), parent.id(), arrayName(parent, name.last()))
                .with(UserType.KIND, UserType.ARRAY)
                .with(UserType.ELEMENT, Long.toString(object.id()));
        CatalogObject made = changes.add(object.with(UserType.ARRAY_TYPE, Long.toString(array.id())));
        changes.add(array);
        return made;
    }

    /** Makes sure that nothing in a schema has a name: the type of another's arrays gives way. */
    private void takeName(CatalogObject parent, String name) {
        Optional<CatalogObject> known = changes.schema().typeInSchema(parent, name);
        if (known.filter(type -> new UserType(type).isArray()).isPresent()) {
            changes.replace(known.get().withName(arrayName(parent, name)));
            changes.schema().forget();
            return;
        }
        boolean row = changes.schema()
                .inSchema(parent, name)
                .filter(relation -> relation.kind() == CatalogKind.TABLE || relation.kind() == CatalogKind.VIEW)
                .isPresent();
        if (known.isPresent() || row) {
            throw new SqlException(ErrorCode.DUPLICATE_OBJECT, "type \"" + name + "\" already exists");
        }
    }

    private String arrayName(CatalogObject parent, String name) {
        String free = TextInput.truncateName("_" + name);
        while (changes.schema().typeInSchema(parent, free).isPresent()) {
            free = TextInput.truncateName("_" + free);
        }
        return free;
    }

    private CatalogObject locked(QualifiedName name, String what) {
        CatalogObject found = changes.schema().userType(name.parts()).orElseThrow(() -> missing(name));
        changes.lockType(found.id());
        changes.schema().forget();
        return changes.schema()
                .object(CatalogKind.TYPE, found.id())
                .orElseThrow(
                        () -> new SqlException(ErrorCode.UNDEFINED_OBJECT, what + " \"" + name + "\" does not exist"));
    }

    private SqlException missing(QualifiedName name) {
        Optional<SqlType> builtIn = changes.schema().types().named(name.parts());
        return builtIn.isPresent()
                ? new SqlException(
                        ErrorCode.INSUFFICIENT_PRIVILEGE,
                        "must be owner of type " + builtIn.get().displayName())
                : new SqlException(ErrorCode.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist");
    }

    private void alter(TypeDefinition.Alter alter) {
        boolean values = alter.action() instanceof TypeDefinition.AddValue
                || alter.action() instanceof TypeDefinition.RenameValue;
        boolean domain = alter.kind() == Definition.ObjectKind.DOMAIN;
        if ((values || domain)
                && changes.schema().userType(alter.name().parts()).isEmpty()) {
            changes.schema().types().named(alter.name().parts()).ifPresent(type -> {
                throw domain
                        ? new SqlException(ErrorCode.WRONG_OBJECT_TYPE, type.displayName() + " is not a domain")
                        : notAnEnum(type.displayName());
            });
        }
        boolean attributes = alter.action() instanceof TypeDefinition.AlterAttributes
                || alter.action() instanceof TypeDefinition.RenameAttribute;
        refuseRows(alter.name(), attributes);
        CatalogObject object = locked(alter.name(), "type");
        UserType type = new UserType(object);
        if (attributes && !type.isComposite()) {
            throw new SqlException(ErrorCode.UNDEFINED_TABLE, "relation \"" + alter.name() + "\" does not exist");
        }
        if (alter.kind() == Definition.ObjectKind.DOMAIN && !type.isDomain()) {
            throw notADomain(alter.action(), type);
        }
        if (values) {
            needEnum(type);
        }
        if (!(alter.action() instanceof TypeDefinition.ChangeOwner)) {
            ownership.require(object);
        }
        switch (alter.action()) {
            case TypeDefinition.AddValue add -> enums.add(needEnum(type), add);
            case TypeDefinition.RenameValue rename -> enums.rename(needEnum(type), rename);
            case TypeDefinition.Rename rename -> rename(type, rename.newName());
            case TypeDefinition.SetSchema move -> move(type, move.schema());
            case TypeDefinition.ChangeOwner change -> {
                refuseArray(type);
                ownership.change(object, new RoleNames(changes).find(change.owner()));
            }
            case TypeDefinition.AlterAttributes given -> composites.alter(type, given);
            case TypeDefinition.RenameAttribute rename -> composites.rename(type, rename);
            default -> domains.alter(type, alter.action());
        }
    }

    /** The types of the rows of tables and views change with these. */
    private void refuseRows(QualifiedName name, boolean attributes) {
        Optional<CatalogObject> relation =
                changes.schema().userType(name.parts()).isPresent()
                        ? Optional.empty()
                        : changes.schema().relation(name.parts());
        if (attributes && relation.isPresent()) {
            throw new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE, "\"" + relation.get().name() + "\" is not a composite type");
        }
        if (relation.filter(RowTypes::has).isPresent()) {
            throw new SqlException(
                            ErrorCode.WRONG_OBJECT_TYPE,
                            Quoting.identifier(relation.get().name()) + " is a table's row type")
                    .withHint("Use ALTER TABLE instead.");
        }
    }

    /** Returns the error for a type that goes with a table or view. */
    private static SqlException needed(CatalogObject relation) {
        String what = relation.kind().name().toLowerCase(Locale.ROOT) + " " + Quoting.identifier(relation.name());
        return new SqlException(
                        ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                        "cannot drop type " + Quoting.identifier(relation.name()) + " because " + what + " requires it")
                .withHint("You can drop " + what + " instead.");
    }

    private SqlException notADomain(TypeDefinition.Action action, UserType type) {
        boolean named = action instanceof TypeDefinition.Rename || action instanceof TypeDefinition.SetSchema;
        return new SqlException(
                ErrorCode.WRONG_OBJECT_TYPE,
                (named ? Quoting.identifier(type.object().name()) : shown(type)) + " is not a domain");
    }

    private CatalogObject needEnum(UserType type) {
        if (!type.kind().equals(UserType.ENUM)) {
            throw notAnEnum(shown(type));
        }
        return type.object();
    }

    private static SqlException notAnEnum(String type) {
        return new SqlException(ErrorCode.WRONG_OBJECT_TYPE, type + " is not an enum");
    }

    private String shown(UserType type) {
        return changes.schema()
                .types()
                .made(type.object().id())
                .map(SqlType::displayName)
                .orElse(type.object().name());
    }

    private void refuseArray(UserType type) {
        if (type.isArray()) {
            String element = changes.schema()
                    .types()
                    .made(type.related())
                    .map(SqlType::displayName)
                    .orElse("?");
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "cannot alter array type " + shown(type))
                    .withHint("You can alter type " + element + ", which will alter the array type as well.");
        }
    }

    private void rename(UserType type, String name) {
        refuseArray(type);
        CatalogObject parent = parent(type);
        takeName(parent, name);
        changes.replace(type.object().withName(name));
        CatalogObject array = array(type);
        changes.replace(array.withName("_"));
        changes.schema().forget();
        changes.replace(array.withName(arrayName(parent, name)));
    }

    private CatalogObject parent(UserType type) {
        return changes.schema()
                .object(CatalogKind.SCHEMA, type.object().parent())
                .orElseThrow();
    }

    private CatalogObject array(UserType type) {
        return changes.schema().object(CatalogKind.TYPE, type.related()).orElseThrow();
    }

    private void move(UserType type, String schemaName) {
        refuseArray(type);
        CatalogObject target = changes.schema()
                .schema(schemaName)
                .orElseThrow(() -> new SqlException(
                        ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + schemaName + "\" does not exist"));
        if (target.id() == type.object().parent()) {
            return;
        }
        String name = type.object().name();
        if (changes.schema().typeInSchema(target, name).isPresent()) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_OBJECT,
                    "type \"" + name + "\" already exists in schema \"" + schemaName + "\"");
        }
        moved(type.object(), target, name);
        moved(array(type), target, arrayName(target, name));
    }

    private void moved(CatalogObject object, CatalogObject target, String name) {
        changes.replace(new CatalogObject(
                object.kind(), object.id(), target.id(), object.related(), name, object.tree(), object.properties()));
    }

    /** Finds the types that DROP names; each is locked. */
    List<CatalogObject> find(Definition.Drop drop) {
        String word = drop.kind().name().toLowerCase(Locale.ROOT);
        List<CatalogObject> found = new ArrayList<>();
        for (QualifiedName name : drop.names()) {
            Optional<CatalogObject> object = changes.schema().userType(name.parts());
            Optional<CatalogObject> rows = object.isPresent()
                    ? Optional.empty()
                    : changes.schema().relation(name.parts()).filter(RowTypes::has);
            if (rows.isPresent()) {
                throw needed(rows.get());
            }
            if (object.isEmpty() && changes.schema().types().named(name.parts()).isPresent()) {
                throw new SqlException(
                        ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                        "cannot drop type "
                                + changes.schema()
                                        .types()
                                        .named(name.parts())
                                        .orElseThrow()
                                        .displayName()
                                + " because it is required by the database system");
            }
            if (object.isEmpty()) {
                missing(drop, name);
                continue;
            }
            CatalogObject locked = locked(name, word);
            ownership.requireDrop(locked);
            refuseDrop(new UserType(locked));
            if (drop.kind() == Definition.ObjectKind.DOMAIN && !new UserType(locked).isDomain()) {
                throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + name + "\" is not a domain");
            }
            if (found.stream().noneMatch(each -> each.id() == locked.id())) {
                found.add(locked);
            }
        }
        return found;
    }

    private void missing(Definition.Drop drop, QualifiedName name) {
        boolean noSchema = !name.isSimple()
                && changes.schema()
                        .schema(name.parts().get(name.parts().size() - 2))
                        .isEmpty();
        String what = noSchema
                ? "schema \"" + name.parts().get(name.parts().size() - 2) + "\" does not exist"
                : "type \"" + name + "\" does not exist";
        if (!drop.ifExists()) {
            throw new SqlException(noSchema ? ErrorCode.INVALID_SCHEMA_NAME : ErrorCode.UNDEFINED_OBJECT, what);
        }
        changes.notice(what + ", skipping");
    }

    private void refuseDrop(UserType type) {
        if (type.isArray()) {
            String element = changes.schema()
                    .types()
                    .made(type.related())
                    .map(SqlType::displayName)
                    .orElse("?");
            throw new SqlException(
                            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop type " + shown(type) + " because type " + element + " requires it")
                    .withHint("You can drop type " + element + " instead.");
        }
    }

    /** Returns the types of a schema, each locked; arrays go with their elements. */
    List<CatalogObject> of(CatalogObject schema) {
        List<CatalogObject> found = changes.schema().children(schema, NameSpace.TYPES).stream()
                .filter(type -> !new UserType(type).isArray())
                .toList();
        found.forEach(type -> changes.lockType(type.id()));
        return found;
    }

    /** How a type is called. */
    String name(CatalogObject type) {
        return "type " + shown(new UserType(type));
    }

    /** The numbers of types, and of the arrays of them. */
    static Set<Long> numbers(List<CatalogObject> types) {
        Set<Long> numbers = new TreeSet<>();
        for (CatalogObject type : types) {
            numbers.add(type.id());
            numbers.add(new UserType(type).related());
        }
        return numbers;
    }

    /** Drops an attribute of a composite type. */
    void dropAttribute(TableColumn attribute) {
        composites.drop(attribute);
    }

    /** Removes a type that nothing depends on any more. */
    void remove(CatalogObject object) {
        UserType type = new UserType(object);
        enums.drop(object);
        composites.dropAll(object);
        changes.schema().children(object, NameSpace.CONSTRAINTS).forEach(changes::remove);
        changes.remove(array(type));
        changes.remove(object);
    }
}
