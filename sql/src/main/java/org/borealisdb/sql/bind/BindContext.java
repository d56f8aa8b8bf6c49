package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SourceText;
import org.borealisdb.sql.ast.TypeName;
import org.borealisdb.sql.catalog.CollationNames;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.NeededAccess;
import org.borealisdb.sql.catalog.RelationAccess;
import org.borealisdb.sql.catalog.Roles;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.StoredNames;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.SystemPrivileges;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TypeLookup;
import org.borealisdb.sql.catalog.TypeNames;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserOperator;
import org.borealisdb.sql.catalog.ViewOptions;
import org.jspecify.annotations.Nullable;

/** What all binders of one statement share: its text, the catalog, the parameters, the session. */
public final class BindContext {
    /** The most parameters that the protocol can count. */
    public static final int MAXIMUM_PARAMETERS = 65_535;

    /** Slots for values that subqueries read of the rows around them come after all parameters. */
    public static final int FIRST_SLOT = 1 << 17;

    /** Most views inside each other. */
    static final int MAXIMUM_VIEW_DEPTH = 100;

    private final String text;
    private final @Nullable SchemaReader schema;
    private final TypeLookup types;
    private final BindingSession session;
    private final List<SqlType> parameters = new ArrayList<>();
    private final LiftedValues lifted = new LiftedValues(this);
    private final LiftableStrings strings = new LiftableStrings(this);
    private @Nullable Boolean namesSystemColumns;
    private final IdentityHashMap<Expression, Integer> positions = new IdentityHashMap<>();
    private final int depth;
    private final Optional<BindContext> around;
    private final CommonTables commonTables = new CommonTables();
    private final NamedTables namedTables = new NamedTables();
    private ViewNames known;
    private ViewNames.@Nullable Collector collector;
    private Optional<BoundSyntax> syntax = Optional.empty();
    private final List<ChangeInWith> changesInWith = new ArrayList<>();
    private Query.@Nullable WithClause withOfStatement;
    private final List<RelationAccess> accesses = new ArrayList<>();
    private final Map<Long, CatalogObject> called = new LinkedHashMap<>();
    private final long checkedAs;
    private int slots;
    private int references;
    private boolean locksRows;
    private @Nullable FunctionParameters function;
    private @Nullable CastTable casts;

    /** Makes the context of one statement of a text. */
    public BindContext(String text, SchemaReader schema, BindingSession session, List<SqlType> parameterTypes) {
        this(session, text, parameterTypes, schema, schema.types());
    }

    /** Makes the context of an expression that reads nothing of the catalog. */
    static BindContext withoutSchema(
            String text, BindingSession session, List<SqlType> parameterTypes, TypeLookup types) {
        return new BindContext(session, text, parameterTypes, null, types);
    }

    private BindContext(
            BindingSession session,
            String text,
            List<SqlType> parameterTypes,
            @Nullable SchemaReader schema,
            TypeLookup types) {
        this.text = text;
        this.schema = schema;
        this.types = types;
        this.session = session;
        this.parameters.addAll(parameterTypes);
        this.depth = 0;
        this.around = Optional.empty();
        this.checkedAs = 0;
        this.known = ViewNames.NONE;
    }

    private BindContext(BindContext around, String text, SchemaReader schema, long checkedAs, ViewNames known) {
        this.checkedAs = checkedAs;
        this.known = known;
        this.text = text;
        this.schema = schema;
        this.types = schema.types();
        this.session = around.session;
        this.depth = around.depth + 1;
        this.around = Optional.of(around);
    }

    /** Returns the context of a view's query within this statement: it shares the slots, but has no parameters, and reads what the view's owner may read, or whoever asks for it. */
    BindContext forView(String viewText, List<String> searchPath, Optional<CatalogObject> view) {
        Roles roles = schema().roles();
        List<String> path = searchPath.isEmpty() ? schema().searchPath() : searchPath;
        return new BindContext(
                this,
                viewText,
                schema().withSearchPath(path),
                view.map(each -> ViewOptions.isOn(each, ViewOptions.INVOKER) ? 0 : roles.ownerOf(each))
                        .orElseGet(roles::first),
                view.map(ViewNames::of).orElse(ViewNames.NONE));
    }

    /** Notes that the statement uses a relation, and returns what it needs for that so far: nothing. */
    RelationAccess access(CatalogObject relation) {
        RelationAccess access = new RelationAccess(relation, checkedAs);
        note(access);
        return access;
    }

    private void note(RelationAccess access) {
        if (around.isPresent()) {
            around.get().note(access);
        } else {
            accesses.add(access);
        }
    }

