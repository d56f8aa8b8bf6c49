package org.borealisdb.engine.table;

/** What came of an attempt to change or lock a row. */
public sealed interface RowOutcome permits RowResult, MovedRow, DuplicateKey {}
