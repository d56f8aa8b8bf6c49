package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.item.ItemClasses;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.StoredText;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.sql.bind.IndexExpressions;
import org.borealisdb.sql.catalog.CheckDefinition;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.StorageParameters;
import org.borealisdb.sql.catalog.StoredNames;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.plan.ExpressionText;
import org.jspecify.annotations.Nullable;

/** Writes definitions of objects as PostgreSQL does. Belongs to one task. */
final class ObjectText {
    private static final Pattern SEQUENCE_BY_NUMBER = Pattern.compile("\\b(\\d{1,18})::regclass\\b");

    private static final String BY_NUMBER = "pg_catalog.\"";
    private static final Pattern VALUE_BY_NUMBER =
            Pattern.compile("'((?:[^']|'')*)'::pg_catalog\\.\"(\\d{1,10})\"(\\[\\])?");
    private static final Pattern FIELD_BY_NUMBER =
            Pattern.compile('"' + Pattern.quote(CompositeType.STORED_FIELD) + "(\\d{1,10})\\.(\\d{1,4})\"");
    private static final Pattern TYPE_BY_NUMBER = Pattern.compile("\\bpg_catalog\\.\"(\\d{1,10})\"");

    private final CatalogSnapshot catalog;

    ObjectText(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    /** Returns a type's name as format_type() does, without a modifier or with one, which may be none; {@code ???} if there is no type. */
    String type(long oid, @Nullable Long modifier) {
        return oid == 0
                ? "-"
                : catalog.types()
                        .type(oid)
                        .map(type -> modifier == null
                                ? type.displayName()
                                : withModifier(type, modifier).exactName())
                        .orElse("???");
    }

    private static SqlType withModifier(SqlType type, long modifier) {
        return modifier < 0 ? type : type.withModifier((int) modifier);
    }

    /** Returns a relation's name, with its schema if it would not be found without. */
    String relation(CatalogObject relation) {
        String name = Quoting.identifier(relation.name());
        return catalog.isVisible(relation) ? name : qualified(relation);
    }

    String qualified(CatalogObject relation) {
        String schema = catalog.schemaName(relation.parent()).orElse("?");
        String shown = schema.equals(catalog.temporarySchema()) ? TemporaryObjects.ALIAS : schema;
        return Quoting.identifier(shown) + "." + Quoting.identifier(relation.name());
    }

    /** Returns a stored expression with the names of what it refers to by number. */
    String expression(String stored) {
        return SEQUENCE_BY_NUMBER
                .matcher(functions(types(StoredNames.written(stored))))
                .replaceAll(found -> Matcher.quoteReplacement(catalog.relation(Long.parseLong(found.group(1)))
                        .map(sequence -> Quoting.literal(relation(sequence)) + "::regclass")
                        .orElse(found.group())));
    }

    private String functions(String stored) {
        return StoredNames.FUNCTION_CALLED.matcher(stored).replaceAll(found -> {
            long number = Long.parseLong(found.group(1));
            return Matcher.quoteReplacement(catalog.function(number)
                    .map(function -> catalog.isFunctionVisible(number)
                            ? Quoting.identifier(function.name())
                            : function.qualifiedName())
                    .orElse(found.group()));
        });
    }

    /** Returns a stored expression with the names of users' types and collations, and with their values as they are written. */
    private String types(String stored) {
        if (!stored.contains(BY_NUMBER) && !stored.contains(CompositeType.STORED_FIELD)) {
            return stored;
        }
        String fields = FIELD_BY_NUMBER
                .matcher(stored)
                .replaceAll(found ->
                        Matcher.quoteReplacement(field(Long.parseLong(found.group(1)), Integer.parseInt(found.group(2)))
                                .orElse(found.group())));
        String values = VALUE_BY_NUMBER
                .matcher(fields)
                .replaceAll(found -> Matcher.quoteReplacement(catalog.types()
                        .type(Long.parseLong(found.group(2)))
                        .map(type -> value(found.group(3) == null ? type : new ArrayType(type), found.group(1)))
                        .orElse(found.group())));
        return TYPE_BY_NUMBER
                .matcher(values)
                .replaceAll(found -> Matcher.quoteReplacement(catalog.types()
                        .type(Long.parseLong(found.group(1)))
                        .map(SqlType::displayName)
                        .or(() -> catalog.types()
                                .collation(Long.parseLong(found.group(1)))
                                .map(Collation::displayName))
                        .orElse(found.group())));
    }

    private Optional<String> field(long oid, int number) {
        return catalog.types()
                .type(oid)
                .filter(CompositeType.class::isInstance)
                .flatMap(type -> ((CompositeType) type)
                        .fields().stream()
                                .filter(field -> field.number() == number)
                                .findFirst())
                .map(field -> Quoting.identifier(field.name()));
    }

    private static String value(SqlType type, String literal) {
        Object value = StoredText.parse(type, literal.replace("''", "'"));
        return Quoting.plainLiteral(TextOutput.format(type, value, SessionFormat.DEFAULT)) + "::" + type.exactName();
    }

    /** Returns a column of an index, counted from 1; empty if there is none. */
    Optional<String> indexColumn(TableDefinition table, IndexDefinition index, int number, boolean pretty) {
        if (number < 1 || number > index.allColumns().size()) {
            return Optional.empty();
        }
        if (number > index.columns().size()) {
            int place = index.allColumns().get(number - 1);
            return Optional.of(Quoting.identifier(table.columns().get(place).name()));
        }
        Expression part = index.parts().get(number - 1);
        ExpressionText text = text(table);
        if (index.columns().get(number - 1) != IndexDefinition.NO_COLUMN) {
            return Optional.of(text.of(part));
        }
        if (text.isBareCall(part)) {
            return Optional.of(pretty ? text.pretty(part) : text.of(part));
        }
        Optional<String> collated = text.collated(part, pretty);
        if (collated.isPresent()) {
            return collated;
        }
        return Optional.of("(" + (pretty ? text.pretty(part) : text.of(part)) + ")");
    }

    /** Returns the default of a column, or the expression that it is computed by. */
    String value(TableDefinition table, TableColumn column) {
        return generation(table, column)
                .map(text(table)::of)
                .orElseGet(() -> column.defaultText().orElseThrow());
    }

    private Optional<Expression> generation(TableDefinition table, TableColumn column) {
        return column.object()
                .property(TableColumn.GENERATED)
                .map(stored -> IndexExpressions.read(
                        stored, table.columns().stream().map(TableColumn::type).toList(), catalog.types()));
    }

    /** Returns an expression of a table's, or those of an index, found by their text, with fewer parentheses; empty if it is none of an index or of a column that is computed. */
    Optional<String> pretty(TableDefinition table, String expression) {
        Optional<String> ofIndex = table.indexes().stream()
                .filter(index -> expressions(table, index, false)
                        .filter(expression::equals)
                        .isPresent())
                .findFirst()
                .flatMap(index -> expressions(table, index, true));
        if (ofIndex.isPresent()) {
            return ofIndex;
        }
        ExpressionText text = text(table);
        return Stream.concat(
                        table.indexes().stream().flatMap(index -> index.predicate().stream()),
                        table.columns().stream().flatMap(column -> generation(table, column).stream()))
                .filter(each -> text.of(each).equals(expression))
                .findFirst()
                .map(text::pretty);
    }

    private static ExpressionText text(TableDefinition table) {
        return new ExpressionText(
                place -> Quoting.identifier(table.columns().get(place).name()));
    }

    /** Returns the condition of an index over its table; empty if it has none. */
    static Optional<String> predicate(TableDefinition table, IndexDefinition index, boolean pretty) {
        return index.predicate()
                .map(condition ->
                        pretty ? text(table).pretty(condition) : text(table).of(condition));
    }

    /** Returns the expressions of an index over its table, with commas between them; empty if it has none. */
    static Optional<String> expressions(TableDefinition table, IndexDefinition index) {
        return expressions(table, index, false);
    }

    private static Optional<String> expressions(TableDefinition table, IndexDefinition index, boolean pretty) {
        ExpressionText text = text(table);
        StringBuilder texts = new StringBuilder();
        for (int i = 0; i < index.columns().size(); i++) {
            if (index.columns().get(i) == IndexDefinition.NO_COLUMN) {
                Expression part = index.parts().get(i);
                String one = pretty ? text.pretty(part) : text.of(part);
                // CASE begins a line of its own.
                texts.append(texts.isEmpty() ? "" : one.startsWith("\n") ? "," : ", ")
                        .append(one);
            }
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(texts.toString());
    }

    String index(TableDefinition table, IndexDefinition index, boolean pretty) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < index.columns().size(); i++) {
            columns.add(indexColumn(table, index, i + 1, pretty).orElseThrow()
                    + itemClass(index, i)
                    + (index.isInverted() ? "" : order(index.keys().get(i))));
        }
        return "CREATE " + (index.isDeclaredUnique() ? "UNIQUE " : "") + "INDEX " + Quoting.identifier(index.name())
                + " ON "
                + (pretty ? relation(table.object()) : qualified(table.object())) + " USING " + index.method() + " ("
                + String.join(", ", columns) + ")"
                + included(table, index)
                + (index.nullsAreDistinct() ? "" : " NULLS NOT DISTINCT")
                + parameters(index)
                + predicate(table, index, pretty)
                        .map(condition -> " WHERE " + condition)
                        .orElse("");
    }

