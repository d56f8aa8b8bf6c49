package org.borealisdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL's own pg_dump and pg_restore take a database from here, bring it back, and carry it to PostgreSQL and from there. */
class DumpAndRestoreTest {
    private static final String TABLES = """
            create type mood as enum ('sad', 'ok', 'happy');
            create domain positive as int default 1 not null check (value > 0);
            create type pair as (a int, b text collate "C", m mood);
            create type nest as (one pair, many pair[]);
            create schema app;
            create table app.owner(id bigserial primary key, name varchar(20) not null default 'x', mood mood default 'ok',
                n positive, made timestamptz default now(), unique (name, n));
            create table app.pet(id int generated always as identity (start 10 increment 5) primary key,
                owner_id bigint references app.owner(id) on delete cascade deferrable initially deferred,
                price numeric(10,2) check (price > 0), total numeric generated always as (price * 2) stored,
                data jsonb, tags text[], raw bytea);
            create index pet_owner on app.pet(owner_id desc nulls last) where price > 1;
            create index on app.pet(lower(tags[1]), (price + 1));
            create sequence app.counter increment 5 start 20 maxvalue 100 cycle;
            create table app.aaa(id int default nextval('app.counter'), x int references app.owner(id));
            create table app.pairs(p pair, n nest, o app.owner);
            create function app.first(pair) returns int language sql as 'select $1.a';
            comment on type pair is 'two';
            comment on column pair.a is 'the first';
            insert into app.pairs values (null, row(row(1, 'a "b"', 'sad'), array[row(2, null, null)::pair]), null);
            comment on table app.pet is 'a pet''s';
            comment on column app.pet.price is 'its price';
            comment on schema app is 'the app';
            comment on type mood is 'how';
            comment on domain positive is 'above 0';
            comment on sequence app.counter is 'counts';
            comment on index app.pet_owner is 'an index';
            comment on constraint pet_price_check on app.pet is 'a check';
            insert into app.owner(name, mood, made) values ('a', 'sad', '2020-01-01 00:00:00+00'), (E'b\\t\\n\\\\''c', null, null);
            insert into app.pet(owner_id, price, data, tags, raw) values
                (1, 1.5, '{"a": [1, null]}', '{a,"b c",NULL}', '\\x00ff'), (2, 3, null, null, null);
            insert into app.aaa(x) values (1), (null);
            """;

    private static final String VIEWS = """
            create view app.seen as select o.name, p.price from app.owner o join app.pet p on p.owner_id = o.id;
            create view app.before as select * from app.seen;
            set search_path = app;
            create view app.bare as select owner.name from owner where id in (select owner_id from pet);
            create view app.totals(n, total) as
                with q as (select owner_id, price from pet where price > 1 and tags @> '{a}')
                select o.name, sum(q.price) filter (where q.price < 10)
                from owner o left join q on q.owner_id = o.id group by o.id having count(*) > 0
                union all select 'all', null order by 1;
            create function app.priced(lowest numeric) returns setof pet language sql
                begin atomic select * from pet where price >= priced.lowest order by id; end;
            create function app.twice(x int) returns int language sql return x * 2;
            comment on view app.seen is 'seen';
            """;

    private static final List<AutoCloseable> SERVERS = new ArrayList<>();

    @TempDir
    private static Path data = Path.of("");

    private static int borealis;
    private static int postgres;

    @BeforeAll
    static void startServers() throws IOException, InterruptedException {
        PostgresServer server = PostgresServer.start();
        SERVERS.add(server);
        postgres = server.port();
        BorealisServer ours = BorealisServer.start(data.resolve("region"));
        SERVERS.add(ours);
        borealis = ours.port();
    }

    @AfterAll
    static void stopServers() throws Exception {
        for (AutoCloseable server : SERVERS) {
            server.close();
        }
    }

    private static void create(int port, String database, String script) throws IOException, InterruptedException {
        assertThat(PostgresServer.psql(port, "postgres", "create database " + database + ";"))
                .isEmpty();
        assertThat(PostgresServer.psql(port, database, script)).isEmpty();
    }

