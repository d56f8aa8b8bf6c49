package org.borealisdb.sql.postgres;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ObjectNames;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.bind.ComputedTable;
import org.borealisdb.sql.bind.ViewText;
import org.borealisdb.sql.catalog.AccessList;
import org.borealisdb.sql.catalog.ObjectAddress;
import org.borealisdb.sql.catalog.PredefinedRole;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.SystemPrivileges;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.RowFunction;
import org.borealisdb.sql.plan.RowSupplier;
import org.jspecify.annotations.Nullable;

/** The system catalogs as one session sees them. Belongs to the session's task. */
public final class SystemCatalog {
    /** Relations that change without the catalog. */
    private static final Set<String> CHANGING = Set.of(
            "pg_settings",
            "pg_stat_activity",
            "pg_stat_database",
            "pg_stat_database_conflicts",
            "pg_stat_wal",
            "pg_locks",
            "pg_cursors",
            "pg_prepared_statements",
            "pg_timezone_names",
            "pg_timezone_abbrevs",
            "pg_stat_statements",
            "pg_stat_statements_info",
            "pg_hba_file_rules",
            "borealis_volume",
            "borealis_volume_groups",
            "borealis_volume_segments",
            "borealis_volume_nodes",
            "borealis_faults");

    /** Relations with what is nobody's business. */
    private static final Set<String> GUARDED = Set.of(
            "pg_authid",
            "pg_shadow",
            "pg_statistic",
            "pg_statistic_ext_data",
            "pg_hba_file_rules",
            "pg_ident_file_mappings",
            "pg_file_settings",
            "pg_config",
            "pg_largeobject",
            "pg_user_mapping",
            "pg_replication_origin_status");

    /** Relations that only those may read who may read all statistics. */
    private static final Set<String> FOR_STATISTICS = Set.of("pg_shmem_allocations", "pg_backend_memory_contexts");

    private final SessionFacts session;
    private final CatalogNames names;
    private final CatalogFunctions functions;
    private final Collection<ScalarFunction> sessionFunctions;
    private SoftReference<@Nullable Read> read = new SoftReference<>(null);

    /**
     * Makes a session's view of the catalogs.
     *
     * @param sessionFunctions functions that only the session knows, to be listed with the others
     */
    public SystemCatalog(SessionFacts session, Collection<ScalarFunction> sessionFunctions) {
        this.session = session;
        this.names = new CatalogNames(this::snapshot, this::allFunctions, this::rowFunctions);
        this.functions = new CatalogFunctions(this::snapshot, names, session);
        this.sessionFunctions = sessionFunctions;
        functions.add(rowsOf(2084, "pg_show_all_settings", "pg_settings"));
        functions.add(rowsOf(1371, "pg_lock_status", "pg_locks"));
        functions.add(rowsOf(2856, "pg_timezone_names", "pg_timezone_names"));
        functions.add(rowsOf(2599, "pg_timezone_abbrevs", "pg_timezone_abbrevs"));
        functions.add(rowsOf(3401, "pg_hba_file_rules", "pg_hba_file_rules"));
        functions.add(rowsOf(6250, "pg_ident_file_mappings", "pg_ident_file_mappings"));
        functions.add(rowsOf(9957, "pg_stat_statements_info", "pg_stat_statements_info"));
        functions.add(KeywordRows.function());
        new InformationFunctions(this::snapshot, functions::add).declare();
    }

    /** Returns a function that has the rows of a relation. */
    private RowFunction rowsOf(int oid, String name, String relationName) {
        SystemRelation relation = SystemRelations.named(relationName).orElseThrow();
        CompositeType type = new CompositeType(relation.columns().stream()
                .map(column -> new CompositeType.Field(column.name(), column.type()))
                .toList());
        return new RowFunction(oid, name, type, () -> {
            if (GUARDED.contains(relationName)) {
                refuseOthers(name);
            }
            return rowsOf(relation).all().stream().map(BoxedRow.class::cast).toList();
        });
    }

