package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.sql.bind.ViewNames;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.GeneratedColumn;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.StoredNames;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserAggregate;
import org.borealisdb.sql.catalog.UserCast;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserOperator;
import org.borealisdb.sql.plan.Expressions;

/** What depends on objects that are to be dropped: it goes with them (CASCADE), or keeps them from being dropped. Belongs to one task. */
final class Dependents {
    private final CatalogChanges changes;
    private final List<Dependent> found = new ArrayList<>();
    private final Set<Long> dropped = new HashSet<>();
    private final Map<Long, ViewNames> viewNames = new HashMap<>();

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

    /** Adds all that calls a function, or is made of it, and what depends on that. */
    Dependents of(UserFunction function) {
        dropped.add(function.object().id());
        callersOf(function.object(), new DependentOrder(0, List.of(), 0));
        return this;
    }

    /** Adds all that applies an operator, and what depends on that. */
    Dependents of(UserOperator operator) {
        callersOf(operator.object(), new DependentOrder(0, List.of(), 0));
        return this;
    }

    /** Adds what calls a function or applies an operator, stands right behind that, and what depends on it. */
    private void callersOf(CatalogObject called, DependentOrder order) {
        boolean function = called.kind() == CatalogKind.FUNCTION;
        String on = function ? FunctionNames.name(changes, called) : OperatorNames.name(changes, called);
        String name = function ? StoredNames.function(called.id()) : StoredNames.operator(called.id());
        // As versions without numbers wrote it.
        String older = function
                ? UserFunction.of(called, changes.schema())
                        .map(made -> made.qualifiedName() + "(")
                        .orElse(name)
                : name;
        new ExpressionDependents(changes)
                .with(text -> text.contains(name) || text.contains(older))
                .forEach(each -> add(each, on, order.then(each.object())));
        views(names -> names.calls(called.id()), on, order, changes.parts().view());
        if (function) {
            madeOf(called, order, on);
        }
    }

    /** Adds the expressions that the catalog keeps and that have something in them, by how they name it, and what depends on those. */
    Dependents expressionsWith(String name, String on, DependentOrder order) {
        new ExpressionDependents(changes)
                .with(text -> text.contains(name))
                .forEach(each -> add(each, on, order.then(each.object())));
        return this;
    }

    /** Adds those of them that belong to no table. */
    void freeExpressionsWith(String name, String on, DependentOrder order) {
        new ExpressionDependents(changes)
                .ofOthers(text -> text.contains(name))
                .forEach(each -> add(each, on, order.then(each.object())));
    }

    private void add(ExpressionDependents.Expressed each, String on, DependentOrder own) {
        if (goes(each.owner()) || goes(each.object().id())) {
            return;
        }
        found.add(new Dependent(own, each.name(), on, each.drop()));
        each.column()
                .ifPresent(column -> views(
                        names -> names.used(column.table()).contains(column.number()),
                        each.name(),
                        own,
                        changes.parts().view()));
        if (each.object().kind() == CatalogKind.FUNCTION) {
            callersOf(each.object(), own);
        }
    }

