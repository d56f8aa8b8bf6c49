package org.borealisdb.sql.service;

import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.SessionFormat;

/** A database that nobody can read as it was. */
final class NoPast implements PastDatabases {
    @Override
    public Point find(String text, SessionFormat format) {
        throw SqlException.notSupported("the past");
    }

    @Override
    public Past open(long lsn) {
        throw SqlException.notSupported("the past");
    }
}
