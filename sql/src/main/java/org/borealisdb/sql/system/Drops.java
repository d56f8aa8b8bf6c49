package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.SchemaNames;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.session.CommandTag;

/** Drops objects with what depends on them, or finds that something does. Belongs to one task. */
final class Drops {
    /** What errors call several objects. */
    private static final String SEVERAL = "desired object(s)";

    private final CatalogChanges changes;
    private final Ownership ownership;
    private final TableRows rows;
    private final KeyDefinitions keys;
    private final SequenceDefinitions sequences;
    private final TableDefinitions tables;
    private final TableAlterations alterations;
    private final SchemaDefinitions schemas;
    private final ViewDefinitions views;
    private final TypeDefinitions types;
    private final FunctionDefinitions functions;
    private final ObjectDefinitions objects;

    Drops(
            CatalogChanges changes,
            TableRows rows,
            KeyDefinitions keys,
            SequenceDefinitions sequences,
            TableDefinitions tables,
            TableAlterations alterations,
            SchemaDefinitions schemas,
            ViewDefinitions views,
            TypeDefinitions types,
            FunctionDefinitions functions,
            ObjectDefinitions objects) {
        this.changes = changes;
        this.ownership = new Ownership(changes);
        this.rows = rows;
        this.keys = keys;
        this.sequences = sequences;
        this.tables = tables;
        this.alterations = alterations;
        this.schemas = schemas;
        this.views = views;
        this.types = types;
        this.functions = functions;
        this.objects = objects;
        changes.setParts(parts());
    }

    /** Returns the word of a kind of objects. */
    static String word(Definition.ObjectKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    CommandTag drop(Definition.Drop drop) {
        if (isRelation(drop.kind())) {
            List<CatalogObject> found = new ArrayList<>();
            drop.names().forEach(name -> find(drop, name).ifPresent(found::add));
            List<CatalogObject> once = found.stream().distinct().toList();
            String what = found.size() == 1 ? word(drop.kind()) + " " + changes.shown(found.getFirst()) : SEVERAL;
            dropRelations(drop.kind(), once, Mode.of(drop.cascade()), what);
            return CommandTag.plain("DROP " + drop.kind());
        }
        if (drop.kind() == Definition.ObjectKind.SCHEMA) {
            List<CatalogObject> found = new ArrayList<>();
            drop.names().forEach(name -> schema(drop, name.last()).ifPresent(found::add));
            dropSchemas(found, drop.cascade());
            changes.schema().forget();
            return CommandTag.plain("DROP SCHEMA");
        }
        if (drop.kind() == Definition.ObjectKind.COLLATION) {
            dropCollations(objects.find(drop), Mode.of(drop.cascade()));
            return CommandTag.plain("DROP COLLATION");
        }
        if (drop.kind() == Definition.ObjectKind.STATISTICS) {
            objects.find(drop).forEach(changes::remove);
            changes.schema().forget();
            return CommandTag.plain("DROP STATISTICS");
        }
        if (drop.kind() == Definition.ObjectKind.TYPE || drop.kind() == Definition.ObjectKind.DOMAIN) {
            dropTypes(types.find(drop), Mode.of(drop.cascade()));
            return CommandTag.plain("DROP " + drop.kind());
        }
        for (QualifiedName name : drop.names()) {
            switch (drop.kind()) {
                case DATABASE ->
                    new DatabaseDrop(changes, schemas, types, functions, objects, this::dropAll)
                            .drop(drop, name.last());
                case EXTENSION -> Extensions.drop(drop, name, changes);
                default ->
                    throw SqlException.notSupported("DROP " + word(drop.kind()).toUpperCase(Locale.ROOT));
            }
            changes.schema().forget();
        }
        return CommandTag.plain("DROP " + word(drop.kind()).toUpperCase(Locale.ROOT));
    }

    /**
     * Begins to drop an index beside those who change rows: nobody is to begin to read by it any more. Nothing if it is not there, and may be missing; one of the session's own is dropped at once.
     *
     * @throws SqlException 0A000 if more than one is to go, or what depends on it too
     */
    public Optional<ConcurrentIndexes.Place> hide(Definition.Drop drop) {
        if (drop.names().size() > 1 || drop.cascade()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "DROP INDEX CONCURRENTLY does not support "
                            + (drop.cascade() ? "CASCADE" : "dropping multiple objects"));
        }
        Optional<CatalogObject> found = find(drop, drop.names().getFirst());
        if (found.isPresent() && changes.schema().isTemporary(found.get())) {
            dropRelation(found.get(), false);
            return Optional.empty();
        }
        return found.map(index -> new ConcurrentIndexes(changes, keys).hide(index));
    }

