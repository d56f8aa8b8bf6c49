package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.FunctionCatalog;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.scalar.TextEncoding;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.ObjectAddress;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.plan.ExpressionText;
import org.borealisdb.sql.plan.RowFunction;
import org.jspecify.annotations.Nullable;

/** The functions that read the catalogs. Belongs to the session's task. */
final class CatalogFunctions {
    private static final String LONGEST_CHARACTERS = "133343441111111111111111111111111112222432";

    private static final SqlType OID = BuiltInType.OID.type();
    private static final SqlType OIDVECTOR = BuiltInType.OIDVECTOR.type();
    private static final SqlType TEXT = BuiltInType.TEXT.type();
    private static final SqlType NAME = BuiltInType.NAME.type();
    private static final SqlType BOOL = BuiltInType.BOOL.type();
    private static final SqlType INT4 = BuiltInType.INT4.type();
    private static final SqlType NODE_TREE = BuiltInType.NODE_TREE.type();
    private static final SqlType REGCLASS = BuiltInType.REGCLASS.type();

    private final Supplier<CatalogSnapshot> catalog;
    private final CatalogNames names;
    private final SessionFacts session;
    private final Map<String, List<ScalarFunction>> byName = new LinkedHashMap<>();
    private final Map<String, RowFunction> rowsByName = new LinkedHashMap<>();

    /** A body over boxed arguments that are not NULL. */
    private interface Body {
        @Nullable
        Object call(Object[] arguments);
    }

    CatalogFunctions(Supplier<CatalogSnapshot> catalog, CatalogNames names, SessionFacts session) {
        this.catalog = catalog;
        this.names = names;
        this.session = session;
        declareVisibility();
        declareDefinitions();
        declareFunctionsOfFunctions();
        declareNames();
        declareSession();
        new AuroraFunctions(session, this::add, this::add, this::all, this::allRows).declare();
        new FaultFunctions(session, this::add).declare();
        new SizeFunctions(catalog, session, this::add).declare();
        new ObjectIdentityFunctions(catalog, names).declare(this::add, this::add);
        new ViewFunctions(catalog, names, session).declare(this::add);
        new SequenceFunctions(catalog).declare(this::add);
        new ActivityFunctions(catalog, session, this::add).declare();
        new StatementRows(session).declare(this::add);
        new PrivilegeFunctions(catalog, names, session, this::add).declare();
        new AccessItems(() -> catalog.get().roles(), this::add, this::add).declare();
        add(AccessDefaults.function(id -> names.nameOf(BuiltInType.REGROLE, id).orElse(Long.toString(id))));
    }

    List<ScalarFunction> named(String name) {
        return byName.getOrDefault(name, List.of());
    }

    List<ScalarFunction> all() {
        return byName.values().stream().flatMap(List::stream).toList();
    }

    /** The function of a name that returns rows. */
    Optional<RowFunction> rows(String name) {
        return Optional.ofNullable(rowsByName.get(name));
    }

    Collection<RowFunction> allRows() {
        return rowsByName.values();
    }

    /** Adds a function that returns rows. */
    void add(RowFunction function) {
        rowsByName.put(function.functionName(), function);
    }

    void add(ScalarFunction function) {
        byName.computeIfAbsent(function.name(), any -> new ArrayList<>()).add(function);
    }

    private void declare(int oid, String name, SqlType result, Body body, SqlType... arguments) {
        add(new ScalarFunction(
                oid,
                name,
                List.of(arguments),
                result,
                true,
                Volatility.STABLE,
                false,
                new ScalarFunction.General((world, values) -> body.call(values))));
    }

    /** Bytes of the longest character of an encoding, by PostgreSQL's numbers of them. */
    private static @Nullable Long longestCharacter(long encoding) {
        return encoding < 0 || encoding >= LONGEST_CHARACTERS.length()
                ? null
                : (Long) (long) (LONGEST_CHARACTERS.charAt((int) encoding) - '0');
    }

    private @Nullable Long fileNode(long relation) {
        return catalog.get()
                .relation(relation)
                .filter(object -> object.kind() != CatalogKind.VIEW)
                .map(CatalogObject::id)
                .orElse(null);
    }

    private static long number(Object[] arguments, int index) {
        return (Long) arguments[index];
    }