    /** The storage parameters of an index, if it has any. */
    private static String parameters(IndexDefinition index) {
        List<String> lines = StorageParameters.lines(index.object());
        return lines.isEmpty()
                ? ""
                : lines.stream().map(ObjectText::parameter).collect(Collectors.joining(", ", " WITH (", ")"));
    }

    private static String parameter(String line) {
        int equals = line.indexOf('=');
        String value = line.substring(equals + 1);
        boolean bare = Quoting.identifier(value).equals(value);
        return Quoting.identifier(line.substring(0, equals)) + "=" + (bare ? value : Quoting.literal(value));
    }

    /** The operator class of a part, if it is not the one that its type has. */
    private static String itemClass(IndexDefinition index, int part) {
        SqlType type = index.parts().get(part).type();
        return index.namedClass(part)
                .filter(name -> !index.isInverted()
                        || ItemClasses.defaultOf(type).filter(name::equals).isEmpty())
                .map(name -> " " + name)
                .orElse("");
    }

    private static String order(KeyColumn key) {
        if (key.descending()) {
            return key.nullsFirst() ? " DESC" : " DESC NULLS LAST";
        }
        return key.nullsFirst() ? " NULLS FIRST" : "";
    }

    /** Returns the definition of the constraint that an index stands for. */
    String key(TableDefinition table, IndexDefinition index, boolean pretty) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < index.columns().size(); i++) {
            columns.add(indexColumn(table, index, i + 1, pretty).orElseThrow());
        }
        if (index.isExclusion()) {
            return "EXCLUDE USING " + index.method() + " ("
                    + columns.stream().map(column -> column + " WITH =").collect(Collectors.joining(", "))
                    + ")" + included(table, index)
                    + predicate(table, index, pretty)
                            .map(condition -> " WHERE (" + condition + ")")
                            .orElse("")
                    + index.deferral().text();
        }
        return (index.isPrimary()
                        ? "PRIMARY KEY ("
                        : index.nullsAreDistinct() ? "UNIQUE (" : "UNIQUE NULLS NOT DISTINCT (")
                + String.join(", ", columns) + ")" + included(table, index)
                + index.deferral().text();
    }

    private static String included(TableDefinition table, IndexDefinition index) {
        List<String> columns = index.included().stream()
                .map(place -> Quoting.identifier(table.columns().get(place).name()))
                .toList();
        return columns.isEmpty() ? "" : " INCLUDE (" + String.join(", ", columns) + ")";
    }

    /** Returns the names of an index's columns, those included behind those of the key. */
    static List<String> labels(TableDefinition table, IndexDefinition index) {
        List<String> labels = new ArrayList<>();
        for (int part = 0; part < index.allColumns().size(); part++) {
            int place = index.allColumns().get(part);
            Optional<String> given = part < index.columns().size() ? index.label(part) : Optional.empty();
            String name = given.orElseGet(() -> table.columns().get(place).name());
            String free = name;
            for (int number = 1; labels.contains(free); number++) {
                free = name + number;
            }
            labels.add(free);
        }
        return labels;
    }

    /** Returns the definition of a foreign key. */
    String foreignKey(ForeignKeyDefinition key) {
        TableDefinition child = catalog.table(key.referencing()).orElseThrow();
        TableDefinition parent = catalog.table(key.referenced()).orElseThrow();
        StringBuilder text = new StringBuilder("FOREIGN KEY (")
                .append(names(child, key.columns()))
                .append(") REFERENCES ")
                .append(relation(parent.object()))
                .append('(')
                .append(names(parent, key.referencedColumns()))
                .append(')');
        if (key.isFull()) {
            text.append(" MATCH FULL");
        }
        if (key.onUpdate() != ForeignKeyDefinition.Action.NO_ACTION) {
            text.append(" ON UPDATE ").append(key.onUpdate().text());
        }
        if (key.onDelete() != ForeignKeyDefinition.Action.NO_ACTION) {
            text.append(" ON DELETE ").append(key.onDelete().text());
        }
        if (!key.setColumns().isEmpty()) {
            text.append(" (").append(names(child, key.setColumns())).append(')');
        }
        text.append(key.deferral().text());
        return key.isValidated() ? text.toString() : text.append(" NOT VALID").toString();
    }

    private static String names(TableDefinition table, List<Integer> places) {
        return places.stream()
                .map(place -> Quoting.identifier(table.columns().get(place).name()))
                .collect(Collectors.joining(", "));
    }

    /** Returns the definition of a check constraint. */
    String check(CatalogObject constraint, boolean pretty) {
        String condition = constraint
                .property(CheckDefinition.SHOWN)
                .or(() -> constraint.property(CheckDefinition.CONDITION))
                .orElse("true");
        return "CHECK ("
                + expression(
                        pretty ? constraint.property(CheckDefinition.PRETTY).orElse(condition) : condition) + ")"
                + (constraint.property(CheckDefinition.NO_INHERIT).isPresent() ? " NO INHERIT" : "")
                + (constraint.property(CheckDefinition.NOT_VALID).isPresent() ? " NOT VALID" : "");
    }
}