    /** Notes that the statement calls a function by a name at an offset; only those of users need privileges. */
    void noteCall(ScalarFunction function, int offset) {
        if (collector != null && function.isOfUser() && offset >= 0) {
            collector.function(offset, Integer.toUnsignedLong(function.oid()));
        }
        if (around.isPresent()) {
            around.get().noteCall(function, -1);
        } else {
            Optional<CatalogObject> made = userFunction(function).map(UserFunction::object);
            made.or(() -> SystemPrivileges.guardedFunction(schema, function.oid(), function.name()))
                    .ifPresent(object -> called.put(object.id(), object));
        }
    }

    /** Returns whether the statement, or a view in it, calls a function that a user made. */
    boolean callsUserFunctions() {
        return !called.isEmpty();
    }

    /** Returns what the statement needs privileges for: relations, those of views included, and functions. */
    public NeededAccess accesses() {
        return new NeededAccess(accesses, List.copyOf(called.values()));
    }

    /** Has the names in the statement collected, but for those within views. */
    public void collectNames() {
        collector = new ViewNames.Collector();
    }

    /** Has the names in the statement collected with those of other statements of the same text. */
    void collectNames(ViewNames.Collector names) {
        collector = names;
    }

    /** Returns what the names in the statement stand for. */
    public ViewNames collectedNames() {
        return Objects.requireNonNull(collector, "names are not collected").names();
    }

    /** Has noted what the parts of the statement are bound to, but for those within views. */
    BoundSyntax noteSyntax() {
        BoundSyntax noted = new BoundSyntax();
        syntax = Optional.of(noted);
        return noted;
    }

    /** Returns where it is noted what parts of the statement are bound to, if that is wanted. */
    Optional<BoundSyntax> syntax() {
        return syntax;
    }

    /** A FROM names a relation of a user's. */
    void noteRelation(FromItem.Table item, Scope scope, RelationAccess access) {
        if (collector != null) {
            collector.relation(item.name().position(), item.alias() != null, scope, access);
        }
    }

    /** Returns what a name in FROM stood for when the view was made that this is the query of. */
    Optional<ViewNames.Relation> known(QualifiedName name) {
        return known.hasNoRelations()
                ? Optional.empty()
                : Optional.ofNullable(known.relations().get(name.position()));
    }

    /** Returns whether a column belongs to whole rows: in a view's query, to those that its table has now. */
    boolean isInRow(ScopeColumn column) {
        if (column.isSystem()) {
            return false;
        }
        if (column.isLater()) {
            return true;
        }
        Optional<CatalogObject> table = known.hasNoRelations() || column.number() == 0
                ? Optional.empty()
                : schema().object(CatalogKind.TABLE, Integer.toUnsignedLong(column.tableOid()));
        return table.map(each ->
                        !schema().table(each).columns().get(column.number() - 1).dropped())
                .orElse(!column.name().isEmpty() && !column.isInternal());
    }

    /**
     * Returns a table as the statement sees it: with the system columns, if it names one of them, and without the indexes that are not valid, or lack rows of the state that the transaction sees.
     *
     * @throws SqlException 40001 if the rows of that state are not there any more
     */
    TableDefinition seen(TableDefinition found) {
        long from = session.seesFrom();
        if (from != Long.MAX_VALUE && from < found.rebuiltAt() && !session.hasChangedCatalog()) {
            throw new SqlException(
                            ErrorCode.SERIALIZATION_FAILURE,
                            "could not serialize access to table \"" + found.name()
                                    + "\" due to concurrent change of it")
                    .withDetail("The table has been written anew since the transaction began.")
                    .withHint("The transaction might succeed if retried.");
        }
        TableDefinition table = found.seenFrom(from);
        if (namesSystemColumns == null) {
            namesSystemColumns = SystemColumn.isNamedIn(text);
        }
        return namesSystemColumns ? SystemColumn.addedTo(table) : table;
    }

    /** Returns whether this is about the query of a view, which may have been made before the database got its name. */
    boolean isOfView() {
        return !known.hasNoRelations();
    }

    /** Finds the relation that a name in FROM stands for. */
    Optional<CatalogObject> relation(QualifiedName name) {
        Optional<ViewNames.Relation> made = known(name);
        return made.isPresent() ? schema().object(made.get().kind(), made.get().id()) : schema().relation(name.parts());
    }

    /** Finds the sequence that a name in FROM stood for when the view was made that this is the query of. */
    Optional<CatalogObject> knownSequence(QualifiedName name) {
        return Optional.ofNullable(known.sequences().get(name.position()))
                .flatMap(id -> schema().object(CatalogKind.SEQUENCE, id));
    }

    /** The statement means something only as long as there is a primary key. */
    void noteKey(IndexDefinition key) {
        if (collector != null) {
            collector.key(key.object().id());
        }
    }

