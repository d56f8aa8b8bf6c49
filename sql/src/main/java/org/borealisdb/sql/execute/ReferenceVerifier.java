package org.borealisdb.sql.execute;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.bind.BoundForeignKey;
import org.borealisdb.sql.plan.Access;
import org.borealisdb.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/** Looks whether all rows of a table refer to rows that are there, while locks on both tables keep everybody else from changing them. Belongs to one task. */
public final class ReferenceVerifier {
    /** Keys that were found are remembered up to this number: many rows refer to few. */
    private static final int REMEMBERED = 100_000;

    private final Execution execution;

    /** Makes a verifier for one run, whose view is the latest. */
    public ReferenceVerifier(Execution execution) {
        this.execution = execution;
    }

    /**
     * Looks at all rows.
     *
     * @throws org.borealisdb.expr.error.SqlException 23503 if one refers to none
     */
    public void verify(BoundForeignKey key) {
        Set<List<@Nullable Object>> found = new HashSet<>();
        TableScan children =
                new TableScan(execution, new Plan.Scan(key.child(), Access.ALL, Optional.empty(), Optional.empty()));
        while (children.next()) {
            List<@Nullable Object> values =
                    ChangedReferences.values(key.child(), key.definition().columns(), children.row());
            if (values.contains(null)) {
                if (key.definition().isFull() && !values.stream().allMatch(Objects::isNull)) {
                    throw ConstraintKeeper.mixed(key);
                }
                continue;
            }
            if (found.contains(values)) {
                continue;
            }
            if (!isThere(key, BoxedRow.of(values))) {
                throw ConstraintKeeper.notPresent(execution.sight(), key, children.row());
            }
            if (found.size() >= REMEMBERED) {
                found.clear();
            }
            found.add(values);
        }
    }

    private boolean isThere(BoundForeignKey key, BoxedRow values) {
        return ConstraintKeeper.canBeEqual(key, values)
                && new TableScan(execution.forReferences(execution.view(), values), key.referred()).next();
    }
}
