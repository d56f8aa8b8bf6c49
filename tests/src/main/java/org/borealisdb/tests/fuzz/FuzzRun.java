package org.borealisdb.tests.fuzz;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs seeds: each is a schema and queries over it. */
public final class FuzzRun implements AutoCloseable {
    private static final int QUERIES = 30;

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

    /** Runs one seed; false if it found a difference. */
    public boolean run(long seed) {
        Generator generator = new Generator(seed);
        List<String> setup = generator.setup();
        Optional<Checks.Difference> wrong = checks.prepare(setup);
        if (wrong.isPresent()) {
            out.accept("-- seed " + seed + ", check: setup\n" + String.join(";\n", setup) + ";\n-- "
                    + wrong.get().sql() + "\n-- expected: " + wrong.get().expected() + "\n-- actual:   "
                    + wrong.get().actual() + "\n");
            return false;
        }
        for (int number = 0; number < QUERIES; number++) {
            Query query = generator.query();
            Optional<Checks.Difference> difference = checks.check(query);
            if (difference.isPresent()) {
                out.accept("-- seed " + seed + ", query " + number + "\n"
                        + new Reducer(checks, setup, query, difference.get()).script());
                return false;
            }
        }
        return true;
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
