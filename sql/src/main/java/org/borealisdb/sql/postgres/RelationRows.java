package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.SequenceState;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TextCollation;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.sql.bind.ViewChanges;
import org.borealisdb.sql.catalog.CheckDefinition;
import org.borealisdb.sql.catalog.Deferral;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.PublicSchema;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.SequenceProperties;
import org.borealisdb.sql.catalog.StorageParameters;
import org.borealisdb.sql.catalog.SystemColumn;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.catalog.ViewOptions;
import org.jspecify.annotations.Nullable;

/** The rows about tables, indexes, sequences and views, and what belongs to them. Belongs to one task. */
final class RelationRows {
    private static final int PG_CLASS = 1259;
    private static final int PG_NAMESPACE = 2615;
    private static final int C_COLLATION = 950;

    private final CatalogSnapshot catalog;

    RelationRows(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    void namespaces(SystemRows rows) {
        namespace(rows, CatalogSnapshot.PG_CATALOG, "pg_catalog", catalog.owner(), usable(CatalogSnapshot.PG_CATALOG));
        namespace(
                rows,
                CatalogSnapshot.INFORMATION_SCHEMA,
                "information_schema",
                catalog.owner(),
                usable(CatalogSnapshot.INFORMATION_SCHEMA));
        catalog.schemas()
                .forEach(schema ->
                        namespace(rows, schema.id(), schema.name(), catalog.owner(schema), catalog.access(schema)));
    }

    /** Who may use a schema that is built in. */
    private ArrayValue usable(long schema) {
        return catalog.systemAccess(PG_NAMESPACE, schema, 0)
                .map(catalog::shown)
                .orElseGet(() -> catalog.builtInAccess(Privilege.ObjectClass.SCHEMA, Privilege.USAGE));
    }

    private void namespace(SystemRows rows, long oid, String name, long owner, @Nullable ArrayValue access) {
        rows.add()
                .set("oid", oid)
                .set("nspname", name)
                .set("nspowner", owner)
                .set("nspacl", access)
                .end();
    }

    /** What a database begins with, and a dump therefore leaves out. */
    void initialPrivileges(SystemRows rows) {
        ArrayValue usable = catalog.builtInAccess(Privilege.ObjectClass.SCHEMA, Privilege.USAGE);
        initial(rows, CatalogSnapshot.PG_CATALOG, PG_NAMESPACE, usable);
        initial(rows, CatalogSnapshot.INFORMATION_SCHEMA, PG_NAMESPACE, usable);
        for (CatalogObject schema : catalog.schemas()) {
            if (PublicSchema.is(schema)) {
                initial(rows, schema.id(), PG_NAMESPACE, catalog.access(PublicSchema.of(schema.id(), schema.parent())));
            }
        }
        for (SystemRelation relation : SystemRelations.all()) {
            initial(
                    rows,
                    relation.oid(),
                    PG_CLASS,
                    catalog.shown(SystemCatalog.initialAccess(relation, catalog.owner())));
        }
    }

    static void initial(SystemRows rows, long object, int ofClass, @Nullable ArrayValue access) {
        rows.add()
                .set("objoid", object)
                .set("classoid", ofClass)
                .set("objsubid", 0)
                .set("privtype", 'i')
                .set("initprivs", access)
                .end();
    }

    private static char identity(CatalogObject table) {
        return table.property(TableDefinition.REPLICA_IDENTITY)
                .map(word -> word.charAt(0))
                .orElse('d');
    }

    void classes(SystemRows rows) {
        for (SystemRelation relation : SystemRelations.all()) {
            relation(rows, relation.oid(), relation.name(), relation.schemaId(), relation.kind())
                    .set("relam", relation.kind() == 'r' ? 2 : 0)
                    .set("relnatts", relation.columns().size())
                    .set("reltype", RowTypes.of(relation.oid()))
                    .set("relhasrules", relation.kind() == 'v')
                    .set("relreplident", 'n')
                    .set("relacl", catalog.shown(catalog.accessTo(relation)))
                    .end();
        }
        Set<Long> unlogged = unlogged();
        for (CatalogObject relation : catalog.relations()) {
            char kind = kind(relation.kind());
            SystemRows.Row row = relation(rows, relation.id(), relation.name(), relation.parent(), kind)
                    .set("relowner", catalog.owner(relation))
                    .set("relacl", catalog.access(relation))
                    .set("relam", kind == 'r' ? 2 : kind == 'i' ? accessMethod(relation) : 0)
                    .set("relfilenode", relation.kind() == CatalogKind.VIEW ? 0 : relation.id())
                    .set("relhasrules", kind == 'v')
                    .set("relreplident", kind == 'r' ? identity(relation) : 'n');
            switch (relation.kind()) {
                case TABLE -> {
                    TableDefinition table = catalog.table(relation.id()).orElseThrow();
                    catalog.statistics(table)
                            .ifPresent(known ->
                                    row.set("reltuples", (double) known.rows()).set("relpages", known.pages()));
                    row.set("relhasindex", !table.indexes().isEmpty())
                            .set("relnatts", table.columns().size())
                            .set("relchecks", table.checks().size())
                            .set(
                                    "relhastriggers",
                                    !table.foreignKeys().isEmpty()
                                            || !table.references().isEmpty());
                }
                case INDEX ->
                    row.set(
                            "relnatts",
                            catalog.index(relation.id())
                                    .map(index -> index.allColumns().size())
                                    .orElse(0));
                case VIEW -> {
                    row.set("relnatts", catalog.viewColumns(relation.id()).size());
                    List<String> options = new ArrayList<>(ViewOptions.lines(relation));
                    relation.property(ViewChanges.CHECK_OPTION)
                            .ifPresent(option -> options.add("check_option=" + option));
                    if (!options.isEmpty()) {
                        row.set("reloptions", ArrayValue.of(BuiltInType.TEXT.type(), options));
                    }
                }
                default -> row.set("relnatts", 3);
            }
            if (TemporaryObjects.isTemporary(
                    catalog.schemaName(relation.parent()).orElse(""))) {
                row.set("relpersistence", 't');
            } else if (unlogged.contains(relation.id())) {
                row.set("relpersistence", 'u');
            }
            List<String> options = StorageParameters.lines(relation);
            if (!options.isEmpty()) {
                row.set("reloptions", ArrayValue.of(BuiltInType.TEXT.type(), options));
            }
            if (RowTypes.has(relation)) {
                row.set("reltype", RowTypes.of(relation.id()));
            }
            relation.property(TableDefinition.OF_TYPE).ifPresent(type -> row.set("reloftype", Long.parseLong(type)));
            row.end();
        }
        for (UserType type : catalog.types().composites()) {
            CatalogObject object = type.object();
            relation(rows, type.relation(), object.name(), object.parent(), 'c')
                    .set("reltype", object.id())
                    .set("relowner", catalog.owner(object))
                    .set("relnatts", catalog.types().attributes(object.id()).size())
                    .set("reltuples", 0.0)
                    .set("relreplident", 'n')
                    .end();
        }
    }

    /** Those that are said to be unlogged, and what goes with them. */
    private Set<Long> unlogged() {
        Set<Long> unlogged = new HashSet<>();
        for (CatalogObject relation : catalog.relations()) {
            if (relation.property(TableDefinition.UNLOGGED).isPresent()) {
                unlogged.add(relation.id());
                catalog.table(relation.id()).ifPresent(table -> {
                    table.indexes().forEach(index -> unlogged.add(index.object().id()));
                    table.columns().forEach(column -> unlogged.addAll(column.sequences()));
                });
            }
        }
        return unlogged;
    }

    private static char kind(CatalogKind kind) {
        return switch (kind) {
            case TABLE -> 'r';
            case INDEX -> 'i';
            case SEQUENCE -> 'S';
            default -> 'v';
        };
    }

    private SystemRows.Row relation(SystemRows rows, long oid, String name, long schema, char kind) {
        return rows.add()
                .set("oid", oid)
                .set("relname", name)
                .set("relnamespace", schema)
                .set("relowner", catalog.owner())
                .set("reltuples", -1.0)
                .set("relpersistence", 'p')
                .set("relkind", kind)
                .set("relispopulated", true);
    }

    void attributes(SystemRows rows) {
        for (SystemRelation relation : SystemRelations.all()) {
            int number = 1;
            for (SystemRelation.Column column : relation.columns()) {
                attribute(rows, relation.oid(), number++, column.name(), column.type())
                        .set("attnotnull", column.notNull())
                        // Text of the catalogs is ordered as in C.
                        .set("attcollation", TypeFacts.of(column.type()).collation() == 0 ? 0 : C_COLLATION)
                        .set(
                                "attacl",
                                catalog.systemAccess(PG_CLASS, relation.oid(), number - 1)
                                        .map(catalog::shown)
                                        .orElse(null))
                        .end();
            }
            if (relation.kind() == 'r') {
                systemColumns(rows, relation.oid());
            }
        }
        for (TableDefinition table : catalog.tables()) {
            systemColumns(rows, table.object().id());
            table.columns().forEach(column -> column(rows, table.object().id(), column));
            for (IndexDefinition index : table.indexes()) {
                List<String> labels = ObjectText.labels(table, index);
                for (int i = 0; i < labels.size(); i++) {
                    attribute(rows, index.object().id(), i + 1, labels.get(i), typeOf(table, index, i))
                            .set("attstattarget", index.target(i))
                            .end();
                }
            }
        }
        for (CatalogObject relation : catalog.relations()) {
            if (relation.kind() == CatalogKind.VIEW) {
                catalog.viewColumns(relation.id()).forEach(column -> column(rows, relation.id(), column));
            } else if (relation.kind() == CatalogKind.SEQUENCE) {
                sequenceAttributes(rows, relation.id());
            }
        }
        for (UserType type : catalog.types().composites()) {
            catalog.types().attributes(type.object().id()).forEach(column -> column(rows, type.relation(), column));
        }
    }

    private static SqlType typeOf(TableDefinition table, IndexDefinition index, int place) {
        if (index.method().equals(IndexDefinition.HASH)) {
            // A hash index of PostgreSQL has the hash of its key.
            return BuiltInType.INT4.type();
        }
        int column = index.allColumns().get(place);
        return column == IndexDefinition.NO_COLUMN
                ? index.parts().get(place).type()
                : table.columns().get(column).declared();
    }

    private static void systemColumns(SystemRows rows, long relation) {
        for (SystemColumn column : SystemColumn.all()) {
            attribute(
                            rows,
                            relation,
                            column.number(),
                            column.columnName(),
                            column.type().type())
                    .set("attnotnull", true)
                    .set("attstattarget", 0)
                    .end();
        }
    }

    private static void sequenceAttributes(SystemRows rows, long id) {
        systemColumns(rows, id);
        SqlType whole = BuiltInType.INT8.type();
        attribute(rows, id, 1, "last_value", whole).set("attnotnull", true).end();
        attribute(rows, id, 2, "log_cnt", whole).set("attnotnull", true).end();
        attribute(rows, id, 3, "is_called", BuiltInType.BOOL.type())
                .set("attnotnull", true)
                .end();
    }

    private void column(SystemRows rows, long relation, TableColumn column) {
        SystemRows.Row row = attribute(rows, relation, column.number(), column.name(), column.declared())
                .set("attnotnull", column.notNull())
                .set("atthasdef", hasDefault(column))
                .set("attgenerated", column.isGenerated() ? 's' : '\0')
                .set("attidentity", column.identity())
                .set("attacl", catalog.access(column.object()))
                .set("attisdropped", column.dropped());
        row.set("attstattarget", column.target());
        column.missing()
                .ifPresent(text -> row.set("atthasmissing", true)
                        .set(
                                "attmissingval",
                                TextOutput.format(
                                        new ArrayType(BuiltInType.TEXT.type()),
                                        ArrayValue.of(BuiltInType.TEXT.type(), List.of(text)),
                                        SessionFormat.DEFAULT)));
        column.object().property(TableColumn.STORAGE).ifPresent(value -> row.set("attstorage", value.charAt(0)));
        column.object()
                .property(TableColumn.COMPRESSION)
                .ifPresent(value -> row.set("attcompression", value.charAt(0)));
        List<String> options = StorageParameters.lines(column.object());
        if (!options.isEmpty()) {
            row.set("attoptions", ArrayValue.of(BuiltInType.TEXT.type(), options));
        }
        if (column.dropped()) {
            row.set("atttypid", 0).set("attnotnull", false);
        }
        row.end();
    }

    static boolean hasDefault(TableColumn column) {
        return (column.defaultText().isPresent() || column.isGenerated()) && !column.isIdentity() && !column.dropped();
    }

    private static SystemRows.Row attribute(SystemRows rows, long relation, int number, String name, SqlType type) {
        TypeFacts facts = TypeFacts.of(type);
        return rows.add()
                .set("attrelid", relation)
                .set("attname", name)
                .set("atttypid", type.oid())
                .set("attstattarget", -1)
                .set("attlen", type.length())
                .set("attnum", number)
                .set("attndims", type.category() == TypeCategory.ARRAY && !(type instanceof DomainType) ? 1 : 0)
                .set("attcacheoff", -1)
                .set("atttypmod", type.modifier())
                .set("attbyval", facts.byValue())
                .set("attalign", facts.align())
                .set("attstorage", facts.storage())
                .set("attislocal", true)
                .set("attcollation", collation(type));
    }

    /** Returns the number of the collation of a type's values; 0 if they have none. */
    static int collation(SqlType type) {
        TextCollation collation = type.physical().collation();
        return collation.isDefault() ? TypeFacts.of(type).collation() : CollationRows.oid(collation.collation());
    }

    void defaults(SystemRows rows) {
        ObjectText text = new ObjectText(catalog);
        for (TableDefinition table : catalog.tables()) {
            for (TableColumn column : table.columns()) {
                if (hasDefault(column)) {
                    defaultOf(rows, table.object(), column, text.value(table, column));
                }
            }
        }
        for (CatalogObject relation : catalog.relations()) {
            if (relation.kind() == CatalogKind.VIEW) {
                catalog.viewColumns(relation.id())
                        .forEach(column ->
                                column.defaultText().ifPresent(value -> defaultOf(rows, relation, column, value)));
            }
        }
    }

    private static void defaultOf(SystemRows rows, CatalogObject relation, TableColumn column, String value) {
        rows.add()
                .set("oid", column.object().id())
                .set("adrelid", relation.id())
                .set("adnum", column.number())
                .set("adbin", value)
                .end();
    }

    private static int accessMethod(CatalogObject index) {
        return OperatorClasses.method(index.property(IndexDefinition.METHOD).orElse(""));
    }

    void indexes(SystemRows rows) {
        for (TableDefinition table : catalog.tables()) {
            for (IndexDefinition index : table.indexes()) {
                List<Object> numbers = new ArrayList<>();
                List<Object> collations = new ArrayList<>();
                List<Object> classes = new ArrayList<>();
                List<Object> options = new ArrayList<>();
                for (int i = 0; i < index.columns().size(); i++) {
                    int place = index.columns().get(i);
                    SqlType type = index.parts().get(i).type();
                    numbers.add((long) place + 1);
                    collations.add((long) collation(type));
                    int method = OperatorClasses.method(index.method());
                    classes.add((long) index.namedClass(i)
                            .map(name -> OperatorClasses.named(name, method))
                            .orElseGet(() -> OperatorClasses.of(type, method)));
                    options.add((index.keys().get(i).descending() ? 1L : 0L)
                            + (index.keys().get(i).nullsFirst() ? 2L : 0L));
                }
                int keys = numbers.size();
                index.included().forEach(place -> numbers.add((long) place + 1));
                rows.add()
                        .set("indexprs", ObjectText.expressions(table, index).orElse(null))
                        .set(
                                "indpred",
                                ObjectText.predicate(table, index, false).orElse(null))
                        .set("indexrelid", index.object().id())
                        .set("indrelid", table.object().id())
                        .set("indnatts", numbers.size())
                        .set("indnkeyatts", keys)
                        .set("indisunique", index.isDeclaredUnique())
                        .set("indnullsnotdistinct", !index.nullsAreDistinct())
                        .set("indisprimary", index.isPrimary())
                        .set("indisexclusion", index.isExclusion())
                        .set("indimmediate", !index.deferral().isDeferrable())
                        .set(
                                "indisclustered",
                                index.object()
                                        .property(IndexDefinition.CLUSTERED_ON)
                                        .isPresent())
                        .set(
                                "indisreplident",
                                index.object()
                                        .property(IndexDefinition.REPLICA_IDENTITY)
                                        .isPresent())
                        .set("indisvalid", index.isValid())
                        .set("indisready", index.isMaintained())
                        .set("indislive", !index.isLeaving())
                        .set("indkey", ArrayValue.ofBounds(BuiltInType.INT2.type(), 0, numbers))
                        .set("indcollation", ArrayValue.ofBounds(BuiltInType.OID.type(), 0, collations))
                        .set("indclass", ArrayValue.ofBounds(BuiltInType.OID.type(), 0, classes))
                        .set("indoption", ArrayValue.ofBounds(BuiltInType.INT2.type(), 0, options))
                        .end();
            }
        }
    }

    private static char kind(IndexDefinition constraint) {
        return constraint.isPrimary() ? 'p' : constraint.isExclusion() ? 'x' : 'u';
    }

    private static ArrayValue equalities(IndexDefinition index) {
        List<Object> operators = new ArrayList<>();
        index.parts().forEach(part -> operators.add((long) OperatorClasses.equality(part.type())));
        return ArrayValue.of(BuiltInType.OID.type(), operators);
    }

    private static ArrayValue equalities(List<SqlType> left, List<SqlType> right) {
        List<Object> operators = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            operators.add((long) OperatorClasses.equality(left.get(i), right.get(i)));
        }
        return ArrayValue.of(BuiltInType.OID.type(), operators);
    }

