package org.borealisdb.sql.postgres;

import java.util.List;

/** Makes a region misbehave on purpose, each time for a while, so that people see how it and their programs take that. Called by any session. */
public interface FaultInjection {
    /** Longest time that a fault lasts, in seconds: a day. */
    int LONGEST_SECONDS = 86_400;

    /** Longest delay, in milliseconds. */
    int LONGEST_DELAY_MILLIS = 60_000;

    /** What goes wrong. */
    enum Kind {
        /** The instance loses everything in its memory, and its clients. At once; it opens the volume again by itself. */
        CRASH,
        /** Requests to a storage node, or to all copies of a protection group, fail. */
        DISK_FAILURE,
        /** They take longer. */
        DISK_CONGESTION,
        /** The storage nodes of a zone can't be reached, nor reach anybody. */
        ZONE_LOSS,
        /** Messages from a node to another one are lost or late. */
        LINK,
        /** Storage nodes hear nothing from each other. */
        GOSSIP_OFF,
        /** The wall clock is wrong. */
        CLOCK_SKEW,
        /** A byte of a file of a storage node changes. At once, and for good. */
        BIT_ROT
    }

    /**
     * A fault that is wanted.
     *
     * @param target    a zone, a node, the number of a protection group or of a storage node: as the kind has it; empty for all
     * @param other     the node at a link's other end; for {@code BIT_ROT} what a file's name contains
     * @param percent   of messages or requests that fail or are late
     * @param minMillis shortest delay; for {@code CLOCK_SKEW} the skew, which may be negative
     * @param maxMillis longest delay
     * @param seconds   how long it lasts
     */
    record Request(Kind kind, String target, String other, int percent, long minMillis, long maxMillis, int seconds) {}

    /**
     * A fault that lasts.
     *
     * @param what       in words
     * @param endsMillis when it ends, in milliseconds since 1970
     */
    record Active(Kind kind, String what, long endsMillis) {}

    /**
     * Begins a fault; what was done, in words.
     *
     * @throws org.borealisdb.expr.error.SqlException if there is no such target, or too much goes wrong already
     */
    String inject(Request request);

    /** The faults that last now. */
    List<Active> active();

    /** Ends all faults that last; how many there were. */
    int endAll();
}
