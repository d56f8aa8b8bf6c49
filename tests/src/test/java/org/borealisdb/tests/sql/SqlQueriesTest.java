package org.borealisdb.tests.sql;

/** Queries, changes of rows, transactions and sessions: {@code resources/sql/queries}. */
class SqlQueriesTest extends SqlOracleTest {
    SqlQueriesTest() {
        super("queries");
    }
}
