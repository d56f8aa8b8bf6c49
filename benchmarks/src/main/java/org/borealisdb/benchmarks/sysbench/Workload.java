package org.borealisdb.benchmarks.sysbench;

import java.util.Locale;

/** A load of sysbench, and how many times PostgreSQL's transactions per second it must reach. */
public enum Workload {
    OLTP_POINT_SELECT(1.5),
    OLTP_READ_ONLY(1.5),
    OLTP_READ_WRITE(1.2),
    OLTP_WRITE_ONLY(1.2);

    private final double bar;

    Workload(double bar) {
        this.bar = bar;
    }

    /** Name of sysbench's script. */
    String script() {
        return name().toLowerCase(Locale.ROOT);
    }

    double bar() {
        return bar;
    }
}