    private static List<SqlType> types(TableDefinition table, List<Integer> places) {
        return places.stream().map(place -> table.columns().get(place).type()).toList();
    }

    void constraints(SystemRows rows) {
        for (TableDefinition table : catalog.tables()) {
            for (IndexDefinition index : table.indexes()) {
                if (index.object().property(IndexDefinition.CONSTRAINT).isPresent()) {
                    constraint(rows, index.object().id(), index.name(), table.object(), kind(index))
                            .set("conexclop", index.isExclusion() ? equalities(index) : null)
                            .set("condeferrable", index.deferral().isDeferrable())
                            .set("condeferred", index.deferral() == Deferral.INITIALLY_DEFERRED)
                            .set("conindid", index.object().id())
                            .set("conkey", numbers(index.columns()))
                            .set("connoinherit", true)
                            .end();
                }
            }
            for (CheckDefinition check : table.checks()) {
                String columns =
                        check.object().property(CheckDefinition.COLUMNS).orElse("");
                List<Object> numbers = new ArrayList<>();
                for (String number : columns.isEmpty() ? new String[0] : columns.split(",", -1)) {
                    numbers.add(Long.parseLong(number));
                }
                constraint(rows, check.object().id(), check.name(), table.object(), 'c')
                        .set("convalidated", check.isValidated())
                        .set(
                                "connoinherit",
                                check.object()
                                        .property(CheckDefinition.NO_INHERIT)
                                        .isPresent())
                        .set("conkey", numbers.isEmpty() ? null : ArrayValue.of(BuiltInType.INT2.type(), numbers))
                        .set("conbin", check.condition())
                        .end();
            }
            table.foreignKeys().forEach(key -> foreignKey(rows, key, table));
        }
    }