    private void declareVisibility() {
        declare(
                2079,
                "pg_table_is_visible",
                BOOL,
                arguments -> SystemRelations.withOid(number(arguments, 0))
                        .map(relation -> catalog.get().isVisible(relation))
                        .or(() -> catalog.get().classed(number(arguments, 0)).map(catalog.get()::isVisible))
                        .orElse(null),
                OID);
        Map.of(3403, "pg_statistics_obj_is_visible", 3815, "pg_collation_is_visible")
                .forEach((oid, name) -> declare(
                        oid, name, BOOL, arguments -> catalog.get().isObjectVisible(number(arguments, 0)), OID));
        Map<Integer, String> others = new LinkedHashMap<>();
        declare(
                2080,
                "pg_type_is_visible",
                BOOL,
                arguments -> catalog.get().types().isVisible(number(arguments, 0)),
                OID);
        declare(
                2081,
                "pg_function_is_visible",
                BOOL,
                arguments -> catalog.get().isFunctionVisible(number(arguments, 0)),
                OID);
        OperatorNames operators = new OperatorNames(catalog);
        declare(2082, "pg_operator_is_visible", BOOL, arguments -> operators.isVisible(number(arguments, 0)), OID);
        others.put(2083, "pg_opclass_is_visible");
        others.put(2093, "pg_conversion_is_visible");
        others.put(3758, "pg_ts_config_is_visible");
        others.put(3756, "pg_ts_parser_is_visible");
        others.put(3757, "pg_ts_dict_is_visible");
        others.put(3768, "pg_ts_template_is_visible");
        others.put(3829, "pg_opfamily_is_visible");
        // All of them are in pg_catalog.
        others.forEach((oid, name) -> declare(oid, name, BOOL, arguments -> true, OID));
    }

    private ExtendedStatisticsRows statistics() {
        return new ExtendedStatisticsRows(catalog.get());
    }

    private ObjectText text() {
        return new ObjectText(catalog.get());
    }

    private void declareDefinitions() {
        add(new ScalarFunction(
                1081,
                "format_type",
                List.of(OID, INT4),
                TEXT,
                false,
                Volatility.STABLE,
                false,
                new ScalarFunction.General((world, arguments) ->
                        arguments[0] == null ? null : text().type((Long) arguments[0], (Long) arguments[1]))));
        declare(
                1349,
                "oidvectortypes",
                TEXT,
                arguments -> ((ArrayValue) arguments[0])
                        .elements().stream()
                                .map(oid -> text().type((Long) oid, null))
                                .collect(Collectors.joining(", ")),
                OIDVECTOR);
        declare(1716, "pg_get_expr", TEXT, arguments -> text().expression((String) arguments[0]), NODE_TREE, OID);
        declare(
                2509,
                "pg_get_expr",
                TEXT,
                arguments -> prettyExpression((String) arguments[0], number(arguments, 1), (Boolean) arguments[2]),
                NODE_TREE,
                OID,
                BOOL);
        declare(1643, "pg_get_indexdef", TEXT, arguments -> indexDefinition(number(arguments, 0), 0, false), OID);
        declare(
                2507,
                "pg_get_indexdef",
                TEXT,
                arguments -> indexDefinition(number(arguments, 0), number(arguments, 1), (Boolean) arguments[2]),
                OID,
                INT4,
                BOOL);
        declareIndexProperties();
        declare(1387, "pg_get_constraintdef", TEXT, arguments -> constraint(number(arguments, 0), false), OID);
        declare(
                2508,
                "pg_get_constraintdef",
                TEXT,
                arguments -> constraint(number(arguments, 0), (Boolean) arguments[1]),
                OID,
                BOOL);
        declare(1662, "pg_get_triggerdef", TEXT, arguments -> null, OID);
        declare(2730, "pg_get_triggerdef", TEXT, arguments -> null, OID, BOOL);
        declare(3352, "pg_get_partkeydef", TEXT, arguments -> null, OID);
        declare(
                3415,
                "pg_get_statisticsobjdef",
                TEXT,
                arguments -> statistics().definition(number(arguments, 0)).orElse(null),
                OID);
        declare(
                6174,
                "pg_get_statisticsobjdef_columns",
                TEXT,
                arguments -> statistics().columns(number(arguments, 0)).orElse(null),
                OID);
        declare(
                6173,
                "pg_get_statisticsobjdef_expressions",
                BuiltInType.TEXT.array(),
                arguments -> statistics().expressions(number(arguments, 0)).orElse(null),
                OID);
        declare(
                1665,
                "pg_get_serial_sequence",
                TEXT,
                arguments -> serialSequence((String) arguments[0], (String) arguments[1]),
                TEXT,
                TEXT);
        declare(
                1215,
                "obj_description",
                TEXT,
                arguments -> described((String) arguments[1], number(arguments, 0)),
                OID,
                NAME);
        declare(1348, "obj_description", TEXT, arguments -> described(number(arguments, 0)), OID);
        declare(
                1993,
                "shobj_description",
                TEXT,
                arguments -> described((String) arguments[1], number(arguments, 0)),
                OID,
                NAME);
        declare(
                1216,
                "col_description",
                TEXT,
                arguments -> catalog.get()
                        .comment(ObjectAddress.RELATIONS, number(arguments, 0), number(arguments, 1))
                        .orElse(null),
                OID,
                INT4);
    }

