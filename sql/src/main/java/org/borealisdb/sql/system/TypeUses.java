package org.borealisdb.sql.system;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.sql.catalog.CheckDefinition;
import org.borealisdb.sql.catalog.ExtendedStatistics;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.StoredNames;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;

/**
 * Which relations have to do with types and collations that users made: their columns are of them, or expressions that the catalog keeps mention them. All relations are looked through once, however many types are asked for. Belongs to one
 * task, as long as the catalog does not change.
 */
final class TypeUses {
    private final Map<Long, Set<CatalogObject>> relations = new HashMap<>();

    private final SchemaReader reader;

    /** Looks through all relations. */
    TypeUses(SchemaReader reader) {
        this.reader = reader;
        for (CatalogObject schema : reader.schemas()) {
            for (CatalogObject relation : reader.relations(schema)) {
                if (relation.kind() == CatalogKind.TABLE) {
                    add(relation, reader.table(relation));
                } else if (relation.kind() == CatalogKind.VIEW) {
                    reader.columns(relation).forEach(column -> add(relation, column));
                }
            }
        }
    }

    private void add(CatalogObject relation, TableDefinition table) {
        relation.property(TableDefinition.OF_TYPE).ifPresent(type -> add(relation, Long.parseLong(type)));
        for (TableColumn column : table.columns()) {
            add(relation, column);
            column.object().property(TableColumn.GENERATED).ifPresent(text -> add(relation, text));
            column.defaultText().ifPresent(text -> add(relation, text));
        }
        for (CheckDefinition check : table.checks()) {
            add(relation, check.condition());
        }
        for (IndexDefinition index : table.indexes()) {
            index.object().properties().values().forEach(text -> add(relation, text));
        }
        for (ExtendedStatistics statistics : ExtendedStatistics.among(reader.related(relation.id()))) {
            statistics.expressions().forEach(text -> add(relation, text));
        }
    }

    private void add(CatalogObject relation, TableColumn column) {
        add(relation, Integer.toUnsignedLong(column.declared().oid()));
        if (column.declared() instanceof ArrayType array) {
            add(relation, Integer.toUnsignedLong(array.element().oid()));
        }
        add(relation, column.type().collation().collation().number());
    }

    private void add(CatalogObject relation, String expression) {
        Matcher matcher = StoredNames.TYPE_NAMED.matcher(expression);
        while (matcher.find()) {
            add(relation, Long.parseLong(matcher.group(1)));
        }
    }

    private void add(CatalogObject relation, long type) {
        if (type >= Catalog.FIRST_USER_ID) {
            relations.computeIfAbsent(type, any -> new LinkedHashSet<>()).add(relation);
        }
    }

    /** Returns whether a stored expression has a type in it. */
    static boolean mentions(String expression, long type) {
        return expression.contains("pg_catalog.\"" + type + "\"");
    }

    /** Returns the relations that have to do with a type or a collation, in the order of their schemas and names. */
    Set<CatalogObject> of(long type) {
        return relations.getOrDefault(type, Set.of());
    }
}
