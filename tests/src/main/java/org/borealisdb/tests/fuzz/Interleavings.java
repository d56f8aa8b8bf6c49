package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.tests.fuzz.Interleaving.Turn;

/** Draws transactions of two or three sessions that meet at the rows of two small tables. */
final class Interleavings {
    private static final int MOST_STATEMENTS = 5;

    private final Choice choice;

    Interleavings(Choice choice) {
        this.choice = choice;
    }

    Interleaving draw() {
        boolean serializable = choice.oneIn(4);
        List<List<Node>> sessions = new ArrayList<>();
        for (int count = choice.oneIn(3) ? 3 : 2; count > 0; count--) {
            sessions.add(transaction(serializable));
        }
        List<Turn> turns = new ArrayList<>();
        int[] next = new int[sessions.size()];
        int left = sessions.stream().mapToInt(List::size).sum();
        while (left > 0) {
            int session = choice.below(sessions.size());
            if (next[session] < sessions.get(session).size()) {
                turns.add(new Turn(session, sessions.get(session).get(next[session]++)));
                left--;
            }
        }
        return new Interleaving(serializable, setup(), List.of("m", "n"), turns);
    }

    private List<Node> setup() {
        String rule = choice.one(
                " a integer unique,",
                " a integer unique,",
                " a integer unique deferrable initially deferred,",
                " a integer,",
                " a integer check (a < 90),");
        String reference = choice.one(
                "",
                " references m",
                " references m on delete cascade on update cascade",
                " references m on delete set null",
                " references m deferrable initially deferred");
        List<Node> rows = new ArrayList<>();
        for (int key = 1; key <= 4; key++) {
            rows.add(Node.syntax("(" + key + ", " + key * 10 + ", 'x')"));
        }
        List<Node> all = new ArrayList<>(List.of(
                Node.syntax("drop table if exists n, m"),
                Node.syntax("create table m(k integer primary key," + rule + " b text)"),
                Node.pattern(Sort.SYNTAX, "insert into m values #", Node.list(rows)),
                Node.syntax("create table n(k integer primary key, f integer" + reference + ", b text)"),
                Node.syntax("insert into n values (1, 1, 'x'), (2, 2, 'x'), (3, null, 'x')")));
        if (choice.oneIn(4)) {
            all.add(Node.syntax(choice.one(
                    "create index mb on m(b)",
                    "create index nf on n(f)",
                    "create unique index mu on m(a) where b = 'x'",
                    "create unique index ml on m((a % 40))")));
        }
        return all;
    }

    private List<Node> transaction(boolean serializable) {
        List<Node> all = new ArrayList<>();
        boolean alone = !serializable && choice.oneIn(8);
        if (!alone) {
            all.add(Node.syntax(
                    serializable
                            ? "begin isolation level serializable"
                            : choice.one("begin", "begin", "begin isolation level repeatable read")));
        }
        boolean saved = false;
        for (int count = 1 + choice.below(MOST_STATEMENTS); count > 0; count--) {
            if (!serializable && !alone && choice.oneIn(8)) {
                all.add(Node.syntax(saved ? choice.one("rollback to s", "rollback to s", "release s") : "savepoint s"));
                saved = !all.getLast().sql().startsWith("release");
            }
            all.add(statement(serializable));
        }
        if (!alone) {
            all.add(Node.syntax(choice.oneIn(5) ? "rollback" : "commit"));
        }
        return all;
    }

    private Node statement(boolean serializable) {
        return switch (choice.below(12)) {
            case 0, 1 -> read();
            case 2, 3 -> serializable ? read() : lock();
            case 4, 5, 6 -> update();
            case 7 -> delete();
            case 8, 9 -> insert();
            case 10 -> serializable ? insert() : other();
            default -> joined();
        };
    }

    private int key() {
        return 1 + choice.below(5);
    }

    private int value() {
        return 10 * key();
    }

    /** A condition for one row of {@code m}, or rows in the order of the key. */
    private String one() {
        return switch (choice.below(8)) {
            case 0, 1, 2, 3 -> "k = " + key();
            case 4 -> "a = " + value();
            case 5 -> "k >= " + key();
            case 6 -> "k in (" + key() + ", " + key() + ")";
            default -> "k = " + key() + " and " + choice.one("a > 20", "a < 40", "b = 'x'", "a is not null");
        };
    }

