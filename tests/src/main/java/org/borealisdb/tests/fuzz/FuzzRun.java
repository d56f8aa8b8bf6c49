package org.borealisdb.tests.fuzz;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.borealisdb.tests.fuzz.Step.Act;
import org.borealisdb.tests.fuzz.Step.Kind;

/** Runs seeds: each is a schema, and queries and changes of it. */
public final class FuzzRun implements AutoCloseable {
    private static final int STEPS = 40;

    /** Of one seed, for they are often the same mistake. */
    private static final int MOST_FOUND = 3;

    private final Server server;
    private final Optional<Server> oracle;
    private final Checks checks;
    private final Consumer<String> out;

    /**
     * A run on a server.
     *
     * @param url    of JDBC; the schema {@code fuzz} of its database is dropped and made again and again
     * @param oracle a PostgreSQL 15 that must answer the same
     * @param out    told of every difference, as a script
     */
    public FuzzRun(String url, Optional<String> oracle, Consumer<String> out) throws SQLException {
        this.server = Server.connect(url);
        this.oracle = oracle.isPresent() ? Optional.of(Server.connect(oracle.get())) : Optional.empty();
        this.checks = new Checks(server, this.oracle);
        this.out = out;
    }

    /** Runs one seed, up to a change that differs; false if it found a difference. */
    public boolean run(long seed) {
        Generator generator = new Generator(seed);
        List<Node> before = new ArrayList<>();
        checks.begin();
        for (Node statement : generator.setup()) {
            if (!holds(seed, before, new Act(Kind.SETUP, List.of(statement)))) {
                return false;
            }
        }
        int found = 0;
        for (int number = 0; number < STEPS && found < MOST_FOUND && !checks.parted(); number++) {
            Step step = generator.next();
            if (!holds(seed, before, step)) {
                found++;
                if (step instanceof Act act && act.changesRows()) {
                    return false;
                }
            }
        }
        return found == 0;
    }

    private boolean holds(long seed, List<Node> before, Step step) {
        Optional<Checks.Difference> difference = checks.check(step);
        if (difference.isEmpty() && step instanceof Act act && act.changesRows()) {
            before.addAll(act.statements());
        }
        difference.ifPresent(
                found -> out.accept("-- seed " + seed + "\n" + new Reducer(checks, before, step, found).script()));
        return difference.isEmpty();
    }

    /** How often each check was made. */
    public Map<String, Long> counts() {
        return checks.counts();
    }

    @Override
    public void close() throws SQLException {
        server.close();
        if (oracle.isPresent()) {
            oracle.get().close();
        }
    }
}
