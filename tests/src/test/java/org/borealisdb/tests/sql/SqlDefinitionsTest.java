package org.borealisdb.tests.sql;

/** Definitions, privileges and catalogs: {@code resources/sql/definitions}. */
class SqlDefinitionsTest extends SqlOracleTest {
    SqlDefinitionsTest() {
        super("definitions");
    }
}
