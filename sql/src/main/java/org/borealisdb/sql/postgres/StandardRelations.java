package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * The tables of {@code information_schema} that say what of the SQL standard there is, with PostgreSQL 15's rows. A line {@code = name oid column:domain ...} of the resource begins a table; its rows
 * follow, with tabs between their values and {@code \N} for NULL. Read when it is first asked for. Immutable.
 */
final class StandardRelations {
    private static final String NULL = "\\N";
    private static final int FIRST_COLUMN = 3;
    /** YES or NO has no more characters; the length of a text is kept with 4 more. */
    private static final int YES_OR_NO_MODIFIER = 3 + 4;

    private static final Map<String, SqlType> DOMAINS = Map.of(
            "character_data", BuiltInType.VARCHAR.type(),
            "yes_or_no", BuiltInType.VARCHAR.type().withModifier(YES_OR_NO_MODIFIER),
            "cardinal_number", BuiltInType.INT4.type());

    private static final Map<String, StandardRelation> ALL = read();

    private StandardRelations() {}

    /** A table and the texts of its rows. */
    private record StandardRelation(SystemRelation relation, List<String[]> rows) {}

    private static Map<String, StandardRelation> read() {
        Map<String, StandardRelation> all = new LinkedHashMap<>();
        List<String[]> rows = new ArrayList<>();
        for (String line : ResourceLines.text("standard.txt").lines().toList()) {
            if (line.startsWith("= ")) {
                rows = new ArrayList<>();
                SystemRelation relation = relation(List.of(line.split(" ", -1)));
                all.put(relation.name(), new StandardRelation(relation, rows));
            } else {
                rows.add(line.split("\t", -1));
            }
        }
        return all;
    }

    private static SystemRelation relation(List<String> line) {
        List<SystemRelation.Column> columns = line.subList(FIRST_COLUMN, line.size()).stream()
                .map(column -> column.split(":", -1))
                .map(column ->
                        new SystemRelation.Column(column[0], Objects.requireNonNull(DOMAINS.get(column[1])), false))
                .toList();
        return new SystemRelation(Integer.parseInt(line.get(2)), 'r', SystemRelation.STANDARD, line.get(1), columns);
    }

    /** Returns all of them. */
    static List<SystemRelation> all() {
        return ALL.values().stream().map(StandardRelation::relation).toList();
    }

    /** Returns the table of a name. */
    static Optional<SystemRelation> named(String name) {
        return Optional.ofNullable(ALL.get(name)).map(StandardRelation::relation);
    }

    /** Fills a table, if it is one of these. */
    static boolean fill(String name, SystemRows target) {
        StandardRelation found = ALL.get(name);
        if (found == null) {
            return false;
        }
        List<SystemRelation.Column> columns = found.relation().columns();
        for (String[] values : found.rows()) {
            SystemRows.Row row = target.add();
            for (int place = 0; place < values.length; place++) {
                SystemRelation.Column column = columns.get(place);
                row.set(column.name(), value(column.type(), values[place]));
            }
            row.end();
        }
        return true;
    }

    private static @Nullable Object value(SqlType type, String text) {
        if (text.equals(NULL)) {
            return null;
        }
        return type.is(BuiltInType.INT4) ? (Object) Long.parseLong(text) : text;
    }
}
