package org.borealisdb.sql.system;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.sql.bind.BoundCheck;
import org.borealisdb.sql.bind.BoundForeignKey;
import org.borealisdb.sql.bind.ChangeInWith;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.plan.Plan;

/** What definitions do with the rows of tables, in the statement's transaction. */
public interface TableRows {
    /**
     * Copies all rows of a table to another version of it.
     *
     * @param values the new rows over the old ones; none if they are the same
     */
    void copy(TableDefinition from, TableDefinition to, List<Expression> values);

    /** Fails if a row is against a check constraint. */
    void verify(TableDefinition table, BoundCheck check);

    /** Fails if a row refers to none by a foreign key. */
    void verify(BoundForeignKey key);

    /** Fails if two rows have the same key in an index. */
    void verifyUnique(TableDefinition table, IndexDefinition index);

    /** Returns whether checks of changed rows of a table wait for the end of the transaction. */
    boolean hasPendingChecks(TableDefinition table);

    /** Returns whether a condition is true of a row. */
    boolean anyIs(TableDefinition table, Expression condition);

    /** Fails if a row has NULL in a column. */
    void verifyNotNull(TableDefinition table, int place);

    /** Returns the value of an expression that reads no row; nothing if it is NULL. */
    Optional<Object> value(Expression expression);

    /** Sets a column of all rows. */
    void setAll(TableDefinition table, int place, Expression value);

    /**
     * Inserts the rows of a plan; returns how many.
     *
     * @param inWith data changes in the plan's WITH, which are run, too
     * @param parameters of the plan
     */
    long fill(TableDefinition table, Plan plan, List<ChangeInWith> inWith, int slots, RowSource parameters);
}