    private Node read() {
        return Node.syntax(
                switch (choice.below(7)) {
                    case 0 -> "select * from m where " + one();
                    case 1 -> "select count(*), sum(a) from m";
                    case 2 -> "select * from n where k = " + key();
                    case 3 -> "select m.*, n.k as nk from m left join n on n.f = m.k";
                    case 4 -> "select count(*) from n";
                    default -> "select * from m";
                });
    }

    private Node lock() {
        String strength = choice.one("for update", "for no key update", "for share", "for key share");
        String wait = choice.one("", "", "", " nowait", " skip locked");
        return Node.syntax(
                switch (choice.below(5)) {
                    case 0 -> "select * from m where a < 90 order by k limit 2 " + strength + wait;
                    case 1 ->
                        "select m.*, n.b as nb from n join m on n.f = m.k where n.k = " + key() + " " + strength
                                + " of " + choice.one("m", "n") + wait;
                    case 2 -> "select * from n where k = " + key() + " " + strength + wait;
                    default -> "select * from m where " + one() + " " + strength + wait;
                });
    }

    private String returning() {
        return choice.oneIn(3) ? " returning *" : "";
    }

    private Node update() {
        return Node.syntax(
                switch (choice.below(9)) {
                    case 0 -> "update m set k = k + 10 where k = " + key() + returning();
                    case 1 -> "update m set a = " + value() + " where " + one() + returning();
                    case 2 -> "update n set f = " + key() + " where k = " + key() + returning();
                    case 3 -> "update n set b = b || 'y' where k = " + key() + returning();
                    case 4 -> "update m set k = " + key() + ", a = null where k = " + key() + returning();
                    case 5 -> "update m set a = (select max(a) from m) + 1 where k = " + key() + returning();
                    default -> "update m set b = b || a where " + one() + returning();
                });
    }

    private Node delete() {
        return Node.syntax(
                choice.oneIn(4)
                        ? "delete from n where k = " + key() + returning()
                        : "delete from m where " + one() + returning());
    }

    private Node insert() {
        String row = "(" + key() + ", " + choice.one(Integer.toString(value()), "null") + ", 'w')";
        String conflict = switch (choice.below(6)) {
            case 0 -> " on conflict do nothing";
            case 1 -> " on conflict (k) do update set b = m.b || excluded.b";
            case 2 -> " on conflict (k) do update set a = excluded.a, b = 'c' where m.b = 'x'";
            case 3 -> " on conflict (a) do update set b = m.b || excluded.k";
            default -> "";
        };
        return Node.syntax(
                choice.oneIn(3)
                        ? "insert into n values (" + (key() + 3) + ", " + key() + ", 'w')"
                                + choice.one("", " on conflict do nothing") + returning()
                        : "insert into m values " + row + conflict + returning());
    }

    private Node other() {
        return Node.syntax(
                switch (choice.below(6)) {
                    case 0 ->
                        "lock table " + choice.one("m", "n") + " in "
                                + choice.one("share", "row exclusive", "exclusive", "share row exclusive", "row share")
                                + " mode" + choice.one("", " nowait");
                    case 1 -> "select pg_advisory_xact_lock(" + key() + ")";
                    case 2 -> "select pg_try_advisory_xact_lock(" + key() + ")";
                    case 3 -> "set constraints all immediate";
                    default -> "select pg_advisory_xact_lock_shared(" + key() + ")";
                });
    }

    /** Changes that read the other table, or have two parts. */
    private Node joined() {
        return Node.syntax(
                switch (choice.below(5)) {
                    case 0 -> "update m set b = m.b || n.b from n where n.f = m.k and n.k = " + key() + returning();
                    case 1 -> "delete from n using m where n.f = m.k and m.k = " + key();
                    case 2 -> "insert into n select k + 10, k, b from m where k = " + key();
                    case 3 ->
                        "with q as (update m set a = null where k = " + key()
                                + " returning *) insert into n select k + 20, k, b from q";
                    default ->
                        "with q as (update m set b = 'u' where k = " + key() + " returning *) insert into m select "
                                + key() + ", null, 'v' where not exists (select from q)";
                });
    }
}
