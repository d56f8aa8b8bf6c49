package org.borealisdb.tests.fuzz;

/**
 * How long a statement may take, after which each next one is a coarser way of ending it.
 *
 * @param statementSeconds until the server ends it by itself; 0: it does not
 * @param cancelSeconds    until it is asked to, by a cancel request; 0: it is not
 * @param answerSeconds    until the connection is given up
 */
record Limits(int statementSeconds, int cancelSeconds, int answerSeconds) {
    static final Limits USUAL = new Limits(40, 50, 60);
}
