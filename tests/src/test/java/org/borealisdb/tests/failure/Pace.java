package org.borealisdb.tests.failure;

import java.time.Duration;

/** How much clients do in tests that run for minutes beside others: enough to be hit by every fault, but not all that the machine can. */
final class Pace {
    /** How long a client of the ledger rests after each transaction. */
    static final Duration REST = Duration.ofMillis(20);

    /** Transactions a second of pgbench. */
    static final int PGBENCH_RATE = 40;

    private Pace() {}
}