    private void foreignKey(SystemRows rows, ForeignKeyDefinition key, TableDefinition table) {
        List<SqlType> from = types(table, key.columns());
        List<SqlType> to = catalog.table(key.referenced())
                .map(parent -> types(parent, key.referencedColumns()))
                .orElse(from);
        constraint(rows, key.object().id(), key.name(), table.object(), 'f')
                .set("condeferrable", key.deferral().isDeferrable())
                .set("condeferred", key.deferral() == Deferral.INITIALLY_DEFERRED)
                .set("convalidated", key.isValidated())
                .set("conindid", key.index())
                .set("confrelid", key.referenced())
                .set("confupdtype", key.onUpdate().letter())
                .set("confdeltype", key.onDelete().letter())
                .set("confmatchtype", key.isFull() ? 'f' : 's')
                .set("connoinherit", true)
                .set("conkey", numbers(key.columns()))
                .set("confkey", numbers(key.referencedColumns()))
                .set("conpfeqop", equalities(to, from))
                .set("conppeqop", equalities(to, to))
                .set("conffeqop", equalities(from, from))
                .set("confdelsetcols", key.setColumns().isEmpty() ? null : numbers(key.setColumns()))
                .end();
    }

    private static ArrayValue numbers(List<Integer> places) {
        List<Object> numbers = new ArrayList<>();
        places.forEach(place -> numbers.add((long) place + 1));
        return ArrayValue.of(BuiltInType.INT2.type(), numbers);
    }

