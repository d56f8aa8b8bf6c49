package org.borealisdb.benchmarks.tpch;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.Contender;
import org.borealisdb.benchmarks.contender.PostgresPrograms;
import org.borealisdb.benchmarks.contender.Psql;
import org.borealisdb.benchmarks.contender.Workspace;

/** Loads the tables into both servers, runs the queries in turns, and prints times, ratios and whether results are the same. */
public final class TpchComparison {
    private static final List<String> TABLES =
            List.of("region", "nation", "supplier", "part", "partsupp", "customer", "orders", "lineitem");
    private static final Pattern TIME = Pattern.compile("(?m)^Time: ([0-9.]+) ms.*$");
    private static final Pattern DECIMAL = Pattern.compile("(?<![\\w-])-?\\d+\\.\\d+");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Workspace workspace;
    private final Psql psql;
    private final PrintWriter out;

    /** A comparison in a workspace. */
    public TpchComparison(Workspace workspace, PostgresPrograms programs, PrintWriter out) {
        this.workspace = workspace;
        this.psql = new Psql(workspace, programs, PATIENCE);
        this.out = out;
    }

    /** What a query answered, and in how many milliseconds. */
    private record Answer(String rows, double millis) {}

    /**
     * Runs everything.
     *
     * @param rounds how often each query is run; the best time counts
     * @return whether all results were the same
     */
    public boolean run(Contender borealis, Contender postgres, double scale, long seed, int rounds)
            throws IOException, InterruptedException {
        TpchData data = new TpchData(scale, seed, workspace.fresh("tpch"));
        data.write();
        for (Contender contender : List.of(borealis, postgres)) {
            contender.start();
            psql.load(contender, TpchComparison.class, TABLES, data::file);
        }
        boolean same = true;
        double product = 0;
        Map<String, String> queries = queries();
        out.println("| query | Borealis ms | PostgreSQL ms | ratio | results |");
        out.println("|---|---|---|---|---|");
        for (Map.Entry<String, String> query : queries.entrySet()) {
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            boolean equal = true;
            for (int round = 0; round < rounds; round++) {
                Answer mine = ask(borealis, query.getValue());
                Answer other = ask(postgres, query.getValue());
                ours.add(mine.millis());
                theirs.add(other.millis());
                equal &= rounded(mine.rows()).equals(rounded(other.rows()));
            }
            double best = ours.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
            double otherBest =
                    theirs.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
            product += Math.log(best / otherBest);
            same &= equal;
            out.println(String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.2f | %s |",
                    query.getKey(),
                    best,
                    otherBest,
                    best / otherBest,
                    equal ? "same" : "DIFFERENT"));
            out.flush();
        }
        out.println(String.format(Locale.ROOT, "geometric mean of ratios: %.2f", Math.exp(product / queries.size())));
        out.flush();
        return same;
    }

    private Answer ask(Contender contender, String query) throws IOException, InterruptedException {
        String said = psql.run(contender, "\\timing on\n" + query + "\n");
        Matcher time = TIME.matcher(said);
        if (!time.find()) {
            throw new BenchmarkException("psql did not say how long it took: " + said);
        }
        return new Answer(TIME.matcher(said).replaceAll(""), Double.parseDouble(time.group(1)));
    }

    /** Numbers to six digits: an average has more digits on one side than on the other. */
    private static String rounded(String rows) {
        return DECIMAL.matcher(rows)
                .replaceAll(found -> String.format(Locale.ROOT, "%.6g", Double.parseDouble(found.group())));
    }

    /** Returns the queries by their names, which stand above them. */
    static Map<String, String> queries() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        String name = "";
        for (String line :
                Arrays.asList(Psql.resource(TpchComparison.class, "queries.sql").split("\n", -1))) {
            if (line.startsWith("-- ")) {
                name = line.substring(3);
            } else if (!line.isBlank()) {
                queries.merge(name, line, (first, second) -> first + "\n" + second);
            }
        }
        return queries;
    }
}