    /** Returns the comment of an object that is in a system relation of a name. */
    private @Nullable String described(String relation, long object) {
        Optional<String> own =
                SystemRelations.named(relation).flatMap(found -> catalog.get().comment(found.oid(), object, 0));
        return own.orElseGet(() -> switch (relation) {
            case "pg_proc" -> Optional.ofNullable(routineComment(object)).orElseGet(() -> builtIn(relation, object));
            case "pg_extension" -> ExtensionRows.comment(object).orElse(null);
            default -> builtIn(relation, object);
        });
    }

    private static @Nullable String builtIn(String relation, long object) {
        return SystemRelations.named(relation)
                .flatMap(found -> BuiltInDescriptions.of(found.oid(), object))
                .orElse(null);
    }

    /** Returns the comment of an object that may be in any system relation of the database. */
    private @Nullable String described(long object) {
        return catalog.get().comments().entrySet().stream()
                .filter(each -> each.getKey().id() == object && each.getKey().column() == 0)
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> Optional.ofNullable(routineComment(object)))
                .or(() -> BuiltInDescriptions.of(object))
                .orElse(null);
    }

    /** Returns the comment of an object that may be a function. */
    private @Nullable String routineComment(long object) {
        return catalog.get()
                .comment(object, 0)
                .or(() -> KnownRoutine.withOid(object).map(KnownRoutine::description))
                .orElse(null);
    }

    /** The condition of an index and what a column is computed by are shown with fewer parentheses; a default, which is known as text only, has none around it. */
    private String prettyExpression(String stored, long relation, boolean pretty) {
        String plain = text().expression(stored);
        return pretty
                ? catalog.get()
                        .table(relation)
                        .flatMap(table -> text().pretty(table, stored))
                        .orElseGet(() -> ExpressionText.withoutOuter(plain))
                : plain;
    }

    private void declareIndexProperties() {
        declare(
                636,
                "pg_indexam_has_property",
                BOOL,
                arguments -> IndexProperties.ofMethod(number(arguments, 0), (String) arguments[1]),
                OID,
                TEXT);
        declare(637, "pg_index_has_property", BOOL, this::indexProperty, REGCLASS, TEXT);
        declare(638, "pg_index_column_has_property", BOOL, this::indexProperty, REGCLASS, INT4, TEXT);
    }

    private @Nullable Boolean indexProperty(@Nullable Object[] arguments) {
        String property = (String) arguments[arguments.length - 1];
        OptionalLong column = arguments.length > 2 ? OptionalLong.of(number(arguments, 1)) : OptionalLong.empty();
        Optional<IndexDefinition> index = catalog.get().index(number(arguments, 0));
        return index.map(found -> IndexProperties.of(found, column, property)).orElse(null);
    }

    private @Nullable String indexDefinition(long id, long column, boolean pretty) {
        Optional<TableDefinition> table = catalog.get().tableOfIndex(id);
        Optional<IndexDefinition> index = catalog.get().index(id);
        if (table.isEmpty() || index.isEmpty()) {
            return null;
        }
        return column == 0
                ? text().index(table.get(), index.get(), pretty)
                : text().indexColumn(table.get(), index.get(), (int) column, pretty)
                        .orElse("");
    }

    private @Nullable String constraint(long id, boolean pretty) {
        Optional<TableDefinition> table = catalog.get().tableOfIndex(id);
        if (table.isPresent()) {
            return text().key(table.get(), catalog.get().index(id).orElseThrow(), pretty);
        }
        return catalog.get()
                .object(id)
                .filter(object -> object.kind() == CatalogKind.CONSTRAINT)
                .map(object -> ForeignKeyDefinition.isForeignKey(object)
                        ? text().foreignKey(new ForeignKeyDefinition(object))
                        : text().check(object, pretty))
                .orElse(null);
    }

    private @Nullable String serialSequence(String table, String column) {
        long id = names.relation(table)
                .orElseThrow(
                        () -> new SqlException(ErrorCode.UNDEFINED_TABLE, "relation \"" + table + "\" does not exist"));
        List<TableColumn> columns = catalog.get().columns(id).stream()
                .filter(candidate -> !candidate.dropped())
                .toList();
        Optional<TableColumn> found = columns.stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst();
        if (found.isEmpty() && !columns.isEmpty()) {
            throw new SqlException(
                    ErrorCode.UNDEFINED_COLUMN,
                    "column \"" + column + "\" of relation \"" + table + "\" does not exist");
        }
        return found.flatMap(TableColumn::sequence)
                .flatMap(catalog.get()::relation)
                .map(text()::qualified)
                .orElse(null);
    }

    private Optional<ScalarFunction> function(long oid) {
        return FunctionCatalog.builtIn()
                .withOid((int) oid)
                .or(() ->
                        all().stream().filter(function -> function.oid() == oid).findFirst());
    }

    private Optional<RowFunction> rows(long oid) {
        return rowsByName.values().stream()
                .filter(function -> function.oid() == oid)
                .findFirst();
    }

    private void declareFunctionsOfFunctions() {
        declare(
                2162,
                "pg_get_function_arguments",
                TEXT,
                arguments -> {
                    Optional<RowFunction> rows = rows(number(arguments, 0));
                    return rows.isPresent()
                            ? AuroraFunctions.arguments(rows.get())
                            : arguments(number(arguments, 0), true);
                },
                OID);
        declare(
                2232,
                "pg_get_function_identity_arguments",
                TEXT,
                arguments -> arguments(number(arguments, 0), false),
                OID);
        declare(
                3808,
                "pg_get_function_arg_default",
                TEXT,
                arguments -> ofUser(number(arguments, 0))
                        .map(found -> functionText().defaultOf(found, number(arguments, 1)))
                        .orElse(null),
                OID,
                INT4);
        declare(
                2165,
                "pg_get_function_result",
                TEXT,
                arguments -> function(number(arguments, 0))
                        .map(found -> found.result().displayName())
                        .or(() -> rows(number(arguments, 0)).map(found -> "SETOF record"))
                        .or(() -> KnownRoutine.withOid(number(arguments, 0)).map(KnownRoutine::resultText))
                        .or(() -> ofUser(number(arguments, 0))
                                .filter(each -> !each.isProcedure())
                                .map(functionText()::result))
                        .orElse(null),
                OID);
        declare(
                6197,
                "pg_get_function_sqlbody",
                TEXT,
                arguments -> ofUser(number(arguments, 0))
                        .flatMap(functionText()::readBody)
                        .orElse(null),
                OID);
        declare(2098, "pg_get_functiondef", TEXT, arguments -> definition(number(arguments, 0)), OID);
    }

    private Optional<UserFunction> ofUser(long oid) {
        return catalog.get().function(oid);
    }

    private @Nullable String definition(long oid) {
        KnownRoutine.withOid(oid)
                .filter(routine -> routine.aggregation().isPresent())
                .ifPresent(aggregate -> {
                    throw new SqlException(
                            ErrorCode.WRONG_OBJECT_TYPE, "\"" + aggregate.name() + "\" is an aggregate function");
                });
        Optional<UserFunction> made = ofUser(oid);
        made.filter(UserFunction::isAggregate).ifPresent(aggregate -> {
            throw new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE, "\"" + aggregate.name() + "\" is an aggregate function");
        });
        return made.map(functionText()::definition).orElse(null);
    }

    private FunctionText functionText() {
        return new FunctionText(catalog.get(), names, session);
    }

    private @Nullable String arguments(long oid, boolean defaults) {
        return function(oid)
                .map(found ->
                        found.arguments().stream().map(SqlType::displayName).collect(Collectors.joining(", ")))
                .or(() -> rows(oid).map(found -> ""))
                .or(() -> KnownRoutine.withOid(oid).map(found -> found.argumentsText(defaults)))
                .or(() -> ofUser(oid).map(found -> functionText().arguments(found, defaults)))
                .orElse(null);
    }

    private void declareNames() {
        declare(
                1642,
                "pg_get_userbyid",
                NAME,
                arguments -> catalog.get()
                        .roles()
                        .withId(number(arguments, 0))
                        .map(Role::name)
                        .orElse("unknown (OID=" + number(arguments, 0) + ")"),
                OID);
        declare(
                1597,
                "pg_encoding_to_char",
                NAME,
                arguments -> TextEncoding.withNumber(number(arguments, 0))
                        .map(TextEncoding::name)
                        .orElse(""),
                INT4);
        declare(
                1264,
                "pg_char_to_encoding",
                INT4,
                arguments -> TextEncoding.named((String) arguments[0])
                        .map(found -> (long) found.number())
                        .orElse(-1L),
                NAME);
        declare(2319, "pg_encoding_max_length", INT4, arguments -> longestCharacter(number(arguments, 0)), INT4);
        declare(2999, "pg_relation_filenode", OID, arguments -> fileNode(number(arguments, 0)), REGCLASS);
        declare(1039, "getdatabaseencoding", NAME, arguments -> "UTF8");
        new LookupFunctions(names, this::add).declare();
        declare(3778, "pg_tablespace_location", TEXT, arguments -> "", OID);
        declare(
                6121,
                "pg_relation_is_publishable",
                BOOL,
                arguments -> catalog.get().table(number(arguments, 0)).isPresent(),
                REGCLASS);
    }

    private void declareSession() {
        declare(
                1403,
                "current_schemas",
                BuiltInType.NAME.array(),
                arguments -> {
                    List<Object> found = new ArrayList<>();
                    boolean implicit = (Boolean) arguments[0];
                    List<String> path = catalog.get().searchPath();
                    String own = catalog.get().temporarySchema();
                    if (implicit && path.contains(own)) {
                        found.add(own);
                    }
                    if (implicit && !path.contains("pg_catalog")) {
                        found.add("pg_catalog");
                    }
                    path.stream()
                            .filter(name -> !name.equals(own) && catalog.get().hasSchema(name))
                            .forEach(found::add);
                    return ArrayValue.of(NAME, found);
                },
                BOOL);
        declare(
                1402,
                "current_schema",
                NAME,
                arguments -> catalog.get().searchPath().stream()
                        .filter(name -> !name.equals(catalog.get().temporarySchema())
                                && catalog.get().hasSchema(name))
                        .findFirst()
                        .orElse(null));
        declare(861, "current_database", NAME, arguments -> session.database());
        declare(745, "current_user", NAME, arguments -> session.role());
        declare(710, "getpgusername", NAME, arguments -> session.role());
        declare(746, "session_user", NAME, arguments -> session.sessionRole());
        // Aurora's. Its number, like those of the relations borealis_..., is one that PostgreSQL leaves to others.
        declare(
                9904,
                "aurora_show_volume_status",
                VolumeRows.STATUS,
                arguments -> new VolumeRows(session.volume()).status());
        declare(
                2854,
                "pg_my_temp_schema",
                OID,
                arguments -> catalog.get()
                        .schemaNamed(catalog.get().temporarySchema())
                        .map(CatalogObject::id)
                        .orElse(0L));
        declare(
                2855,
                "pg_is_other_temp_schema",
                BOOL,
                arguments -> catalog.get()
                        .schemaName(number(arguments, 0))
                        .filter(name -> TemporaryObjects.isTemporary(name)
                                && !name.equals(catalog.get().temporarySchema()))
                        .isPresent(),
                OID);
    }
}