    /** Adds what reads a field of the values of a type, and what depends on that. */
    Dependents readersOf(long type, TableColumn field, String on, DependentOrder order) {
        views(
                names -> names.usedFields(type).contains(field.number()),
                on,
                order,
                changes.parts().view());
        return expressionsWith(StoredNames.field(type, field.number()), on, order);
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

    /** Adds the views whose names fulfil a condition, which are none of those found, and what depends on those. */
    void views(Predicate<ViewNames> depends, String on, DependentOrder order, Consumer<CatalogObject> drop) {
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
        for (CatalogObject function : changes.schema().all(CatalogKind.FUNCTION)) {
            if (!dropped.contains(function.id())
                    && depends.test(viewNames.computeIfAbsent(function.id(), any -> ViewNames.of(function)))
                    && !isFound(function)) {
                add(function, order.then(function), on);
            }
        }
    }

    /** Returns whether an object was found, or something that depends on it. */
    boolean isFound(CatalogObject object) {
        return isFound(object.id());
    }

    private boolean isFound(long id) {
        return found.stream().anyMatch(each -> each.order().objects().contains(id));
    }

    /** Returns whether an object is one of those that are dropped, and not only because of what it depends on. */
    boolean isDropped(long id) {
        return dropped.contains(id);
    }

    private boolean goes(long id) {
        return dropped.contains(id) || isFound(id);
    }

    /**
     * Adds an object of a schema.
     *
     * @param name what it is called
     */
    void member(CatalogObject object, String name, String on, Runnable drop) {
        found.add(new Dependent(DependentOrder.of(object), name, on, drop));
    }

    /**
     * Adds an object, or a part of one.
     *
     * @param name what it is called
     * @param on what that is called which it depends on
     */
    void add(DependentOrder order, String name, String on, Runnable drop) {
        found.add(new Dependent(order, name, on, drop));
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

    /** Adds the foreign keys that refer to a table that was found, but for those of tables that go as well. */
    void keysBehind(TableDefinition table, Set<Long> dropped) {
        table.references().stream()
                .filter(key -> !dropped.contains(key.referencing()))
                .forEach(key -> add(
                        key,
                        "table " + changes.shown(table.object()),
                        DependentOrder.of(table.object()).then(key.object())));
    }

    /** Adds the functions that return rows of a relation. */
    Dependents functionsOver(CatalogObject relation) {
        functionsOver(relation, new DependentOrder(0, List.of(), 0), "type " + changes.shown(relation));
        return this;
    }

    private void functionsOver(CatalogObject relation, DependentOrder order, String on) {
        String id = Long.toString(relation.id());
        for (CatalogObject function : changes.schema().all(CatalogKind.FUNCTION)) {
            if (function.property(UserFunction.RELATION).filter(id::equals).isPresent() && !goes(function.id())) {
                add(function, order.then(function), on);
            }
        }
    }

    /** Adds the functions with a parameter or result of a type. */
    void functionsWith(long type, DependentOrder order, String on) {
        for (CatalogObject function : changes.schema().all(CatalogKind.FUNCTION)) {
            if (UserFunction.isOf(function, type) && !goes(function.id())) {
                add(function, order.then(function), on);
            }
        }
    }

    /** Adds what is made of a function, and what depends on that. */
    private void madeOf(CatalogObject function, DependentOrder order, String on) {
        for (CatalogObject other : changes.schema().all(CatalogKind.FUNCTION)) {
            if (UserAggregate.functions(other).contains(function.id()) && !goes(other.id())) {
                add(other, order.then(other), on);
            }
        }
        String number = Long.toString(function.id());
        for (CatalogObject operator : changes.schema().all(CatalogKind.OPERATOR)) {
            if (operator.property(UserOperator.FUNCTION).filter(number::equals).isPresent() && !isFound(operator)) {
                addOperator(operator, order.then(operator), on);
            }
        }
        for (UserCast cast : changes.schema().userCasts()) {
            if (Integer.toUnsignedString(cast.function()).equals(number) && !isFound(cast.object())) {
                add(cast, order.then(cast.object()), on);
            }
        }
    }

    private void addOperator(CatalogObject operator, DependentOrder own, String on) {
        found.add(new Dependent(
                own,
                OperatorNames.name(changes, operator),
                on,
                () -> new OperatorDefinitions(changes).removeIfThere(operator)));
        callersOf(operator, own);
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
    void operatorsWith(long type, int rank, String on) {
        for (CatalogObject operator : changes.schema().all(CatalogKind.OPERATOR)) {
            if (UserOperator.isOf(operator, type) && !isFound(operator)) {
                addOperator(operator, new DependentOrder(rank, operator.id(), 0), on);
            }
        }
        for (UserCast cast : changes.schema().userCasts()) {
            if (cast.isOf(type) && !isFound(cast.object())) {
                add(cast, new DependentOrder(rank, cast.object().id(), 0), on);
            }
        }
    }

    private void add(CatalogObject function, DependentOrder order, String on) {
        found.add(new Dependent(
                order,
                FunctionNames.name(changes, function),
                on,
                () -> changes.schema()
                        .object(CatalogKind.FUNCTION, function.id())
                        .ifPresent(changes::remove)));
        callersOf(function, order);
    }

    /** Adds the expressions that have sequences as constants: mostly defaults that take their next values. */
    Dependents ofSequences(List<CatalogObject> sequences) {
        DependentOrder first = new DependentOrder(0, List.of(), 0);
        sequences.forEach(sequence ->
                expressionsWith(StoredNames.relation(sequence.id()), "sequence " + changes.shown(sequence), first));
        return this;
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

    /** How a column is called. */
    String column(TableDefinition table, int place) {
        return "column " + table.columns().get(place).name() + " of table " + changes.shown(table.object());
    }

    private void add(ForeignKeyDefinition key, String on) {
        add(key, on, DependentOrder.of(key.object()));
    }

    private void add(ForeignKeyDefinition key, String on, DependentOrder order) {
        CatalogObject child =
                changes.schema().object(CatalogKind.TABLE, key.referencing()).orElseThrow();
        found.add(new Dependent(
                order, "constraint " + Quoting.identifier(key.name()) + " on table " + changes.shown(child), on, () -> {
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
