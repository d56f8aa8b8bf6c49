package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.engine.table.RowStore;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.bind.IndexExpressions;
import org.borealisdb.sql.catalog.CheckDefinition;
import org.borealisdb.sql.catalog.Deferral;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.SchemaNames;
import org.borealisdb.sql.catalog.StoredNames;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserType;
import org.borealisdb.sql.parse.postgres.PostgresParser;
import org.borealisdb.sql.plan.ExpressionText;

/** What a new table takes from another one, a view or a composite type: LIKE in CREATE TABLE. Belongs to one task. */
final class TableTemplate {
    private static final Set<String> KINDS = Set.of(
            "comments",
            "compression",
            "constraints",
            "defaults",
            "generated",
            "identity",
            "indexes",
            "statistics",
            "storage");

    private static final Set<CatalogKind> SOURCES = EnumSet.of(CatalogKind.TABLE, CatalogKind.VIEW, CatalogKind.TYPE);

    private final CatalogChanges changes;
    private final CatalogObject source;
    private final Optional<TableDefinition> table;
    private final List<TableColumn> columns;
    private final Set<String> including = new HashSet<>();
    /** Numbers of the columns in the source, and what they are in the new table. */
    private final Map<Integer, Integer> numbers = new HashMap<>();

    TableTemplate(CatalogChanges changes, Definition.LikeClause like) {
        this.changes = changes;
        this.source = relation(like.table().parts()).orElseThrow(() -> {
            Optional<String> schema =
                    new SchemaNames(changes.schema()).missingSchema(like.table().parts());
            return changes.error(
                    schema.isPresent() ? ErrorCode.INVALID_SCHEMA_NAME : ErrorCode.UNDEFINED_TABLE,
                    schema.isPresent()
                            ? "schema \"" + schema.get() + "\" does not exist"
                            : "relation \"" + like.table() + "\" does not exist",
                    like.table().position());
        });
        if (!SOURCES.contains(source.kind())) {
            throw changes.error(
                            ErrorCode.WRONG_OBJECT_TYPE,
                            "relation \"" + source.name() + "\" is invalid in LIKE clause",
                            like.table().position())
                    .withDetail("This operation is not supported for "
                            + (source.kind() == CatalogKind.INDEX ? "indexes." : "sequences."));
        }
        this.table = source.kind() == CatalogKind.TABLE
                ? Optional.of(changes.schema().table(source))
                : Optional.empty();
        table.ifPresent(definition -> changes.lock(RowStore.tableKey(definition.table()), TableLockMode.ACCESS_SHARE));
        this.columns = table.map(TableDefinition::columns)
                .orElseGet(() -> changes.schema().columns(source));
        for (String option : like.options()) {
            String kind = option.substring(option.indexOf(' ') + 1);
            Set<String> meant = kind.equals("all") ? KINDS : Set.of(kind);
            if (option.startsWith("including")) {
                including.addAll(meant);
            } else {
                including.removeAll(meant);
            }
        }
    }

    /** Finds a relation, or a composite type, which is one of its own kind. */
    private Optional<CatalogObject> relation(List<String> name) {
        return changes.schema()
                .relation(name)
                .or(() -> changes.schema().userType(name).filter(type -> new UserType(type).isComposite()));
    }

    /** Returns the columns to copy, in order. */
    List<TableColumn> columns() {
        return columns.stream().filter(column -> !column.dropped()).toList();
    }

    /**
     * Adds the copy of a column to a new table.
     *
     * @param plain the new column with its type
     */
    void add(
            CatalogObject owner,
            CatalogObject parent,
            CatalogObject plain,
            TableColumn column,
            int number,
            SequenceDefinitions sequences) {
        numbers.put(column.number(), number);
        CatalogObject made = column.notNull() ? plain.with(TableColumn.NOT_NULL, "true") : plain;
        if (column.isIdentity()) {
            Optional<CatalogObject> sequence =
                    column.sequence().flatMap(id -> changes.schema().object(CatalogKind.SEQUENCE, id));
            if (including.contains("identity") && sequence.isPresent()) {
                long copy = sequences.createLike(owner, parent, column.name(), sequence.get());
                made = made.with(
                                TableColumn.IDENTITY,
                                column.object().property(TableColumn.IDENTITY).orElseThrow())
                        .with(TableColumn.DEFAULT, "nextval(" + copy + "::regclass)")
                        .with(TableColumn.SEQUENCE, Long.toString(copy));
            }
        } else if (including.contains("defaults") && column.defaultText().isPresent()) {
            made = made.with(TableColumn.DEFAULT, column.defaultText().get());
        }
        if (including.contains("storage")) {
            made = copied(column, made, TableColumn.STORAGE);
        }
        if (including.contains("compression")) {
            made = copied(column, made, TableColumn.COMPRESSION);
        }
        changes.add(made);
        comment(column.object().parent(), Integer.toString(column.number()), owner.id(), Integer.toString(number));
    }

    private static CatalogObject copied(TableColumn column, CatalogObject made, String property) {
        return column.object()
                .property(property)
                .map(value -> made.with(property, value))
                .orElse(made);
    }

    private void comment(long from, String part, long to, String newPart) {
        if (!including.contains("comments")) {
            return;
        }
        changes.schema().all(CatalogKind.COMMENT).stream()
                .filter(comment -> comment.parent() == from && comment.name().equals(part))
                .findFirst()
                .ifPresent(comment -> changes.add(CatalogObject.of(CatalogKind.COMMENT, changes.newId(), to, newPart)
                        .withProperties(comment.properties())));
    }

