package org.borealisdb.tests.fuzz;

import java.util.List;

/** A column that an expression may name. */
record Column(String name, Sort sort) {
    Node node() {
        return Node.leaf(sort, name);
    }

    /** Whether it is the primary key of its table. */
    boolean isKey() {
        return name.equals("k") || name.endsWith(".k");
    }

    /** Whether its values are computed from others. */
    boolean isGenerated() {
        return name.charAt(name.lastIndexOf('.') + 1) == 'g';
    }

    /** Whether its values are numbers that the table counts. */
    boolean isIdentity() {
        return name.charAt(name.lastIndexOf('.') + 1) == 'd';
    }

    static List<Column> of(List<Column> columns, Sort sort) {
        return columns.stream().filter(column -> column.sort() == sort).toList();
    }
}
