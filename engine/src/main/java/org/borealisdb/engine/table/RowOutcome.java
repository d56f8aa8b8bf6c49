package org.borealisdb.engine.table;

/** What came of a change of a row. */
public sealed interface RowOutcome permits RowResult, DuplicateKey {}
