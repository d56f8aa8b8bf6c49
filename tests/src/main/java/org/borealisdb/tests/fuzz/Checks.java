package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.tests.fuzz.Step.Act;
import org.borealisdb.tests.fuzz.Step.Kind;

/** Asks for the answer to a query in several ways, all of which must be the same. Counts what it did. */
final class Checks {
    private static final List<String> CHOICES = List.of(
            "enable_hashjoin = off",
            "enable_nestloop = off",
            "enable_seqscan = off",
            "enable_indexscan = off",
            "enable_sort = off",
            "enable_memoize = off",
            "work_mem = '64kB'");
    private static final List<String> FRESH = List.of(
            "rollback", "deallocate all", "reset all", "drop schema if exists fuzz cascade", "create schema fuzz");

    private static final Pattern NUMBERED = Pattern.compile("create table (\\w+) .* as identity");

    /** With an oracle a query is asked for in its ways in turn, for most mistakes are seen by comparing with it. */
    private static final int WAYS_WITH_ORACLE = 3;

    private final Server server;
    private final Optional<Server> oracle;
    private final SortedMap<String, Long> counts = new TreeMap<>();
    private final Set<String> numbered = new TreeSet<>();
    private int turn;
    private boolean parted;

    /**
     * What was wrong.
     *
     * @param check the way of asking that differs
     * @param sql   the statement, or several, that answered otherwise
     */
    record Difference(String check, String sql, Answer expected, Answer actual) {}

    /** A way of asking that has a name. */
    private record Way(String check, Supplier<Optional<Difference>> ask) {}

    Checks(Server server, Optional<Server> oracle) {
        this.server = server;
        this.oracle = oracle;
    }

