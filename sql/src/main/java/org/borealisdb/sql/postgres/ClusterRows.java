package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.lock.LockFact;
import org.borealisdb.expr.network.NetworkAddress;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.sql.catalog.ConnectionRules;
import org.borealisdb.sql.catalog.DefaultPrivileges;
import org.borealisdb.sql.catalog.InitialSettings;
import org.borealisdb.sql.catalog.Membership;
import org.borealisdb.sql.catalog.ObjectAddress;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.setting.SettingDeclaration;
import org.jspecify.annotations.Nullable;

/** The rows about what all databases share, and about sessions. Belongs to one task. */
final class ClusterRows {
    private static final int UTF8 = 6;
    private static final int PG_DEFAULT = 1663;
    private static final int PG_GLOBAL = 1664;

    private final CatalogSnapshot catalog;
    private final SessionFacts session;

    ClusterRows(CatalogSnapshot catalog, SessionFacts session) {
        this.catalog = catalog;
        this.session = session;
    }

    void databases(SystemRows rows) {
        for (CatalogObject database : catalog.databases()) {
            rows.add()
                    .set("oid", database.id())
                    .set("datname", database.name())
                    .set("datdba", catalog.owner(database))
                    .set("datacl", catalog.access(database))
                    .set("encoding", UTF8)
                    .set("datlocprovider", 'c')
                    .set("datistemplate", ConnectionRules.of(database).template())
                    .set("datallowconn", ConnectionRules.of(database).allowed())
                    .set("datconnlimit", ConnectionRules.of(database).limit())
                    .set("dattablespace", PG_DEFAULT)
                    .set("datcollate", "C.UTF-8")
                    .set("datctype", "C.UTF-8")
                    .end();
        }
    }

    void roles(SystemRows rows) {
        for (Role role : catalog.roles().all()) {
            Optional<CatalogObject> stored = catalog.storedRoles().stream()
                    .filter(each -> each.id() == role.id())
                    .findFirst();
            OptionalLong until = stored.map(Role::validUntil).orElse(OptionalLong.empty());
            rows.add()
                    .set("oid", role.id())
                    .set("rolname", role.name())
                    .set("rolsuper", role.isSuperuser())
                    .set("rolinherit", role.has(Role.Attribute.INHERIT))
                    .set("rolcreaterole", role.has(Role.Attribute.CREATEROLE))
                    .set("rolcreatedb", role.has(Role.Attribute.CREATEDB))
                    .set("rolcanlogin", role.has(Role.Attribute.LOGIN))
                    .set("rolreplication", role.has(Role.Attribute.REPLICATION))
                    .set("rolbypassrls", role.has(Role.Attribute.BYPASSRLS))
                    .set("rolconnlimit", role.connectionLimit())
                    .set(
                            "rolpassword",
                            stored.flatMap(each -> each.property(Role.PASSWORD)).orElse(null))
                    .set("rolvaliduntil", until.isPresent() ? until.getAsLong() : null)
                    .end();
        }
    }

    void memberships(SystemRows rows) {
        for (Membership membership : catalog.roles().memberships()) {
            rows.add()
                    .set("roleid", membership.group())
                    .set("member", membership.member())
                    .set("grantor", membership.grantor())
                    .set("admin_option", membership.admin())
                    .end();
        }
    }

    void initialSettings(SystemRows rows) {
        for (InitialSettings initial : catalog.initialSettings()) {
            rows.add()
                    .set("setdatabase", initial.database())
                    .set("setrole", initial.role())
                    .set("setconfig", ArrayValue.of(BuiltInType.TEXT.type(), initial.shown()))
                    .end();
        }
    }

    void defaultPrivileges(SystemRows rows) {
        for (CatalogObject object : catalog.defaultPrivileges()) {
            DefaultPrivileges privileges = DefaultPrivileges.of(object);
            rows.add()
                    .set("oid", object.id())
                    .set("defaclrole", privileges.role())
                    .set("defaclnamespace", privileges.schema())
                    .set("defaclobjtype", privileges.letter())
                    .set("defaclacl", catalog.shown(privileges.list()))
                    .end();
        }
    }

    void tablespaces(SystemRows rows) {
        tablespace(rows, PG_DEFAULT, "pg_default");
        tablespace(rows, PG_GLOBAL, "pg_global");
    }

    private void tablespace(SystemRows rows, int oid, String name) {
        rows.add()
                .set("oid", oid)
                .set("spcname", name)
                .set("spcowner", catalog.owner())
                .end();
    }

