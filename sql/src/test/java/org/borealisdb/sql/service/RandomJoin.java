package org.borealisdb.sql.service;

import java.util.List;
import java.util.Random;

/** Makes queries that join the tables a, b and c in all ways. */
final class RandomJoin {
    private static final List<String> JOINS = List.of("JOIN", "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
    private static final List<String> TABLES = List.of("a", "b", "c");

    private final Random random;
    private int names;

    RandomJoin(Random random) {
        this.random = random;
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static List<String> numbers(String table) {
        return switch (table) {
            case "a" -> List.of("id", "x", "y");
            case "b" -> List.of("id", "a_id", "x");
            default -> List.of("k", "x");
        };
    }

    private String column(String table, String name) {
        return name + "." + pick(numbers(table));
    }

    String query() {
        names = 0;
        int count = 1 + random.nextInt(4);
        String firstTable = pick(TABLES);
        String first = name();
        StringBuilder from = new StringBuilder(firstTable + " " + first);
        StringBuilder columns = new StringBuilder(column(firstTable, first));
        StringBuilder where = new StringBuilder();
        String lastTable = firstTable;
        String last = first;
        for (int i = 1; i < count; i++) {
            String table = pick(TABLES);
            String name = name();
            from.append(' ')
                    .append(pick(JOINS))
                    .append(' ')
                    .append(table)
                    .append(' ')
                    .append(name)
                    .append(" ON ");
            from.append(column(lastTable, last)).append(" = ").append(column(table, name));
            if (random.nextInt(3) == 0) {
                from.append(" AND ").append(condition(table, name));
            }
            columns.append(", ")
                    .append(column(table, name))
                    .append(", ")
                    .append(name)
                    .append(".t");
            lastTable = table;
            last = name;
        }
        int conditions = random.nextInt(3);
        for (int i = 0; i < conditions; i++) {
            boolean ofFirst = random.nextBoolean();
            where.append(i == 0 ? " WHERE " : " AND ")
                    .append(test(ofFirst ? firstTable : lastTable, ofFirst ? first : last));
        }
        String select = "SELECT " + columns + " FROM " + from + where;
        return switch (random.nextInt(4)) {
            case 0 -> "SELECT count(*) FROM (" + select + ") s";
            case 1 -> select.replace("SELECT ", "SELECT DISTINCT ");
            default -> select + " ORDER BY 1";
        };
    }

    private String name() {
        return "n" + names++;
    }

    private String condition(String table, String name) {
        String column = column(table, name);
        return switch (random.nextInt(7)) {
            case 0 -> column + " = " + random.nextInt(12);
            case 1 -> column + " < " + random.nextInt(100);
            case 2 -> column + " IS NULL";
            case 3 -> column + " IN (1, 3, 5, 7)";
            case 4 -> name + ".t LIKE 't1%'";
            case 5 -> "(" + column + " = 3 OR " + column(table, name) + " > 8)";
            default -> column + " BETWEEN 2 AND 9";
        };
    }

    private String test(String table, String name) {
        String other = pick(TABLES);
        String inner = name();
        String here = column(table, name);
        String there = column(other, inner);
        String rows = " FROM " + other + " " + inner + " WHERE " + condition(other, inner);
        return switch (random.nextInt(8)) {
            case 0 -> "EXISTS (SELECT 1" + rows + " AND " + there + " = " + here + ")";
            case 1 -> "NOT EXISTS (SELECT 1" + rows + " AND " + there + " = " + here + ")";
            case 2 -> here + " IN (SELECT " + there + rows + ")";
            case 3 -> here + " NOT IN (SELECT " + there + rows + ")";
            case 4 ->
                here + " > (SELECT avg(" + there + ")" + rows + " AND " + column(other, inner) + " = "
                        + column(table, name) + ")";
            case 5 -> here + " = (SELECT max(" + there + ")" + rows + ")";
            default -> condition(table, name);
        };
    }
}