    /** How often each check was made. */
    SortedMap<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** Whether both servers have gone apart since {@link #begin}, by an error that one met first; what follows means nothing. */
    boolean parted() {
        return parted;
    }

    /** Empties the schema. */
    void begin() {
        parted = false;
        numbered.clear();
        for (String statement : FRESH) {
            server.run(statement);
            oracle.ifPresent(other -> other.run(statement));
        }
    }

    /** Runs statements whose answers were compared before. */
    void repeat(List<String> statements) {
        begin();
        for (String statement : statements) {
            server.run(statement);
            oracle.ifPresent(other -> other.run(statement));
        }
    }

    /** The first way of asking that is answered otherwise. */
    Optional<Difference> check(Step step) {
        return switch (step) {
            case Act act -> act(act);
            case Query query -> query(query, Optional.empty());
            case Interleaving interleaving -> interleaving(interleaving);
        };
    }

    /** The same, in the way of asking in which a difference was found. */
    Optional<Difference> again(Step step, String check) {
        return switch (step) {
            case Act act -> act(act);
            case Query query -> query(query, Optional.of(check));
            case Interleaving interleaving -> interleaving(interleaving);
        };
    }

    private Optional<Difference> act(Act act) {
        for (String statement : act.sql()) {
            Answer actual = server.run(statement);
            Answer expected = oracle.map(other -> other.run(statement)).orElse(actual);
            Optional<Difference> found = compareChange(act.kind(), statement, expected, actual);
            if (found.isPresent() || parted) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** What sessions see and wait for; and that those which commit might have come one after the other, if they are serializable. */
    private Optional<Difference> interleaving(Interleaving interleaving) {
        String first = interleaving.sql().getFirst();
        History.Outcome outcome = server.history().run(interleaving);
        Answer actual = outcome.history();
        History.Outcome other =
                oracle.map(postgres -> postgres.history().run(interleaving)).orElse(outcome);
        Answer expected = other.history();
        boolean undone = interleaving.serializable() && (expected.says(" 40001") || actual.says(" 40001"));
        boolean excused = undone || other.crowded() || outcome.crowded();
        count(excused ? "sessions, not compared: 40001, or two that wait at once" : "sessions");
        if (actual.internal() || (!excused && !expected.sameAs(actual))) {
            return Optional.of(new Difference("sessions", first, expected, actual));
        }
        if (!interleaving.serializable()) {
            return Optional.empty();
        }
        count("serial order");
        return outcome.isOfSomeOrder(interleaving, server.history())
                ? Optional.empty()
                : Optional.of(new Difference("serial order", first, expected, actual));
    }

    private Optional<Difference> query(Query query, Optional<String> only) {
        String sql = query.sql();
        boolean ordered = query.isOrdered();
        Answer base = run(server, sql, ordered);
        Optional<Difference> found = oracle.map(other -> compare("oracle", sql, run(other, sql, ordered), base))
                .orElseGet(() -> compare("internal errors", sql, base, base));
        if (base.failed()) {
            count("queries that fail with " + base.state());
        }
        if (found.isPresent() || base.failed()) {
            return found;
        }
        count(base.rows().isEmpty() ? "queries without rows" : "queries with rows");
        List<Way> ways = ways(query, base);
        List<Way> chosen = new ArrayList<>();
        if (only.isPresent()) {
            ways.stream().filter(way -> way.check().equals(only.get())).forEach(chosen::add);
        } else if (oracle.isPresent()) {
            for (int count = 0; count < WAYS_WITH_ORACLE; count++) {
                chosen.add(ways.get(turn++ % ways.size()));
            }
        } else {
            chosen.addAll(ways);
        }
        return chosen.stream().flatMap(way -> way.ask().get().stream()).findFirst();
    }

    private static Answer run(Server server, String sql, boolean ordered) {
        return ordered ? server.inOrder(sql) : server.run(sql);
    }

    private List<Way> ways(Query query, Answer base) {
        String sql = query.sql();
        boolean ordered = query.isOrdered();
        List<Way> ways = new ArrayList<>();
        for (String choice : CHOICES) {
            ways.add(new Way("set " + choice, () -> plan(choice, sql, base, ordered)));
        }
        ways.add(new Way("materialized", () -> materialized(sql, base.sorted())));
        ways.add(new Way("parameters", () -> parameters(query, base.sorted())));
        ways.add(new Way("explained", () -> explained(sql, base)));
        ways.add(new Way("partitions", () -> partitions(query)));
        ways.add(new Way("counted twice", () -> countedTwice(query)));
        return ways;
    }

    private Optional<Difference> plan(String choice, String sql, Answer base, boolean ordered) {
        server.run("set " + choice);
        Answer other = run(server, sql, ordered);
        server.run("reset " + choice.substring(0, choice.indexOf(' ')));
        return compare("set " + choice, "set " + choice + ";\n" + sql, base, other);
    }

    /** The plan of what has an answer can be shown. */
    private Optional<Difference> explained(String sql, Answer base) {
        String explain = "explain (analyze, verbose) " + sql;
        Answer plan = server.run(explain);
        count("explained");
        return plan.failed() && !plan.dependsOnPlan()
                ? Optional.of(new Difference("explained", explain, base, plan))
                : Optional.empty();
    }

    private Optional<Difference> materialized(String sql, Answer base) {
        String with = "with q as materialized (" + sql + ") select * from q";
        return compare("materialized", with, base, server.run(with));
    }

    private Optional<Difference> parameters(Query query, Answer base) {
        List<String> values = new ArrayList<>();
        String sql = query.node().parameterized(values);
        return compare("parameters", sql + " -- " + values, base, server.run(sql, values));
    }

    /** A condition is true, false or unknown for each row: the three results together are the result without it (Rigger and Su, ternary logic partitioning). */
    private Optional<Difference> partitions(Query query) {
        if (!query.canBeParted()) {
            return Optional.empty();
        }
        String condition = query.where().orElseThrow().sql();
        String union = query.distinct() == Query.Distinct.ROWS ? " union " : " union all ";
        String parts = query.sql()
                + union
                + query.where(Optional.of(Node.syntax("not (" + condition + ")")))
                        .sql()
                + union
                + query.where(Optional.of(Node.syntax("(" + condition + ") is null")))
                        .sql();
        return compare(
                "partitions", parts, server.run(query.where(Optional.empty()).sql()), server.run(parts));
    }

    /** What a filter lets through is what the condition is true for, where nothing can be optimized (Rigger and Su, non-optimizing reference engine construction). */
    private Optional<Difference> countedTwice(Query query) {
        if (query.where().isEmpty()) {
            return Optional.empty();
        }
        String from = " from " + query.from().sql();
        String condition = query.where().get().sql();
        String filtered = "select count(*) as n" + from + " where " + condition;
        Answer expected = server.run("select count(case when " + condition + " then 1 end) as n" + from);
        return compare("counted twice", filtered, expected, server.run(filtered));
    }

    /** A change that fails on one side only, by what rows it meets first, leaves the servers with other rows; one that fails at another row has taken other numbers. */
    private Optional<Difference> compareChange(Kind kind, String sql, Answer expected, Answer actual) {
        String check = kind.name().toLowerCase(Locale.ROOT);
        boolean strict = kind == Kind.CALL;
        boolean excused = !strict
                && (expected.dependsOnPlan()
                        || actual.dependsOnPlan()
                        || (expected.ofData() && actual.ofData())
                        || meetsOtherRows(sql, expected)
                        || meetsOtherRows(sql, actual));
        if (actual.failed()) {
            count(check + " that fails with " + actual.state());
        }
        count(excused ? check + ", not compared: an error of data" : check);
        if (actual.internal() || (!excused && !expected.sameAs(actual))) {
            return Optional.of(new Difference(check, sql, expected, actual));
        }
        Matcher table = NUMBERED.matcher(sql);
        if (table.lookingAt()) {
            numbered.add(" " + table.group(1));
        }
        parted = excused
                && (expected.failed() != actual.failed()
                        || (actual.failed() && numbered.stream().anyMatch(sql::contains)));
        return Optional.empty();
    }

    /** Rows that are updated one after the other may be in each other's way in one order only. */
    private static boolean meetsOtherRows(String sql, Answer answer) {
        return answer.state().equals("23505") && sql.contains("update ");
    }

    private Optional<Difference> compare(String check, String sql, Answer expected, Answer actual) {
        boolean skipped = expected.dependsOnPlan() || actual.dependsOnPlan();
        count(skipped ? check + ", not compared: an error of data" : check);
        return actual.internal() || (!skipped && !expected.sameAs(actual))
                ? Optional.of(new Difference(check, sql, expected, actual))
                : Optional.empty();
    }

    private void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }
}