    private static SystemRows.Row constraint(SystemRows rows, long oid, String name, CatalogObject table, char kind) {
        return rows.add()
                .set("oid", oid)
                .set("conname", name)
                .set("connamespace", table.parent())
                .set("contype", kind)
                .set("convalidated", true)
                .set("conrelid", table.id())
                .set("confupdtype", ' ')
                .set("confdeltype", ' ')
                .set("confmatchtype", ' ')
                .set("conislocal", true);
    }

    void sequences(SystemRows rows) {
        for (CatalogObject relation : catalog.relations()) {
            if (relation.kind() == CatalogKind.SEQUENCE) {
                SequenceState first = SequenceProperties.initial(relation);
                rows.add()
                        .set("seqrelid", relation.id())
                        .set("seqtypid", SequenceProperties.type(relation).oid())
                        .set("seqstart", first.next())
                        .set("seqincrement", first.increment())
                        .set("seqmax", first.maximum())
                        .set("seqmin", first.minimum())
                        .set("seqcache", SequenceProperties.cache(relation))
                        .set("seqcycle", first.cycles())
                        .end();
            }
        }
    }

    void rewriteRules(SystemRows rows) {
        for (CatalogObject relation : catalog.relations()) {
            if (relation.kind() == CatalogKind.VIEW) {
                rows.add()
                        .set("oid", relation.id())
                        .set("rulename", "_RETURN")
                        .set("ev_class", relation.id())
                        .set("ev_type", '1')
                        .set("ev_enabled", 'O')
                        .set("is_instead", true)
                        .end();
            }
        }
    }
}