    /** Fails for roles that may not call a function of what is nobody's business. */
    private void refuseOthers(String function) {
        try (SchemaReader schema = session.openSchema()) {
            if (!schema.currentRole().isSuperuser()) {
                throw new SqlException(ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied for function " + function);
            }
        }
    }

    /** Returns the names of the catalog's objects. */
    public ObjectNames names() {
        return names;
    }

    /**
     * Finds an object of any kind.
     *
     * @param type of the object, as {@code pg_get_object_address} calls it
     * @param arguments types, or what else tells it from others of the name
     * @throws SqlException 42704 and its like if there is none
     */
    public ObjectAddress address(String type, List<String> name, List<String> arguments) {
        return new ObjectAddresses(snapshot(), names).find(type, name, arguments);
    }

    /** Returns the functions of a name that read the catalogs. */
    public List<ScalarFunction> functions(String name) {
        return functions.named(name);
    }

    /** Returns the function of a name that returns rows. */
    public Optional<RowFunction> rowFunction(String name) {
        return functions.rows(name);
    }

    private Collection<RowFunction> rowFunctions() {
        return functions.allRows();
    }

    /** What was read of the catalog, and the rows computed from it; given up when memory is short. */
    private record Read(long mark, CatalogSnapshot snapshot, Map<String, SystemRows> rows) {}

    private Read read() {
        long mark = session.catalogMark();
        Read known = read.get();
        if (known == null || known.mark() != mark) {
            try (SchemaReader schema = session.openSchema()) {
                known = new Read(mark, new CatalogSnapshot(schema), new HashMap<>());
            }
            read = new SoftReference<>(known);
        }
        return known;
    }

    private CatalogSnapshot snapshot() {
        return read().snapshot();
    }

    /** Returns whether a name stands for a system relation here: the schema pg_catalog comes before all others. */
    private static boolean isSystem(List<String> name, String schema) {
        return name.size() == 1
                ? schema.equals("pg_catalog")
                : name.get(name.size() - 2).equals(schema);
    }

    /** Returns a system relation that is computed. */
    public Optional<ComputedTable> table(List<String> name, SchemaReader schema) {
        Optional<SystemRelation> found = isSystem(name, "pg_catalog")
                ? SystemRelations.named(name.getLast())
                        .filter(relation ->
                                SystemViews.text("pg_catalog", relation.name()).isEmpty())
                : isSystem(name, "information_schema") ? StandardRelations.named(name.getLast()) : Optional.empty();
        return found.map(relation -> new ComputedTable(
                relation.oid(),
                new Plan.Computed(relation.name(), relation.types(), supplier(relation), Optional.empty()),
                relation.names(),
                Optional.of(standIn(relation, schema))));
    }

    /** Returns what is known of a system relation. */
    public Optional<KnownRelation> known(List<String> name) {
        String schema = isSystem(name, "information_schema") ? "information_schema" : "pg_catalog";
        if (!isSystem(name, schema)) {
            return Optional.empty();
        }
        return SystemRelations.named(schema, name.getLast())
                .map(relation -> new KnownRelation(schema, relation.name(), relation.kind() == 'r', relation.names()));
    }

    /** Returns whether a number is that of a system relation that is a table in PostgreSQL. */
    public static boolean isTable(@Nullable Object oid) {
        return oid instanceof Long number
                && SystemRelations.withOid(number)
                        .filter(relation -> relation.kind() == 'r')
                        .isPresent();
    }

    /** Returns a system relation that is a view over others. */
    public Optional<ViewText> view(List<String> name) {
        String schema = isSystem(name, "information_schema") ? "information_schema" : "pg_catalog";
        if (!isSystem(name, schema)) {
            return Optional.empty();
        }
        return SystemViews.text(schema, name.getLast())
                .map(text -> new ViewText(name.getLast(), text, List.of(), List.of()));
    }

    /** Returns who may do what with a system relation as long as nobody has said anything. */
    static AccessList initialAccess(SystemRelation relation, long owner) {
        Set<Privilege> everybody = GUARDED.contains(relation.name()) || FOR_STATISTICS.contains(relation.name())
                ? Set.of()
                : relation.name().equals("pg_settings")
                        ? Set.of(Privilege.SELECT, Privilege.UPDATE)
                        : Set.of(Privilege.SELECT);
        AccessList list = SystemPrivileges.initial(Privilege.ObjectClass.RELATION, owner, everybody);
        return FOR_STATISTICS.contains(relation.name())
                ? list.granted(PredefinedRole.PG_READ_ALL_STATS.id(), owner, Set.of(Privilege.SELECT), false, owner)
                : list;
    }

    /** Returns what stands in for a system relation, with who may do what with it. */
    public Optional<CatalogObject> standIn(List<String> name, SchemaReader schema) {
        return SystemRelations.named(name.size() == 1 ? "pg_catalog" : name.get(name.size() - 2), name.getLast())
                .map(relation -> standIn(relation, schema));
    }

    /** Returns what stands in for the system relations of a schema. */
    public List<CatalogObject> standIns(String schemaName, SchemaReader schema) {
        return SystemRelations.all().stream()
                .filter(relation -> relation.schema().equals(schemaName))
                .map(relation -> standIn(relation, schema))
                .toList();
    }

    private static CatalogObject standIn(SystemRelation relation, SchemaReader schema) {
        return SystemPrivileges.object(
                        schema,
                        relation.kind() == 'v' ? CatalogKind.VIEW : CatalogKind.TABLE,
                        ObjectAddress.RELATIONS,
                        relation.oid(),
                        relation.name(),
                        initialAccess(relation, schema.roles().first()))
                .with(
                        SystemPrivileges.SHOWN,
                        relation.schema().equals(SystemRelation.STANDARD)
                                ? relation.schema() + "." + relation.name()
                                : relation.name());
    }

    /** Returns what stands in for the columns of a system relation. */
    public static List<CatalogObject> columns(CatalogObject relation, SchemaReader schema) {
        List<CatalogObject> columns = new ArrayList<>();
        for (String name : SystemRelations.withOid(relation.id()).orElseThrow().names()) {
            columns.add(SystemPrivileges.column(schema, relation, columns.size() + 1, name));
        }
        return columns;
    }

    private RowSupplier supplier(SystemRelation relation) {
        return new RowSupplier() {
            @Override
            public List<RowSource> rows() {
                return rowsOf(relation).all();
            }

            @Override
            public List<RowSource> rows(int column, SqlType type, Object value) {
                return rowsOf(relation).with(column, value);
            }
        };
    }

    private SystemRows rowsOf(SystemRelation relation) {
        Read current = read();
        SystemRows known = current.rows().get(relation.name());
        if (known == null) {
            known = new SystemRows(relation);
            fill(relation.name(), known, current.snapshot());
            if (!CHANGING.contains(relation.name())) {
                current.rows().put(relation.name(), known);
            }
        }
        return known;
    }

    private void fill(String name, SystemRows target, CatalogSnapshot catalog) {
        RelationRows relations = new RelationRows(catalog);
        ClusterRows cluster = new ClusterRows(catalog, session);
        TypeRows types = new TypeRows(catalog, allFunctions(), rowFunctions());
        switch (name) {
            case "pg_namespace" -> relations.namespaces(target);
            case "pg_init_privs" -> {
                relations.initialPrivileges(target);
                types.initialPrivileges(target);
            }
            case "pg_class" -> relations.classes(target);
            case "pg_attribute" -> relations.attributes(target);
            case "pg_attrdef" -> relations.defaults(target);
            case "pg_index" -> relations.indexes(target);
            case "pg_constraint" -> {
                relations.constraints(target);
                new UserTypeRows(catalog).constraints(target);
            }
            case "pg_sequence" -> relations.sequences(target);
            case "pg_statistic" -> new StatisticsRows(catalog).stored(target);
            case "pg_stats" -> new StatisticsRows(catalog).shown(target);
            case "pg_statistic_ext" -> new ExtendedStatisticsRows(catalog).definitions(target);
            case "pg_statistic_ext_data" -> new ExtendedStatisticsRows(catalog).data(target);
            case "pg_stats_ext" -> new ExtendedStatisticsRows(catalog).shown(target);
            case "pg_stats_ext_exprs" -> new ExtendedStatisticsRows(catalog).ofExpressions(target);
            case "pg_depend" -> new DependencyRows(catalog).all(target);
            case "pg_rewrite" -> relations.rewriteRules(target);
            case "pg_type" -> types.types(target);
            case "pg_enum" -> new UserTypeRows(catalog).labels(target);
            case "pg_proc" -> types.functions(target);
            case "pg_aggregate" -> {
                new KnownRoutineRows(catalog).aggregates(target);
                new FunctionRows(catalog).aggregates(target);
            }
            case "pg_operator" -> types.operators(target);
            case "pg_cast" -> types.casts(target);
            case "pg_am" -> types.accessMethods(target);
            case "pg_amop" -> OperatorFamilyRows.operators(target);
            case "pg_amproc" ->
                OperatorFamilyRows.functions(
                        target,
                        oid -> names.isBuiltInFunction(oid)
                                || InputOutputFunction.withOid(oid).isPresent());
            case "pg_opclass" -> types.operatorClasses(target);
            case "pg_opfamily" -> types.operatorFamilies(target);
            case "pg_collation" -> CollationRows.all(target, catalog);
            case "pg_language" -> types.languages(target);
            case "pg_database" -> cluster.databases(target);
            case "pg_authid" -> cluster.roles(target);
            case "pg_auth_members" -> cluster.memberships(target);
            case "pg_db_role_setting" -> cluster.initialSettings(target);
            case "pg_default_acl" -> cluster.defaultPrivileges(target);
            case "pg_tablespace" -> cluster.tablespaces(target);
            case "pg_settings" -> cluster.settings(target);
            case "pg_description" -> {
                cluster.descriptions(target);
                new KnownRoutineRows(catalog).descriptions(target);
                BuiltInDescriptions.descriptions(target, catalog);
                new ExtensionRows(catalog).descriptions(target);
            }
            case "pg_shdescription" -> cluster.sharedDescriptions(target);
            case "pg_extension" -> new ExtensionRows(catalog).extensions(target);
            case "pg_available_extensions" -> new ExtensionRows(catalog).available(target);
            case "pg_available_extension_versions" -> new ExtensionRows(catalog).availableVersions(target);
            case "pg_cursors" -> cluster.cursors(target);
            case "pg_prepared_statements" -> cluster.prepared(target);
            case "pg_timezone_names" -> new TimeZoneRows(session.transactionStart()).names(target);
            case "pg_timezone_abbrevs" -> new TimeZoneRows(session.transactionStart()).abbreviations(target);
            case "pg_locks" -> new LockRows(session).locks(target, catalog);
            case "pg_stat_activity" -> cluster.activity(target);
            case "pg_hba_file_rules" -> AccessRuleFact.rows(session.accessRules(), target);
            case "borealis_volume" -> volume().volume(target);
            case "borealis_volume_groups" -> volume().groups(target);
            case "borealis_volume_segments" -> volume().segments(target);
            case "borealis_volume_nodes" -> volume().nodes(target);
            case "borealis_faults" -> FaultFunctions.rows(session, target);
            default -> {
                if (!StandardRelations.fill(name, target)
                        && !new DatabaseActivityRows(catalog, session).fill(name, target)) {
                    new StatementRows(session).fill(name, target, catalog);
                }
            }
        }
    }

    private VolumeRows volume() {
        return new VolumeRows(session.volume());
    }

    private List<ScalarFunction> allFunctions() {
        List<ScalarFunction> all = new ArrayList<>(functions.all());
        all.addAll(sessionFunctions);
        return all;
    }
}
