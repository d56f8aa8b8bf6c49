package org.borealisdb.sql.service;

import org.borealisdb.sql.parse.postgres.ParseAllowance;
import org.borealisdb.sql.spill.SessionMemory;
import org.borealisdb.sql.spill.StatementMemory;

/**
 * The memory that a session's statement takes before it is run, and as long as it runs: for its tokens, its tree and its plan. It is told by counting, and taken of the same account as rows that are kept. Belongs to the session's
 * task.
 */
final class PlanningMemory implements ParseAllowance {
    /** Of a token and the part of the tree that is made of it. */
    private static final int TOKEN_BYTES = 80;

    /** Of an expression, a condition or a relation in all the forms that it has until it is run. */
    private static final int STEP_BYTES = 150;

    private final StatementGuard guard;
    private final SessionMemory session;
    private StatementMemory memory;
    private long taken;

    PlanningMemory(StatementGuard guard, SessionMemory session) {
        this.guard = guard;
        this.session = session;
        this.memory = new StatementMemory(session);
    }

    @Override
    public void read(int tokens) {
        guard.check();
        take((long) tokens * TOKEN_BYTES);
    }

    @Override
    public void step() {
        guard.step();
    }

    /** Called for every step of binding and planning. */
    void plan() {
        guard.step();
        take(STEP_BYTES);
    }

    void take(long bytes) {
        memory.take(bytes);
        taken += bytes;
    }

    /** Returns how much is taken, for {@link #giveBack}. */
    long taken() {
        return taken;
    }

    /** Gives back what was taken since. */
    void giveBack(long before) {
        memory.give(taken - before);
        taken = before;
    }

    /** The statement is over: gives everything back. */
    void end() {
        if (taken > 0) {
            memory.close();
            memory = new StatementMemory(session);
            taken = 0;
        }
    }
}
