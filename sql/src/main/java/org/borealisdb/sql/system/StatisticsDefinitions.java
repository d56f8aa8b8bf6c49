package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.ObjectDefinition;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.bind.IndexExpressions;
import org.borealisdb.sql.bind.StoredExpressions;
import org.borealisdb.sql.catalog.ExtendedStatistics;
import org.borealisdb.sql.catalog.SchemaNames;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Expressions;

/** Makes extended statistics, and keeps them with the columns that they are of. Belongs to one task. */
final class StatisticsDefinitions {
    private static final Map<String, Character> KINDS = Map.of(
            "ndistinct",
            ExtendedStatistics.DISTINCT,
            "dependencies",
            ExtendedStatistics.DEPENDENCIES,
            "mcv",
            ExtendedStatistics.COMMON);

    /** In the order that the kinds are kept in. */
    private static final List<String> WORDS = List.of("ndistinct", "dependencies", "mcv");

    private static final int MOST = 10_000;

    private final CatalogChanges changes;

    StatisticsDefinitions(CatalogChanges changes) {
        this.changes = changes;
    }

    void create(ObjectDefinition.CreateStatistics create) {
        TableDefinition table = table(create.from());
        List<StoredExpressions.IndexText> bound = create.expressions().stream()
                .filter(each -> !isColumn(each))
                .map(each -> expression(table, each))
                .toList();
        QualifiedName given = create.name();
        CatalogObject parent = changes.schemaOf(new QualifiedName(given.parts(), -1));
        String name = given.last();
        if (changes.schema().child(parent, NameSpace.EXTENDED_STATISTICS, name).isPresent()) {
            String exists = "statistics object \"" + name + "\" already exists";
            if (!create.ifNotExists()) {
                throw new SqlException(ErrorCode.DUPLICATE_OBJECT, exists);
            }
            changes.passOver(ErrorCode.DUPLICATE_OBJECT, exists);
            return;
        }
        if (create.expressions().size() > ExtendedStatistics.MOST) {
            throw new SqlException(
                    ErrorCode.TOO_MANY_COLUMNS,
                    "cannot have more than " + ExtendedStatistics.MOST + " columns in statistics");
        }
        List<Integer> numbers = new ArrayList<>();
        create.expressions().stream()
                .filter(StatisticsDefinitions::isColumn)
                .forEach(each -> numbers.add(column(
                                table,
                                ((SyntaxExpression.ColumnReference) each)
                                        .names()
                                        .getFirst())
                        .number()));
        if (create.expressions().size() > 1) {
            bound.forEach(StatisticsDefinitions::checkOrdered);
        }
        List<String> expressions =
                bound.stream().map(StoredExpressions.IndexText::text).toList();
        String kinds = kinds(create, numbers, expressions);
        if (new TreeSet<>(numbers).size() < numbers.size()) {
            throw new SqlException(ErrorCode.DUPLICATE_COLUMN, "duplicate column name in statistics definition");
        }
        if (new TreeSet<>(expressions).size() < expressions.size()) {
            throw new SqlException(ErrorCode.DUPLICATE_COLUMN, "duplicate expression in statistics definition");
        }
        CatalogObject object = CatalogObject.of(CatalogKind.EXTENDED_STATISTICS, changes.newId(), parent.id(), name)
                .withRelated(table.object().id());
        changes.add(described(object, kinds, numbers, expressions));
    }

    private static CatalogObject described(
            CatalogObject object, String kinds, List<Integer> numbers, List<String> expressions) {
        CatalogObject described = object.with(ExtendedStatistics.KINDS, kinds)
                .with(
                        ExtendedStatistics.COLUMNS,
                        numbers.stream()
                                .sorted()
                                .map(number -> Integer.toString(number))
                                .collect(Collectors.joining(",")));
        for (int i = 0; i < expressions.size(); i++) {
            described = described.with(ExtendedStatistics.EXPRESSION + (i + 1), expressions.get(i));
        }
        return described;
    }