    private static boolean isRelation(Definition.ObjectKind kind) {
        return switch (kind) {
            case TABLE, VIEW, INDEX, SEQUENCE -> true;
            default -> false;
        };
    }

    private static CatalogKind kind(Definition.ObjectKind kind) {
        return switch (kind) {
            case TABLE -> CatalogKind.TABLE;
            case INDEX -> CatalogKind.INDEX;
            case SEQUENCE -> CatalogKind.SEQUENCE;
            default -> CatalogKind.VIEW;
        };
    }

    /** What becomes of that which depends on something that is dropped. */
    enum Mode {
        /** It keeps it from being dropped. */
        RESTRICT,
        /** It goes too, with a notice. */
        CASCADE,
        /** It goes too, as has been said before. */
        QUIET;

        static Mode of(boolean cascade) {
            return cascade ? CASCADE : RESTRICT;
        }
    }

    private static void drop(Dependents dependents, Mode mode, String what) {
        if (mode == Mode.QUIET) {
            dependents.drop();
        } else {
            dependents.drop(mode == Mode.CASCADE, what);
        }
    }

    /** Drops relations of a kind, as one: what depends on one of them and is another does not keep it. */
    private void dropRelations(Definition.ObjectKind kind, List<CatalogObject> objects, Mode mode, String what) {
        switch (kind) {
            case TABLE -> dropTables(objects, mode, what);
            case INDEX -> dropIndexes(objects, mode, what);
            case SEQUENCE -> dropSequences(objects, mode, what);
            default -> dropViews(objects, mode, what);
        }
    }

    private void dropIndexes(List<CatalogObject> objects, Mode mode, String what) {
        Dependents dependents = new Dependents(changes);
        for (CatalogObject object : objects) {
            keys.refuseOfConstraint(object);
            changes.schema().object(CatalogKind.TABLE, object.related()).ifPresent(of -> {
                TableDefinition table = changes.locked(changes.schema().table(of));
                table.indexes().stream()
                        .filter(index -> index.object().id() == object.id())
                        .forEach(index -> dependents.ofIndex(table, index));
            });
        }
        drop(dependents, mode, what);
        objects.forEach(object -> now(object).ifPresent(keys::remove));
        changes.schema().forget();
    }

    private void dropSequences(List<CatalogObject> objects, Mode mode, String what) {
        Dependents dependents = new Dependents(changes)
                .without(objects.stream().map(CatalogObject::id).collect(Collectors.toSet()))
                .ofSequences(objects);
        objects.forEach(object -> dependents.viewsOver(object, views::drop));
        drop(dependents, mode, what);
        objects.forEach(object -> now(object).ifPresent(sequences::drop));
        changes.schema().forget();
    }

    private void dropViews(List<CatalogObject> objects, Mode mode, String what) {
        Dependents dependents = new Dependents(changes)
                .without(objects.stream().map(CatalogObject::id).collect(Collectors.toSet()));
        TypeDependents made = madeOf(dependents);
        for (CatalogObject object : objects) {
            dependents.viewsOver(object, views::drop);
            made.ofRows(object);
        }
        drop(dependents, mode, what);
        objects.forEach(object -> now(object).ifPresent(views::drop));
        changes.schema().forget();
    }

    /** Drops tables. */
    void dropTables(List<CatalogObject> objects, Mode mode) {
        dropTables(objects, mode, objects.size() == 1 ? "table " + changes.shown(objects.getFirst()) : SEVERAL);
    }