    void settings(SystemRows rows) {
        for (SessionFacts.Setting setting : session.settings()) {
            SettingDeclaration declared = setting.declared();
            rows.add()
                    .set("name", declared.name())
                    .set("setting", setting.value())
                    .set("unit", orNull(declared.unit().symbol()))
                    .set("category", declared.category())
                    .set("short_desc", declared.description())
                    .set("context", declared.context().word())
                    .set("vartype", declared.type().word())
                    .set("source", setting.source())
                    .set("min_val", orNull(declared.minimum()))
                    .set("max_val", orNull(declared.maximum()))
                    .set(
                            "enumvals",
                            declared.choices().isEmpty()
                                    ? null
                                    : ArrayValue.of(BuiltInType.TEXT.type(), declared.choices()))
                    .set("boot_val", declared.initial())
                    .set("reset_val", setting.initial())
                    .set("pending_restart", false)
                    .end();
        }
    }

    private static @Nullable Long orNull(long micros) {
        return micros == 0 ? null : micros;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Comments on objects of this database. */
    void descriptions(SystemRows rows) {
        catalog.comments().forEach((object, text) -> {
            if (object.relation() > 0 && !isShared(object)) {
                rows.add()
                        .set("objoid", object.id())
                        .set("classoid", object.relation())
                        .set("objsubid", object.column())
                        .set("description", text)
                        .end();
            }
        });
    }

    /** Comments on databases and roles. */
    void sharedDescriptions(SystemRows rows) {
        catalog.comments().forEach((object, text) -> {
            if (isShared(object)) {
                rows.add()
                        .set("objoid", object.id())
                        .set("classoid", object.relation())
                        .set("description", text)
                        .end();
            }
        });
    }

    private static boolean isShared(Commented object) {
        return object.relation() == ObjectAddress.DATABASES || object.relation() == ObjectAddress.ROLES;
    }

    void cursors(SystemRows rows) {
        for (SessionFacts.Cursor cursor : session.cursors()) {
            rows.add()
                    .set("name", cursor.name())
                    .set("statement", cursor.statement())
                    .set("is_holdable", cursor.hold())
                    .set("is_binary", cursor.binary())
                    .set("is_scrollable", cursor.scroll())
                    .set("creation_time", cursor.created())
                    .end();
        }
    }

    void prepared(SystemRows rows) {
        for (SessionFacts.Prepared prepared : session.prepared()) {
            List<Object> types = new ArrayList<>();
            prepared.types().forEach(type -> types.add(Integer.toUnsignedLong(type.oid())));
            rows.add()
                    .set("name", prepared.name())
                    .set("statement", prepared.statement())
                    .set("prepare_time", prepared.created())
                    .set("parameter_types", ArrayValue.of(BuiltInType.REGTYPE.type(), types))
                    .set("from_sql", prepared.fromSql())
                    .set("generic_plans", 0L)
                    .set("custom_plans", 0L)
                    .end();
        }
    }

    void activity(SystemRows rows) {
        Set<Integer> waiting = session.locks().stream()
                .filter(lock -> !lock.granted())
                .map(LockFact::process)
                .collect(Collectors.toSet());
        for (SessionFacts.Activity activity : session.activities()) {
            boolean waits = waiting.contains(activity.processId());
            boolean active = activity.state().equals("active");
            long database = catalog.databases().stream()
                    .filter(candidate -> candidate.name().equals(activity.database()))
                    .mapToLong(CatalogObject::id)
                    .findFirst()
                    .orElse(0);
            long role = catalog.roles().named(activity.role()).map(Role::id).orElse(0L);
            rows.add()
                    .set("datid", database)
                    .set("datname", activity.database())
                    .set("pid", activity.processId())
                    .set("usesysid", activity.background() ? null : role)
                    .set("usename", activity.background() ? null : activity.role())
                    .set("application_name", activity.applicationName())
                    .set(
                            "client_addr",
                            activity.background()
                                    ? null
                                    : NetworkAddress.ofHost(activity.clientHost())
                                            .orElse(null))
                    .set("client_port", activity.background() ? null : activity.clientPort())
                    .set("backend_start", activity.started())
                    .set("xact_start", orNull(activity.transactionStarted()))
                    .set("query_start", orNull(activity.queryStarted()))
                    .set("state_change", activity.stateChanged())
                    .set("wait_event_type", waits ? "Lock" : active ? null : "Client")
                    .set(
                            "wait_event",
                            waits
                                    ? LockRows.waitEvent(session.locks(), activity.processId())
                                    : active ? null : "ClientRead")
                    .set("state", activity.state())
                    .set("query", activity.query())
                    .set("backend_type", activity.background() ? "autovacuum worker" : "client backend")
                    .end();
        }
    }
}
