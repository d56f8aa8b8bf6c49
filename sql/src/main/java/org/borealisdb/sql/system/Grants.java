package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.RoleName;
import org.borealisdb.sql.ast.RoleStatement;
import org.borealisdb.sql.catalog.AccessList;
import org.borealisdb.sql.catalog.ObjectAddress;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.Privilege.ObjectClass;
import org.borealisdb.sql.catalog.Privileges;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.SchemaNames;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.SystemPrivileges;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.session.CommandTag;

/** Grants and revokes privileges. Belongs to one task. */
final class Grants {
    /** The schemas that have no objects of their own, with their numbers. */
    private static final Map<String, Long> SYSTEM_SCHEMAS = Map.of("pg_catalog", 11L, "information_schema", 13_207L);

    private final CatalogChanges changes;
    private final RoleNames names;
    private final FunctionNames functions;
    private final Privileges privileges;

    Grants(CatalogChanges changes) {
        this.changes = changes;
        this.names = new RoleNames(changes);
        this.functions = new FunctionNames(changes);
        this.privileges = new Privileges(changes.schema().roles());
    }

    CommandTag run(RoleStatement.Grant grant) {
        if (grant.grantor() != null && names.find(grant.grantor()).id() != current()) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "grantor must be current user");
        }
        List<CatalogObject> objects = objects(grant);
        List<Long> grantees = grantees(grant);
        for (CatalogObject object : objects) {
            run(grant, grantees, object);
        }
        return CommandTag.plain(grant.grant() ? "GRANT" : "REVOKE");
    }

    private long current() {
        return changes.schema().currentRole().id();
    }

    private List<Long> grantees(RoleStatement.Grant grant) {
        return grant.grantees().stream()
                .map(name -> name.kind() == RoleName.Kind.PUBLIC
                        ? AccessList.PUBLIC
                        : names.find(name).id())
                .toList();
    }

    private List<CatalogObject> objects(RoleStatement.Grant grant) {
        List<CatalogObject> found = new ArrayList<>();
        for (QualifiedName name : grant.objects()) {
            if (grant.inSchemas()) {
                CatalogObject schema = schema(name.last());
                found.addAll(
                        SystemPrivileges.standsIn(schema)
                                ? allIn(schema.name(), grant.target())
                                : allIn(schema, grant.target()));
            } else {
                found.add(object(grant.target(), name));
            }
        }
        for (FunctionStatement.Signature signature : grant.routines()) {
            found.add(functions.granted(grant.target().name(), signature));
        }
        return found;
    }

    private List<CatalogObject> allIn(CatalogObject schema, RoleStatement.Target target) {
        return switch (target) {
            case ROUTINE -> changes.schema().children(schema, NameSpace.FUNCTIONS);
            case FUNCTION, PROCEDURE ->
                changes.schema().children(schema, NameSpace.FUNCTIONS).stream()
                        .filter(each -> UserFunction.isProcedure(each) == (target == RoleStatement.Target.PROCEDURE))
                        .toList();
            case SEQUENCE ->
                changes.schema().relations(schema).stream()
                        .filter(each -> each.kind() == CatalogKind.SEQUENCE)
                        .toList();
            default ->
                changes.schema().relations(schema).stream()
                        .filter(each -> each.kind() == CatalogKind.TABLE || each.kind() == CatalogKind.VIEW)
                        .toList();
        };
    }

    private List<CatalogObject> allIn(String systemSchema, RoleStatement.Target target) {
        return switch (target) {
            case TABLE -> changes.session().systemRelations(systemSchema, changes.schema());
            case SEQUENCE -> List.of();
            default -> throw SqlException.notSupported("privileges on all functions that are built in");
        };
    }

    private CatalogObject object(RoleStatement.Target target, QualifiedName name) {
        return switch (target) {
            case TABLE -> relation(name, false);
            case SEQUENCE -> relation(name, true);
            case SCHEMA -> schema(name.last());
            case DATABASE ->
                changes.schema().all(CatalogKind.DATABASE).stream()
                        .filter(each -> each.name().equals(name.last()))
                        .findFirst()
                        .orElseThrow(() -> new SqlException(
                                ErrorCode.INVALID_CATALOG_NAME, "database \"" + name.last() + "\" does not exist"));
            case TYPE, DOMAIN -> type(name, target == RoleStatement.Target.DOMAIN);
            case FUNCTION, PROCEDURE, ROUTINE, LANGUAGE, TABLESPACE ->
                throw SqlException.notSupported("GRANT on " + target.name().toLowerCase(Locale.ROOT) + "s");
        };
    }

    private CatalogObject type(QualifiedName name, boolean domain) {
        CatalogObject found = changes.schema()
                .userType(name.parts())
                .orElseThrow(
                        () -> new SqlException(ErrorCode.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist"));
        if (changes.schema().types().named(name.parts()).orElse(null) instanceof ArrayType) {
            throw new SqlException(ErrorCode.INVALID_GRANT_OPERATION, "cannot set privileges of array types")
                    .withHint("Set the privileges of the element type instead.");
        }
        if (domain && !new UserType(found).isDomain()) {
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + name + "\" is not a domain");
        }
        return found;
    }

    private CatalogObject relation(QualifiedName name, boolean sequence) {
        CatalogObject found = changes.session()
                .systemRelation(name.parts(), changes.schema())
                .or(() -> changes.schema().relation(name.parts()))
                .orElseThrow(() -> new SchemaNames(changes.schema()).noRelation(name.parts()));
        if (found.kind() == CatalogKind.INDEX) {
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + name.last() + "\" is an index");
        }
        if (sequence && found.kind() != CatalogKind.SEQUENCE) {
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + name.last() + "\" is not a sequence");
        }
        return found;
    }

    private CatalogObject schema(String name) {
        return changes.schema()
                .schema(name)
                .or(() -> Optional.ofNullable(SYSTEM_SCHEMAS.get(name)).map(id -> systemSchema(id, name)))
                .orElseThrow(() ->
                        new SqlException(ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist"));
    }

    private CatalogObject systemSchema(long id, String name) {
        return SystemPrivileges.object(
                changes.schema(),
                CatalogKind.SCHEMA,
                ObjectAddress.SCHEMAS,
                id,
                name,
                SystemPrivileges.initial(
                        ObjectClass.SCHEMA, changes.schema().roles().first(), Set.of(Privilege.USAGE)));
    }

    private void run(RoleStatement.Grant grant, List<Long> grantees, CatalogObject object) {
        ObjectClass kind = Privileges.classOf(object.kind());
        ObjectClass named = grant.target() == RoleStatement.Target.TABLE ? ObjectClass.RELATION : kind;
        String shown = named == ObjectClass.FUNCTION ? grant.target().name() : named.name();
        Set<Privilege> whole = EnumSet.noneOf(Privilege.class);
        for (RoleStatement.PrivilegeItem item : grant.privileges()) {
            if (item.columns().isEmpty()) {
                whole.add(checked(item.word(), named, shown));
            } else if (named != ObjectClass.RELATION) {
                throw new SqlException(
                        ErrorCode.INVALID_GRANT_OPERATION, "column privileges are only valid for relations");
            }
        }
        if (kind == ObjectClass.RELATION && whole.contains(Privilege.USAGE)) {
            throw new SqlException(ErrorCode.INVALID_GRANT_OPERATION, "invalid privilege type USAGE for table");
        }
        boolean all = grant.privileges().isEmpty();
        if (all) {
            whole.addAll(Privilege.on(kind));
        } else if (kind == ObjectClass.SEQUENCE && !Privilege.on(kind).containsAll(whole)) {
            changes.warn(
                    ErrorCode.INVALID_GRANT_OPERATION,
                    "sequence \"" + object.name() + "\" only supports USAGE, SELECT, and UPDATE privileges");
            whole.retainAll(Privilege.on(kind));
        }
        if (!whole.isEmpty()) {
            change(grant, grantees, object, object, whole, all);
            if (!grant.grant() && kind == ObjectClass.RELATION) {
                revokeOnColumns(grant, grantees, object, whole);
            }
        }
        onColumns(grant, grantees, object);
        changes.schema().forget();
    }

    static Privilege checked(String word, ObjectClass kind, String shown) {
        Privilege privilege = Privilege.named(word)
                .orElseThrow(
                        () -> new SqlException(ErrorCode.SYNTAX_ERROR, "unrecognized privilege type \"" + word + "\""));
        boolean fits = Privilege.on(kind).contains(privilege)
                || (kind == ObjectClass.RELATION && privilege == Privilege.USAGE);
        if (!fits) {
            throw new SqlException(
                    ErrorCode.INVALID_GRANT_OPERATION,
                    "invalid privilege type " + privilege + " for " + shown.toLowerCase(Locale.ROOT));
        }
        return privilege;
    }

    private void revokeOnColumns(
            RoleStatement.Grant grant, List<Long> grantees, CatalogObject relation, Set<Privilege> whole) {
        Set<Privilege> those = EnumSet.copyOf(whole);
        those.retainAll(Privilege.on(ObjectClass.COLUMN));
        if (SystemPrivileges.standsIn(relation)) {
            changes.session()
                    .systemColumns(relation, changes.schema())
                    .forEach(column -> revokeOn(grant, grantees, relation, column, those));
            return;
        }
        for (CatalogObject column : changes.schema().children(relation, NameSpace.COLUMNS)) {
            revokeOn(grant, grantees, relation, column, those);
        }
    }

    private void revokeOn(
            RoleStatement.Grant grant,
            List<Long> grantees,
            CatalogObject relation,
            CatalogObject column,
            Set<Privilege> those) {
        if (!those.isEmpty() && column.property(AccessList.ACCESS).isPresent()) {
            change(grant, grantees, relation, column, those, true);
        }
    }

    private void onColumns(RoleStatement.Grant grant, List<Long> grantees, CatalogObject relation) {
        Set<String> columns = new TreeSet<>();
        grant.privileges().forEach(item -> columns.addAll(item.columns()));
        for (String name : columns) {
            Set<Privilege> those = EnumSet.noneOf(Privilege.class);
            boolean all = false;
            for (RoleStatement.PrivilegeItem item : grant.privileges()) {
                if (item.columns().contains(name) && item.word().equals("all")) {
                    those.addAll(Privilege.on(ObjectClass.COLUMN));
                    all = true;
                } else if (item.columns().contains(name)) {
                    those.add(checked(item.word(), ObjectClass.COLUMN, ObjectClass.COLUMN.name()));
                }
            }
            if (SystemColumn.named(name).isPresent()) {
                throw SqlException.notSupported("privileges on the system column \"" + name + "\"");
            }
            CatalogObject column = column(relation, name)
                    .orElseThrow(() -> new SqlException(
                            ErrorCode.UNDEFINED_COLUMN,
                            "column \"" + name + "\" of relation \"" + relation.name() + "\" does not exist"));
            change(grant, grantees, relation, column, those, all);
        }
    }

    private Optional<CatalogObject> column(CatalogObject relation, String name) {
        List<CatalogObject> columns = SystemPrivileges.standsIn(relation)
                ? changes.session().systemColumns(relation, changes.schema())
                : changes.schema().columns(relation).stream()
                        .filter(each -> !each.dropped())
                        .map(TableColumn::object)
                        .toList();
        return columns.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static boolean isColumn(CatalogObject part) {
        return part.kind() == CatalogKind.COLUMN;
    }

    /** The role in whose name something is granted, and what of it that role may grant. */
    private record Grantor(long role, Set<Privilege> grantable) {}

    private Grantor grantor(CatalogObject object, CatalogObject part, Set<Privilege> wanted) {
        long owner = changes.schema().roles().ownerOf(object);
        if (changes.schema().roles().hasPrivilegesOf(current(), owner)) {
            return new Grantor(owner, wanted);
        }
        Grantor best = new Grantor(current(), Set.of());
        for (long role : changes.schema().roles().inherited(current())) {
            Set<Privilege> grantable = EnumSet.noneOf(Privilege.class);
            grantable.addAll(privileges.listOf(part).grantableBy(Set.of(role)));
            if (isColumn(part)) {
                grantable.addAll(privileges.listOf(object).grantableBy(Set.of(role)));
            }
            grantable.retainAll(wanted);
            if (grantable.size() > best.grantable().size()) {
                best = new Grantor(role, grantable);
            }
        }
        return best;
    }

    private void change(
            RoleStatement.Grant grant,
            List<Long> grantees,
            CatalogObject object,
            CatalogObject part,
            Set<Privilege> wanted,
            boolean all) {
        Grantor grantor = grantor(object, part, wanted);
        if (grantor.grantable().isEmpty()) {
            refuseStranger(object, part);
        }
        warn(grant, part, wanted, grantor.grantable(), all);
        if (grantor.grantable().isEmpty()) {
            return;
        }
        long owner = changes.schema().roles().ownerOf(object);
        AccessList list = !isColumn(part)
                ? privileges.listOf(object)
                : part.property(AccessList.ACCESS).map(AccessList::parse).orElse(new AccessList(List.of()));
        for (long grantee : grantees) {
            if (grant.grant() && grant.grantOption() && grantee == AccessList.PUBLIC) {
                throw new SqlException(ErrorCode.INVALID_GRANT_OPERATION, "grant options can only be granted to roles");
            }
            list = grant.grant()
                    ? list.granted(grantee, grantor.role(), grantor.grantable(), grant.grantOption(), owner)
                    : list.revoked(
                            grantee, grantor.role(), grantor.grantable(), grant.grantOption(), owner, grant.cascade());
        }
        CatalogObject changed = isColumn(part) && list.items().isEmpty()
                ? withoutList(part)
                : part.with(AccessList.ACCESS, list.stored());
        if (SystemPrivileges.standsIn(part)) {
            keep(object, changed);
        } else if (!changed.equals(part)) {
            changes.replace(changed);
        }
    }

    /** Keeps who may do what with something built in. */
    private void keep(CatalogObject object, CatalogObject part) {
        refuseSchemaForNobody(part);
        String of = Ownership.word(object) + " "
                + object.property(SystemPrivileges.SHOWN).orElse(object.name());
        Optional<CatalogObject> kept = SystemPrivileges.kept(changes.schema(), part);
        CatalogObject toKeep = SystemPrivileges.toKeep(
                part,
                kept.map(CatalogObject::id).orElseGet(changes::newId),
                changes.schema().databaseId(),
                isColumn(part) ? "column " + part.name() + " of " + of : of);
        if (part.property(AccessList.ACCESS).isEmpty()) {
            kept.ifPresent(changes::remove);
        } else if (kept.isPresent()) {
            changes.replace(toKeep);
        } else {
            changes.add(toKeep);
        }
        changes.schema().forget();
    }

    /** The schemas of what is built in are everybody's: names are found there without looking at who may use them. */
    private static void refuseSchemaForNobody(CatalogObject part) {
        boolean everybody = AccessList.parse(part.property(AccessList.ACCESS).orElse("")).items().stream()
                .anyMatch(item ->
                        item.grantee() == AccessList.PUBLIC && item.privileges().contains(Privilege.USAGE));
        if (part.kind() == CatalogKind.SCHEMA && !everybody) {
            throw SqlException.notSupported("keeping roles from using the schema \"" + part.name() + "\"");
        }
    }

    static CatalogObject withoutList(CatalogObject object) {
        return object.without(AccessList.ACCESS);
    }

    /** Who may do nothing at all with an object is told so; others are warned that they granted nothing. */
    private void refuseStranger(CatalogObject object, CatalogObject part) {
        boolean knows = !privileges.of(current(), object).isEmpty()
                || (isColumn(part) && !privileges.of(current(), part).isEmpty());
        if (!knows) {
            if (isColumn(part)) {
                throw new SqlException(
                        ErrorCode.INSUFFICIENT_PRIVILEGE,
                        "permission denied for column \"" + part.name() + "\" of relation \"" + object.name() + "\"");
            }
            throw Privileges.denied(object);
        }
    }

    private void warn(
            RoleStatement.Grant grant, CatalogObject part, Set<Privilege> wanted, Set<Privilege> done, boolean all) {
        String verb = grant.grant() ? "granted" : "revoked";
        String could = grant.grant() ? "were" : "could be";
        ErrorCode code = grant.grant() ? ErrorCode.PRIVILEGE_NOT_GRANTED : ErrorCode.PRIVILEGE_NOT_REVOKED;
        String of = isColumn(part)
                ? "column \"" + part.name() + "\" of relation \""
                        + changes.schema()
                                .object(CatalogKind.TABLE, part.parent())
                                .map(CatalogObject::name)
                                .orElse("")
                        + "\""
                : "\"" + (part.kind() == CatalogKind.FUNCTION ? UserFunction.nameOf(part) : part.name()) + "\"";
        if (done.isEmpty()) {
            changes.warn(code, "no privileges " + could + " " + verb + " for " + of);
        } else if (!all && !done.equals(wanted)) {
            changes.warn(code, "not all privileges " + could + " " + verb + " for " + of);
        }
    }

    /** Revokes in the name of all grantors what a role was granted on an object, and what it granted. */
    static AccessList without(AccessList list, Role role, long owner) {
        AccessList result = list;
        for (AccessList.Item item : list.items()) {
            if (item.grantee() == role.id() || item.grantor() == role.id()) {
                result = result.revoked(item.grantee(), item.grantor(), item.privileges(), false, owner, true);
            }
        }
        return result;
    }
}
