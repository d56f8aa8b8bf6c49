package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.sql.catalog.AccessList;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.SystemPrivileges;
import org.borealisdb.sql.catalog.UserFunction;

/** What of a role's is in the way of dropping it: what it owns, and what it was granted. Belongs to one task. */
final class RoleDependents {
    /** What says who owns it, or who may do what with it. */
    private static final List<CatalogKind> KINDS = List.of(
            CatalogKind.FUNCTION,
            CatalogKind.COLLATION,
            CatalogKind.EXTENDED_STATISTICS,
            CatalogKind.OPERATOR,
            CatalogKind.TYPE,
            CatalogKind.TABLE,
            CatalogKind.SEQUENCE,
            CatalogKind.VIEW,
            CatalogKind.COLUMN,
            CatalogKind.DATABASE,
            CatalogKind.SCHEMA,
            CatalogKind.PRIVILEGE);

    private static final int MOST_LINES = 100;

    private final CatalogChanges changes;

    RoleDependents(CatalogChanges changes) {
        this.changes = changes;
    }

    /** Returns what a role owns in all databases. */
    List<CatalogObject> owned(Role role) {
        return KINDS.stream()
                .flatMap(kind -> changes.schema().all(kind).stream())
                .filter(object -> isOwner(role, object))
                .toList();
    }

    /** Returns what a role was granted, or granted to others, something on, in all databases. */
    List<CatalogObject> granted(Role role) {
        return KINDS.stream()
                .flatMap(kind -> changes.schema().all(kind).stream())
                .filter(object -> isGranted(role, object))
                .toList();
    }

    private static boolean isOwner(Role role, CatalogObject object) {
        return object.property(Role.OWNER)
                .filter(owner -> Long.parseLong(owner) == role.id())
                .isPresent();
    }

    private static boolean isGranted(Role role, CatalogObject object) {
        return object.property(AccessList.ACCESS)
                .filter(list -> AccessList.parse(list).mentions(role.id()))
                .isPresent();
    }

    /** Returns the number of the database that an object is in; 0 for databases themselves. */
    long databaseOf(CatalogObject object) {
        return switch (object.kind()) {
            case DATABASE -> 0;
            case SCHEMA, PRIVILEGE -> object.parent();
            case COLUMN ->
                changes.schema()
                        .object(CatalogKind.TABLE, object.parent())
                        .or(() -> changes.schema().object(CatalogKind.VIEW, object.parent()))
                        .map(this::databaseOf)
                        .orElse(0L);
            default ->
                changes.schema()
                        .object(CatalogKind.SCHEMA, object.parent())
                        .map(CatalogObject::parent)
                        .orElse(0L);
        };
    }

    /**
     * Passes if nothing depends on a role.
     *
     * @throws SqlException 2BP01 if something does
     */
    void refuse(Role role) {
        List<String> lines = new ArrayList<>();
        Map<Long, Integer> elsewhere = new TreeMap<>();
        List<CatalogObject> all = new ArrayList<>();
        for (CatalogKind kind : KINDS) {
            changes.schema().all(kind).stream()
                    .filter(object -> isOwner(role, object) || isGranted(role, object))
                    .filter(object ->
                            !(object.kind() == CatalogKind.TYPE && object.name().startsWith("_")))
                    .forEach(all::add);
        }
        all.sort(Comparator.comparingLong(RoleDependents::wholeOf)
                .thenComparingInt(RoleDependents::rank)
                .thenComparingLong(CatalogObject::id));
        for (CatalogObject object : all) {
            long database = databaseOf(object);
            if (database != 0 && database != changes.schema().databaseId()) {
                elsewhere.merge(database, 1, Integer::sum);
            } else {
                lines.add((isOwner(role, object) ? "owner of " : "privileges for ") + name(object));
            }
        }
        elsewhere.forEach((database, count) -> lines.add(count + (count == 1 ? " object" : " objects") + " in database "
                + changes.schema()
                        .object(CatalogKind.DATABASE, database)
                        .map(CatalogObject::name)
                        .orElse("?")));
        if (!lines.isEmpty()) {
            throw new SqlException(
                            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                            "role \"" + role.name() + "\" cannot be dropped because some objects depend on it")
                    .withDetail(String.join("\n", lines.subList(0, Math.min(lines.size(), MOST_LINES))));
        }
    }

    /** What is part of a relation stands beside it. */
    private static long wholeOf(CatalogObject object) {
        return switch (object.kind()) {
            case COLUMN -> object.parent();
            case SEQUENCE -> object.related() == 0 ? object.id() : object.related();
            default -> object.id();
        };
    }

    /** A sequence was made before the table that it is for. */
    private static int rank(CatalogObject object) {
        return object.kind() == CatalogKind.SEQUENCE ? 0 : object.kind() == CatalogKind.COLUMN ? 2 : 1;
    }

    private String name(CatalogObject object) {
        return switch (object.kind()) {
            case TYPE ->
                "type "
                        + changes.schema()
                                .types()
                                .made(object.id())
                                .map(type -> type.displayName())
                                .orElse(object.name());
            case COLUMN ->
                "column " + Quoting.identifier(object.name()) + " of "
                        + changes.schema()
                                .object(CatalogKind.TABLE, object.parent())
                                .or(() -> changes.schema().object(CatalogKind.VIEW, object.parent()))
                                .map(this::name)
                                .orElse("?");
            case FUNCTION ->
                "function "
                        + UserFunction.of(object, changes.schema())
                                .map(FunctionNames::shown)
                                .orElse(object.name());
            case OPERATOR -> OperatorNames.name(changes, object);
            case PRIVILEGE ->
                SystemPrivileges.is(object) ? SystemPrivileges.shown(object) : new DefaultGrants(changes).shown(object);
            case COLLATION, EXTENDED_STATISTICS ->
                Ownership.word(object) + " " + changes.schema().names().shown(object);
            case TABLE, SEQUENCE, VIEW -> Ownership.word(object) + " " + changes.shown(object);
            default -> Ownership.word(object) + " " + Quoting.identifier(object.name());
        };
    }
}
