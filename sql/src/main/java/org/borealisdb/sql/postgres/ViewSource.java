package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.sql.bind.ViewNames;
import org.borealisdb.sql.bind.ViewText;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.parse.postgres.NamePlaces;

/** Writes the queries of views as they would be written today: with the names that relations, columns, functions and types have now. Belongs to one task. */
final class ViewSource {
    private final CatalogSnapshot catalog;
    private final ObjectText text;

    private record Edit(int end, String replacement) {}

    ViewSource(CatalogSnapshot catalog) {
        this.catalog = catalog;
        this.text = new ObjectText(catalog);
    }

    /** Returns the query of a view. */
    String of(CatalogObject view) {
        String query = ViewText.of(view).orElseThrow().query();
        ViewNames names = ViewNames.of(view);
        NamePlaces places = new NamePlaces(query);
        SortedMap<Integer, Edit> edits = new TreeMap<>(Comparator.reverseOrder());
        names.relations().forEach((offset, relation) -> relation(edits, places, offset, relation));
        names.functions()
                .forEach((offset, oid) -> catalog.function(oid)
                        .ifPresent(function -> put(
                                edits,
                                offset,
                                places.nameEnd(offset),
                                catalog.isFunctionVisible(oid)
                                        ? Quoting.identifier(function.name())
                                        : function.qualifiedName())));
        names.functions()
                .forEach((offset, oid) -> catalog.operator(oid)
                        .filter(operator -> places.isOperator(offset))
                        .filter(operator -> !new OperatorNames(() -> catalog).isVisible(oid))
                        .ifPresent(operator -> put(
                                edits, offset, places.tokenEnd(offset), "OPERATOR(" + operator.qualifiedName() + ")")));
        names.types()
                .forEach((offset, oid) -> catalog.types()
                        .type(oid)
                        .ifPresent(type -> put(edits, offset, places.nameEnd(offset), type.displayName())));
        names.collations()
                .forEach((offset, oid) -> catalog.types()
                        .collation(oid)
                        .ifPresent(collation -> put(edits, offset, places.nameEnd(offset), collation.displayName())));
        names.sequences().forEach((offset, id) -> {
            if (places.isString(offset)) {
                catalog.relation(id)
                        .ifPresent(relation ->
                                put(edits, offset, places.tokenEnd(offset), Quoting.literal(text.relation(relation))));
            }
        });
        StringBuilder written = new StringBuilder(query);
        edits.forEach((offset, edit) -> written.replace(offset, edit.end(), edit.replacement()));
        return written.toString();
    }

    private static void put(SortedMap<Integer, Edit> edits, int offset, OptionalInt end, String replacement) {
        end.ifPresent(place -> edits.put(offset, new Edit(place, replacement)));
    }

    private void relation(SortedMap<Integer, Edit> edits, NamePlaces places, int offset, ViewNames.Relation made) {
        CatalogObject relation = catalog.relation(made.id()).orElse(null);
        if (relation == null) {
            return;
        }
        List<String> labels = new ArrayList<>();
        boolean renamed = false;
        for (TableColumn column : columns(relation)) {
            String label = made.columns().get(column.number());
            if (!column.dropped() && label != null) {
                labels.add(Quoting.identifier(label));
                renamed |= !label.equals(column.name());
            }
        }
        String name = text.relation(relation);
        if (!renamed && (made.aliased() || made.name().equals(relation.name()))) {
            put(edits, offset, places.nameEnd(offset), name);
            return;
        }
        String alias = " " + Quoting.identifier(made.name())
                + (renamed ? labels.stream().collect(Collectors.joining(", ", "(", ")")) : "");
        put(edits, offset, made.aliased() ? places.aliasEnd(offset) : places.nameEnd(offset), name + alias);
    }

    private List<TableColumn> columns(CatalogObject relation) {
        return relation.kind() == CatalogKind.TABLE
                ? catalog.table(relation.id()).orElseThrow().columns()
                : catalog.viewColumns(relation.id());
    }
}