    /** Finds the relation that a literal names. */
    Optional<CatalogObject> relation(List<String> name, int offset) {
        Long sequence = known.sequences().get(offset);
        Optional<CatalogObject> found = sequence == null
                ? schema().relation(name)
                : Stream.of(CatalogKind.SEQUENCE, CatalogKind.TABLE, CatalogKind.VIEW, CatalogKind.INDEX)
                        .flatMap(kind -> schema().object(kind, sequence).stream())
                        .findFirst();
        ViewNames.Collector names = collector;
        if (names != null && offset >= 0) {
            found.ifPresent(relation -> names.sequence(offset, relation.id()));
        }
        return found;
    }

    /**
     * Returns the type that a name stands for.
     *
     * @throws SqlException 42704 if there is none, 22023 for modifiers out of range
     */
    SqlType type(TypeName name) {
        int offset = name.position();
        Long made = known.types().get(offset);
        if (made != null) {
            SqlType type = types.made(made).orElseThrow();
            return name.arrayDimensions() == 0 || type instanceof ArrayType ? type : new ArrayType(type);
        }
        SqlType type = TypeNames.resolve(name, types);
        if (collector != null && offset >= 0) {
            SqlType named = name.arrayDimensions() > 0 && type instanceof ArrayType array ? array.element() : type;
            long oid = Integer.toUnsignedLong(named.oid());
            if (oid >= Catalog.FIRST_USER_ID) {
                collector.type(offset, oid);
            }
        }
        return type;
    }

    /**
     * Returns the collation that a name stands for.
     *
     * @throws SqlException 42704 if there is none
     */
    Collation collation(QualifiedName name) {
        Long made = known.collations().get(name.position());
        if (made != null) {
            return types.collation(made).orElseThrow();
        }
        Collation collation = CollationNames.find(name, types);
        if (collector != null && name.position() >= 0 && collation.number() != 0) {
            collector.collation(name.position(), collation.number());
        }
        return collation;
    }

    /** Called for every step of planning: gives way to others, and fails if the statement was cancelled or took too long. */
    public void step() {
        session.step();
    }

    /** Takes memory for what is kept of a step of planning beside the little that each takes. */
    void take(long bytes) {
        session.take(bytes);
    }

    /** Returns how many views this is inside of. */
    int depth() {
        return depth;
    }

    /** Returns the items of WITH that are visible here. */
    CommonTables commonTables() {
        return commonTables;
    }

    /** Returns the tables that queries around have named. */
    NamedTables namedTables() {
        return namedTables;
    }

    /** Says which WITH is that of the statement itself, in which rows may be changed. */
    public void allowChangesIn(Optional<Query.WithClause> with) {
        withOfStatement = with.orElse(null);
    }

    /** Returns whether a WITH is that of the statement itself. */
    boolean allowsChangesIn(Query.WithClause with) {
        return with.equals(withOfStatement);
    }

    /** Adds a data change in WITH. */
    void addChange(ChangeInWith change) {
        changesInWith.add(change);
    }

    /** Returns the data changes in WITH, in order. */
    public List<ChangeInWith> changesInWith() {
        return List.copyOf(changesInWith);
    }

    /** Returns the literals that are the values of parameters. */
    public LiftedValues lifted() {
        return lifted;
    }

    void setParameter(int index, SqlType type) {
        parameterAt(index);
        parameters.set(index, type);
    }

    /** Returns the statement's text. */
    String text() {
        return text;
    }

    /** Returns the strings that may become parameters where their type is decided. */
    public LiftableStrings strings() {
        return strings;
    }

    /** Whether a table has an index whose expressions or condition tell from a statement's values whether it serves. */
    boolean needsValues() {
        return schema != null
                && schema.used().stream()
                        .flatMap(table -> table.indexes().stream())
                        .anyMatch(IndexDefinition::isComputed);
    }

    /** Some part of the statement locks the rows that it reads. */
    void noteLocking() {
        locksRows = true;
        around.ifPresent(BindContext::noteLocking);
    }

    /** Returns whether some part of the statement locks the rows that it reads. */
    public boolean locksRows() {
        return locksRows;
    }

    /** Remembers where a literal stands, for errors about its value. */
    void notePosition(Expression literal, int position) {
        positions.put(literal, position);
    }

    /** Returns where a literal stands, or else a position near it. */
    int positionOf(Expression literal, int near) {
        return positions.getOrDefault(literal, near);
    }

    SchemaReader schema() {
        return Objects.requireNonNull(schema, "no catalog here");
    }

    /** Returns the types. */
    TypeLookup types() {
        return types;
    }

    BindingSession session() {
        return session;
    }

    /** Returns the parameters' types, those inferred included; unknown where nothing says. Those that were given may be domains. */
    public List<SqlType> parameterTypes() {
        return List.copyOf(parameters);
    }

    /** Returns what is known of the type of a parameter, counted from 0. */
    public SqlType parameterAt(int index) {
        while (parameters.size() <= index) {
            parameters.add(BuiltInType.UNKNOWN.type());
        }
        return parameters.get(index);
    }

