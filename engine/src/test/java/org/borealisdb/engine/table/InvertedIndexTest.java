package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Savepoint;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.item.ItemQuery;
import org.borealisdb.expr.value.ByteSink;
import org.junit.jupiter.api.Test;

/** An index of the words of rows against a model, while rows change, changes are taken back, and purge goes on. */
class InvertedIndexTest {
    private static final long SEED = 20_261_129;
    private static final int KEYS = 60;
    private static final List<String> WORDS = List.of("a", "b", "c", "d", "e", "f", "g", "h");

    private static final IndexKey BY_WORD = new IndexKey() {
        @Override
        public Indexing encode(byte[] row, int from, int length, ByteSink target) {
            throw new IllegalStateException("an inverted index has no single key");
        }

        @Override
        public boolean isInverted() {
            return true;
        }

        @Override
        public List<byte[]> encodeAll(byte[] row, int from, int length) {
            String text = new String(row, from, length, StandardCharsets.UTF_8);
            return words(text.substring(text.indexOf('|') + 1)).stream()
                    .map(InvertedIndexTest::item)
                    .toList();
        }
    };

    private final Fixture fixture = Fixture.create();
    private final Random random = new Random(SEED);
    private final Map<String, String> committed = new TreeMap<>();

    private static List<String> words(String value) {
        return value.isEmpty() ? List.of() : List.of(value.split(" ", -1));
    }

    private static byte[] item(String word) {
        return Fixture.bytes(word + "\0");
    }

    private String randomValue() {
        List<String> words = new ArrayList<>();
        for (int count = random.nextInt(5); count > 0; count--) {
            // Some come twice.
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return String.join(" ", words);
    }

    @Test
    void findsTheRowsThatHaveAllOrAnyOfSomeItems() {
        Transaction setup = fixture.begin();
        Table table = fixture.createTable(setup, "t");
        for (int key = 0; key < KEYS; key += 2) {
            put(setup, table, committed, name(key), randomValue());
        }
        setup.commit();
        Transaction building = fixture.begin();
        Index index = fixture.createIndex(building, table, "words", BY_WORD, false);
        building.commit();
        for (int round = 0; round < 300; round++) {
            change(table);
            if (random.nextInt(10) == 0) {
                fixture.tidy();
            }
            check(table, index);
        }
        fixture.tidy();
        check(table, index);
        int entries = committed.values().stream()
                .mapToInt(value -> new TreeSet<>(words(value)).size())
                .sum();
        assertThat(fixture.entries(index)).isEqualTo(entries);
    }

    @Test
    void aViewKeepsFindingWhatItSees() {
        Transaction setup = fixture.begin();
        Table table = fixture.createTable(setup, "t");
        Index index = fixture.createIndex(setup, table, "words", BY_WORD, false);
        put(setup, table, committed, "k1", "a b");
        put(setup, table, committed, "k2", "b c");
        setup.commit();
        Transaction reader = fixture.beginBeside(IsolationLevel.REPEATABLE_READ);
        assertThat(found(reader, table, index, List.of("b"), true)).containsExactly("k1", "k2");
        Transaction writer = fixture.begin();
        fixture.update(writer, table, "k1", "c");
        fixture.delete(writer, table, "k2");
        writer.commit();
        fixture.tidy();
        assertThat(found(reader, table, index, List.of("a", "b"), true)).containsExactly("k1");
        assertThat(found(reader, table, index, List.of("b", "c"), false)).containsExactlyInAnyOrder("k1", "k2");
        reader.commit();
        assertThat(found(fixture.begin(), table, index, List.of("a", "b", "c"), false))
                .containsExactly("k1");
    }

    private static String name(int key) {
        return "k" + key;
    }

    private void put(Transaction transaction, Table table, Map<String, String> model, String key, String value) {
        RowOutcome outcome = model.containsKey(key)
                ? fixture.update(transaction, table, key, value)
                : fixture.insert(transaction, table, key, value);
        assertThat(outcome).isEqualTo(RowResult.DONE);
        model.put(key, value);
    }

    /** One transaction with a few changes, some of which are taken back. */
    private void change(Table table) {
        Map<String, String> model = new TreeMap<>(committed);
        Transaction transaction = fixture.begin();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            Optional<Savepoint> savepoint =
                    random.nextInt(4) == 0 ? Optional.of(transaction.savepoint()) : Optional.empty();
            Map<String, String> before = new TreeMap<>(model);
            String key = name(random.nextInt(KEYS));
            if (model.containsKey(key) && random.nextInt(3) == 0) {
                assertThat(fixture.delete(transaction, table, key)).isEqualTo(RowResult.DONE);
                model.remove(key);
            } else {
                put(transaction, table, model, key, randomValue());
            }
            if (savepoint.isPresent()) {
                transaction.rollbackTo(savepoint.get());
                model = before;
            }
        }
        if (random.nextInt(4) == 0) {
            transaction.rollback();
        } else {
            transaction.commit();
            committed.clear();
            committed.putAll(model);
        }
    }

