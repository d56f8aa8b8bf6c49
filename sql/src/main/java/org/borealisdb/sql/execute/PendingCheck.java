package org.borealisdb.sql.execute;

import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.bind.BoundForeignKey;
import org.borealisdb.sql.bind.ReferenceGraph;
import org.borealisdb.sql.catalog.Deferral;
import org.borealisdb.sql.catalog.ForeignKeyDefinition;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.catalog.TableDefinition;

/** What a changed row leaves to be seen to about a constraint. */
public sealed interface PendingCheck {
    /** Returns the catalog object of the constraint, or of the index that stands for it. */
    CatalogObject constraint();

    /** Returns the table whose row was changed. */
    TableDefinition table();

    /** Returns whether it may wait for the end of the transaction, and whether it does by itself. */
    Deferral deferral();

    /**
     * A row that refers to one that was not there when it was written.
     *
     * @param primaryKey of the row that refers
     */
    // Never compared: the array is the key itself.
    @SuppressWarnings("ArrayRecordComponent")
    record Unmet(BoundForeignKey key, byte[] primaryKey) implements PendingCheck {
        @Override
        public CatalogObject constraint() {
            return key.definition().object();
        }

        @Override
        public TableDefinition table() {
            return key.child();
        }

        @Override
        public Deferral deferral() {
            return key.definition().deferral();
        }
    }

    /**
     * A key that was taken away from a row.
     *
     * @param graph what is to be seen to if rows change as a consequence
     * @param oldKey its values
     * @param newKey those that the row has now, if it is still there
     */
    record Gone(BoundForeignKey key, ReferenceGraph graph, BoxedRow oldKey, Optional<BoxedRow> newKey)
            implements PendingCheck {
        /** Returns what happens to rows that refer to the key. */
        ForeignKeyDefinition.Action action() {
            return newKey.isPresent()
                    ? key.definition().onUpdate()
                    : key.definition().onDelete();
        }

        @Override
        public CatalogObject constraint() {
            return key.definition().object();
        }

        @Override
        public TableDefinition table() {
            return key.parent();
        }

        /** Actions never wait, nor does RESTRICT. */
        @Override
        public Deferral deferral() {
            return action() == ForeignKeyDefinition.Action.NO_ACTION
                    ? key.definition().deferral()
                    : Deferral.NOT_DEFERRABLE;
        }
    }

    /**
     * A row whose key another row has, or may have.
     *
     * @param index a unique one, which may be violated for a while
     * @param primaryKey of the row
     */
    // Never compared: the array is the key itself.
    @SuppressWarnings("ArrayRecordComponent")
    record Doubled(TableDefinition table, IndexDefinition index, byte[] primaryKey) implements PendingCheck {
        @Override
        public CatalogObject constraint() {
            return index.object();
        }

        @Override
        public Deferral deferral() {
            return index.deferral();
        }
    }
}
