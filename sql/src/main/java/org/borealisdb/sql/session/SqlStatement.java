package org.borealisdb.sql.session;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.type.SqlType;

/** A prepared statement. */
public interface SqlStatement {
    /** The types of {@code $1}, {@code $2}, ...: those given, the others inferred. The same list at every call. */
    List<SqlType> parameterTypes();

    /** The columns of its result; empty if it answers no rows. */
    Optional<ResultShape> shape();
}
