package org.borealisdb.benchmarks.pgbench;

/** What Borealis is compared with. */
public enum Opponent {
    ALONE("PostgreSQL alone"),
    STANDBYS("PostgreSQL with six synchronous standbys, ANY 4"),
    /** Borealis itself under {@link Cell#base}. */
    SELF("Borealis with 32 clients");

    final String title;

    Opponent(String title) {
        this.title = title;
    }
}
