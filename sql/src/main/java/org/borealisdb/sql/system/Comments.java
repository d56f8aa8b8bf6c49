package org.borealisdb.sql.system;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.ObjectAddress;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.UserCast;
import org.borealisdb.sql.catalog.UserType;
import org.jspecify.annotations.Nullable;

/**
 * Puts, changes and removes comments. One on an object that a user made is an object within it, whose name is the number of a part, or 0; before that there is the number of a system relation with a colon where
 * the object is in several. One on what is built in is an object within the database, whose name is the whole address. Belongs to one task.
 */
final class Comments {
    /** Property of a comment with its text. */
    private static final String TEXT = "text";

    private static final List<CatalogKind> RELATIONS =
            List.of(CatalogKind.TABLE, CatalogKind.VIEW, CatalogKind.SEQUENCE, CatalogKind.INDEX);

    /** Kinds that have columns of their own. */
    private static final List<CatalogKind> WITH_COLUMNS =
            List.of(CatalogKind.TABLE, CatalogKind.VIEW, CatalogKind.TYPE);

    private final CatalogChanges changes;
    private final Ownership ownership;

    /** An object of the catalog that a comment is put into, under a name. */
    private record Place(CatalogObject object, String name) {}

    Comments(CatalogChanges changes) {
        this.changes = changes;
        this.ownership = new Ownership(changes);
    }

    void comment(Maintenance.Comment comment) {
        Optional<Place> own = own(comment);
        if (own.isPresent()) {
            requireOwner(own.get().object(), !own.get().name().equals("0"));
            put(own.get(), comment.text());
            return;
        }
        if (comment.type().equals("database") && isMissing(comment.names().getFirst())) {
            // As restoring a dump into another database needs it.
            changes.warn(
                    ErrorCode.INVALID_CATALOG_NAME,
                    "database \"" + comment.names().getFirst() + "\" does not exist");
            return;
        }
        put(changes.session().address(comment.type(), comment.names(), comment.arguments()), comment);
    }

    private boolean isMissing(String database) {
        return changes.schema().all(CatalogKind.DATABASE).stream()
                .noneMatch(each -> each.name().equals(database));
    }

    /** Puts a comment on a function; only those that are built in have no object of the catalog. */
    void comment(FunctionStatement.Comment comment, Optional<CatalogObject> function) {
        if (function.isPresent()) {
            ownership.require(function.get());
            put(new Place(function.get(), "0"), comment.text());
            return;
        }
        List<TypeName> types = comment.signature().types();
        String word = comment.word().toLowerCase(Locale.ROOT);
        List<String> arguments = types == null
                ? List.of()
                : types.stream().map(TypeName::written).toList();
        Maintenance.Comment plain =
                new Maintenance.Comment(word, comment.signature().name().parts(), arguments, comment.text());
        put(changes.session().address(plain.type(), plain.names(), plain.arguments()), plain);
    }

    /** Finds what most comments are on without reading the whole catalog. */
    private Optional<Place> own(Maintenance.Comment comment) {
        List<String> names = comment.names();
        List<String> of = names.subList(0, Math.max(1, names.size() - 1));
        return switch (comment.type()) {
            case "table", "view", "index", "sequence" ->
                changes.schema()
                        .relation(names)
                        .filter(object -> Ownership.word(object).equals(comment.type()))
                        .map(object -> new Place(object, "0"));
            case "column" ->
                names.size() < 2
                        ? Optional.empty()
                        : changes.schema()
                                .relation(of)
                                .or(() -> composite(of))
                                .flatMap(object -> column(object, names.getLast()));
            case "schema" -> changes.schema().schema(names.getFirst()).map(object -> new Place(object, "0"));
            case "table constraint" ->
                changes.schema()
                        .relation(of)
                        .filter(object -> object.kind() == CatalogKind.TABLE)
                        .flatMap(object -> constraint(object, names.getLast()));
            default -> Optional.empty();
        };
    }

    private Optional<CatalogObject> composite(List<String> name) {
        return changes.schema().userType(name).filter(type -> new UserType(type).isComposite());
    }

    private Optional<Place> column(CatalogObject object, String name) {
        if (!WITH_COLUMNS.contains(object.kind())) {
            throw new SqlException(
                            ErrorCode.WRONG_OBJECT_TYPE, "cannot set comment on relation \"" + object.name() + "\"")
                    .withDetail("This operation is not supported for "
                            + (object.kind() == CatalogKind.INDEX ? "indexes." : "sequences."));
        }
        return changes.schema().columns(object).stream()
                .filter(column -> !column.dropped() && column.name().equals(name))
                .map(TableColumn::number)
                .findFirst()
                .map(number -> new Place(object, Integer.toString(number)));
    }

    private Optional<Place> constraint(CatalogObject table, String name) {
        Optional<Place> other =
                changes.schema().child(table, NameSpace.CONSTRAINTS, name).map(object -> new Place(object, "0"));
        return other.isPresent()
                ? other
                : changes.schema().table(table).indexes().stream()
                        .map(IndexDefinition::object)
                        .filter(index -> index.name().equals(name)
                                && index.property(IndexDefinition.CONSTRAINT).isPresent())
                        .findFirst()
                        .map(index -> new Place(index, ObjectAddress.CONSTRAINTS + ":0"));
    }

