package org.borealisdb.sql.deparse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.bind.BoundSyntax;
import org.borealisdb.sql.catalog.TableColumn;
import org.jspecify.annotations.Nullable;

/**
 * The items of FROM of one query, with names that no other item has, here or in the queries around, and columns with names that differ within their item.
 * Where columns are merged by USING, both sides get the name that they are merged by, down through joins without names (ruleutils.c's
 * set_using_names and its kin).
 */
final class RangeTable {
    /** As many bytes of names as PostgreSQL's NAMEDATALEN leaves. */
    private static final int LONGEST_NAME = 63;

    private final BoundSyntax syntax;
    private final CurrentNames current;
    private final List<RangeEntry> entries = new ArrayList<>();
    private final List<RangeEntry> roots = new ArrayList<>();
    private final List<String> usingNames = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();
    private boolean uniqueUsing;

    RangeTable(BoundSyntax syntax, CurrentNames current, List<FromItem> from) {
        this.syntax = syntax;
        this.current = current;
        from.forEach(item -> roots.add(entry(item)));
    }

    List<RangeEntry> entries() {
        return entries;
    }

    /** Returns all names that are taken here. */
    List<String> taken() {
        return taken;
    }

    /**
     * Chooses the names.
     *
     * @param around names that are taken
     */
    void name(Set<String> around) {
        Map<String, Integer> counters = new HashMap<>();
        around.forEach(name -> counters.put(name, 0));
        for (RangeEntry entry : entries) {
            if (entry.kind != RangeEntry.Kind.JOIN || entry.aliased) {
                entry.name = free(entry.wanted, counters);
                taken.add(entry.name);
            }
        }
        uniqueUsing = entries.stream().anyMatch(this::isDangerous);
        roots.forEach(root -> chooseUsing(root, List.of()));
        for (RangeEntry entry : entries) {
            if (entry.kind == RangeEntry.Kind.JOIN) {
                nameJoin(entry);
            } else {
                nameColumns(entry);
            }
        }
    }

    /** Returns a name that is not taken: the wanted one, or that with a number behind it. */
    static String free(String wanted, Map<String, Integer> counters) {
        Integer counter = counters.get(wanted);
        if (counter == null) {
            counters.put(wanted, 0);
            return wanted;
        }
        String found;
        do {
            counter++;
            found = numbered(wanted, counter);
        } while (counters.containsKey(found));
        counters.put(wanted, counter);
        counters.put(found, 0);
        return found;
    }

    private static String numbered(String name, int number) {
        String end = "_" + number;
        String begin = name;
        while ((begin + end).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            begin = begin.substring(0, begin.offsetByCodePoints(begin.length(), -1));
        }
        return begin + end;
    }

    private RangeEntry entry(FromItem item) {
        RangeEntry entry = switch (item) {
            case FromItem.Table table -> table(table);
            case FromItem.Subquery subquery -> other(item, RangeEntry.Kind.OTHER, subquery.alias(), "unnamed_subquery");
            case FromItem.Function function -> function(function);
            case FromItem.Join join -> join(join);
        };
        entries.add(entry);
        return entry;
    }

    private RangeEntry table(FromItem.Table table) {
        BoundSyntax.Source source =
                syntax.source(table).orElseThrow(() -> new UnwrittenException("a table that was not found"));
        if (!(source instanceof BoundSyntax.Stored stored)) {
            return other(
                    table, RangeEntry.Kind.OTHER, table.alias(), table.name().last());
        }
        List<TableColumn> columns = current.columns(stored.relation());
        if (columns.isEmpty() && !syntax.labels(table).isEmpty()) {
            return other(
                    table,
                    RangeEntry.Kind.OTHER,
                    table.alias(),
                    stored.relation().name());
        }
        FromItem.Alias alias = table.alias();
        NavigableMap<Integer, String> labels = syntax.labels(table);
        String now = current.relation(stored.relation().id())
                .orElse(stored.relation())
                .name();
        List<@Nullable String> real = new ArrayList<>();
        for (TableColumn column : columns) {
            real.add(column.dropped() ? null : column.name());
        }
        return new RangeEntry(
                table,
                RangeEntry.Kind.RELATION,
                alias == null ? now : alias.name(),
                alias != null,
                given(alias, labels, real.size()),
                real,
                labels);
    }

