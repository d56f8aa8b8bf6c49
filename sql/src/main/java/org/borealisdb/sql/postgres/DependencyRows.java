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

    /** What stored expressions name by number, and the catalogs that the numbers are of. */
    private static final List<Named> NAMED = List.of(
            new Named(Pattern.compile("\"pg_function\\.(\\d{1,18})\""), PG_PROC),
            new Named(Pattern.compile("\"pg_operator\\.(\\d{1,18})\""), PG_OPERATOR),
            new Named(Pattern.compile("\\bpg_catalog\\.\"(\\d{1,18})\""), PG_TYPE),
            new Named(Pattern.compile("\\((\\d{1,18})::regclass"), PG_CLASS));

    private static final Pattern FIELD = Pattern.compile("\"pg_field\\.(\\d{1,10})\\.(\\d{1,4})\"");

    private record Named(Pattern pattern, int catalog) {}

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
            dependencies(rows, PG_PROC, function.oid(), ViewNames.of(function.object()));
            function.parameters()
                    .forEach(parameter ->
                            parameter.value().ifPresent(text -> dependencies(rows, PG_PROC, function.oid(), text)));
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
            new ExtendedStatistics(object)
                    .expressions()
                    .forEach(text -> dependencies(rows, PG_STATISTIC_EXT, object.id(), text));
            if (new ExtendedStatistics(object).columns().isEmpty()) {
                dependency(rows, PG_STATISTIC_EXT, object.id(), PG_CLASS, object.related(), 0, 'a');
            }
        }
        for (CatalogObject relation : catalog.relations()) {
            if (relation.kind() == CatalogKind.VIEW) {
                catalog.viewColumns(relation.id()).forEach(column -> dependenciesOfDefault(rows, relation, column));
            }
        }
        for (TableDefinition table : catalog.tables()) {
            table.generated().forEach(generated -> dependenciesOfGenerated(rows, table, generated));
            for (TableColumn column : table.columns()) {
                dependenciesOfDefault(rows, table.object(), column);
                column.sequences()
                        .forEach(sequence -> dependency(
                                rows,
                                PG_CLASS,
                                sequence,
                                PG_CLASS,
                                table.object().id(),
                                column.number(),
                                column.isIdentityBy(sequence) ? 'i' : 'a'));
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
                index.object().properties().forEach((property, text) -> {
                    if (property.equals(IndexDefinition.PREDICATE) || property.startsWith(IndexDefinition.EXPRESSION)) {
                        dependencies(rows, constraint ? PG_CONSTRAINT : PG_CLASS, id, text);
                    }
                });
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
    private void dependenciesOfCheck(SystemRows rows, TableDefinition table, CheckDefinition check) {
        long id = check.object().id();
        dependencies(rows, PG_CONSTRAINT, id, check.condition());
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
            type.property(UserType.DEFAULT).ifPresent(text -> dependencies(rows, PG_TYPE, type.id(), text));
            if (made.isDomain()) {
                dependenciesOfRules(rows, type);
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

    private void dependenciesOfRules(SystemRows rows, CatalogObject domain) {
        for (CatalogObject rule : catalog.constraints(domain.id())) {
            dependency(rows, PG_CONSTRAINT, rule.id(), PG_TYPE, domain.id(), 0, 'a');
            rule.property(CheckDefinition.CONDITION)
                    .ifPresent(text -> dependencies(rows, PG_CONSTRAINT, rule.id(), text));
        }
    }

    /** What an expression that the catalog keeps has in it. */
    private void dependencies(SystemRows rows, int kind, long id, String text) {
        for (Named named : NAMED) {
            named.pattern()
                    .matcher(text)
                    .results()
                    .map(found -> Long.parseLong(found.group(1)))
                    .distinct()
                    .forEach(on -> {
                        boolean collation = named.catalog() == PG_TYPE
                                && catalog.types().collation(on).isPresent();
                        dependency(rows, kind, id, collation ? PG_COLLATION : named.catalog(), on, 0, 'n');
                    });
        }
        FIELD.matcher(text)
                .results()
                .map(found -> List.of(Long.parseLong(found.group(1)), Long.parseLong(found.group(2))))
                .distinct()
                .forEach(field -> dependencyOnField(
                        rows, kind, id, field.get(0), field.get(1).intValue()));
    }

    private void dependencyOnField(SystemRows rows, int kind, long id, long type, int number) {
        long relation = RowTypes.is(type)
                ? RowTypes.relation(type)
                : catalog.types().composites().stream()
                        .filter(each -> each.object().id() == type)
                        .mapToLong(UserType::relation)
                        .findFirst()
                        .orElse(0);
        dependency(rows, kind, id, PG_CLASS, relation, number, 'n');
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
            dependencies(rows, PG_REWRITE, view.id(), ViewNames.of(view));
        }
    }

    /** What the names in the query of a view, or in the body of a function, stand for. */
    private void dependencies(SystemRows rows, int kind, long id, ViewNames names) {
        names.relations().values().stream()
                .mapToLong(ViewNames.Relation::id)
                .distinct()
                .forEach(read -> {
                    Set<Integer> used = names.used(read);
                    (used.isEmpty() ? Set.of(0) : used)
                            .forEach(column -> dependency(rows, kind, id, PG_CLASS, read, column, 'n'));
                });
        Stream.concat(names.functions().values().stream(), names.called().stream())
                .distinct()
                .forEach(called -> dependency(
                        rows, kind, id, catalog.operator(called).isPresent() ? PG_OPERATOR : PG_PROC, called, 0, 'n'));
        dependencies(rows, kind, id, PG_TYPE, names.types());
        dependencies(rows, kind, id, PG_COLLATION, names.collations());
        dependencies(rows, kind, id, PG_CLASS, names.sequences());
        names.typesOfFields()
                .forEach(type ->
                        names.usedFields(type).forEach(number -> dependencyOnField(rows, kind, id, type, number)));
        names.keys().forEach(key -> dependency(rows, kind, id, PG_CONSTRAINT, key, 0, 'n'));
    }

    private static void dependencies(SystemRows rows, int kind, long id, int catalog, Map<Integer, Long> ids) {
        ids.values().stream().distinct().forEach(on -> dependency(rows, kind, id, catalog, on, 0, 'n'));
    }

    private void dependenciesOfDefault(SystemRows rows, CatalogObject relation, TableColumn column) {
        if (RelationRows.hasDefault(column)) {
            long id = column.object().id();
            dependency(
                    rows, PG_ATTRDEF, id, PG_CLASS, relation.id(), column.number(), column.isGenerated() ? 'i' : 'a');
            column.defaultText().ifPresent(text -> dependencies(rows, PG_ATTRDEF, id, text));
            column.object().property(TableColumn.GENERATED).ifPresent(text -> dependencies(rows, PG_ATTRDEF, id, text));
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
