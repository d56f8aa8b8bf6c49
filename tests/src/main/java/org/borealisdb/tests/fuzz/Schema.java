package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What has been drawn so far: tables and views that the next statement may name, as they are if no statement fails. */
final class Schema {
    private final Choice choice;
    private final List<Sort> palette = new ArrayList<>(Sort.USUAL);
    private final List<Table> tables = new ArrayList<>();
    private final Set<String> viewed = new TreeSet<>();
    private final List<Function> functions = new ArrayList<>();
    private final boolean many;
    private int nextName;

    /**
     * An empty schema with some of the types.
     *
     * @param many whether tables have thousands of rows
     */
    Schema(Choice choice, boolean many) {
        this.choice = choice;
        this.many = many;
        for (int more = 2 + choice.below(4); more > 0; more--) {
            Sort sort = choice.one(Sort.TYPES);
            if (!palette.contains(sort)) {
                palette.add(sort);
            }
        }
    }

    boolean many() {
        return many;
    }

    /** The types of its columns. */
    List<Sort> palette() {
        return List.copyOf(palette);
    }

    Sort sort() {
        return choice.one(palette);
    }

    /** A name that nothing has yet. */
    String name(String prefix) {
        return prefix + nextName++;
    }

    List<Table> tables() {
        return List.copyOf(tables);
    }

    void add(Function function) {
        functions.add(function);
    }

    /** The functions that were made. */
    List<Function> functions() {
        return List.copyOf(functions);
    }

    Table table() {
        return choice.one(tables);
    }

    void add(Table table) {
        tables.add(table);
    }

    /** Notes that a view reads a table, whose columns keep their types from now on. */
    void addView(Table view, Table of) {
        add(view);
        viewed.add(of.name());
    }

    boolean isViewed(Table table) {
        return viewed.contains(table.name());
    }

    /** Takes back what was drawn since the tables were these. */
    void restore(List<Table> before) {
        tables.clear();
        tables.addAll(before);
    }

    /** Puts a table in the place of the one of its name. */
    void replace(Table table) {
        tables.replaceAll(other -> other.name().equals(table.name()) ? table : other);
    }
}
