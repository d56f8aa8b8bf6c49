package org.borealisdb.sql.service;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.Maintenance.ReindexKind;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.postgres.KnownRelation;
import org.borealisdb.sql.session.SqlNotice;

/** REINDEX and CLUSTER. System relations are taken, and left as they are: they have no trees. Belongs to the session's task. */
final class RebuildCommand {
    private static final List<String> SYSTEM_SCHEMAS = List.of("pg_catalog", "information_schema");
    private static final String NOT_CONCURRENTLY = "cannot reindex system catalogs concurrently";

    private final DefinitionRuns definitions;
    private final ConcurrentIndexCommand concurrent;
    private final TransactionBlock block;
    private final SeveralStatements several;
    private final StatementPlanner planner;
    private final SessionScope scope;
    private final Notices notices;

    RebuildCommand(
            DefinitionRuns definitions,
            ConcurrentIndexCommand concurrent,
            TransactionBlock block,
            SeveralStatements several,
            StatementPlanner planner,
            SessionScope scope,
            Notices notices) {
        this.definitions = definitions;
        this.concurrent = concurrent;
        this.block = block;
        this.several = several;
        this.planner = planner;
        this.scope = scope;
        this.notices = notices;
    }

    /** Runs REINDEX. */
    void reindex(Maintenance.Reindex reindex, String text) {
        boolean concurrently = isConcurrent(reindex, text);
        ReindexKind kind = reindex.kind();
        boolean isMany = kind != ReindexKind.INDEX && kind != ReindexKind.TABLE;
        if (concurrently || isMany) {
            several.refuse(block, "REINDEX " + (concurrently ? "CONCURRENTLY" : kind));
        }
        Optional<KnownRelation> system =
                isMany ? Optional.empty() : scope.systemRelation(reindex.name().parts());
        if (system.isPresent()) {
            reindexSystem(system.get(), kind, concurrently);
            return;
        }
        String name = reindex.name().last();
        if (kind == ReindexKind.SCHEMA && SYSTEM_SCHEMAS.contains(name)) {
            requireSuperuser("schema " + name);
        } else if (concurrently && kind != ReindexKind.SYSTEM) {
            concurrent.reindex(reindex, text);
            if (isOn(reindex, "verbose")) {
                definitions.make(text, runner -> runner.rebuilds().tellConcurrent(reindex));
            }
        } else {
            definitions.make(text, runner -> runner.rebuilds().reindex(reindex, isOn(reindex, "verbose")));
        }
        if (concurrently && kind == ReindexKind.SYSTEM) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, NOT_CONCURRENTLY);
        }
        if (concurrently && (kind == ReindexKind.DATABASE || name.equals("pg_catalog"))) {
            notices.send(SqlNotice.Level.WARNING, ErrorCode.FEATURE_NOT_SUPPORTED, NOT_CONCURRENTLY + ", skipping all");
        }
    }

    private static boolean isConcurrent(Maintenance.Reindex reindex, String text) {
        for (OptionItem item : reindex.options()) {
            switch (item.name()) {
                case "concurrently", "verbose" -> OptionValue.isOn(item);
                case "tablespace" -> checkTablespace(OptionValue.text(item));
                default -> throw OptionValue.unrecognized("REINDEX", item, text);
            }
        }
        return isOn(reindex, "concurrently");
    }

    private static boolean isOn(Maintenance.Reindex reindex, String option) {
        boolean on = false;
        for (OptionItem item : reindex.options()) {
            on = item.name().equals(option) ? OptionValue.isOn(item) : on;
        }
        return on;
    }

    private static void checkTablespace(String name) {
        if (name.equals("pg_global")) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "only shared relations can be placed in pg_global tablespace");
        }
        if (!name.equals("pg_default")) {
            throw new SqlException(ErrorCode.UNDEFINED_OBJECT, "tablespace \"" + name + "\" does not exist");
        }
    }

    private void reindexSystem(KnownRelation relation, ReindexKind kind, boolean concurrently) {
        if (kind == ReindexKind.INDEX || !relation.isTable()) {
            throw new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    "\"" + relation.name() + "\" is not "
                            + (kind == ReindexKind.INDEX ? "an index" : "a table or materialized view"));
        }
        requireSuperuser("table " + relation.name());
        if (concurrently && relation.isCatalog()) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, NOT_CONCURRENTLY);
        }
    }

    private void requireSuperuser(String owned) {
        try (SchemaReader schema = planner.openSchema()) {
            boolean ownsDatabase = schema.object(CatalogKind.DATABASE, schema.databaseId())
                    .filter(database -> schema.roles()
                            .hasPrivilegesOf(
                                    schema.currentRole().id(), schema.roles().ownerOf(database)))
                    .isPresent();
            if (!schema.currentRole().isSuperuser() && !(ownsDatabase && owned.startsWith("table"))) {
                throw new SqlException(ErrorCode.INSUFFICIENT_PRIVILEGE, "must be owner of " + owned);
            }
        }
    }

    /** Runs CLUSTER. */
    void cluster(Maintenance.Cluster cluster, String text) {
        for (OptionItem item : cluster.options()) {
            if (!item.name().equals("verbose")) {
                throw OptionValue.unrecognized("CLUSTER", item, text);
            }
            OptionValue.isOn(item);
        }
        if (cluster.table() == null) {
            several.refuse(block, "CLUSTER");
            return;
        }
        Optional<KnownRelation> system = scope.systemRelation(cluster.table().parts());
        if (system.isEmpty()) {
            definitions.make(text, runner -> runner.rebuilds().cluster(cluster));
            return;
        }
        if (!system.get().isTable()) {
            throw new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE, "\"" + system.get().name() + "\" is not a table or materialized view");
        }
        requireSuperuser("table " + system.get().name());
        if (cluster.index() == null) {
            throw new SqlException(
                    ErrorCode.UNDEFINED_OBJECT,
                    "there is no previously clustered index for table \""
                            + system.get().name() + "\"");
        }
    }
}
