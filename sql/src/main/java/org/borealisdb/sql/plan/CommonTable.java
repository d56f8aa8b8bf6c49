package org.borealisdb.sql.plan;

import java.util.List;

/** What tells a query of WITH from others in plans; of one that is computed once, or reads itself. EXPLAIN says how the statement calls it. */
public interface CommonTable {
    /** Returns its name. */
    String name();

    /** Returns the names of its columns. */
    List<String> columns();
}
