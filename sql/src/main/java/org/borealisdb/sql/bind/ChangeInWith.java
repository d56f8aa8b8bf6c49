package org.borealisdb.sql.bind;

import org.borealisdb.sql.plan.Plan;

/**
 * A data change in WITH. It is run once, whether its rows are read or not.
 *
 * @param answer what stands for the rows that it answers, wherever they are read
 */
public record ChangeInWith(Plan.Changed answer, BoundChange change) {
    /** Returns what tells which plans read its rows. */
    public Object identity() {
        return answer.identity();
    }
}
