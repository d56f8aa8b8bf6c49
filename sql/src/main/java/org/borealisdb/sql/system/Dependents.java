package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.bind.ViewNames;
import org.borealisdb.sql.catalog.CheckDefinition;
import org.borealisdb.sql.catalog.ExtendedStatistics;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.GeneratedColumn;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserAggregate;
import org.borealisdb.sql.catalog.UserCast;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserOperator;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.plan.Expressions;
import org.jspecify.annotations.Nullable;

/** What depends on objects that are to be dropped: it goes with them (CASCADE), or keeps them from being dropped. Belongs to one task. */
final class Dependents {
    private final CatalogChanges changes;
    private final List<Dependent> found = new ArrayList<>();
    private final Set<Long> dropped = new HashSet<>();
    private final Map<Long, ViewNames> viewNames = new HashMap<>();
    private @Nullable TypeUses typeUses;

    /** An object that depends on another, and how both are called. */
    private record Dependent(DependentOrder order, String name, String on, Runnable drop) {}

    Dependents(CatalogChanges changes) {
        this.changes = changes;
    }

    /** Adds the views that read a relation, and what depends on those. */
    Dependents viewsOver(CatalogObject relation, Consumer<CatalogObject> drop) {
        return views(
                names -> names.reads(relation.id()), Ownership.word(relation) + " " + changes.shown(relation), drop);
    }

    /** Adds the views that read a column of a table, and what depends on those. */
    Dependents viewsOver(TableDefinition table, int place, Consumer<CatalogObject> drop) {
        return views(names -> names.used(table.object().id()).contains(place + 1), column(table, place), drop);
    }

    /** Adds the views that call a function, and what depends on those. */
    Dependents viewsOver(UserFunction function, Consumer<CatalogObject> drop) {
        return views(
                names -> names.functions().containsValue(function.object().id()),
                FunctionNames.name(changes, function.object()),
                drop);
    }

    /** Adds the views that call an operator, and what depends on those. */
    Dependents viewsOver(UserOperator operator, Consumer<CatalogObject> drop) {
        return views(
                names -> names.functions().containsValue(operator.object().id()),
                OperatorNames.name(changes, operator.object()),
                drop);
    }

    /** Adds the views whose groups need a primary key, and what depends on those. */
    Dependents viewsOver(TableDefinition table, IndexDefinition key, Consumer<CatalogObject> drop) {
        return views(
                names -> names.keys().contains(key.object().id()),
                "constraint " + key.name() + " on table " + changes.shown(table.object()),
                drop);
    }

    private Dependents views(Predicate<ViewNames> depends, String on, Consumer<CatalogObject> drop) {
        views(depends, on, new DependentOrder(0, List.of(), 0), drop);
        return this;
    }

    private void views(Predicate<ViewNames> depends, String on, DependentOrder order, Consumer<CatalogObject> drop) {
        for (CatalogObject view : changes.schema().all(CatalogKind.VIEW)) {
            if (!dropped.contains(view.id())
                    && depends.test(viewNames.computeIfAbsent(view.id(), any -> ViewNames.of(view)))
                    && !isFound(view)) {
                String name = "view " + changes.shown(view);
                DependentOrder own = order.then(view);
                found.add(new Dependent(own, name, on, () -> {
                    changes.schema().forget();
                    changes.schema().object(CatalogKind.VIEW, view.id()).ifPresent(drop);
                }));
                functionsOver(view, own, "type " + changes.shown(view));
                functionsWith(RowTypes.of(view.id()), own, "type " + changes.shown(view));
                views(names -> names.reads(view.id()), name, own, drop);
            }
        }
    }

    private boolean isFound(CatalogObject object) {
        return found.stream().anyMatch(each -> each.order().objects().contains(object.id()));
    }

    /**
     * Adds an object of a schema.
     *
     * @param name what it is called
     */
    void member(CatalogObject object, String name, String on, Runnable drop) {
        found.add(new Dependent(DependentOrder.of(object), name, on, drop));
    }

    /** Adds the views that read an object that was found, which are none of those found. */
    void viewsBehind(CatalogObject relation, Consumer<CatalogObject> drop) {
        views(
                names -> names.reads(relation.id()),
                Ownership.word(relation) + " " + changes.shown(relation),
                DependentOrder.of(relation),
                drop);
    }

    /** Drops what depends on something that goes, and says nothing. */
    void drop() {
        found.sort(Comparator.comparing(Dependent::order));
        dropFound();
    }

