package org.borealisdb.sql.service;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.sql.session.SqlNotice;

/** Where what a statement has to say besides its result goes. */
interface Notices {
    void send(SqlNotice.Level level, ErrorCode code, String message);
}
