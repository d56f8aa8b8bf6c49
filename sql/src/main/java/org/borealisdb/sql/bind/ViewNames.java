package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.sql.catalog.RelationAccess;

/**
 * What the names in a view's query stand for, by where they are in its text: so the query means the same when tables and columns have other names, or
 * more columns, and it is known what the view depends on. Names are those of the time when the view was made.
 *
 * <p>The catalog has it as a text with a line for each, its parts divided by tabs, in which backslashes, tabs and line feeds are escaped:
 * <pre>
 * relation  offset  id  kind  aliased  name  columns, each as [+|-]number and name
 * function|type|collation|sequence  offset  id
 * key  0  id
 * </pre>
 *
 * @param relations in FROM
 * @param functions functions and operators of users that are called, by the offset of the name or sign
 * @param types of users in casts, by the offset of the name
 * @param collations of users, by the offset of the name
 * @param sequences and other relations that literals name, by the offset of the literal
 * @param keys the primary keys that make columns the same within groups
 */
public record ViewNames(
        SortedMap<Integer, Relation> relations,
        SortedMap<Integer, Long> functions,
        SortedMap<Integer, Long> types,
        SortedMap<Integer, Long> collations,
        SortedMap<Integer, Long> sequences,
        SortedSet<Long> keys) {
    /** Property of a view with all of it. */
    public static final String PROPERTY = "names";

    /** Of what is no view nothing is known. */
    public static final ViewNames NONE = new ViewNames(
            new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeSet<>());

    /**
     * A relation in FROM.
     *
     * @param name of the relation, or its alias
     * @param columns names of all columns that it had, by number, as its alias says
     * @param used numbers of those that the query reads
     */
    public record Relation(
            long id,
            CatalogKind kind,
            boolean aliased,
            String name,
            SortedMap<Integer, String> columns,
            SortedSet<Integer> used) {
        /** Wraps the collections. */
        public Relation {
            columns = Collections.unmodifiableSortedMap(columns);
            used = Collections.unmodifiableSortedSet(used);
        }

        private Relation with(Relation again) {
            SortedSet<Integer> both = new TreeSet<>(used);
            both.addAll(again.used);
            return new Relation(id, kind, aliased, name, columns, both);
        }
    }

    /** Wraps the maps. */
    public ViewNames {
        relations = Collections.unmodifiableSortedMap(relations);
        functions = Collections.unmodifiableSortedMap(functions);
        types = Collections.unmodifiableSortedMap(types);
        collations = Collections.unmodifiableSortedMap(collations);
        sequences = Collections.unmodifiableSortedMap(sequences);
        keys = Collections.unmodifiableSortedSet(keys);
    }

    /** Reads those of a view; of one that an older version made, only which relations there are. */
    public static ViewNames of(CatalogObject view) {
        return view.property(PROPERTY)
                .map(ViewNames::read)
                .or(() -> view.property(ViewText.READS).map(ViewNames::ofOlder))
                .orElse(NONE);
    }

    /** Relations by their ids, nobody knows where in the text. */
    private static ViewNames ofOlder(String ids) {
        SortedMap<Integer, Relation> relations = new TreeMap<>();
        for (String id : ids.isEmpty() ? new String[0] : ids.split(",", -1)) {
            relations.put(
                    -1 - relations.size(),
                    new Relation(Long.parseLong(id), CatalogKind.TABLE, false, "", new TreeMap<>(), new TreeSet<>()));
        }
        return new ViewNames(
                relations, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeSet<>());
    }

    /** Returns whether nothing is known of what the names of relations stand for. */
    boolean hasNoRelations() {
        return relations.isEmpty();
    }

    /** Returns whether the query reads a relation. */
    public boolean reads(long relation) {
        return relations.values().stream().anyMatch(each -> each.id() == relation) || sequences.containsValue(relation);
    }

    /** Returns the numbers of the columns of a relation that the query reads. */
    public SortedSet<Integer> used(long relation) {
        SortedSet<Integer> used = new TreeSet<>();
        relations.values().stream().filter(each -> each.id() == relation).forEach(each -> used.addAll(each.used()));
        return used;
    }

    /** Returns the same names in a text that they stand in later, or earlier. */
    public ViewNames shifted(int by) {
        return new ViewNames(
                shifted(relations, by),
                shifted(functions, by),
                shifted(types, by),
                shifted(collations, by),
                shifted(sequences, by),
                keys);
    }

    private static <V> SortedMap<Integer, V> shifted(SortedMap<Integer, V> map, int by) {
        SortedMap<Integer, V> shifted = new TreeMap<>();
        map.forEach((offset, value) -> shifted.put(offset + by, value));
        return shifted;
    }

    /** Returns them as the catalog has them. */
    public String text() {
        List<String> lines = new ArrayList<>();
        relations.forEach((offset, relation) -> {
            List<String> parts = new ArrayList<>(List.of(
                    "relation",
                    Integer.toString(offset),
                    Long.toString(relation.id()),
                    relation.kind().name(),
                    Boolean.toString(relation.aliased()),
                    escape(relation.name())));
            relation.columns()
                    .forEach((number, name) ->
                            parts.add((relation.used().contains(number) ? "+" : "-") + number + " " + escape(name)));
            lines.add(String.join("\t", parts));
        });
        add(lines, "function", functions);
        add(lines, "type", types);
        add(lines, "collation", collations);
        add(lines, "sequence", sequences);
        keys.forEach(key -> lines.add("key\t0\t" + key));
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, String word, SortedMap<Integer, Long> ids) {
        ids.forEach((offset, id) -> lines.add(word + "\t" + offset + "\t" + id));
    }

    private static ViewNames read(String text) {
        SortedMap<Integer, Relation> relations = new TreeMap<>();
        SortedMap<Integer, Long> functions = new TreeMap<>();
        SortedMap<Integer, Long> types = new TreeMap<>();
        SortedMap<Integer, Long> collations = new TreeMap<>();
        SortedMap<Integer, Long> sequences = new TreeMap<>();
        SortedSet<Long> keys = new TreeSet<>();
        for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
            String[] parts = line.split("\t", -1);
            int offset = Integer.parseInt(parts[1]);
            long id = Long.parseLong(parts[2]);
            switch (parts[0]) {
                case "relation" -> relations.put(offset, relation(id, parts));
                case "function" -> functions.put(offset, id);
                case "type" -> types.put(offset, id);
                case "collation" -> collations.put(offset, id);
                case "sequence" -> sequences.put(offset, id);
                case "key" -> keys.add(id);
                default -> throw new IllegalStateException("a view with the name of a " + parts[0]);
            }
        }
        return new ViewNames(relations, functions, types, collations, sequences, keys);
    }

    private static Relation relation(long id, String[] parts) {
        SortedMap<Integer, String> columns = new TreeMap<>();
        SortedSet<Integer> used = new TreeSet<>();
        for (int i = 6; i < parts.length; i++) {
            int blank = parts[i].indexOf(' ');
            int number = Integer.parseInt(parts[i].substring(1, blank));
            columns.put(number, unescape(parts[i].substring(blank + 1)));
            if (parts[i].charAt(0) == '+') {
                used.add(number);
            }
        }
        return new Relation(
                id, CatalogKind.valueOf(parts[3]), Boolean.parseBoolean(parts[4]), unescape(parts[5]), columns, used);
    }

    private static String escape(String name) {
        return name.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }

    private static String unescape(String text) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                char next = text.charAt(++i);
                name.append(next == 't' ? '\t' : next == 'n' ? '\n' : next);
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }

    /** Collects the names of a query while it is bound, at times more than once. */
    static final class Collector {
        private final SortedMap<Integer, Relation> relations = new TreeMap<>();
        private final List<Read> reads = new ArrayList<>();
        private final SortedMap<Integer, Long> functions = new TreeMap<>();
        private final SortedMap<Integer, Long> types = new TreeMap<>();
        private final SortedMap<Integer, Long> collations = new TreeMap<>();
        private final SortedMap<Integer, Long> sequences = new TreeMap<>();
        private final SortedSet<Long> keys = new TreeSet<>();

        /** A relation in FROM; which of its columns are read is known in the end. */
        private record Read(int offset, boolean aliased, Scope scope, RelationAccess access) {
            Relation relation() {
                SortedMap<Integer, String> columns = new TreeMap<>();
                for (int place = 0; place < scope.columns.size(); place++) {
                    ScopeColumn column = scope.columns.get(place);
                    if (!column.name().isEmpty() && !column.isSystem()) {
                        columns.put(place + 1, column.name());
                    }
                }
                String name = scope.columns.isEmpty()
                        ? access.relation().name()
                        : scope.columns.getFirst().table();
                return new Relation(
                        access.relation().id(),
                        access.relation().kind(),
                        aliased,
                        name,
                        columns,
                        new TreeSet<>(access.read()));
            }
        }

        void relation(int offset, boolean aliased, Scope scope, RelationAccess access) {
            reads.add(new Read(offset, aliased, scope, access));
        }

        void function(int offset, long id) {
            functions.put(offset, id);
        }

        void type(int offset, long id) {
            types.put(offset, id);
        }

        void collation(int offset, long id) {
            collations.put(offset, id);
        }

        void sequence(int offset, long id) {
            sequences.put(offset, id);
        }

        void key(long id) {
            keys.add(id);
        }

        ViewNames names() {
            reads.forEach(read -> relations.merge(read.offset(), read.relation(), Relation::with));
            return new ViewNames(relations, functions, types, collations, sequences, keys);
        }
    }
}
