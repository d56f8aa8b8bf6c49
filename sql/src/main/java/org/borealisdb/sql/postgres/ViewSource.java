package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.CompositeType;
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
        return of(ViewText.of(view).orElseThrow().query(), ViewNames.of(view));
    }

    /** Returns a text as it would be written today. */
    String of(String query, ViewNames names) {
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
            catalog.relation(id).ifPresent(relation -> {
                if (places.isString(offset)) {
                    put(edits, offset, places.tokenEnd(offset), Quoting.literal(text.relation(relation)));
                } else {
                    put(edits, offset, places.nameEnd(offset), text.relation(relation));
                }
            });
        });
        names.fields().forEach((offset, fields) -> fields(edits, places, offset, fields));
        StringBuilder written = new StringBuilder(query);
        edits.forEach((offset, edit) -> written.replace(offset, edit.end(), edit.replacement()));
        return written.toString();
    }

    private static void put(SortedMap<Integer, Edit> edits, int offset, OptionalInt end, String replacement) {
        end.ifPresent(place -> edits.put(offset, new Edit(place, replacement)));
    }

    /** The fields of a value whose names are others now; a star that stands for others now becomes what it stood for. */
    private void fields(SortedMap<Integer, Edit> edits, NamePlaces places, int offset, ViewNames.Fields made) {
        OptionalInt last = places.lastName(offset);
        CompositeType type = catalog.types()
                .type(made.type())
                .filter(CompositeType.class::isInstance)
                .map(CompositeType.class::cast)
                .orElse(null);
        if (last.isEmpty() || type == null) {
            return;
        }
        boolean star = places.isOperator(last.getAsInt());
        SequencedMap<Integer, String> now = new LinkedHashMap<>();
        type.fields().forEach(field -> now.put(field.number(), field.name()));
        if (star
                ? now.equals(made.names())
                : now.entrySet().containsAll(made.names().entrySet())) {
            return;
        }
        List<String> texts = new ArrayList<>();
        made.names().forEach((number, name) -> {
            String field = Quoting.identifier(now.getOrDefault(number, name));
            boolean labelled = (star || made.isTarget()) && !name.equals(now.get(number));
            texts.add(field + (labelled ? " AS " + Quoting.identifier(name) : ""));
        });
        put(
                edits,
                last.getAsInt(),
                places.tokenEnd(last.getAsInt()),
                String.join(", " + places.before(offset) + ".", texts));
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