    private void dropTables(List<CatalogObject> objects, Mode mode, String what) {
        Set<Long> dropped = new HashSet<>();
        objects.forEach(object -> dropped.add(object.id()));
        objects.forEach(object -> changes.locked(changes.schema().table(object)));
        changes.schema().forget();
        Dependents dependents = new Dependents(changes).without(dropped);
        objects.forEach(object -> dependents.ofTable(changes.schema().table(object), dropped));
        objects.forEach(object -> dependents.viewsOver(object, views::drop));
        objects.forEach(madeOf(dependents)::ofRows);
        List<CatalogObject> owned = objects.stream()
                .flatMap(object -> changes.schema().related(object.id()).stream())
                .filter(part -> part.kind() == CatalogKind.SEQUENCE)
                .toList();
        dependents.ofSequences(owned);
        drop(dependents, mode, what);
        // All are read before the first goes, whose rows may be of the type of a column of another.
        List<TableDefinition> definitions =
                objects.stream().map(object -> changes.schema().table(object)).toList();
        for (TableDefinition table : definitions) {
            changes.refusePendingChecks(rows, table, "DROP TABLE");
            tables.drop(table);
            changes.schema().forget();
        }
    }

    /** Finds what is made of types, for the dependents of one drop. */
    private TypeDependents madeOf(Dependents dependents) {
        return new TypeDependents(changes, dependents, changes.parts());
    }

    /** Returns how what depends on something goes with it. */
    private TypeDrops parts() {
        return new TypeDrops(
                (relation, column) -> now(relation)
                        .filter(table ->
                                changes.schema().table(table).place(column).isPresent())
                        .ifPresent(table -> alterations.dropColumn(table, column)),
                index -> now(index).ifPresent(each -> keys.dropIndex(each, true)),
                domain -> now(domain).ifPresent(each -> dropTypes(List.of(each), Mode.QUIET)),
                view -> now(view).ifPresent(views::drop),
                attribute -> now(attribute.object()).ifPresent(any -> types.dropAttribute(attribute)),
                table -> now(table).ifPresent(each -> dropTables(List.of(each), Mode.CASCADE)));
    }

    /** Returns an object as it is now, for what depends on several others may have gone with the first of them. */
    private Optional<CatalogObject> now(CatalogObject object) {
        changes.schema().forget();
        return changes.schema().object(object.kind(), object.id());
    }

    private void dropTypes(List<CatalogObject> objects, Mode mode) {
        if (objects.isEmpty()) {
            return;
        }
        Dependents dependents = new Dependents(changes)
                .without(objects.stream().map(CatalogObject::id).collect(Collectors.toSet()));
        madeOf(dependents).ofTypes(objects.stream().distinct().toList());
        drop(dependents, mode, objects.size() == 1 ? types.name(objects.getFirst()) : SEVERAL);
        objects.forEach(object -> now(object).ifPresent(types::remove));
        changes.schema().forget();
    }

    private void dropCollations(List<CatalogObject> collations, Mode mode) {
        if (collations.isEmpty()) {
            return;
        }
        Dependents dependents = new Dependents(changes);
        madeOf(dependents).ofCollations(collations);
        drop(dependents, mode, collations.size() == 1 ? objects.described(collations.getFirst()) : SEVERAL);
        collations.forEach(object -> now(object).ifPresent(changes::remove));
        changes.schema().forget();
    }