    /** A dump without what differs each time, or by the server's version. */
    private static String dump(int port, String database, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(database);
        return PostgresServer.client(port, "pg_dump", arguments.toArray(String[]::new))
                .lines()
                .filter(line -> !line.startsWith("-- Dumped from") && !line.contains("restrict"))
                .collect(Collectors.joining("\n"));
    }

    private static void restore(int port, String database, String dump) throws IOException, InterruptedException {
        create(port, database, "");
        assertThat(PostgresServer.psql(port, database, dump)).doesNotContain("ERROR");
    }

    @Test
    void dumpsAsPostgresDoes() throws IOException, InterruptedException {
        create(borealis, "same", TABLES + VIEWS);
        create(postgres, "same", TABLES + VIEWS);
        for (String options : List.of("--no-comments", "--inserts", "--schema-only")) {
            assertThat(dump(borealis, "same", options)).isEqualTo(dump(postgres, "same", options));
        }
    }

    @Test
    void restoresWhatItDumped() throws IOException, InterruptedException {
        create(borealis, "whole", TABLES + VIEWS);
        String plain = dump(borealis, "whole");
        restore(borealis, "plain", plain);
        assertThat(dump(borealis, "plain")).isEqualTo(plain);
        for (String format : List.of("custom", "directory")) {
            Path file = Files.createTempDirectory(data, "dump").resolve(format);
            PostgresServer.client(borealis, "pg_dump", "-F", format, "-f", file.toString(), "whole");
            create(borealis, format, "");
            PostgresServer.client(borealis, "pg_restore", "-d", format, file.toString());
            assertThat(dump(borealis, format)).isEqualTo(plain);
        }
    }

    @Test
    void aDatabaseIsCopiedWhole() throws IOException, InterruptedException {
        create(borealis, "model", TABLES + VIEWS);
        PostgresServer.client(borealis, "createdb", "-T", "model", "model_again");
        assertThat(dump(borealis, "model_again")).isEqualTo(dump(borealis, "model"));
    }

    @Test
    void severalConnectionsDumpAndRestoreTogether() throws IOException, InterruptedException {
        create(borealis, "shared", TABLES + VIEWS);
        Path folder = Files.createTempDirectory(data, "dump").resolve("shared");
        PostgresServer.client(borealis, "pg_dump", "-F", "directory", "-j", "3", "-f", folder.toString(), "shared");
        create(borealis, "shared_again", "");
        PostgresServer.client(borealis, "pg_restore", "-j", "3", "-d", "shared_again", folder.toString());
        assertThat(dump(borealis, "shared_again")).isEqualTo(dump(borealis, "shared"));
    }

    @Test
    void toolsMaintainWhatIsThere() throws IOException, InterruptedException {
        create(borealis, "kept", TABLES + VIEWS);
        for (String tool : List.of("vacuumdb", "reindexdb", "clusterdb")) {
            PostgresServer.client(borealis, tool, "kept");
        }
        PostgresServer.client(borealis, "vacuumdb", "--full", "--analyze", "kept");
        PostgresServer.client(borealis, "vacuumdb", "--analyze-in-stages", "--jobs=2", "kept");
        PostgresServer.client(borealis, "vacuumdb", "--min-xid-age=2147483001", "--min-mxid-age=2147483001", "kept");
        PostgresServer.client(borealis, "reindexdb", "--system", "kept");
        PostgresServer.client(borealis, "reindexdb", "--jobs=2", "--concurrently", "kept");
    }

    @Test
    void goesToPostgresAndBack() throws IOException, InterruptedException {
        create(borealis, "away", TABLES + VIEWS);
        restore(postgres, "away", dump(borealis, "away"));
        restore(borealis, "back", dump(postgres, "away"));
        String rows = dump(borealis, "away", "--data-only");
        assertThat(dump(postgres, "away", "--data-only")).isEqualTo(rows);
        assertThat(dump(borealis, "back", "--data-only")).isEqualTo(rows);
    }
}