    void inferParameter(int index, SqlType type, int position) {
        SqlType known = parameterAt(index);
        if (!known.is(BuiltInType.UNKNOWN) && !known.sameTypeAs(type)) {
            throw error(
                            ErrorCode.AMBIGUOUS_PARAMETER,
                            "inconsistent types deduced for parameter $" + (index + 1),
                            position)
                    .withDetail(known.nameWithoutModifier() + " versus " + type.nameWithoutModifier());
        }
        parameters.set(index, type.withModifier(SqlType.NO_MODIFIER));
    }

    /** Says that the statement is one of a function's body. */
    public void setFunction(FunctionParameters parameters) {
        function = parameters;
        known = parameters.known();
    }

    /** Returns whether the statement is one of a function's body. */
    boolean isInFunction() {
        return function != null;
    }

    /**
     * Returns the depth of a body that is bound to know what a call in this statement returns.
     *
     * @throws SqlException 54001 if it is too deep
     */
    int deeperInFunctions() {
        int deeper = function == null ? 1 : function.depth() + 1;
        if (deeper > MAXIMUM_VIEW_DEPTH) {
            throw new SqlException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
        }
        return deeper;
    }

    /** Returns the number of the function's parameter that a name stands for, from 1; 0 if it is none. */
    int parameterNamed(List<String> name) {
        return function == null ? 0 : function.number(name);
    }

    /** Returns whether there may be a parameter of a number, from 1: those of a function are known. */
    boolean mayHaveParameter(int number) {
        return number >= 1
                && number
                        <= (function == null
                                ? MAXIMUM_PARAMETERS
                                : function.types().size());
    }

    /** Returns the functions of users that a name can stand for. */
    List<UserFunction> userFunctions(QualifiedName name) {
        Long made = known.functions().get(name.position());
        if (made != null) {
            return schema()
                    .object(CatalogKind.FUNCTION, made)
                    .flatMap(object -> UserFunction.of(object, schema()))
                    .stream()
                    .toList();
        }
        if (schema == null) {
            return List.of();
        }
        OptionalLong stored = StoredNames.functionNumber(name.parts());
        return stored.isPresent()
                ? schema
                        .object(CatalogKind.FUNCTION, stored.getAsLong())
                        .flatMap(object -> UserFunction.of(object, schema))
                        .stream()
                        .toList()
                : schema.functions(name.parts()).stream()
                        .flatMap(object -> UserFunction.of(object, schema).stream())
                        .toList();
    }

    /** Returns the function of a user that a call is of; empty if it is built in. */
    Optional<UserFunction> userFunction(ScalarFunction called) {
        return called.isOfUser()
                ? schema().object(CatalogKind.FUNCTION, Integer.toUnsignedLong(called.oid()))
                        .flatMap(object -> UserFunction.of(object, schema()))
                : Optional.empty();
    }

    /** Returns the operators of a sign that users made, with those named by a view that is read as it was made. */
    List<UserOperator> userOperators(QualifiedName name) {
        Long made = known.functions().get(name.position());
        if (made != null) {
            return schema()
                    .object(CatalogKind.OPERATOR, made)
                    .flatMap(object -> UserOperator.of(object, schema()))
                    .stream()
                    .toList();
        }
        return schema == null ? List.of() : schema.operators(name.parts());
    }

    /** Returns what collects names, if any are wanted. */
    Optional<ViewNames.Collector> collector() {
        return Optional.ofNullable(collector);
    }

    /** Returns the casts, with those that a view was made with. */
    CastTable casts() {
        if (schema == null) {
            return CastTable.builtIn();
        }
        if (casts == null) {
            List<CastTable.Cast> kept = known.casts(types);
            casts = kept.isEmpty() ? schema.casts() : schema.casts().with(kept);
        }
        return casts;
    }

    /** Returns what names stood for when the view was made that this is the query of. */
    ViewNames known() {
        return known;
    }

    /** Returns a slot that nobody else uses. */
    public int newSlot() {
        return around.isPresent() ? around.get().newSlot() : FIRST_SLOT + slots++;
    }

    /** Returns a number for another table that the statement names. */
    int newReference() {
        return around.isPresent() ? around.get().newReference() : ++references;
    }

    /** Returns how many slots subqueries need. */
    public int slots() {
        return slots;
    }

    /** Returns an error that points at an offset of the text, unless it is negative. */
    public SqlException error(ErrorCode code, String message, int offset) {
        return SourceText.at(new SqlException(code, message), text, offset);
    }

    /** Returns an error about something that is not supported. */
    SqlException notSupported(String feature, int offset) {
        return SourceText.at(SqlException.notSupported(feature), text, offset);
    }

    /** Points an error at an offset of the text. */
    SqlException at(SqlException error, int offset) {
        return SourceText.at(error, text, offset);
    }
}
