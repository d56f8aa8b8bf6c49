package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexes that are made, made anew and dropped beside those who change rows. */
class ConcurrentIndexesTest {
    private static final int WRITERS = 3;
    private static final int ROUNDS = 12;
    private static final long SEED = 20_261_130;

    private final Region region = new Region();
    private final Region.Client first = region.connect();
    private final Region.Client second = region.connect();
    private final Region.Client watching = region.connect();

    @BeforeEach
    void create() {
        first.run("create table t(a int primary key, b int, c text)");
        first.run("insert into t select i, i * 10, 'text ' || i from generate_series(1, 200) i");
    }

    @AfterEach
    void close() {
        first.session.close();
        second.session.close();
        watching.session.close();
        region.close();
    }

    /** Begins a statement in another session, and waits until that waits for a lock. */
    private CompletableFuture<String> begun(String statement) {
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> second.run(statement));
        String waits = "0\n";
        while (waits.startsWith("0\n") && !answer.isDone()) {
            waits = watching.run("select count(*) from pg_locks where not granted");
        }
        assertThat(answer).isNotDone();
        return answer;
    }

    private String text(String query) {
        return watching.run(query).lines().findFirst().orElse("");
    }

    private void byIndex() {
        watching.run("set enable_seqscan = off");
        assertThat(watching.run("explain select c from t where b = 10")).contains("Index");
    }

    private String states() {
        return text(
                "select string_agg(c.relname || ' ' || i.indisvalid || ' ' || i.indisready, ', ' order by c.relname)"
                        + " from pg_index i join pg_class c on c.oid = i.indexrelid"
                        + " where i.indrelid = 't'::regclass and not i.indisprimary");
    }

    @Test
    void writersGoOnWhileAnIndexIsMade() {
        first.run("begin");
        first.run("update t set b = 1 where a = 1");
        first.run("insert into t values (1001, 11, 'of first')");
        CompletableFuture<String> made = begun("create index concurrently i on t(b)");
        assertThat(watching.run("insert into t values (2001, 21, 'meanwhile')")).isEqualTo("INSERT 1");
        assertThat(watching.run("update t set b = 22 where a = 2")).isEqualTo("UPDATE 1");
        assertThat(watching.run("delete from t where a = 3")).isEqualTo("DELETE 1");
        assertThat(states()).isEqualTo("i false false");
        assertThat(first.run("update t set b = 44 where a = 4")).isEqualTo("UPDATE 1");
        first.run("commit");
        assertThat(made.join()).isEqualTo("CREATE INDEX");
        assertThat(states()).isEqualTo("i true true");
        byIndex();
        assertThat(text("select string_agg(a::text, ' ' order by b, a) from t where b < 60"))
                .isEqualTo("1 1001 2001 2 4 5");
        assertThat(text("select count(*) from t where b > 0")).isEqualTo("201");
    }

    @Test
    void nobodyReadsByAnIndexThatIsBeingMade() {
        first.run("begin");
        first.run("update t set b = 1 where a = 1");
        CompletableFuture<String> made = begun("create unique index concurrently i on t(b)");
        watching.run("set enable_seqscan = off");
        assertThat(watching.run("explain select c from t where b = 10")).doesNotContain("Index");
        assertThat(watching.run("insert into t values (20, 20, '') on conflict (b) do nothing"))
                .contains("42P10");
        first.run("commit");
        assertThat(made.join()).isEqualTo("CREATE INDEX");
        assertThat(watching.run("insert into t values (20, 20, '') on conflict (b) do nothing"))
                .isEqualTo("INSERT 0");
        assertThat(watching.run("alter table t add unique using index i")).isEqualTo("ALTER TABLE");
    }

    @Test
    void aKeyThatIsThereTwiceLeavesAnIndexThatIsNotValid() {
        first.run("update t set b = 20 where a = 1");
        assertThat(first.run("create unique index concurrently i on t(b)")).contains("23505");
        assertThat(states()).isEqualTo("i false false");
        assertThat(first.run("insert into t values (1001, 30, '')")).isEqualTo("INSERT 1");
        assertThat(first.run("delete from t where a = 1001")).isEqualTo("DELETE 1");
        assertThat(first.run("create table u(b int references t(b))")).contains("42830");
        assertThat(first.run("alter table t add unique using index i")).contains("55000");
        assertThat(first.run("cluster t using i")).contains("0A000");
        assertThat(first.run("reindex index concurrently i")).contains("23505");
        first.run("update t set b = 10 where a = 1");
        assertThat(first.run("reindex table concurrently t")).contains("cannot reindex invalid index");
        assertThat(first.run("drop index concurrently i_ccnew")).isEqualTo("DROP INDEX");
        assertThat(first.run("reindex index concurrently i")).isEqualTo("REINDEX");
        assertThat(states()).isEqualTo("i true true");
        byIndex();
        assertThat(text("select a from t where b = 20")).isEqualTo("2");
    }

    @Test
    void aKeyThatOthersMakeMeanwhileDecides() {
        first.run("begin");
        first.run("insert into t values (1001, 10, 'twice')");
        CompletableFuture<String> refused = begun("create unique index concurrently i on t(b)");
        first.run("commit");
        assertThat(refused.join()).contains("23505");
        first.run("delete from t where a = 1001");
        assertThat(first.run("drop index i")).isEqualTo("DROP INDEX");
        first.run("begin");
        first.run("insert into t values (1001, 10, 'twice')");
        CompletableFuture<String> made = begun("create unique index concurrently i on t(b)");
        first.run("rollback");
        assertThat(made.join()).isEqualTo("CREATE INDEX");
        assertThat(states()).isEqualTo("i true true");
    }

    @Test
    void anIndexGoesOnceNobodyReadsByIt() {
        first.run("create index i on t(b)");
        first.run("set enable_seqscan = off");
        first.run("begin");
        assertThat(first.run("select a from t where b = 10")).startsWith("1\n");
        CompletableFuture<String> dropped = begun("drop index concurrently i");
        assertThat(states()).isEqualTo("i false true");
        assertThat(watching.run("insert into t values (1001, 10, '')")).isEqualTo("INSERT 1");
        assertThat(first.run("select count(*) from t where b = 10")).startsWith("2\n");
        first.run("commit");
        assertThat(dropped.join()).isEqualTo("DROP INDEX");
        assertThat(states()).isEqualTo("NULL");
        assertThat(watching.run("insert into t values (1002, 10, '')")).isEqualTo("INSERT 1");
        assertThat(text("select count(*) from t where b = 10")).isEqualTo("3");
    }

    @Test
    void indexesAreMadeAnewBesideReadersAndWriters() {
        first.run("create unique index i on t(b)");
        first.run("create index j on t using gin (string_to_array(c, ' '))");
        first.run("alter table t add constraint k unique (c) deferrable");
        first.run("set enable_seqscan = off");
        first.run("begin");
        assertThat(first.run("select a from t where b = 10")).startsWith("1\n");
        CompletableFuture<String> remade =
                CompletableFuture.supplyAsync(() -> second.run("reindex table concurrently t"));
        int row = 1000;
        while (!text("select count(*) from pg_class where relname like '%ccnew%'")
                        .equals("1")
                && row < 100_000) {
            row++;
        }
        for (; row < 1020; row++) {
            assertThat(watching.run("insert into t values (" + row + ", " + row * 10 + ", 'text " + row + "')"))
                    .isEqualTo("INSERT 1");
        }
        first.run("commit");
        assertThat(remade.join()).isEqualTo("REINDEX");
        assertThat(states()).isEqualTo("i true true, j true true, k true true");
        byIndex();
        assertThat(text("select a from t where b = 10150")).isEqualTo("1015");
        assertThat(text("select a from t where string_to_array(c, ' ') @> '{1015}'"))
                .isEqualTo("1015");
        assertThat(watching.run("insert into t values (5000, 10150, 'new')")).contains("23505");
        assertThat(watching.run("insert into t values (5000, 5000, 'text 1015')"))
                .contains("23505");
    }

    @Test
    void theyAreCommandsOfTheirOwn() {
        first.run("begin");
        assertThat(first.run("create index concurrently i on t(b)")).contains("25001");
        first.run("rollback");
        assertThat(first.run("drop index concurrently i, j")).contains("0A000");
        assertThat(first.run("drop index concurrently i")).contains("42704");
        assertThat(first.run("drop index concurrently if exists i")).contains("does not exist, skipping");
        first.run("create temporary table own(a int)");
        assertThat(first.run("create index concurrently own_a on own(a)")).isEqualTo("CREATE INDEX");
        assertThat(first.run("reindex table concurrently own")).isEqualTo("REINDEX");
        assertThat(first.run("drop index concurrently own_a")).isEqualTo("DROP INDEX");
        assertThat(first.run("create index concurrently i on t((1 / (a - 7)))")).contains("22012");
        assertThat(states()).isEqualTo("i false false");
        assertThat(first.run("insert into t values (1007, 1, ''), (7007, 2, '')"))
                .isEqualTo("INSERT 2");
        assertThat(first.run("drop index i")).isEqualTo("DROP INDEX");
        assertThat(first.run("create index concurrently i on t(b) include (c) where a > 100"))
                .isEqualTo("CREATE INDEX");
        assertThat(first.run("create index concurrently if not exists i on t(b)"))
                .contains("already exists, skipping");
        assertThat(first.run("reindex index concurrently t_pkey")).isEqualTo("REINDEX");
    }

    @Test
    void whatTakesTooLongStops() {
        first.run("create table many as select i as a, 'text ' || i as c from generate_series(1, 30000) i");
        first.run("set statement_timeout = '1ms'");
        assertThat(first.run("create index j on many(c)")).contains("57014");
        assertThat(first.run("create index concurrently j on many(c)")).contains("57014");
        assertThat(first.run("alter table many add primary key (a)")).contains("57014");
        first.run("set statement_timeout = 0");
        first.run("drop index if exists j");
        assertThat(first.run("create index concurrently j on many(c)")).isEqualTo("CREATE INDEX");
        assertThat(first.run("alter table many add primary key (a)")).isEqualTo("ALTER TABLE");
    }

    /** One writer's transactions, until all is over. */
    private void write(int number, AtomicBoolean over) {
        Region.Client client = region.connect();
        Random random = new Random(SEED + number);
        for (int i = 0; !over.get(); i++) {
            client.run("begin");
            for (int step = random.nextInt(3); step >= 0; step--) {
                int key = random.nextInt(400);
                client.run(
                        switch (random.nextInt(4)) {
                            case 0 ->
                                "insert into t values (" + key + ", " + random.nextInt(100_000) + ", 'x" + i
                                        + "') on conflict do nothing";
                            case 1 -> "delete from t where a = " + key;
                            case 2 -> "update t set b = " + random.nextInt(100_000) + " where a = " + key;
                            default -> "update t set c = 'y" + i + "' where a = " + key;
                        });
            }
            client.run(random.nextInt(4) == 0 ? "rollback" : "commit");
        }
        client.session.close();
    }

    @Test
    void allRowsAreInAnIndexThatIsMadeBesideManyWriters() {
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int number = i;
            writers.add(CompletableFuture.runAsync(() -> write(number, over)));
        }
        writers.add(CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                region.tidy();
            }
        }));
        int unique = 0;
        try {
            for (int round = 0; round < ROUNDS; round++) {
                boolean asUnique = round % 3 == 0;
                String made =
                        first.run("create " + (asUnique ? "unique " : "") + "index concurrently i on t(b) include (c)");
                boolean twice = asUnique && made.contains("23505");
                assertThat(twice || made.equals("CREATE INDEX"))
                        .as(made + ", seed " + SEED)
                        .isTrue();
                unique += asUnique && !twice ? 1 : 0;
                if (round % 3 == 1) {
                    assertThat(first.run("reindex index concurrently i")).isEqualTo("REINDEX");
                }
                if (!twice) {
                    compare(asUnique);
                }
                assertThat(first.run("drop index concurrently i")).isEqualTo("DROP INDEX");
            }
        } finally {
            over.set(true);
            writers.forEach(CompletableFuture::join);
        }
        assertThat(unique).isPositive();
    }

    /** The same rows are found with the index and without it. */
    private void compare(boolean unique) {
        String query = "select count(*), sum(a), sum(b), string_agg(c, ',' order by b, a) from t where b >= 0";
        first.run("begin isolation level repeatable read");
        first.run("set local enable_seqscan = off");
        assertThat(first.run("explain " + query)).contains("Index");
        String with = first.run(query);
        first.run("set local enable_seqscan = on");
        first.run("set local enable_indexscan = off");
        first.run("set local enable_indexonlyscan = off");
        first.run("set local enable_bitmapscan = off");
        assertThat(first.run("explain " + query)).contains("Seq Scan");
        assertThat(with).as("seed " + SEED).isEqualTo(first.run(query));
        if (unique) {
            assertThat(first.run("select count(*) - count(distinct b) from t")).startsWith("0\n");
        }
        first.run("commit");
    }
}
