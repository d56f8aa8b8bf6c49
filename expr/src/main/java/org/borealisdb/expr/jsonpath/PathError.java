package org.borealisdb.expr.jsonpath;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** An error that makes a predicate unknown, and that functions can be told to be silent about; others end the statement anyway. */
final class PathError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SqlException error;

    PathError(SqlException error) {
        super(error.text(), error, false, false);
        this.error = error;
    }

    PathError(ErrorCode code, String message) {
        this(new SqlException(code, message));
    }

    SqlException error() {
        return error;
    }
}
