package org.borealisdb.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Asks for the answer to a query in several ways, all of which must be the same. Counts what it did. */
final class Checks {
    private static final List<String> CHOICES = List.of(
            "enable_hashjoin = off",
            "enable_nestloop = off",
            "enable_seqscan = off",
            "enable_indexscan = off",
            "enable_sort = off",
            "work_mem = '64kB'");

    private final Server server;
    private final Optional<Server> oracle;
    private final SortedMap<String, Long> counts = new TreeMap<>();

    /**
     * What was wrong.
     *
     * @param check the way of asking that differs
     * @param sql   the statement, or several, that answered otherwise
     */
    record Difference(String check, String sql, Answer expected, Answer actual) {}

    Checks(Server server, Optional<Server> oracle) {
        this.server = server;
        this.oracle = oracle;
    }

    /** How often each check was made. */
    SortedMap<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** Makes a schema; the first statement that is answered otherwise than by the oracle. */
    Optional<Difference> prepare(List<String> setup) {
        List<String> statements = new ArrayList<>(List.of("drop schema if exists fuzz cascade", "create schema fuzz"));
        statements.addAll(setup);
        Optional<Difference> first = Optional.empty();
        for (String statement : statements) {
            Answer actual = server.run(statement);
            Answer expected = oracle.map(other -> other.run(statement)).orElse(actual);
            if (first.isEmpty()) {
                first = compare("setup", statement, expected, actual);
            }
        }
        return first;
    }

    /** The first way of asking that is answered otherwise. */
    Optional<Difference> check(Query query) {
        String sql = query.sql();
        Answer base = server.run(sql);
        Optional<Difference> found = oracle.map(other -> compare("oracle", sql, other.run(sql), base))
                .orElseGet(() -> compare("internal errors", sql, base, base));
        if (base.failed()) {
            counts.merge("queries that fail with " + base.state(), 1L, Long::sum);
        }
        if (found.isPresent() || base.failed()) {
            return found;
        }
        counts.merge(base.rows().isEmpty() ? "queries without rows" : "queries with rows", 1L, Long::sum);
        return plans(sql, base)
                .or(() -> materialized(sql, base))
                .or(() -> parameters(query, base))
                .or(() -> partitions(query))
                .or(() -> countedTwice(query));
    }

    private Optional<Difference> plans(String sql, Answer base) {
        for (String choice : CHOICES) {
            server.run("set " + choice);
            Answer other = server.run(sql);
            server.run("reset " + choice.substring(0, choice.indexOf(' ')));
            Optional<Difference> found = compare("set " + choice, "set " + choice + ";\n" + sql, base, other);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
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
        if (query.grouped() || query.limit().isPresent() || query.where().isEmpty()) {
            return Optional.empty();
        }
        String condition = query.where().get().sql();
        String union = query.distinct() ? " union " : " union all ";
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

    private Optional<Difference> compare(String check, String sql, Answer expected, Answer actual) {
        boolean skipped = expected.dependsOnPlan() || actual.dependsOnPlan();
        counts.merge(skipped ? check + ", not compared: an error of data" : check, 1L, Long::sum);
        boolean same = expected.failed()
                ? expected.state().equals(actual.state())
                : !actual.failed()
                        && expected.rows().equals(actual.rows())
                        && expected.columns().equals(actual.columns());
        return actual.internal() || (!skipped && !same)
                ? Optional.of(new Difference(check, sql, expected, actual))
                : Optional.empty();
    }
}