    /** Finds a relation that is to be dropped; if there may be none, there is a notice. */
    private Optional<CatalogObject> find(Definition.Drop drop, QualifiedName name) {
        String word = word(drop.kind());
        Optional<CatalogObject> found = changes.schema().relation(name.parts());
        if (found.isEmpty()) {
            Optional<String> noSchema = new SchemaNames(changes.schema()).missingSchema(name.parts());
            if (drop.ifExists()) {
                changes.notice(
                        noSchema.isPresent()
                                ? "schema \"" + noSchema.get() + "\" does not exist, skipping"
                                : word + " \"" + name.last() + "\" does not exist, skipping");
                return Optional.empty();
            }
            throw new SchemaNames(changes.schema())
                    .missing(
                            name.parts(),
                            new SqlException(
                                    drop.kind() == Definition.ObjectKind.INDEX
                                            ? ErrorCode.UNDEFINED_OBJECT
                                            : ErrorCode.UNDEFINED_TABLE,
                                    word + " \"" + name.last() + "\" does not exist"));
        }
        CatalogObject object = found.get();
        if (object.kind() != kind(drop.kind())) {
            String article = drop.kind() == Definition.ObjectKind.INDEX ? "an " : "a ";
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + name.last() + "\" is not " + article + word)
                    .withHint(hint(object));
        }
        ownership.requireDrop(object);
        return found;
    }

    private static String hint(CatalogObject object) {
        String kind = object.kind().name();
        String article = object.kind() == CatalogKind.INDEX ? "an " : "a ";
        return "Use DROP " + kind + " to remove " + article + kind.toLowerCase(Locale.ROOT) + ".";
    }

    private void dropRelation(CatalogObject object, boolean cascade) {
        dropRelation(object, Mode.of(cascade));
    }

    private void dropRelation(CatalogObject object, Mode mode) {
        switch (object.kind()) {
            case TABLE -> dropTables(List.of(object), mode);
            case INDEX -> keys.dropIndex(object, mode != Mode.RESTRICT);
            case SEQUENCE -> dropSequences(List.of(object), mode, "sequence " + changes.shown(object));
            default -> dropViews(List.of(object), mode, "view " + changes.shown(object));
        }
    }

    /** Finds a schema that is to be dropped; if there may be none, there is a notice. */
    private Optional<CatalogObject> schema(Definition.Drop drop, String name) {
        Optional<CatalogObject> found = changes.schema().schema(name);
        if (found.isEmpty()) {
            if (drop.ifExists()) {
                changes.notice("schema \"" + name + "\" does not exist, skipping");
                return found;
            }
            throw new SqlException(ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist");
        }
        ownership.require(found.get());
        return found;
    }

    private static String shown(CatalogObject schema) {
        return "schema " + Quoting.identifier(schema.name());
    }

    /** Drops schemas as one, with what is in them if that is wanted. */
    private void dropSchemas(List<CatalogObject> schemas, boolean cascade) {
        if (schemas.isEmpty()) {
            return;
        }
        List<CatalogObject> once = schemas.stream().distinct().toList();
        Dependents members = new Dependents(changes);
        once.forEach(schema -> addMembers(members, schema));
        // What depends on the members, and is in other schemas, stands right behind them.
        List<CatalogObject> relations = once.stream()
                .flatMap(schema -> changes.schema().relations(schema).stream())
                .toList();
        Set<Long> ids = relations.stream().map(CatalogObject::id).collect(Collectors.toSet());
        relations.stream()
                .filter(relation -> relation.kind() == CatalogKind.TABLE)
                .forEach(relation -> members.keysBehind(changes.schema().table(relation), ids));
        relations.forEach(relation -> members.viewsBehind(relation, views::drop));
        members.ofSequences(relations.stream()
                .filter(relation -> relation.kind() == CatalogKind.SEQUENCE)
                .toList());
        members.drop(cascade, schemas.size() == 1 ? shown(schemas.getFirst()) : SEVERAL);
        for (CatalogObject schema : once) {
            new DefaultGrants(changes).dropOf(schema);
            changes.remove(schema);
        }
    }

    private void addMembers(Dependents members, CatalogObject schema) {
        String on = shown(schema);
        for (CatalogObject relation : changes.schema().relations(schema)) {
            if (!isPart(relation)) {
                members.member(
                        relation,
                        Ownership.word(relation) + " " + changes.shown(relation),
                        on,
                        () -> now(relation).ifPresent(each -> dropRelation(each, Mode.QUIET)));
            }
        }
        for (CatalogObject type : types.of(schema)) {
            members.member(
                    type,
                    types.name(type),
                    on,
                    () -> now(type).ifPresent(each -> dropTypes(List.of(each), Mode.QUIET)));
        }
        for (CatalogObject function : functions.of(schema)) {
            members.member(
                    function,
                    FunctionNames.name(changes, function),
                    on,
                    () -> now(function)
                            .flatMap(each -> UserFunction.of(each, changes.schema()))
                            .ifPresent(functions::dropQuietly));
        }
        for (CatalogObject object : objects.of(schema)) {
            boolean part = object.related() != 0
                    && changes.schema()
                            .object(CatalogKind.TABLE, object.related())
                            .filter(table -> table.parent() == schema.id())
                            .isPresent();
            if (part) {
                continue;
            }
            members.member(
                    object, objects.described(object), on, () -> now(object).ifPresent(this::dropObject));
        }
        new OperatorDefinitions(changes).addTo(members, schema, on);
    }

    /** Drops a collation with what depends on it, or statistics. */
    private void dropObject(CatalogObject object) {
        if (object.kind() == CatalogKind.COLLATION) {
            dropCollations(List.of(object), Mode.QUIET);
        } else {
            changes.remove(object);
        }
    }

    /** Indexes and sequences of tables go with those. */
    private static boolean isPart(CatalogObject relation) {
        return relation.kind() == CatalogKind.INDEX
                || (relation.kind() == CatalogKind.SEQUENCE && relation.related() != 0);
    }

    /** Drops relations. */
    private void dropAll(List<CatalogObject> relations) {
        dropTables(
                relations.stream()
                        .filter(relation -> relation.kind() == CatalogKind.TABLE)
                        .toList(),
                Mode.QUIET);
        for (CatalogObject relation : relations) {
            if (relation.kind() != CatalogKind.TABLE && !isPart(relation)) {
                now(relation).ifPresent(each -> dropRelation(each, Mode.QUIET));
            }
        }
    }

    /** Drops what a role owns: relations and types first, then schemas, which must be empty then or go with all that is in them. */
    void dropOwned(List<CatalogObject> owned, boolean cascade) {
        Mode mode = Mode.of(cascade);
        dropTables(
                owned.stream()
                        .filter(object -> object.kind() == CatalogKind.TABLE)
                        .toList(),
                mode);
        changes.schema().forget();
        for (CatalogObject object : owned) {
            boolean there = changes.schema().object(object.kind(), object.id()).isPresent();
            boolean relation = object.kind() == CatalogKind.SEQUENCE || object.kind() == CatalogKind.VIEW;
            if (there && relation) {
                dropRelation(object, cascade);
                changes.schema().forget();
            }
        }
        dropTypes(
                owned.stream()
                        .filter(object -> object.kind() == CatalogKind.TYPE && !new UserType(object).isArray())
                        .toList(),
                mode);
        owned.stream()
                .filter(object -> object.kind() == CatalogKind.OPERATOR)
                .forEach(new OperatorDefinitions(changes)::removeIfThere);
        owned.stream()
                .filter(object -> object.kind() == CatalogKind.FUNCTION)
                .forEach(function -> now(function).ifPresent(changes::remove));
        for (CatalogObject object : owned) {
            if (object.kind() == CatalogKind.COLLATION) {
                now(object).ifPresent(each -> dropCollations(List.of(each), mode));
            } else if (object.kind() == CatalogKind.EXTENDED_STATISTICS) {
                now(object).ifPresent(changes::remove);
            }
        }
        for (CatalogObject object : owned) {
            if (object.kind() == CatalogKind.SCHEMA) {
                dropSchemas(List.of(object), cascade);
                changes.schema().forget();
            }
        }
    }

    /** Drops a schema with temporary tables and all that is in it. */
    void dropTemporary(String schemaName) {
        Optional<CatalogObject> found = changes.schema().schema(schemaName);
        if (found.isPresent()) {
            dropAll(changes.schema().relations(found.get()));
            changes.schema().forget();
            dropTypes(types.of(found.get()), Mode.QUIET);
            objects.of(found.get()).forEach(changes::remove);
            changes.remove(found.get());
        }
    }
}
