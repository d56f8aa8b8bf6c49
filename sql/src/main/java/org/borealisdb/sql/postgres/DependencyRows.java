package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
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
import org.borealisdb.sql.catalog.TypeLookup;
import org.borealisdb.sql.catalog.UserAggregate;
import org.borealisdb.sql.catalog.UserCast;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.catalog.UserOperator;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.plan.Expressions;

/** The rows about what depends on what. Belongs to one task. */
final class DependencyRows {
    /** A sequence that a default asks, as defaults are kept. */
    private static final Pattern NEXT_VALUE = Pattern.compile("\\bnextval\\(([0-9]{1,18})");

    private static final int PG_CLASS = 1259;
    private static final int PG_TYPE = 1247;
    private static final int PG_PROC = 1255;
    private static final int PG_ATTRDEF = 2604;
    private static final int PG_REWRITE = 2618;
    private static final int PG_CAST = 2605;
    private static final int PG_OPERATOR = 2617;
    private static final int PG_CONSTRAINT = 2606;
    private static final int PG_STATISTIC_EXT = 3381;
    private static final int PG_COLLATION = 3456;

    private final CatalogSnapshot catalog;

    DependencyRows(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    /** Which sequences belong to columns, and which indexes and constraints to tables. */
    void all(SystemRows rows) {
        for (UserFunction function : catalog.functions()) {
            function.object()
                    .property(UserFunction.RELATION)
                    .ifPresent(relation ->
                            dependency(rows, PG_PROC, function.oid(), PG_CLASS, Long.parseLong(relation), 0, 'n'));
        }
        for (UserFunction function : catalog.functions()) {
            UserAggregate.functions(function.object()).stream()
                    .filter(made -> made >= Catalog.FIRST_USER_ID)
                    .forEach(made -> dependency(rows, PG_PROC, function.oid(), PG_PROC, made, 0, 'n'));
        }
        for (UserOperator operator : catalog.operators()) {
            made(rows, PG_OPERATOR, operator.object().id(), PG_PROC, operator.number(UserOperator.FUNCTION));
            Stream.concat(operator.left().stream(), Stream.of(operator.right()))
                    .map(SqlType::oid)
                    .distinct()
                    .forEach(type -> made(rows, PG_OPERATOR, operator.object().id(), PG_TYPE, type));
        }
        for (UserCast cast : catalog.casts()) {
            made(rows, PG_CAST, cast.object().id(), PG_PROC, cast.function());
            made(rows, PG_CAST, cast.object().id(), PG_TYPE, cast.source().oid());
            made(rows, PG_CAST, cast.object().id(), PG_TYPE, cast.target().oid());
        }
        catalog.relations().forEach(relation -> dependenciesOfView(rows, relation));
        typeDependencies(rows);
        for (CatalogObject object : catalog.objects(CatalogKind.EXTENDED_STATISTICS)) {
            new ExtendedStatistics(object)
                    .columns()
                    .forEach(number ->
                            dependency(rows, PG_STATISTIC_EXT, object.id(), PG_CLASS, object.related(), number, 'a'));
            if (new ExtendedStatistics(object).columns().isEmpty()) {
                dependency(rows, PG_STATISTIC_EXT, object.id(), PG_CLASS, object.related(), 0, 'a');
            }
        }
        for (TableDefinition table : catalog.tables()) {
            table.generated().forEach(generated -> dependenciesOfGenerated(rows, table, generated));
            for (TableColumn column : table.columns()) {
                dependenciesOfDefault(rows, table, column);
                column.sequence()
                        .ifPresent(sequence -> dependency(
                                rows,
                                PG_CLASS,
                                sequence,
                                PG_CLASS,
                                table.object().id(),
                                column.number(),
                                column.isIdentity() ? 'i' : 'a'));
            }
            for (IndexDefinition index : table.indexes()) {
                boolean constraint =
                        index.object().property(IndexDefinition.CONSTRAINT).isPresent();
                long id = index.object().id();
                SortedSet<Integer> places = new TreeSet<>(Expressions.columns(index.inputs()));
                places.addAll(index.included());
                for (int place : places) {
                    dependency(
                            rows,
                            constraint ? PG_CONSTRAINT : PG_CLASS,
                            id,
                            PG_CLASS,
                            table.object().id(),
                            place + 1,
                            'a');
                }
                if (constraint) {
                    dependency(rows, PG_CLASS, id, PG_CONSTRAINT, id, 0, 'i');
                }
            }
            table.checks().forEach(check -> dependenciesOfCheck(rows, table, check));
            for (ForeignKeyDefinition key : table.foreignKeys()) {
                long id = key.object().id();
                key.columns()
                        .forEach(place -> dependency(
                                rows,
                                PG_CONSTRAINT,
                                id,
                                PG_CLASS,
                                table.object().id(),
                                place + 1,
                                'a'));
                key.referencedColumns()
                        .forEach(place ->
                                dependency(rows, PG_CONSTRAINT, id, PG_CLASS, key.referenced(), place + 1, 'n'));
                dependency(rows, PG_CONSTRAINT, id, PG_CLASS, key.index(), 0, 'n');
            }
        }
    }

    /** A check goes with the columns that it reads, each of which its condition names; with the table if there are none. */
    private static void dependenciesOfCheck(SystemRows rows, TableDefinition table, CheckDefinition check) {
        long id = check.object().id();
        long relation = table.object().id();
        if (check.columns().isEmpty()) {
            dependency(rows, PG_CONSTRAINT, id, PG_CLASS, relation, 0, 'a');
        }
        for (int place : check.columns()) {
            int number = table.columns().get(place).number();
            dependency(rows, PG_CONSTRAINT, id, PG_CLASS, relation, number, 'a');
            dependency(rows, PG_CONSTRAINT, id, PG_CLASS, relation, number, 'n');
        }
    }

    /** What columns and arrays are made of, and that the rows of a relation go with it. */
    private void typeDependencies(SystemRows rows) {
        for (CatalogObject type : catalog.types().objects()) {
            UserType made = new UserType(type);
            if (made.isArray()) {
                dependency(rows, PG_TYPE, type.id(), PG_TYPE, made.related(), 0, 'i');
            }
            if (made.isDomain()) {
                type.property(UserType.BASE)
                        .map(Long::parseLong)
                        .filter(base -> base >= Catalog.FIRST_USER_ID)
                        .ifPresent(base -> dependency(rows, PG_TYPE, type.id(), PG_TYPE, base, 0, 'n'));
                type.property(TableColumn.COLLATION)
                        .flatMap(TypeLookup::number)
                        .ifPresent(number -> dependency(rows, PG_TYPE, type.id(), PG_COLLATION, number, 0, 'n'));
            }
        }
        for (UserFunction function : catalog.functions()) {
            Stream.concat(
                            function.parameters().stream().map(UserFunction.Parameter::type),
                            Stream.of(function.result()))
                    .mapToLong(type -> Integer.toUnsignedLong(type.oid()))
                    .filter(type -> type >= Catalog.FIRST_USER_ID)
                    .distinct()
                    .forEach(type -> dependency(rows, PG_PROC, function.oid(), PG_TYPE, type, 0, 'n'));
        }
        for (UserType type : catalog.types().composites()) {
            dependency(rows, PG_CLASS, type.relation(), PG_TYPE, type.object().id(), 0, 'i');
            catalog.types()
                    .attributes(type.object().id())
                    .forEach(column -> dependencyOnType(rows, type.relation(), column));
        }
        for (TableDefinition table : catalog.tables()) {
            table.object()
                    .property(TableDefinition.OF_TYPE)
                    .ifPresent(type ->
                            dependency(rows, PG_CLASS, table.object().id(), PG_TYPE, Long.parseLong(type), 0, 'n'));
            table.columns()
                    .forEach(column -> dependencyOnType(rows, table.object().id(), column));
        }
        for (CatalogObject relation : catalog.relations()) {
            if (RowTypes.has(relation)) {
                long type = RowTypes.of(relation.id());
                dependency(rows, PG_TYPE, type, PG_CLASS, relation.id(), 0, 'i');
                dependency(rows, PG_TYPE, RowTypes.arrayOf(relation.id()), PG_TYPE, type, 0, 'i');
            }
        }
    }

    private static void dependencyOnType(SystemRows rows, long relation, TableColumn column) {
        long type = Integer.toUnsignedLong(column.declared().oid());
        if (type >= Catalog.FIRST_USER_ID && !column.dropped()) {
            dependency(rows, PG_CLASS, relation, PG_TYPE, type, 0, 'n');
        }
        long collation = column.type().collation().collation().number();
        if (collation != 0 && !column.dropped() && !(column.declared() instanceof DomainType)) {
            dependency(rows, PG_CLASS, relation, PG_COLLATION, collation, 0, 'n');
        }
    }

    private static void made(SystemRows rows, int kind, long object, int onKind, int on) {
        long id = Integer.toUnsignedLong(on);
        if (on != -1 && id >= Catalog.FIRST_USER_ID) {
            dependency(rows, kind, object, onKind, id, 0, 'n');
        }
    }

    private void dependenciesOfView(SystemRows rows, CatalogObject view) {
        if (view.kind() == CatalogKind.VIEW) {
            dependency(rows, PG_REWRITE, view.id(), PG_CLASS, view.id(), 0, 'i');
            dependency(rows, PG_REWRITE, view.id(), PG_CLASS, view.id(), 0, 'n');
            ViewNames names = ViewNames.of(view);
            names.relations().values().stream()
                    .mapToLong(ViewNames.Relation::id)
                    .distinct()
                    .forEach(read -> {
                        Set<Integer> used = names.used(read);
                        (used.isEmpty() ? Set.of(0) : used)
                                .forEach(
                                        column -> dependency(rows, PG_REWRITE, view.id(), PG_CLASS, read, column, 'n'));
                    });
            names.functions().values().stream()
                    .distinct()
                    .forEach(id -> dependency(
                            rows,
                            PG_REWRITE,
                            view.id(),
                            catalog.operator(id).isPresent() ? PG_OPERATOR : PG_PROC,
                            id,
                            0,
                            'n'));
            dependencies(rows, view, PG_TYPE, names.types());
            dependencies(rows, view, PG_COLLATION, names.collations());
            dependencies(rows, view, PG_CLASS, names.sequences());
            names.keys().forEach(key -> dependency(rows, PG_REWRITE, view.id(), PG_CONSTRAINT, key, 0, 'n'));
        }
    }

    private static void dependencies(SystemRows rows, CatalogObject view, int catalog, Map<Integer, Long> ids) {
        ids.values().stream().distinct().forEach(id -> dependency(rows, PG_REWRITE, view.id(), catalog, id, 0, 'n'));
    }

    private static void dependenciesOfDefault(SystemRows rows, TableDefinition table, TableColumn column) {
        if (RelationRows.hasDefault(column)) {
            long id = column.object().id();
            dependency(
                    rows,
                    PG_ATTRDEF,
                    id,
                    PG_CLASS,
                    table.object().id(),
                    column.number(),
                    column.isGenerated() ? 'i' : 'a');
            NEXT_VALUE
                    .matcher(column.defaultText().orElse(""))
                    .results()
                    .map(found -> Long.parseLong(found.group(1)))
                    .distinct()
                    .forEach(sequence -> dependency(rows, PG_ATTRDEF, id, PG_CLASS, sequence, 0, 'n'));
        }
    }

    private static void dependenciesOfGenerated(SystemRows rows, TableDefinition table, GeneratedColumn generated) {
        long id = table.columns().get(generated.place()).object().id();
        long relation = table.object().id();
        Expressions.columns(List.of(generated.value()))
                .forEach(place -> dependency(
                        rows,
                        PG_ATTRDEF,
                        id,
                        PG_CLASS,
                        relation,
                        table.columns().get(place).number(),
                        'n'));
    }

    private static void dependency(
            SystemRows rows, int kind, long object, int onKind, long on, int onColumn, char type) {
        rows.add()
                .set("classid", kind)
                .set("objid", object)
                .set("refclassid", onKind)
                .set("refobjid", on)
                .set("refobjsubid", onColumn)
                .set("deptype", type)
                .end();
    }
}
