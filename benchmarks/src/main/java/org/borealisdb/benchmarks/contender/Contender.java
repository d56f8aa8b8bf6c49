package org.borealisdb.benchmarks.contender;

import java.io.IOException;
import java.util.SortedMap;

/** A server that is measured. */
public interface Contender {
    /** Counter of redo that the engine has produced. */
    String REDO_BYTES = "redo-bytes";

    /** Counter of what was sent to other nodes. */
    String NETWORK_BYTES = "network-bytes";

    /** Counter of log that storage has not folded yet, over all six nodes. */
    String BACKLOG_BYTES = "backlog-bytes";

    /** Counter of what the data take on disk. */
    String DISK_BYTES = "disk-bytes";

    /** Short name for tables. */
    String name();

    /** What decides durability and memory, for the record. */
    String settings();

    /** Starts it on empty data; returns once it takes clients. */
    void start() throws IOException, InterruptedException;

    /** Starts it again if it has ended; true if it had. */
    boolean restartIfDead() throws IOException, InterruptedException;

    /** Ends it as a crash does: kill -9 of the process that serves clients, and nothing is closed. */
    void crash() throws IOException, InterruptedException;

    /** Starts it again on the data that a crash left. */
    void startAgain() throws IOException, InterruptedException;

    /** Where clients connect. */
    Endpoint endpoint();

    /** What all its processes have used up to now. */
    Usage usage();

    /** What it counts itself, as of now: bytes of redo and the like; waits until that is current. Empty if it tells nothing. */
    SortedMap<String, Long> counters() throws IOException, InterruptedException;

    /** Ends it; its data go with the workspace. */
    void stop() throws IOException, InterruptedException;
}
