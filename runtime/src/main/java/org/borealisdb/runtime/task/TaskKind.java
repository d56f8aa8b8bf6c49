package org.borealisdb.runtime.task;

/** What a task is for. Which kind of thread carries it is the runtime's policy (docs/benchmarks.md), never the task's business. */
public enum TaskKind {
    /** Keeps a protocol going (journals, links, leases, VDL): always gets a platform thread, since virtual threads do not preempt. */
    PROTOCOL,
    /** Serves one client or one call of a peer. There may be thousands. */
    SESSION,
    /** Works off a backlog and yields to everything else: folding, purge, scrub. */
    BACKGROUND
}