    private static List<@Nullable String> given(
            FromItem.@Nullable Alias alias, NavigableMap<Integer, String> labels, int size) {
        List<@Nullable String> given = new ArrayList<>();
        int left = alias == null ? 0 : alias.columns().size();
        for (int place = 0; place < size && left > 0; place++) {
            String label = labels.get(place + 1);
            given.add(label);
            left -= label == null ? 0 : 1;
        }
        return given;
    }

    private RangeEntry other(FromItem item, RangeEntry.Kind kind, FromItem.@Nullable Alias alias, String name) {
        NavigableMap<Integer, String> labels = syntax.labels(item);
        List<@Nullable String> real = new ArrayList<>();
        for (int number = 1; !labels.isEmpty() && number <= labels.lastKey(); number++) {
            real.add(labels.get(number));
        }
        return new RangeEntry(
                item,
                kind,
                alias == null ? name : alias.name(),
                alias != null,
                given(alias, labels, real.size()),
                real,
                labels);
    }

    private RangeEntry function(FromItem.Function function) {
        return other(
                function,
                RangeEntry.Kind.FUNCTION,
                function.alias(),
                BoundSyntax.nameOf(function.calls().getFirst().call()));
    }

    private RangeEntry join(FromItem.Join join) {
        RangeEntry left = entry(join.left());
        RangeEntry right = entry(join.right());
        List<String> merged = syntax.using(join).map(BoundSyntax.Using::names).orElse(List.of());
        NavigableMap<Integer, String> labels = new TreeMap<>();
        List<RangeEntry.Source> sources = new ArrayList<>();
        for (String name : merged) {
            sources.add(new RangeEntry.Source(place(left, name), place(right, name)));
            labels.put(sources.size(), name);
        }
        Set<Integer> leftMerged = new HashSet<>();
        Set<Integer> rightMerged = new HashSet<>();
        sources.forEach(source -> {
            leftMerged.add(source.left());
            rightMerged.add(source.right());
        });
        left.labels.forEach((number, name) -> {
            if (!leftMerged.contains(number - 1)) {
                sources.add(new RangeEntry.Source(number - 1, -1));
                labels.put(sources.size(), name);
            }
        });
        right.labels.forEach((number, name) -> {
            if (!rightMerged.contains(number - 1)) {
                sources.add(new RangeEntry.Source(-1, number - 1));
                labels.put(sources.size(), name);
            }
        });
        FromItem.Alias alias = join.alias();
        List<@Nullable String> given = new ArrayList<>();
        if (alias != null) {
            given.addAll(alias.columns());
        }
        RangeEntry entry = new RangeEntry(
                join, RangeEntry.Kind.JOIN, alias == null ? "" : alias.name(), alias != null, given, List.of(), labels);
        entry.sources.addAll(sources);
        entry.left = left;
        entry.right = right;
        return entry;
    }

    private static int place(RangeEntry side, String name) {
        for (Map.Entry<Integer, String> label : side.labels.entrySet()) {
            if (label.getValue().equals(name)) {
                return label.getKey() - 1;
            }
        }
        throw new UnwrittenException("a column of USING");
    }

    /** Whether a join without a name has columns that only it has. */
    private boolean isDangerous(RangeEntry entry) {
        return entry.item instanceof FromItem.Join join
                && join.alias() == null
                && syntax.using(join).filter(BoundSyntax.Using::computed).isPresent();
    }

    private void chooseUsing(RangeEntry entry, List<String> around) {
        entry.usedAround = around;
        if (!(entry.item instanceof FromItem.Join join)) {
            return;
        }
        RangeEntry left = Objects.requireNonNull(entry.left);
        RangeEntry right = Objects.requireNonNull(entry.right);
        if (!entry.aliased) {
            for (int place = 0; place < entry.names.size(); place++) {
                String name = entry.names.get(place);
                if (name != null) {
                    pushDown(entry, place, name);
                }
            }
        }
        List<String> used = new ArrayList<>(around);
        List<String> merged = syntax.using(join).map(BoundSyntax.Using::names).orElse(List.of());
        for (int place = 0; place < merged.size(); place++) {
            String name = entry.names.get(place);
            if (name == null) {
                String given = entry.given(place);
                name = unique(given == null ? merged.get(place) : given, entry);
                if (uniqueUsing) {
                    usingNames.add(name);
                }
                entry.names.set(place, name);
            }
            entry.using.add(name);
            used.add(name);
            pushDown(entry, place, name);
        }
        chooseUsing(left, used);
        chooseUsing(right, used);
    }

