package org.borealisdb.sql.service;

import java.util.List;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.catalog.SchemaNames;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.postgres.KnownRelation;
import org.borealisdb.sql.session.SqlNotice;

/** The relations that VACUUM and ANALYZE are given, and who may do that to them. Belongs to the session's task. */
final class MaintainedRelations {
    private final SessionScope scope;
    private final Notices notices;

    MaintainedRelations(SessionScope scope, Notices notices) {
        this.scope = scope;
        this.notices = notices;
    }

    /** A relation that was named, with columns. */
    sealed interface Target {
        String name();

        boolean isTable();

        List<String> columns();
    }

    /** A relation of a user. */
    record OfUser(CatalogObject object, List<String> columns) implements Target {
        OfUser {
            columns = List.copyOf(columns);
        }

        @Override
        public String name() {
            return object.name();
        }

        @Override
        public boolean isTable() {
            return object.kind() == CatalogKind.TABLE;
        }
    }

    /** A system relation, with which there is nothing to do. */
    record OfSystem(KnownRelation relation, List<String> columns) implements Target {
        OfSystem {
            columns = List.copyOf(columns);
        }

        @Override
        public String name() {
            return relation.name();
        }

        @Override
        public boolean isTable() {
            return relation.isTable();
        }
    }

    /**
     * Finds what is named.
     *
     * @throws SqlException 42P01 if there is none
     */
    Target find(SchemaReader schema, Maintenance.TargetTable target) {
        return scope.systemRelation(target.table().parts())
                .<Target>map(relation -> new OfSystem(relation, target.columns()))
                .or(() ->
                        schema.relation(target.table().parts()).map(relation -> new OfUser(relation, target.columns())))
                .orElseThrow(
                        () -> new SchemaNames(schema).noRelation(target.table().parts()));
    }

    /** Returns whether this may be done to a relation at all; if not, the client is told that it is passed over. */
    boolean permits(SchemaReader schema, Target target, String verb) {
        String reason = switch (target) {
            case OfUser user when mayMaintain(schema, user.object()) -> "";
            case OfUser user -> "only table or database owner can " + verb + " it";
            case OfSystem system -> refusal(schema, system.relation(), verb);
        };
        if (reason.isEmpty() && !target.isTable()) {
            reason = "cannot " + verb + " non-tables or special system tables";
        }
        if (!reason.isEmpty()) {
            notices.send(
                    SqlNotice.Level.WARNING, ErrorCode.WARNING, "skipping \"" + target.name() + "\" --- " + reason);
        }
        return reason.isEmpty();
    }

    private static String refusal(SchemaReader schema, KnownRelation relation, String verb) {
        if (schema.currentRole().isSuperuser() || (!relation.isShared() && ownsDatabase(schema))) {
            return "";
        }
        String who = relation.isShared()
                ? "superuser"
                : relation.isCatalog() ? "superuser or database owner" : "table or database owner";
        return "only " + who + " can " + verb + " it";
    }

    /** Returns whether the session's role may do this to a relation of a user. */
    static boolean mayMaintain(SchemaReader schema, CatalogObject relation) {
        return schema.roles()
                        .hasPrivilegesOf(
                                schema.currentRole().id(), schema.roles().ownerOf(relation))
                || ownsDatabase(schema);
    }

    private static boolean ownsDatabase(SchemaReader schema) {
        long owner = schema.object(CatalogKind.DATABASE, schema.databaseId())
                .map(schema.roles()::ownerOf)
                .orElseGet(() -> schema.roles().first());
        return schema.roles().hasPrivilegesOf(schema.currentRole().id(), owner);
    }
}
