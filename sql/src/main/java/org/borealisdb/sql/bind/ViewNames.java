package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.sql.catalog.RelationAccess;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.StoredNames;
import org.borealisdb.sql.catalog.TypeLookup;

/**
 * What the names in a view's query stand for, by where they are in its text: so the query means the same when tables and columns have other names, or
 * more columns, and it is known what the view depends on. Names are those of the time when the view was made.
 *
 * <p>The catalog has it as a text with a line for each, its parts divided by tabs, in which backslashes, tabs and line feeds are escaped:
 * <pre>
 * relation  offset  id  kind  aliased  name  columns, each as [+|-]number and name
 * function|type|collation|sequence  offset  id
 * field  offset  type  +|-  fields, each as number and name
 * rows  offset  type  fields, each as [+|-]number and name
 * key|called  0  id
 * nulltest  offset  0
 * cast  0  source  target  context  function
 * </pre>
 *
 * @param relations in FROM
 * @param functions functions and operators of users that are called, by the offset of the name or sign
 * @param types of users in casts, by the offset of the name
 * @param collations of users, by the offset of the name
 * @param sequences and other relations that literals name, by the offset of the literal
 * @param fields of row values that are read by their names, by the offset of the dot, or of the name of a parameter before it
 * @param rows of functions in FROM whose type has a name, by the offset of the function's name; of several arrays, by that of the array
 * @param keys the primary keys that make columns the same within groups
 * @param called functions of users that are called without their names: those of casts
 * @param nullTests comparisons with NULL that are tests for it, by the offset of the sign
 * @param casts of users, which stay here when they are dropped
 */
