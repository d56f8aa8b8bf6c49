package org.borealisdb.sql.execute;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.borealisdb.sql.bind.BoundForeignKey;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.TableDefinition;

/** What is done about foreign keys, as statements that errors name. Stateless. */
final class ReferenceText {
    private static final String EQUAL = " OPERATOR(pg_catalog.=) ";

    private ReferenceText() {}

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static List<String> names(TableDefinition table, List<Integer> columns) {
        return columns.stream()
                .map(place -> quoted(table.columns().get(place).name()))
                .toList();
    }

    /** How the row that a key refers to is looked for. */
    static String lookup(BoundForeignKey key) {
        List<String> columns = names(key.parent(), key.definition().referencedColumns());
        return "SELECT 1 FROM ONLY " + quoted(key.parentSchema()) + "."
                + quoted(key.parent().name()) + " x WHERE "
                + IntStream.range(0, columns.size())
                        .mapToObj(i -> columns.get(i) + EQUAL + "$" + (i + 1))
                        .collect(Collectors.joining(" AND "))
                + " FOR KEY SHARE OF x";
    }

    /** How rows are changed with the one that they refer to. */
    static String change(BoundForeignKey key, ForeignKeyDefinition.Action action, boolean deleted) {
        ForeignKeyDefinition definition = key.definition();
        List<String> columns = names(key.child(), definition.columns());
        String table = quoted(key.childSchema()) + "." + quoted(key.child().name());
        boolean cascades = action == ForeignKeyDefinition.Action.CASCADE;
        int before = cascades && !deleted ? columns.size() : 0;
        String where = " WHERE "
                + IntStream.range(0, columns.size())
                        .mapToObj(i -> "$" + (before + i + 1) + EQUAL + columns.get(i))
                        .collect(Collectors.joining(" AND "));
        if (cascades && deleted) {
            return "DELETE FROM ONLY " + table + where;
        }
        List<String> set =
                deleted && !definition.setColumns().isEmpty() ? names(key.child(), definition.setColumns()) : columns;
        return "UPDATE ONLY " + table + " SET "
                + IntStream.range(0, set.size())
                        .mapToObj(i -> set.get(i) + " = " + value(action, i))
                        .collect(Collectors.joining(", "))
                + where;
    }

    private static String value(ForeignKeyDefinition.Action action, int part) {
        return switch (action) {
            case SET_NULL -> "NULL";
            case SET_DEFAULT -> "DEFAULT";
            default -> "$" + (part + 1);
        };
    }
}