    /** The last first: what depends on something goes before it. */
    private void dropFound() {
        for (Dependent each : found.reversed()) {
            each.drop().run();
            changes.schema().forget();
        }
    }

    /** Leaves out what goes anyhow. */
    Dependents without(Set<Long> objects) {
        dropped.addAll(objects);
        return this;
    }

    /** Adds the foreign keys that refer to a table, but for those of tables that go as well. */
    Dependents ofTable(TableDefinition table, Set<Long> dropped) {
        table.references().stream()
                .filter(key -> !dropped.contains(key.referencing()))
                .forEach(key -> add(key, "table " + changes.shown(table.object())));
        return this;
    }

    /** Adds the functions that return rows of a relation. */
    Dependents functionsOver(CatalogObject relation) {
        functionsOver(relation, new DependentOrder(0, List.of(), 0), "type " + changes.shown(relation));
        return this;
    }

    private void functionsOver(CatalogObject relation, DependentOrder order, String on) {
        String id = Long.toString(relation.id());
        for (CatalogObject function : changes.schema().all(CatalogKind.FUNCTION)) {
            if (function.property(UserFunction.RELATION).filter(id::equals).isPresent()) {
                add(function, order.then(function), on);
            }
        }
    }

    /** Adds the functions with a parameter or result of a type. */
    private void functionsWith(long type, DependentOrder order, String on) {
        for (CatalogObject function : changes.schema().all(CatalogKind.FUNCTION)) {
            if (UserFunction.isOf(function, type)) {
                add(function, order.then(function), on);
            }
        }
    }

    /** Adds what is made of a function, and the views over that. */
    Dependents madeOf(UserFunction function, Consumer<CatalogObject> dropView) {
        String on = FunctionNames.name(changes, function.object());
        for (CatalogObject other : changes.schema().all(CatalogKind.FUNCTION)) {
            if (UserAggregate.functions(other).contains(function.object().id())) {
                DependentOrder own = DependentOrder.of(other);
                add(other, own, on);
                views(
                        names -> names.functions().containsValue(other.id()),
                        FunctionNames.name(changes, other),
                        own,
                        dropView);
            }
        }
        String number = Long.toString(function.object().id());
        for (CatalogObject operator : changes.schema().all(CatalogKind.OPERATOR)) {
            if (operator.property(UserOperator.FUNCTION).filter(number::equals).isPresent()) {
                add(operator, DependentOrder.of(operator), on, dropView);
            }
        }
        for (UserCast cast : changes.schema().userCasts()) {
            if (Long.toString(cast.function()).equals(number)) {
                add(cast, DependentOrder.of(cast.object()), on);
            }
        }
        return this;
    }

    private void add(CatalogObject operator, DependentOrder own, String on, Consumer<CatalogObject> dropView) {
        String name = OperatorNames.name(changes, operator);
        found.add(new Dependent(own, name, on, () -> new OperatorDefinitions(changes).removeIfThere(operator)));
        views(names -> names.functions().containsValue(operator.id()), name, own, dropView);
    }

    private void add(UserCast cast, DependentOrder order, String on) {
        found.add(new Dependent(
                order,
                cast.shown(),
                on,
                () -> changes.schema()
                        .object(CatalogKind.CAST, cast.object().id())
                        .ifPresent(changes::remove)));
    }

    /** Adds the operators and casts with a type. */
    private void operatorsWith(long type, int rank, String on, Consumer<CatalogObject> dropView) {
        for (CatalogObject operator : changes.schema().all(CatalogKind.OPERATOR)) {
            if (UserOperator.isOf(operator, type) && !isFound(operator)) {
                add(operator, new DependentOrder(rank, operator.id(), 0), on, dropView);
            }
        }
        for (UserCast cast : changes.schema().userCasts()) {
            if (cast.isOf(type) && !isFound(cast.object())) {
                add(cast, new DependentOrder(rank, cast.object().id(), 0), on);
            }
        }
    }

    private void add(CatalogObject function, DependentOrder order, String on) {
        found.add(new Dependent(order, FunctionNames.name(changes, function), on, () -> changes.remove(function)));
    }

    /** Adds the defaults and conditions of tables that call a function; its overloads count as the same one. */
    Dependents ofFunction(UserFunction function) {
        String called = function.qualifiedName() + "(";
        String on = FunctionNames.name(changes, function.object());
        for (CatalogObject relation : changes.schema().all(CatalogKind.TABLE)) {
            boolean here = changes.schema().schemas().stream().anyMatch(schema -> schema.id() == relation.parent());
            if (here) {
                callers(changes.schema().table(relation), called, on);
            }
        }
        return this;
    }

