package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/** An item of WITH RECURSIVE, which is bound when one of the others reads it, or else in its turn. Belongs to one binding. */
final class ItemOfWith {
    private final BindContext context;
    private final Query.CommonTable item;
    private final Supplier<BoundQuery> binding;
    private Map<String, BoundQuery> visible = Map.of();
    private @Nullable BoundQuery bound;
    private boolean isBeingBound;

    /**
     * Makes one that is not bound yet.
     *
     * @param binding binds it where the others are visible
     */
    ItemOfWith(BindContext context, Query.CommonTable item, Supplier<BoundQuery> binding) {
        this.context = context;
        this.item = item;
        this.binding = binding;
    }

    String name() {
        return item.name();
    }

    /** Says what its query can read. */
    void see(Map<String, BoundQuery> tables) {
        visible = tables;
    }

    /** Returns what stands for it until it is read. */
    BoundQuery table() {
        return new BoundQuery(new Plan.Working(this, List.of()), List.of());
    }

    /** Returns what a common table is, bound now if it was not yet. */
    static BoundQuery known(BoundQuery table) {
        return table.plan() instanceof Plan.Working working && working.identity() instanceof ItemOfWith item
                ? item.bound()
                : table;
    }

    /**
     * Returns it bound.
     *
     * @throws org.borealisdb.expr.error.SqlException 0A000 if it is read by what it reads itself
     */
    BoundQuery bound() {
        BoundQuery known = bound;
        if (known != null) {
            return known;
        }
        if (isBeingBound) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "mutual recursion between WITH items is not implemented",
                    item.position());
        }
        Map<String, BoundQuery> before = context.commonTables().all();
        context.commonTables().set(visible);
        isBeingBound = true;
        try {
            known = binding.get();
        } finally {
            isBeingBound = false;
            context.commonTables().set(before);
        }
        bound = known;
        return known;
    }
}