    /** Passes if the current role may comment on an object, or on a part of it. */
    private void requireOwner(CatalogObject object, boolean part) {
        CatalogObject whole = switch (object.kind()) {
            case CONSTRAINT ->
                changes.schema()
                        .object(CatalogKind.TABLE, object.parent())
                        .or(() -> changes.schema().object(CatalogKind.TYPE, object.parent()))
                        .orElse(object);
            case INDEX ->
                part
                        ? changes.schema()
                                .object(CatalogKind.TABLE, object.related())
                                .orElse(object)
                        : object;
            default -> object;
        };
        if (object.kind() == CatalogKind.CAST) {
            UserCast.of(object, changes.schema().types()).ifPresent(new CastDefinitions(changes)::requireOwner);
            return;
        }
        boolean relation = (part || object.kind() == CatalogKind.CONSTRAINT) && whole.kind() != CatalogKind.TYPE;
        if (relation && !ownership.isOwner(whole)) {
            throw RoleDefinitions.denied("must be owner of relation " + whole.name());
        }
        ownership.require(whole);
        if (RELATIONS.contains(whole.kind())) {
            // So that what the comment is on stays.
            changes.lock(new LockKey.OfTable(whole.id()), TableLockMode.SHARE_UPDATE_EXCLUSIVE);
        }
    }

    private void put(ObjectAddress address, Maintenance.Comment comment) {
        Optional<CatalogObject> user = address.isShared() ? Optional.empty() : user(address.id());
        if (user.isPresent()) {
            boolean rule = address.relation() == ObjectAddress.RULES;
            requireOwner(user.get(), rule || address.part() != 0);
            String part = Integer.toString(address.part());
            put(new Place(user.get(), rule ? address.relation() + ":" + part : part), comment.text());
            return;
        }
        if (address.relation() == ObjectAddress.ROLES) {
            requireRole(changes.schema().roles().withId(address.id()).orElseThrow());
        } else if (address.relation() == ObjectAddress.DATABASES) {
            ownership.require(
                    changes.schema().object(CatalogKind.DATABASE, address.id()).orElseThrow());
        } else if (!changes.schema().currentRole().isSuperuser()) {
            throw RoleDefinitions.denied(notOwner(address, comment));
        }
        if (address.isShared()) {
            put(address.id(), "0", comment.text());
        } else {
            put(
                    changes.schema().databaseId(),
                    address.relation() + ":" + address.id() + ":" + address.part(),
                    comment.text());
        }
    }

    private String notOwner(ObjectAddress address, Maintenance.Comment comment) {
        List<String> names = comment.names();
        return switch (address.relation()) {
            case ObjectAddress.ACCESS_METHODS -> "must be superuser";
            case ObjectAddress.CASTS ->
                "must be owner of type " + typeName(names.getFirst()) + " or type "
                        + typeName(comment.arguments().getFirst());
            case ObjectAddress.TYPES -> "must be owner of type " + typeName(names.getFirst());
            default ->
                address.part() != 0
                        ? "must be owner of relation " + names.get(names.size() - 2)
                        : "must be owner of " + comment.type() + " "
                                + (comment.type().startsWith("operator ") ? String.join(".", names) : names.getLast());
        };
    }

    private String typeName(String written) {
        return QualifiedName.parseIdentifiers(written)
                .flatMap(changes.schema().types()::named)
                .map(SqlType::displayName)
                .orElse(written);
    }

    private void requireRole(Role role) {
        Role current = changes.schema().currentRole();
        if (role.isSuperuser() && !current.isSuperuser()) {
            throw RoleDefinitions.denied("must be superuser");
        }
        if (!current.isSuperuser() && !current.has(Role.Attribute.CREATEROLE)) {
            throw RoleDefinitions.denied("must have CREATEROLE privilege");
        }
    }

    /** Finds the object of the catalog with a number, if a user made it. */
    private Optional<CatalogObject> user(long id) {
        return id < Catalog.FIRST_USER_ID
                ? Optional.empty()
                : Stream.of(
                                CatalogKind.TABLE,
                                CatalogKind.VIEW,
                                CatalogKind.INDEX,
                                CatalogKind.SEQUENCE,
                                CatalogKind.TYPE,
                                CatalogKind.FUNCTION,
                                CatalogKind.CONSTRAINT,
                                CatalogKind.SCHEMA,
                                CatalogKind.COLLATION,
                                CatalogKind.EXTENDED_STATISTICS,
                                CatalogKind.OPERATOR,
                                CatalogKind.CAST)
                        .flatMap(kind -> changes.schema().object(kind, id).stream())
                        .findFirst();
    }

    private void put(Place place, @Nullable String text) {
        put(place.object().id(), place.name(), text);
    }

    private void put(long parent, String name, @Nullable String text) {
        changes.schema().child(parent, NameSpace.COMMENTS, name).ifPresent(changes::remove);
        if (text != null && !text.isEmpty()) {
            changes.add(CatalogObject.of(CatalogKind.COMMENT, changes.newId(), parent, name)
                    .with(TEXT, text));
        }
    }
}