    /**
     * Adds the defaults and conditions of tables that have a sequence as a constant: mostly those that take its next value. Each table is looked at once.
     *
     * @param stays which tables do not go anyhow
     */
    Dependents ofSequences(List<CatalogObject> sequences, Predicate<CatalogObject> stays) {
        if (sequences.isEmpty()) {
            return this;
        }
        for (CatalogObject table : changes.schema().all(CatalogKind.TABLE)) {
            if (stays.test(table)) {
                TableDefinition definition = changes.schema().table(table);
                sequences.forEach(sequence ->
                        callers(definition, "(" + sequence.id() + "::regclass", "sequence " + changes.shown(sequence)));
            }
        }
        return this;
    }

    private void callers(TableDefinition table, String called, String on) {
        for (TableColumn column : table.columns()) {
            if (!column.dropped()
                    && !column.isIdentity()
                    && column.defaultText()
                            .filter(text -> text.contains(called))
                            .isPresent()) {
                found.add(new Dependent(
                        DependentOrder.of(column.object()),
                        "default value for " + column(table, column.number() - 1),
                        on,
                        () -> changes.replace(TableAlterations.without(column.object(), TableColumn.DEFAULT))));
            }
        }
        for (CheckDefinition check : table.checks()) {
            if (check.condition().contains(called)) {
                found.add(new Dependent(
                        DependentOrder.of(check.object()),
                        "constraint " + Quoting.identifier(check.name()) + " on table " + changes.shown(table.object()),
                        on,
                        () -> changes.remove(check.object())));
            }
        }
    }

    /** Returns whether nothing was found. */
    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Adds the foreign keys that refer to the key of an index. */
    Dependents ofIndex(TableDefinition table, IndexDefinition index) {
        table.references().stream()
                .filter(key -> key.index() == index.object().id())
                .forEach(key -> add(key, "index " + changes.shown(index.object())));
        return this;
    }

    /** Adds the foreign keys that refer to a column, or to the key of an index that goes with it. */
    Dependents ofColumn(TableDefinition table, int place) {
        table.references().stream()
                .filter(key -> key.referencedColumns().contains(place)
                        && !(key.referencing() == key.referenced()
                                && key.columns().contains(place)))
                .forEach(key -> add(key, column(table, place)));
        table.indexes().stream()
                .filter(index -> index.included().contains(place))
                .forEach(index -> ofIndex(table, index));
        table.indexes().stream()
                .filter(index -> index.isExclusion()
                        && !index.allColumns().contains(place)
                        && Expressions.columns(index.inputs()).contains(place))
                .forEach(index -> found.add(new Dependent(
                        DependentOrder.of(index.object()),
                        "constraint " + index.name() + " on table " + changes.shown(table.object()),
                        column(table, place),
                        () -> {
                            // It goes with the column.
                        })));
        return this;
    }

    /**
     * Adds the columns that are computed from a column, and the views that read those.
     *
     * @param drop drops one of them
     * @param dropView drops a view
     */
    Dependents generatedFrom(
            TableDefinition table, int place, Consumer<TableColumn> drop, Consumer<CatalogObject> dropView) {
        for (GeneratedColumn generated : table.generated()) {
            if (generated.place() != place
                    && Expressions.columns(List.of(generated.value())).contains(place)) {
                TableColumn column = table.columns().get(generated.place());
                found.add(new Dependent(
                        DependentOrder.of(column.object()),
                        column(table, generated.place()),
                        column(table, place),
                        () -> drop.accept(column)));
                views(
                        names -> names.used(table.object().id()).contains(column.number()),
                        column(table, generated.place()),
                        DependentOrder.of(column.object()),
                        dropView);
            }
        }
        return this;
    }

    /** Adds what is made of types: columns, and expressions that the catalog keeps. */
    Dependents ofTypes(List<CatalogObject> types, TypeDrops drops) {
        int rank = 0;
        for (CatalogObject type : types.reversed()) {
            List<CatalogObject> both = List.of(
                    changes.schema()
                            .object(CatalogKind.TYPE, new UserType(type).related())
                            .orElseThrow(),
                    type);
            for (CatalogObject each : both) {
                Optional<SqlType> made = changes.schema().types().made(each.id());
                if (made.isEmpty()) {
                    // Arrays of a domain over arrays: nothing can have that type.
                    continue;
                }
                String on = "type " + made.get().displayName();
                madeOf(each.id(), rank, on, drops);
                rank++;
            }
        }
        return this;
    }

