package org.borealisdb.benchmarks.pgbench;

/** Built-in scripts of pgbench, with the share of transactions that is logged: enough for a p99, too few to cost time. */
enum Script {
    TPC_B("tpcb-like", "TPC-B", 1.0),
    SELECT_ONLY("select-only", "select-only", 0.1);

    final String builtin;
    final String title;
    final double logged;

    Script(String builtin, String title, double logged) {
        this.builtin = builtin;
        this.title = title;
        this.logged = logged;
    }
}
