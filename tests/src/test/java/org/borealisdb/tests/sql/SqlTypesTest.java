package org.borealisdb.tests.sql;

/** Types, their functions and operators: {@code resources/sql/types}. */
class SqlTypesTest extends SqlOracleTest {
    SqlTypesTest() {
        super("types");
    }
}