    private void check(Table table, Index index) {
        List<String> wanted = new ArrayList<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            wanted.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        Transaction reader = fixture.begin();
        for (boolean all : new boolean[] {true, false}) {
            Set<String> expected = new TreeSet<>();
            committed.forEach((key, value) -> {
                List<String> has = words(value);
                if (all ? has.containsAll(wanted) : wanted.stream().anyMatch(has::contains)) {
                    expected.add(key);
                }
            });
            List<String> found = found(reader, table, index, wanted, all);
            assertThat(found).doesNotHaveDuplicates();
            assertThat(new TreeSet<>(found))
                    .as("seed %s, %s of %s", SEED, all, wanted)
                    .isEqualTo(expected);
        }
        ItemQuery query = randomQuery(3);
        List<String> expected = new ArrayList<>();
        committed.forEach((key, value) -> {
            if (holds(query, words(value))) {
                expected.add(key);
            }
        });
        assertThat(new TreeSet<>(found(reader, table, index, query)))
                .as("seed %s, %s", SEED, query)
                .containsExactlyElementsOf(expected);
        reader.commit();
    }

    private ItemQuery randomQuery(int levels) {
        if (levels == 0 || random.nextInt(3) == 0) {
            return new ItemQuery.One(item(WORDS.get(random.nextInt(WORDS.size()))));
        }
        List<ItemQuery> parts = new ArrayList<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            parts.add(randomQuery(levels - 1));
        }
        return random.nextBoolean() ? new ItemQuery.All(parts) : new ItemQuery.Any(parts);
    }

    private static boolean holds(ItemQuery query, List<String> words) {
        return switch (query) {
            case ItemQuery.One one -> words.stream().anyMatch(word -> Arrays.equals(item(word), one.item()));
            case ItemQuery.All all -> all.parts().stream().allMatch(part -> holds(part, words));
            case ItemQuery.Any any -> any.parts().stream().anyMatch(part -> holds(part, words));
        };
    }

    private List<String> found(Transaction reader, Table table, Index index, List<String> wanted, boolean all) {
        List<byte[]> items = wanted.stream().map(InvertedIndexTest::item).toList();
        return found(reader, table, index, all ? ItemQuery.all(items) : ItemQuery.any(items));
    }

    private List<String> found(Transaction reader, Table table, Index index, ItemQuery query) {
        List<String> keys = new ArrayList<>();
        try (ReadView view = reader.openView()) {
            ItemCursor cursor = fixture.database.rows().scan(reader.workspace(), table, index, view, query);
            while (cursor.next()) {
                String text = Fixture.text(cursor.row());
                keys.add(text.substring(0, text.indexOf('|')));
                assertThat(Arrays.equals(cursor.primaryKey(), Fixture.bytes(keys.getLast())))
                        .isTrue();
            }
        }
        return keys;
    }
}
