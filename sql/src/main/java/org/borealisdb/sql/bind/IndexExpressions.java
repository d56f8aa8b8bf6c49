package org.borealisdb.sql.bind;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.catalog.TypeSource;
import org.borealisdb.engine.table.IndexKey;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.scalar.DomainRules;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.catalog.ObjectAddress;
import org.borealisdb.sql.catalog.RowIndexKey;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TypeLookup;
import org.borealisdb.sql.catalog.UserCollation;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.plan.CursorRow;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.RowFunction;
import org.borealisdb.sql.plan.SetSource;
import org.borealisdb.sql.plan.SubqueryRunner;

/** Binds the expressions of indexes and generated columns as the catalog keeps them. They call nothing but built-in functions, and need no session. */
public final class IndexExpressions {
    private IndexExpressions() {}

    /** Makes the key function of an index at opening, from catalog objects. */
    public static IndexKey keyOf(
            CatalogObject index, CatalogObject table, List<CatalogObject> columns, TypeSource types) {
        return RowIndexKey.of(index, table, columns, IndexExpressions::read, new OpenedTypes(types));
    }

    /** Returns the expression of a text in which {@code $1} stands for the first column. */
    public static Expression read(String text, List<? extends SqlType> types, TypeLookup lookup) {
        BindContext context = BindContext.withoutSchema(text, new NoSession(), List.copyOf(types), lookup);
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        Expression bound = binder.known(binder.bind(PostgresParser.parseExpression(text)));
        return Expressions.map(
                bound,
                part -> part instanceof Expression.Parameter column
                        ? new Expression.ColumnReference(column.index(), types.get(column.index()))
                        : null);
    }

    /** Returns the expression of a text in which {@code $1} stands for the first column, as it is assigned to a column of a type. */
    public static Expression assigned(String text, List<? extends SqlType> types, SqlType target, TypeLookup lookup) {
        BindContext context = BindContext.withoutSchema(text, new NoSession(), List.copyOf(types), lookup);
        ExpressionBinder binder = new ExpressionBinder(context, new Scope(Optional.empty()));
        return binder.coercion()
                .tryTo(read(text, types, lookup), target, CastTable.Context.ASSIGNMENT, -1)
                .orElseThrow(() -> new IllegalStateException(
                        "a generated column of type " + target.displayName() + " cannot have the value " + text));
    }

    /** The types at opening, where names do not matter. */
    private record OpenedTypes(TypeSource source) implements UserType.Source {
        @Override
        public Optional<Collation> collation(long number) {
            return source.collation(number)
                    .map(made -> new UserCollation(made).collation(Quoting.identifier(made.name())));
        }

        @Override
        public Optional<SqlType> made(long oid) {
            if (!RowTypes.is(oid)) {
                return source.type(oid).flatMap(object -> new UserType(object).type(this));
            }
            long id = RowTypes.relation(oid);
            Optional<SqlType> rows = source.relation(id)
                    .map(relation -> new CompositeType(
                                    (int) RowTypes.of(id),
                                    (int) RowTypes.arrayOf(id),
                                    relation.name(),
                                    UserType.fields(attributes(relation)))
                            .ofType(TableDefinition.typeOf(relation)));
            return RowTypes.isArray(oid) ? rows.map(ArrayType::new) : rows;
        }

        @Override
        public List<TableColumn> attributes(CatalogObject type) {
            return source.parts(type, NameSpace.COLUMNS).stream()
                    .map(column -> TableColumn.of(column, this))
                    .sorted(Comparator.comparingInt(TableColumn::number))
                    .toList();
        }

        @Override
        public Optional<SqlType> made(List<String> name) {
            return Optional.empty();
        }

        @Override
        public List<CatalogObject> labels(CatalogObject type) {
            return source.parts(type, NameSpace.LABELS);
        }

        @Override
        public List<CatalogObject> constraints(CatalogObject type) {
            return source.parts(type, NameSpace.CONSTRAINTS);
        }

        @Override
        public Optional<DomainRules> rules(SqlType type) {
            return type instanceof DomainType domain
                    ? source.type(Integer.toUnsignedLong(domain.oid()))
                            .map(object -> new UserType(object).rules(this, IndexExpressions::read))
                    : Optional.empty();
        }

        @Override
        public String nameOf(CatalogObject type) {
            return type.name();
        }

        @Override
        public String schemaOf(CatalogObject type) {
            return source.schema(type.parent()).map(CatalogObject::name).orElse("?");
        }

        @Override
        public long transaction() {
            return 0;
        }
    }

    /** Has nothing of its own. */
    private static final class NoSession implements BindingSession {
        private final TextInput input = new TextInput(SessionFormat.DEFAULT, 0);

        @Override
        public long seesFrom() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean hasChangedCatalog() {
            return false;
        }

        @Override
        public List<ScalarFunction> functions(String name) {
            return List.of();
        }

        @Override
        public Optional<RowFunction> rowFunction(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<ComputedTable> table(List<String> name, SchemaReader schema) {
            return Optional.empty();
        }

        @Override
        public Optional<ViewText> view(List<String> name) {
            return Optional.empty();
        }

        @Override
        public Optional<CatalogObject> systemRelation(List<String> name, SchemaReader schema) {
            return Optional.empty();
        }

        @Override
        public List<CatalogObject> systemRelations(String schemaName, SchemaReader schema) {
            return List.of();
        }

        @Override
        public List<CatalogObject> systemColumns(CatalogObject relation, SchemaReader schema) {
            return List.of();
        }

        @Override
        public ObjectAddress address(String type, List<String> name, List<String> arguments) {
            throw SqlException.notSupported("names of objects here");
        }

        @Override
        public ScalarFunction userFunction(UserFunction function) {
            throw SqlException.notSupported("the function " + function.name() + " here");
        }

        @Override
        public SetSource userSet(UserFunction function) {
            throw SqlException.notSupported("the function " + function.name() + " here");
        }

        @Override
        public void step() {}

        @Override
        public void take(long bytes) {}

        @Override
        public SubqueryRunner subqueries() {
            throw new IllegalStateException("an index has no subqueries");
        }

        @Override
        public CursorRow.Finder cursorRows() {
            throw new IllegalStateException("an index has no cursors");
        }

        @Override
        public String current(String word) {
            throw new IllegalStateException("an index knows no session");
        }

        @Override
        public TextInput textInput() {
            return input;
        }
    }
}