    /** Adds what has collations: columns, attributes, domains, and expressions that the catalog keeps. */
    Dependents ofCollations(List<CatalogObject> collations, TypeDrops drops) {
        int rank = 0;
        for (CatalogObject collation : collations.reversed()) {
            String on = "collation " + changes.schema().names().shown(collation);
            madeOf(collation.id(), rank++, on, drops);
        }
        return this;
    }

    /** Adds what is made of the rows of a relation. */
    Dependents ofRows(CatalogObject relation, TypeDrops drops) {
        functionsOver(relation);
        String on = "type " + changes.shown(relation);
        madeOf(RowTypes.arrayOf(relation.id()), 0, on + "[]", drops);
        madeOf(RowTypes.of(relation.id()), 1, on, drops);
        return this;
    }

    private void madeOf(long type, int rank, String on, TypeDrops drops) {
        views(
                names -> names.types().containsValue(type) || names.collations().containsValue(type),
                on,
                new DependentOrder(rank, List.of(), 0),
                drops.view());
        domainsOver(type, rank, on, drops.type());
        functionsWith(type, new DependentOrder(rank, List.of(), 0), on);
        operatorsWith(type, rank, on, drops.view());
        attributesOf(type, rank, on, drops.attribute());
        for (CatalogObject relation : typeUses().of(type)) {
            if (relation.kind() == CatalogKind.TABLE
                    && relation.property(TableDefinition.OF_TYPE)
                            .filter(Long.toString(type)::equals)
                            .isPresent()) {
                found.add(new Dependent(
                        new DependentOrder(rank, relation.id(), 0),
                        "table " + changes.shown(relation),
                        on,
                        () -> drops.table().accept(relation)));
            } else if (relation.kind() == CatalogKind.TABLE) {
                ofType(changes.schema().table(relation), type, rank, on, drops.column(), drops.index(), drops.view());
            } else if (!isFound(relation)
                    && changes.schema().columns(relation).stream().anyMatch(column -> isOf(column, type))) {
                found.add(new Dependent(
                        new DependentOrder(rank, relation.id(), 0),
                        "view " + changes.shown(relation),
                        on,
                        () -> drops.view().accept(relation)));
            }
        }
    }

    private TypeUses typeUses() {
        TypeUses known = typeUses;
        if (known == null) {
            known = new TypeUses(changes.schema());
            typeUses = known;
        }
        return known;
    }

    /** Whether a column is of a type, or has a collation. */
    private static boolean isOf(TableColumn column, long type) {
        return Integer.toUnsignedLong(column.declared().oid()) == type
                || (!(column.declared() instanceof DomainType)
                        && column.type().collation().collation().number() == type);
    }

    /** Adds the attributes of composite types that are of a type. */
    private void attributesOf(long type, int rank, String on, Consumer<TableColumn> drop) {
        for (CatalogObject other : changes.schema().all(CatalogKind.TYPE)) {
            if (!new UserType(other).isComposite()) {
                continue;
            }
            for (TableColumn attribute : changes.schema().columns(other)) {
                if (!attribute.dropped() && isOf(attribute, type)) {
                    String name = changes.schema()
                            .types()
                            .made(other.id())
                            .map(SqlType::displayName)
                            .orElse(other.name());
                    found.add(new Dependent(
                            new DependentOrder(rank, other.id(), attribute.number()),
                            "column " + Quoting.identifier(attribute.name()) + " of composite type " + name,
                            on,
                            () -> drop.accept(attribute)));
                }
            }
        }
    }

    private void domainsOver(long type, int rank, String on, Consumer<CatalogObject> dropType) {
        for (CatalogObject other : changes.schema().all(CatalogKind.TYPE)) {
            String number = Long.toString(type);
            boolean over = other.property(UserType.BASE).filter(number::equals).isPresent()
                    || other.property(TableColumn.COLLATION)
                            .filter(number::equals)
                            .isPresent();
            if (over) {
                String name =
                        changes.schema().types().made(other.id()).orElseThrow().displayName();
                found.add(new Dependent(
                        new DependentOrder(rank, other.id(), 0), "type " + name, on, () -> dropType.accept(other)));
            }
        }
    }