    private static void pushDown(RangeEntry entry, int place, String name) {
        RangeEntry.Source source = entry.sources.get(place);
        if (source.left() >= 0) {
            Objects.requireNonNull(entry.left).names.set(source.left(), name);
        }
        if (source.right() >= 0) {
            Objects.requireNonNull(entry.right).names.set(source.right(), name);
        }
    }

    private String unique(String wanted, RangeEntry entry) {
        String name = wanted;
        for (int number = 1; !isUnique(name, entry); number++) {
            name = numbered(wanted, number);
        }
        return name;
    }

    private boolean isUnique(String name, RangeEntry entry) {
        return !entry.names.contains(name)
                && entry.shown.stream().noneMatch(shown -> shown.name().equals(name))
                && !usingNames.contains(name)
                && !entry.usedAround.contains(name);
    }

    private void nameColumns(RangeEntry entry) {
        boolean changed = false;
        for (int place = 0; place < entry.real.size(); place++) {
            String real = entry.real.get(place);
            if (real == null) {
                entry.names.set(place, null);
                continue;
            }
            String name = named(entry, place, real);
            entry.shown.add(new RangeEntry.Shown(entry.labels.containsKey(place + 1) ? place : -1, name));
            changed |= !name.equals(real);
        }
        entry.showsColumns = entry.kind == RangeEntry.Kind.FUNCTION
                || changed
                || (entry.kind == RangeEntry.Kind.OTHER && !entry.given.isEmpty());
    }

    /** What the column at a place is called, which is settled now if it is not. */
    private String named(RangeEntry entry, int place, String real) {
        String settled = entry.names.get(place);
        if (settled != null) {
            return settled;
        }
        String given = entry.given(place);
        String name = unique(given == null ? real : given, entry);
        entry.names.set(place, name);
        return name;
    }

    private void nameJoin(RangeEntry entry) {
        RangeEntry left = Objects.requireNonNull(entry.left);
        RangeEntry right = Objects.requireNonNull(entry.right);
        boolean changed = false;
        for (int place = entry.using.size(); place < entry.names.size(); place++) {
            RangeEntry.Source source = entry.sources.get(place);
            String real = source.left() >= 0 ? left.names.get(source.left()) : right.names.get(source.right());
            if (real == null || !entry.aliased) {
                entry.names.set(place, real);
                continue;
            }
            String name = named(entry, place, real);
            changed |= !name.equals(real);
        }
        for (int place = 0; place < entry.using.size(); place++) {
            entry.shown.add(new RangeEntry.Shown(place, entry.using.get(place)));
        }
        changed |= show(entry, left, true);
        changed |= show(entry, right, false);
        entry.showsColumns = entry.aliased && changed;
    }

    /** Adds the columns that a join has now of one of its sides; returns whether one got another name there. */
    private boolean show(RangeEntry entry, RangeEntry side, boolean isLeft) {
        boolean changed = false;
        for (RangeEntry.Shown shown : side.shown) {
            int place = -1;
            for (int i = 0; shown.place() >= 0 && i < entry.sources.size(); i++) {
                RangeEntry.Source source = entry.sources.get(i);
                if ((isLeft ? source.left() : source.right()) == shown.place()) {
                    place = i;
                }
            }
            if (place >= 0 && place < entry.using.size()) {
                continue;
            }
            String own = place < 0 ? null : entry.names.get(place);
            String name = own != null ? own : entry.aliased ? unique(shown.name(), entry) : shown.name();
            changed |= !name.equals(shown.name());
            entry.shown.add(new RangeEntry.Shown(place, name));
        }
        return changed;
    }
}
