package org.borealisdb.engine.lock;

/**
 * A lock that is held or waited for.
 *
 * @param granted whether it is held
 * @param process number of the session, 0 if it has none
 */
public record LockFact(LockKey key, LockMode mode, boolean granted, int process) {}