    private void ofType(
            TableDefinition table,
            long type,
            int rank,
            String on,
            BiConsumer<CatalogObject, String> dropColumn,
            Consumer<CatalogObject> dropIndex,
            Consumer<CatalogObject> dropView) {
        long id = table.object().id();
        for (TableColumn column : table.columns()) {
            String name = column(table, column.number() - 1);
            boolean computed = column.object()
                    .property(TableColumn.GENERATED)
                    .filter(text -> TypeUses.mentions(text, type))
                    .isPresent();
            if (column.dropped()) {
                continue;
            }
            if (isOf(column, type) || computed) {
                found.add(new Dependent(
                        computed
                                ? new DependentOrder(rank, column.object().id(), 0)
                                : new DependentOrder(rank, id, column.number()),
                        name,
                        on,
                        () -> dropColumn.accept(table.object(), column.name())));
                views(
                        names -> names.used(id).contains(column.number()),
                        name,
                        found.getLast().order(),
                        dropView);
            } else if (!isOfUser(column, type)
                    && column.defaultText()
                            .filter(text -> TypeUses.mentions(text, type))
                            .isPresent()) {
                found.add(new Dependent(
                        new DependentOrder(rank, column.object().id(), 0),
                        "default value for " + name,
                        on,
                        () -> changes.replace(TableAlterations.without(column.object(), TableColumn.DEFAULT))));
            }
        }
        for (CheckDefinition check : table.checks()) {
            boolean goesWithColumn = check.columns().stream()
                    .anyMatch(place -> isOfUser(table.columns().get(place), type));
            if (TypeUses.mentions(check.condition(), type) && !goesWithColumn) {
                found.add(new Dependent(
                        new DependentOrder(rank, check.object().id(), 0),
                        "constraint " + Quoting.identifier(check.name()) + " on table " + changes.shown(table.object()),
                        on,
                        () -> changes.remove(check.object())));
            }
        }
        for (IndexDefinition index : table.indexes()) {
            boolean goesWithColumn = Stream.concat(
                            Expressions.columns(index.inputs()).stream(), index.included().stream())
                    .anyMatch(place -> isOfUser(table.columns().get(place), type));
            if (!goesWithColumn
                    && index.object().properties().values().stream().anyMatch(text -> TypeUses.mentions(text, type))) {
                found.add(new Dependent(
                        new DependentOrder(rank, index.object().id(), 0),
                        "index " + changes.shown(index.object()),
                        on,
                        () -> dropIndex.accept(index.object())));
            }
        }
        for (ExtendedStatistics each : ExtendedStatistics.among(changes.schema().related(id))) {
            if (each.expressions().stream().anyMatch(text -> TypeUses.mentions(text, type))) {
                CatalogObject object = each.object();
                found.add(new Dependent(
                        new DependentOrder(rank, object.id(), 0),
                        "statistics object " + changes.schema().names().shown(object),
                        on,
                        () -> changes.schema()
                                .object(CatalogKind.EXTENDED_STATISTICS, object.id())
                                .ifPresent(changes::remove)));
            }
        }
    }

    /** Whether a column is of a type, or of the arrays of it: then it goes with the type, and all that reads it. */
    private static boolean isOfUser(TableColumn column, long type) {
        return isOf(column, type)
                || (column.declared() instanceof ArrayType array
                        && Integer.toUnsignedLong(array.element().oid()) == type);
    }

    /** How a column is called. */
    String column(TableDefinition table, int place) {
        return "column " + table.columns().get(place).name() + " of table " + changes.shown(table.object());
    }

    private void add(ForeignKeyDefinition key, String on) {
        CatalogObject child =
                changes.schema().object(CatalogKind.TABLE, key.referencing()).orElseThrow();
        found.add(new Dependent(
                DependentOrder.of(key.object()),
                "constraint " + Quoting.identifier(key.name()) + " on table " + changes.shown(child),
                on,
                () -> {
                    changes.locked(changes.schema().table(child));
                    changes.remove(key.object());
                }));
    }

    /**
     * Drops what depends on something.
     *
     * @param cascade whether it may be dropped
     * @param what is dropped, as errors call it
     * @throws SqlException 2BP01 if something depends on it and may not be dropped
     */
    void drop(boolean cascade, String what) {
        if (found.isEmpty()) {
            return;
        }
        found.sort(Comparator.comparing(Dependent::order));
        if (!cascade) {
            boolean several = what.endsWith("(s)");
            throw new SqlException(
                            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop " + what + " because other objects depend on " + (several ? "them" : "it"))
                    .withDetail(String.join(
                            "\n",
                            found.stream()
                                    .map(each -> each.name() + " depends on " + each.on())
                                    .toList()))
                    .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
        }
        List<String> lines =
                found.stream().map(each -> "drop cascades to " + each.name()).toList();
        if (lines.size() == 1) {
            changes.notice(lines.getFirst());
        } else {
            changes.notice("drop cascades to " + lines.size() + " other objects", String.join("\n", lines));
        }
        dropFound();
    }
}
