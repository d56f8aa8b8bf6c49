package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.sql.plan.Plan;

/**
 * A table that is computed.
 *
 * @param oid its number
 * @param names of the columns
 * @param guarded the object whose privileges reading it needs; empty if everybody may
 */
public record ComputedTable(int oid, Plan.Computed plan, List<String> names, Optional<CatalogObject> guarded) {
    /** Copies the names. */
    public ComputedTable {
        names = List.copyOf(names);
    }

    /** A table that everybody may read. */
    public ComputedTable(int oid, Plan.Computed plan, List<String> names) {
        this(oid, plan, names, Optional.empty());
    }
}