public record ViewNames(
        SortedMap<Integer, Relation> relations,
        SortedMap<Integer, Long> functions,
        SortedMap<Integer, Long> types,
        SortedMap<Integer, Long> collations,
        SortedMap<Integer, Long> sequences,
        SortedMap<Integer, Fields> fields,
        SortedMap<Integer, Rows> rows,
        SortedSet<Long> keys,
        SortedSet<Long> called,
        SortedSet<Integer> nullTests,
        List<KeptCast> casts) {
    /** Property of a view with all of it. */
    public static final String PROPERTY = "names";

    /** Property of a function with all of it in its body, if that is no string. */
    public static final String OF_BODY = "bodynames";

    /** Of what is no view nothing is known. */
    public static final ViewNames NONE = new Collector().names();

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

        private Relation withId(long other) {
            return new Relation(other, kind, aliased, name, columns, used);
        }

        private Relation with(Relation again) {
            SortedSet<Integer> both = new TreeSet<>(used);
            both.addAll(again.used);
            return new Relation(id, kind, aliased, name, columns, both);
        }
    }

    /**
     * Fields that are read of a value: one, or all that its type had.
     *
     * @param type the number of the value's type
     * @param isTarget whether the name of the one field is that of a column
     * @param names by number, in order
     */
    public record Fields(long type, boolean isTarget, SequencedMap<Integer, String> names) {
        /** Wraps the names. */
        public Fields {
            names = Collections.unmodifiableSequencedMap(names);
        }
    }

    /**
     * Rows of a function in FROM.
     *
     * @param type the number of their type
     * @param names of all fields that it had, by number
     * @param used numbers of those that the query reads
     */
    public record Rows(long type, SortedMap<Integer, String> names, SortedSet<Integer> used) {
        /** Wraps the collections. */
        public Rows {
            names = Collections.unmodifiableSortedMap(names);
            used = Collections.unmodifiableSortedSet(used);
        }

        private Rows with(Rows again) {
            SortedSet<Integer> both = new TreeSet<>(used);
            both.addAll(again.used);
            return new Rows(type, names, both);
        }
    }

    /**
     * A cast by the numbers of its types.
     *
     * @param context where it is applied without being asked for
     * @param function its number; 0 if both types represent values alike, -1 for a conversion through text
     */
    public record KeptCast(int source, int target, CastTable.Context context, int function) {
        private KeptCast renumbered(LongUnaryOperator numbers) {
            return new KeptCast((int) numbers.applyAsLong(source), (int) numbers.applyAsLong(target), context, (int)
                    numbers.applyAsLong(function));
        }
    }

    /** Wraps the maps. */
    public ViewNames {
        relations = Collections.unmodifiableSortedMap(relations);
        functions = Collections.unmodifiableSortedMap(functions);
        types = Collections.unmodifiableSortedMap(types);
        collations = Collections.unmodifiableSortedMap(collations);
        sequences = Collections.unmodifiableSortedMap(sequences);
        fields = Collections.unmodifiableSortedMap(fields);
        rows = Collections.unmodifiableSortedMap(rows);
        keys = Collections.unmodifiableSortedSet(keys);
        called = Collections.unmodifiableSortedSet(called);
        nullTests = Collections.unmodifiableSortedSet(nullTests);
        casts = List.copyOf(casts);
    }

    /** Reads those of a view, or of the body of a function; of a view that an older version made, only which relations there are. */
    public static ViewNames of(CatalogObject view) {
        if (view.kind() == CatalogKind.FUNCTION) {
            return view.property(OF_BODY).map(ViewNames::read).orElse(NONE);
        }
        return view.property(PROPERTY)
                .map(ViewNames::read)
                .or(() -> view.property(ViewText.READS).map(ViewNames::ofOlder))
                .orElse(NONE);
    }

    /** Relations by their ids, nobody knows where in the text. */
    private static ViewNames ofOlder(String ids) {
        Collector names = new Collector();
        for (String id : ids.isEmpty() ? new String[0] : ids.split(",", -1)) {
            names.relations.put(
                    -1 - names.relations.size(),
                    new Relation(Long.parseLong(id), CatalogKind.TABLE, false, "", new TreeMap<>(), new TreeSet<>()));
        }
        return names.names();
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

    /** Returns the numbers of the fields of a type that the query reads; of the rows of a relation, of its columns. */
    public SortedSet<Integer> usedFields(long type) {
        SortedSet<Integer> used = new TreeSet<>();
        fields.values().stream()
                .filter(each -> each.type() == type)
                .forEach(each -> used.addAll(each.names().keySet()));
        rows.values().stream().filter(each -> each.type() == type).forEach(each -> used.addAll(each.used()));
        return used;
    }

    /** Returns the numbers of the types whose fields the query reads. */
    public SortedSet<Long> typesOfFields() {
        SortedSet<Long> types = new TreeSet<>();
        fields.values().forEach(each -> types.add(each.type()));
        rows.values().forEach(each -> types.add(each.type()));
        return types;
    }

    /** Returns the casts that users had made, between types that are there. */
    List<CastTable.Cast> casts(TypeLookup types) {
        return casts.stream()
                .flatMap(kept -> types
                        .withOid(kept.source())
                        .flatMap(source -> types.withOid(kept.target())
                                .map(target -> new CastTable.Cast(source, target, kept.context(), kept.function())))
                        .stream())
                .toList();
    }

    /** Returns the functions and operators that are called as expressions that the catalog keeps name them. */
    List<String> stored(SchemaReader schema) {
        return Stream.concat(functions.values().stream(), called.stream())
                .distinct()
                .map(id -> schema.object(CatalogKind.OPERATOR, id).isPresent()
                        ? StoredNames.operator(id)
                        : StoredNames.function(id))
                .toList();
    }

    /** Returns whether the query calls a function or an operator. */
    public boolean calls(long function) {
        return functions.containsValue(function) || called.contains(function);
    }

    /** Returns the same names in a text that they stand in later, or earlier. */
    public ViewNames shifted(int by) {
        return new ViewNames(
                shifted(relations, by),
                shifted(functions, by),
                shifted(types, by),
                shifted(collations, by),
                shifted(sequences, by),
                shifted(fields, by),
                shifted(rows, by),
                keys,
                called,
                new TreeSet<>(nullTests.stream().map(offset -> offset + by).toList()),
                casts);
    }

    private static <V> SortedMap<Integer, V> shifted(SortedMap<Integer, V> map, int by) {
        SortedMap<Integer, V> shifted = new TreeMap<>();
        map.forEach((offset, value) -> shifted.put(offset + by, value));
        return shifted;
    }

    /** Returns the same names of what has other numbers. */
    public ViewNames renumbered(LongUnaryOperator numbers) {
        return new ViewNames(
                changed(relations, each -> each.withId(numbers.applyAsLong(each.id()))),
                changed(functions, numbers::applyAsLong),
                changed(types, numbers::applyAsLong),
                changed(collations, numbers::applyAsLong),
                changed(sequences, numbers::applyAsLong),
                changed(fields, each -> new Fields(numbers.applyAsLong(each.type()), each.isTarget(), each.names())),
                changed(rows, each -> new Rows(numbers.applyAsLong(each.type()), each.names(), each.used())),
                new TreeSet<>(keys.stream().map(numbers::applyAsLong).toList()),
                new TreeSet<>(called.stream().map(numbers::applyAsLong).toList()),
                nullTests,
                casts.stream().map(each -> each.renumbered(numbers)).toList());
    }

    private static <V> SortedMap<Integer, V> changed(SortedMap<Integer, V> map, UnaryOperator<V> change) {
        SortedMap<Integer, V> changed = new TreeMap<>();
        map.forEach((offset, value) -> changed.put(offset, change.apply(value)));
        return changed;
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
        fields.forEach((offset, each) -> {
            List<String> parts = new ArrayList<>(List.of(
                    "field", Integer.toString(offset), Long.toString(each.type()), each.isTarget() ? "+" : "-"));
            each.names().forEach((number, name) -> parts.add(number + " " + escape(name)));
            lines.add(String.join("\t", parts));
        });
        rows.forEach((offset, each) -> {
            List<String> parts = new ArrayList<>(List.of("rows", Integer.toString(offset), Long.toString(each.type())));
            each.names()
                    .forEach((number, name) ->
                            parts.add((each.used().contains(number) ? "+" : "-") + number + " " + escape(name)));
            lines.add(String.join("\t", parts));
        });
        keys.forEach(key -> lines.add("key\t0\t" + key));
        called.forEach(function -> lines.add("called\t0\t" + function));
        nullTests.forEach(offset -> lines.add("nulltest\t" + offset + "\t0"));
        casts.forEach(cast -> lines.add(String.join(
                "\t",
                "cast",
                "0",
                Integer.toUnsignedString(cast.source()),
                Integer.toUnsignedString(cast.target()),
                cast.context().name(),
                Integer.toString(cast.function()))));
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, String word, SortedMap<Integer, Long> ids) {
        ids.forEach((offset, id) -> lines.add(word + "\t" + offset + "\t" + id));
    }

    private static ViewNames read(String text) {
        Collector names = new Collector();
        for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
            String[] parts = line.split("\t", -1);
            int offset = Integer.parseInt(parts[1]);
            long id = Long.parseLong(parts[2]);
            switch (parts[0]) {
                case "relation" -> names.relations.put(offset, relation(id, parts));
                case "function" -> names.function(offset, id);
                case "type" -> names.type(offset, id);
                case "collation" -> names.collation(offset, id);
                case "sequence" -> names.sequence(offset, id);
                case "field" -> names.fields(offset, fields(id, parts));
                case "rows" -> names.rows.put(offset, rows(id, parts));
                case "key" -> names.key(id);
                case "called" -> names.called(id);
                case "nulltest" -> names.nullTest(offset);
                case "cast" ->
                    names.cast(new KeptCast(
                            (int) id,
                            Integer.parseUnsignedInt(parts[3]),
                            CastTable.Context.valueOf(parts[4]),
                            Integer.parseInt(parts[5])));
                default -> throw new IllegalStateException("a view with the name of a " + parts[0]);
            }
        }
        return names.names();
    }

    private static Fields fields(long type, String[] parts) {
        SequencedMap<Integer, String> names = new LinkedHashMap<>();
        for (int i = 4; i < parts.length; i++) {
            int blank = parts[i].indexOf(' ');
            names.put(Integer.parseInt(parts[i].substring(0, blank)), unescape(parts[i].substring(blank + 1)));
        }
        return new Fields(type, parts[3].equals("+"), names);
    }

    private static Rows rows(long type, String[] parts) {
        SortedMap<Integer, String> names = new TreeMap<>();
        SortedSet<Integer> used = new TreeSet<>();
        readMarked(parts, 3, names, used);
        return new Rows(type, names, used);
    }

    /** Reads names by number, with marks before those that are used. */
    private static void readMarked(
            String[] parts, int from, SortedMap<Integer, String> names, SortedSet<Integer> used) {
        for (int i = from; i < parts.length; i++) {
            int blank = parts[i].indexOf(' ');
            int number = Integer.parseInt(parts[i].substring(1, blank));
            names.put(number, unescape(parts[i].substring(blank + 1)));
            if (parts[i].charAt(0) == '+') {
                used.add(number);
            }
        }
    }

    private static Relation relation(long id, String[] parts) {
        SortedMap<Integer, String> columns = new TreeMap<>();
        SortedSet<Integer> used = new TreeSet<>();
        readMarked(parts, 6, columns, used);
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
        private final SortedMap<Integer, Fields> fields = new TreeMap<>();
        private final SortedMap<Integer, Rows> rows = new TreeMap<>();
        private final List<ReadRows> readRows = new ArrayList<>();
        private final SortedSet<Long> keys = new TreeSet<>();
        private final SortedSet<Long> called = new TreeSet<>();
        private final SortedSet<Integer> nullTests = new TreeSet<>();
        private final SequencedSet<KeptCast> casts = new LinkedHashSet<>();

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
                        new TreeSet<>(access.used()));
            }
        }

        /** Rows of a function in FROM; which of their fields are read is known in the end. */
        private record ReadRows(int offset, long type, SortedMap<Integer, String> names, RelationAccess access) {}

        /** Notes rows of a function in FROM. */
        void rows(int offset, SortedMap<Integer, String> names, RelationAccess access) {
            readRows.add(new ReadRows(offset, access.relation().id(), names, access));
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

        void fields(int offset, Fields read) {
            fields.put(offset, read);
        }

        void key(long id) {
            keys.add(id);
        }

        void nullTest(int offset) {
            nullTests.add(offset);
        }

        void called(long function) {
            called.add(function);
        }

        void cast(KeptCast cast) {
            casts.add(cast);
        }

        /** A cast is applied. */
        void cast(CastTable.Cast cast) {
            if (CastTable.builtIn().find(cast.source(), cast.target()).isEmpty()) {
                cast(new KeptCast(cast.source().oid(), cast.target().oid(), cast.context(), cast.function()));
                if (cast.function() != -1 && Integer.toUnsignedLong(cast.function()) >= Catalog.FIRST_USER_ID) {
                    called(Integer.toUnsignedLong(cast.function()));
                }
            }
        }

        ViewNames names() {
            reads.forEach(read -> relations.merge(read.offset(), read.relation(), Relation::with));
            readRows.forEach(read -> rows.merge(
                    read.offset(),
                    new Rows(
                            read.type(),
                            read.names(),
                            new TreeSet<>(read.access().used())),
                    Rows::with));
            return new ViewNames(
                    relations,
                    functions,
                    types,
                    collations,
                    sequences,
                    fields,
                    rows,
                    keys,
                    called,
                    nullTests,
                    List.copyOf(casts));
        }
    }
}
