package org.borealisdb.sql.deparse;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.borealisdb.sql.ast.FromItem;
import org.jspecify.annotations.Nullable;

/** An item of FROM, and what it and its columns are called in what is written. */
final class RangeEntry {
    /** What an item is, as far as its names go. */
    enum Kind {
        RELATION,
        FUNCTION,
        JOIN,
        OTHER
    }

    /**
     * A column as the item has it now.
     *
     * @param place among those that it had when the query was made; -1 if it is a new one
     */
    record Shown(int place, String name) {}

    /** Where a column of a join comes from: its places in both sides, -1 for none. */
    record Source(int left, int right) {}

    final FromItem item;
    final Kind kind;

    /** The name that was given to it, or is its own; empty for a join without one. */
    final String wanted;

    final boolean aliased;

    /** Names that were given to columns, by place. */
    final List<@Nullable String> given;

    /** Names that the columns have by themselves, by place; missing for those that are gone. */
    final List<@Nullable String> real;

    /** The names by which the query knew the columns, by number. */
    final NavigableMap<Integer, String> labels;

    /** The names that the columns get, by place. */
    final List<@Nullable String> names = new ArrayList<>();

    final List<Shown> shown = new ArrayList<>();
    final List<Source> sources = new ArrayList<>();
    final List<String> using = new ArrayList<>();
    List<String> usedAround = List.of();

    @Nullable
    RangeEntry left;

    @Nullable
    RangeEntry right;

    String name = "";
    boolean showsColumns;

    RangeEntry(
            FromItem item,
            Kind kind,
            String wanted,
            boolean aliased,
            List<@Nullable String> given,
            List<@Nullable String> real,
            NavigableMap<Integer, String> labels) {
        this.item = item;
        this.kind = kind;
        this.wanted = wanted;
        this.aliased = aliased;
        this.given = given;
        this.real = real;
        this.labels = labels;
        while (names.size() < Math.max(real.size(), labels.isEmpty() ? 0 : labels.lastKey())) {
            names.add(null);
        }
    }

    /** Returns the name of a column that the query reads. */
    String column(int number) {
        String found = number <= names.size() ? names.get(number - 1) : null;
        if (found == null) {
            throw new UnwrittenException("a column that is gone");
        }
        return found;
    }

    /** Returns the name that was given to a column, if one was. */
    @Nullable
    String given(int place) {
        return place < given.size() ? given.get(place) : null;
    }
}
