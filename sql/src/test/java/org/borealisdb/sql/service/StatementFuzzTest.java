package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random, shuffled and truncated statements: each must answer rows, a tag or an SqlException, and leave the session working. */
class StatementFuzzTest {
    private static final long SEED = 20_240_229;
    private static final int ROUNDS = 4000;

    private static final List<String> STATEMENTS = List.of(
            "select a, b || 'x' as c from t where a > 1 and b like 'q%' order by a desc nulls last limit 3 offset 1",
            "select t.a, count(*), sum(n) filter (where n > 0) from t join u using (a) group by 1 having count(*) > 0",
            "insert into t(a, b) values (1, 'x'), (2, default) on conflict (a) do update set b = excluded.b returning *",
            "update t set b = u.b, n = -n from u where u.a = t.a and t.a in (select a from u) returning t.*",
            "delete from t using u where u.a = t.a and not exists (select 1 from u x where x.a = t.a)",
            "with r(i) as (select 1 union all select 2 from t where n < 5) select * from r, lateral (select i) l",
            "select case a when 1 then array[1,2][1] else cast('3' as int) end, (row(1,'a')).f1, date '2024-01-01' + 1 from t",
            "create table z(a int primary key, b text default 'x' check (b <> ''), c numeric(5,2) not null, unique (b, c))",
            "alter table t add column q int default 5, drop column n, alter column b type varchar(5) using b::varchar",
            "select relname, oid::regclass from pg_catalog.pg_class c where relname ~ '^pg_' and c.oid operator(pg_catalog.=) 5",
            "explain (analyze, costs off) select * from t full join u on t.a = u.a",
            "begin; savepoint s; rollback to s; declare k cursor for select 1; fetch all from k; commit",
            "prepare p(int, text) as select $1 + 1, $2; execute p(1, 'a'); deallocate p",
            "select distinct on (a) a, unnest(array[1,2]), generate_series(1, 3) from t for update skip locked",
            "values (1, 'a'), (2, null) union all select 3, 'b' except select 1, 'a'",
            "create view v as select * from t; drop view v; create sequence s1 increment -1; drop sequence s1",
            "select interval '1 day' * 2.5, timestamptz '2024-01-01' at time zone 'UTC', extract(year from now()), e'\\u00e9'",
            "set search_path to x, public; show all; reset all; discard plans; lock table t in share mode");

    private static final List<String> PIECES = List.of(
            "select",
            "from",
            "where",
            "(",
            ")",
            ",",
            ";",
            "*",
            "t",
            "u",
            "a",
            "b",
            "n",
            "1",
            "'x'",
            "null",
            "=",
            "<",
            "||",
            "::",
            "int",
            "text",
            "[",
            "]",
            "array",
            "case",
            "when",
            "then",
            "end",
            "and",
            "or",
            "not",
            "in",
            "exists",
            "join",
            "on",
            "left",
            "using",
            "group",
            "by",
            "order",
            "having",
            "limit",
            "union",
            "all",
            "distinct",
            "as",
            "$1",
            "9999999999",
            "1e5",
            "-",
            "+",
            "/",
            "%",
            "~",
            ".",
            "\"q\"",
            "with",
            "values",
            "insert",
            "into",
            "update",
            "set",
            "delete",
            "row",
            "any",
            "count",
            "sum",
            "(*)",
            "cast",
            "between",
            "is",
            "like",
            "interval",
            "date",
            "lateral",
            "unnest",
            "default");

    private final Region region = new Region();
    private final Region.Client client = region.connect();

    @AfterEach
    void close() {
        client.session.close();
        region.close();
    }

    @Test
    void everyStatementAnswersRowsOrAnSqlError() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        System.out.println("seed " + SEED);
        setUp();
        List<String> failures = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            run(next(random), failures);
            if (round % 50 == 0) {
                client.run("rollback");
                setUp();
                assertThat(client.run("select 1")).isEqualTo("1\nSELECT 1");
            }
        }
        assertThat(failures)
                .as("statements of seed %d that answer no SqlException", SEED)
                .isEmpty();
    }

    private void setUp() {
        client.run("drop table if exists t, u, z");
        client.run("create table t(a int primary key, b text, n int)");
        client.run("create table u(a int, b text)");
        client.run("insert into t values (1, 'q1', 5), (2, null, -1)");
        client.run("insert into u values (1, 'x'), (3, 'y')");
    }

    private void run(String text, List<String> failures) {
        try {
            client.run(text);
        } catch (RuntimeException unexpected) {
            failures.add(text + "\n  " + unexpected + " at "
                    + List.of(unexpected.getStackTrace()).subList(0, 3));
            client.run("rollback");
        }
    }

    private static String next(RandomGenerator random) {
        String statement = STATEMENTS.get(random.nextInt(STATEMENTS.size()));
        return switch (random.nextInt(5)) {
            case 0 -> statement.substring(0, random.nextInt(statement.length() + 1));
            case 1 -> withoutWord(statement, random);
            case 2 -> withOtherWord(statement, random);
            case 3 -> pieces(random);
            default -> withOtherCharacter(statement, random);
        };
    }

    private static String withoutWord(String statement, RandomGenerator random) {
        List<String> words = new ArrayList<>(List.of(statement.split(" ")));
        words.remove(random.nextInt(words.size()));
        return String.join(" ", words);
    }

    private static String withOtherWord(String statement, RandomGenerator random) {
        List<String> words = new ArrayList<>(List.of(statement.split(" ")));
        String other = random.nextBoolean()
                ? PIECES.get(random.nextInt(PIECES.size()))
                : words.get(random.nextInt(words.size()));
        words.set(random.nextInt(words.size()), other);
        return String.join(" ", words);
    }

    private static String withOtherCharacter(String statement, RandomGenerator random) {
        StringBuilder changed = new StringBuilder(statement);
        changed.setCharAt(random.nextInt(changed.length()), (char) (' ' + random.nextInt(95)));
        return changed.toString();
    }

    private static String pieces(RandomGenerator random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "select " : "");
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size()))).append(' ');
        }
        return text.toString();
    }
}