    /** Gives the new columns the expressions that they are computed by, once all are there. */
    void addGenerated(TableDefinition made) {
        if (!including.contains("generated")) {
            return;
        }
        for (TableColumn column : columns()) {
            column.object().property(TableColumn.GENERATED).ifPresent(text -> {
                TableColumn copy = made.columns().get(made.place(column.name()).orElseThrow());
                changes.replace(copy.object().with(TableColumn.GENERATED, renumbered(text)));
            });
        }
    }

    private String renumbered(String text) {
        List<SqlType> types = columns.stream().map(TableColumn::type).toList();
        return ExpressionText.stored(place -> "$" + newNumber(place))
                        .of(IndexExpressions.read(text, types, changes.schema().types()))
                + StoredNames.hidden(text);
    }

    private int newNumber(int place) {
        return Objects.requireNonNull(numbers.get(place + 1), "a column that was not copied");
    }

    /** Returns the constraints to make. */
    List<Definition.Constraint> constraints() {
        List<Definition.Constraint> made = new ArrayList<>();
        if (table.isEmpty()) {
            return made;
        }
        if (including.contains("constraints")) {
            for (CheckDefinition check : table.get().checks()) {
                made.add(new Definition.CheckConstraint(
                        check.name(),
                        PostgresParser.parseExpression(check.condition()),
                        Definition.ConstraintAttributes.NONE,
                        -1));
            }
        }
        if (including.contains("indexes")) {
            for (IndexDefinition index : table.get().indexes()) {
                if (isKey(index)) {
                    made.add(key(index));
                }
            }
        }
        return made;
    }

    /** A constraint that is no more than a list of columns. */
    private static boolean isKey(IndexDefinition index) {
        return index.object().property(IndexDefinition.CONSTRAINT).isPresent() && !index.isExclusion();
    }

    private List<String> names(List<Integer> places) {
        return places.stream().map(place -> columns.get(place).name()).toList();
    }

    private Definition.KeyConstraint key(IndexDefinition index) {
        Deferral deferral = index.deferral();
        return new Definition.KeyConstraint(
                null,
                index.isPrimary(),
                false,
                names(index.columns()),
                names(index.included()),
                List.of(),
                null,
                null,
                new Definition.ConstraintAttributes(
                        deferral.isDeferrable(), deferral == Deferral.INITIALLY_DEFERRED, false, false),
                -1);
    }

    /** Makes the indexes that are no keys, and copies what was said about constraints. */
    void addIndexes(TableDefinition made, CatalogObject parent, KeyDefinitions keys) {
        if (table.isPresent() && including.contains("indexes")) {
            for (IndexDefinition index : table.get().indexes()) {
                if (isKey(index)) {
                    commentKey(index, changes.current(made));
                } else {
                    addIndex(index, changes.current(made), parent, keys);
                    changes.schema().forget();
                }
            }
        }
        if (table.isPresent() && including.contains("statistics")) {
            new StatisticsDefinitions(changes)
                    .copy(
                            table.get(),
                            changes.current(made),
                            number -> numbers.get(number),
                            this::renumbered,
                            (from, copy) -> comment(from.id(), "0", copy.id(), "0"));
        }
        if (table.isPresent() && including.contains("constraints")) {
            for (CheckDefinition check : table.get().checks()) {
                changes.schema()
                        .child(made.object(), NameSpace.CONSTRAINTS, check.name())
                        .ifPresent(copy -> comment(check.object().id(), "0", copy.id(), "0"));
            }
        }
    }

    private void commentKey(IndexDefinition index, TableDefinition made) {
        List<Integer> places =
                index.columns().stream().map(place -> newNumber(place) - 1).toList();
        made.indexes().stream()
                .filter(copy -> isKey(copy)
                        && copy.isPrimary() == index.isPrimary()
                        && copy.columns().equals(places))
                .findFirst()
                .ifPresent(
                        copy -> comment(index.object().id(), "0", copy.object().id(), "0"));
    }

    private void addIndex(IndexDefinition index, TableDefinition made, CatalogObject parent, KeyDefinitions keys) {
        List<String> labels = new ArrayList<>();
        List<String> places = new ArrayList<>();
        CatalogObject object = CatalogObject.of(CatalogKind.INDEX, changes.newId(), parent.id(), "?")
                .withRelated(made.object().id())
                .withProperties(IndexDefinition.usable(index.object()).properties());
        for (int i = 0; i < index.columns().size(); i++) {
            int place = index.columns().get(i);
            labels.add(index.label(i).orElseGet(() -> columns.get(place).name()));
            places.add(place == IndexDefinition.NO_COLUMN ? "0" : Integer.toString(newNumber(place)));
            Optional<String> text = index.object().property(IndexDefinition.EXPRESSION + (i + 1));
            object = text.isPresent()
                    ? object.with(IndexDefinition.EXPRESSION + (i + 1), renumbered(text.get()))
                    : object;
        }
        Optional<String> predicate = index.object().property(IndexDefinition.PREDICATE);
        object = predicate.isPresent() ? object.with(IndexDefinition.PREDICATE, renumbered(predicate.get())) : object;
        if (!index.included().isEmpty()) {
            names(index.included()).forEach(name -> labels.add(IndexItems.free(name, labels)));
            object = object.with(
                    IndexDefinition.INCLUDED,
                    index.included().stream()
                            .map(place -> Integer.toString(newNumber(place)))
                            .collect(Collectors.joining(",")));
        }
        object = object.with(IndexDefinition.COLUMNS, String.join(",", places))
                .withName(changes.freeName(
                        parent, made.name(), String.join("_", labels), index.isExclusion() ? "excl" : "idx"));
        keys.build(made, object);
        comment(index.object().id(), "0", object.id(), "0");
    }
}