    private TableDefinition table(List<FromItem> from) {
        if (from.size() != 1) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "only a single relation is allowed in CREATE STATISTICS");
        }
        if (!(from.getFirst() instanceof FromItem.Table item)) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "CREATE STATISTICS only supports relation names in the FROM clause");
        }
        CatalogObject relation = changes.schema()
                .relation(item.name().parts())
                .orElseThrow(() ->
                        new SchemaNames(changes.schema()).noRelation(item.name().parts()));
        if (relation.kind() != CatalogKind.TABLE) {
            throw new SqlException(
                            ErrorCode.WRONG_OBJECT_TYPE,
                            "cannot define statistics for relation \"" + relation.name() + "\"")
                    .withDetail("This operation is not supported for "
                            + switch (relation.kind()) {
                                case INDEX -> "indexes.";
                                case SEQUENCE -> "sequences.";
                                default -> "views.";
                            });
        }
        new Ownership(changes).require(relation);
        TableDefinition table = changes.schema().table(relation);
        changes.lock(RowStore.tableKey(table.table()), TableLockMode.SHARE_UPDATE_EXCLUSIVE);
        changes.schema().forget();
        return changes.current(table);
    }

    private static TableColumn column(TableDefinition table, String name) {
        OptionalInt place = table.place(name);
        if (place.isEmpty()) {
            throw SystemColumn.named(name).isPresent()
                    ? systemColumn()
                    : new SqlException(ErrorCode.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist");
        }
        TableColumn column = table.columns().get(place.getAsInt());
        if (!column.type().isOrdered()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "column \"" + name + "\" cannot be used in statistics because its type "
                            + column.declared().nameWithoutModifier() + " has no default btree operator class");
        }
        return column;
    }

    private static SqlException systemColumn() {
        return new SqlException(
                ErrorCode.FEATURE_NOT_SUPPORTED, "statistics creation on system columns is not supported");
    }

    private static boolean isColumn(SyntaxExpression syntax) {
        return syntax instanceof SyntaxExpression.ColumnReference column
                && column.names().size() == 1;
    }

    private StoredExpressions.IndexText expression(TableDefinition table, SyntaxExpression syntax) {
        try {
            return changes.expressions().statisticsExpression(syntax, table);
        } catch (SqlException unfit) {
            throw unfit.code() == ErrorCode.INVALID_COLUMN_REFERENCE ? systemColumn() : unfit;
        }
    }

    private static void checkOrdered(StoredExpressions.IndexText expression) {
        if (!expression.type().isOrdered()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "expression cannot be used in multivariate statistics because its type "
                            + expression.type().nameWithoutModifier() + " has no default btree operator class");
        }
    }

    private Expression read(TableDefinition table, String text) {
        List<SqlType> types = table.columns().stream().map(TableColumn::type).toList();
        return IndexExpressions.read(text, types, changes.schema().types());
    }

    private static String kinds(
            ObjectDefinition.CreateStatistics create, List<Integer> numbers, List<String> expressions) {
        int count = create.expressions().size();
        if (count == 1 && expressions.size() == 1 && !create.kinds().isEmpty()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "when building statistics on a single expression, statistics kinds may not be specified");
        }
        StringBuilder kinds = new StringBuilder();
        for (String kind : create.kinds()) {
            if (!KINDS.containsKey(kind)) {
                throw new SqlException(ErrorCode.SYNTAX_ERROR, "unrecognized statistics kind \"" + kind + "\"");
            }
        }
        for (String word : WORDS) {
            if (create.kinds().isEmpty() ? count > 1 : create.kinds().contains(word)) {
                kinds.append(KINDS.get(word));
            }
        }
        if (numbers.size() == count && count < 2) {
            throw new SqlException(
                    ErrorCode.INVALID_OBJECT_DEFINITION, "extended statistics require at least 2 columns");
        }
        return expressions.isEmpty()
                ? kinds.toString()
                : kinds.append(ExtendedStatistics.EXPRESSIONS).toString();
    }

    /** Says how much ANALYZE is to find out. */
    void target(CatalogObject object, int target) {
        if (target < -1) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "statistics target " + target + " is too low");
        }
        if (target > MOST) {
            changes.warn(ErrorCode.INVALID_PARAMETER_VALUE, "lowering statistics target to " + MOST);
        }
        changes.replace(
                target < 0
                        ? TableAlterations.without(object, ExtendedStatistics.TARGET)
                        : object.with(ExtendedStatistics.TARGET, Integer.toString(Math.min(target, MOST))));
    }

    private List<ExtendedStatistics> of(TableDefinition table) {
        return ExtendedStatistics.among(changes.schema().related(table.object().id()));
    }

    /** Removes those of a column that goes. */
    void dropColumn(TableDefinition table, TableColumn column) {
        of(table).stream().filter(each -> reads(table, each, column)).forEach(each -> changes.remove(each.object()));
    }

    private boolean reads(TableDefinition table, ExtendedStatistics statistics, TableColumn column) {
        List<Expression> expressions =
                statistics.expressions().stream().map(text -> read(table, text)).toList();
        return statistics.columns().contains(column.number())
                || Expressions.columns(expressions).contains(column.number() - 1);
    }

    /**
     * Forgets what is known of columns that have another type now.
     *
     * @throws SqlException if an expression means nothing any more
     */
    void changedTypes(TableDefinition now) {
        for (ExtendedStatistics each : of(now)) {
            try {
                each.expressions().forEach(text -> read(now, text));
            } catch (SqlException unfit) {
                throw unfit.withoutPosition();
            }
            changes.schema()
                    .child(each.object(), NameSpace.STATISTICS, ExtendedStatistics.FOUND)
                    .ifPresent(changes::remove);
        }
    }

    /**
     * Makes the same for a table that was made like another.
     *
     * @param number gives the number of a column in the new table
     * @param renumbered gives an expression over the new table
     * @param copied is told of each
     */
    void copy(
            TableDefinition from,
            TableDefinition to,
            UnaryOperator<Integer> number,
            UnaryOperator<String> renumbered,
            BiConsumer<CatalogObject, CatalogObject> copied) {
        CatalogObject parent = changes.schemaOf(to);
        for (ExtendedStatistics each : of(from)) {
            List<Integer> numbers = each.columns().stream().map(number).toList();
            List<String> words = new ArrayList<>();
            numbers.forEach(place -> words.add(to.columns().get(place - 1).name()));
            each.expressions().forEach(any -> words.add("expr"));
            CatalogObject object = CatalogObject.of(
                            CatalogKind.EXTENDED_STATISTICS,
                            changes.newId(),
                            parent.id(),
                            free(parent, to.name(), String.join("_", words)))
                    .withRelated(to.object().id());
            CatalogObject made = changes.add(described(
                    object,
                    each.kinds(),
                    numbers,
                    each.expressions().stream().map(renumbered).toList()));
            copied.accept(each.object(), made);
            changes.schema().forget();
        }
    }

    private String free(CatalogObject parent, String table, String columns) {
        String name = ObjectNames.of(table, columns, "stat");
        for (int suffix = 1;
                changes.schema()
                        .child(parent, NameSpace.EXTENDED_STATISTICS, name)
                        .isPresent();
                suffix++) {
            name = ObjectNames.of(table, columns, "stat" + suffix);
        }
        return name;
    }
}
