package org.borealisdb.sql.bind;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.FromItem;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.plan.CommonTable;
import org.borealisdb.sql.plan.Plan;

/** Stands for a query of WITH RECURSIVE within itself: it knows whether it was read, and where it must not be (manual 7.8.2). Belongs to one binding. */
final class SelfReference extends CommonTable {
    private final Optional<Refusal> refusal;
    private final Set<Integer> places = new TreeSet<>();

    /**
     * Why it must not be read.
     *
     * @param here whether the place where it is read is what is wrong
     * @param position of what else is wrong; -1 if nothing says where
     */
    private record Refusal(ErrorCode code, String message, boolean here, int position) {
        SqlException error(BindContext context, int read) {
            return context.error(code, message, here ? read : position);
        }
    }

    private SelfReference(String name, Optional<Refusal> refusal) {
        this(name, List.of(), refusal);
    }

    private SelfReference(String name, List<String> columns, Optional<Refusal> refusal) {
        super(name, columns);
        this.refusal = refusal;
    }

    /**
     * A reference from the recursive term.
     *
     * @param columns the names of the query's columns
     */
    static SelfReference allowed(Query.CommonTable item, List<String> columns) {
        return new SelfReference(item.name(), columns, Optional.empty());
    }

    /** A reference from the term that begins. */
    static SelfReference inFirst(Query.CommonTable item) {
        return new SelfReference(item.name(), Optional.of(within(item.name(), "its non-recursive term")));
    }

    /** A reference from a query that cannot recur. */
    static SelfReference inOther(Query.CommonTable item, Query query) {
        return new SelfReference(item.name(), Optional.of(refusal(item, query)));
    }

    private static Refusal refusal(Query.CommonTable item, Query query) {
        boolean union =
                query.body() instanceof Query.SetOperation operation && operation.operator() == Query.SetOperator.UNION;
        if (!union) {
            return new Refusal(
                    ErrorCode.INVALID_RECURSION,
                    "recursive query \"" + item.name()
                            + "\" does not have the form non-recursive-term UNION [ALL] recursive-term",
                    false,
                    item.position());
        }
        if (!query.orderBy().isEmpty()) {
            return notImplemented(
                    "ORDER BY", query.orderBy().getFirst().expression().leftmost());
        }
        SyntaxExpression offset = query.offset();
        SyntaxExpression limit = query.limit();
        if (offset != null) {
            return notImplemented("OFFSET", offset.leftmost());
        }
        if (limit != null) {
            return notImplemented("LIMIT", limit.leftmost());
        }
        return query.locking().isEmpty() ? within(item.name(), "a subquery") : notImplemented("FOR UPDATE/SHARE", -1);
    }

    private static Refusal notImplemented(String clause, int position) {
        return new Refusal(
                ErrorCode.FEATURE_NOT_SUPPORTED, clause + " in a recursive query is not implemented", false, position);
    }

    private static Refusal within(String name, String where) {
        return new Refusal(
                ErrorCode.INVALID_RECURSION,
                "recursive reference to query \"" + name + "\" must not appear within " + where,
                true,
                -1);
    }

    /** Returns what the query's name stands for within itself where it must not be read. */
    BoundQuery table() {
        return new BoundQuery(new Plan.Working(this, List.of()), List.of());
    }

    /**
     * Notes that it is read.
     *
     * @throws org.borealisdb.expr.error.SqlException if it must not be
     */
    void read(BindContext context, int position) {
        if (refusal.isPresent()) {
            throw refusal.get().error(context, position);
        }
        places.add(position);
        if (places.size() > 1) {
            throw context.error(
                    ErrorCode.INVALID_RECURSION,
                    "recursive reference to query \"" + name() + "\" must not appear more than once",
                    position);
        }
    }

    /** Returns whether it is read at all. */
    boolean isRead() {
        return !places.isEmpty();
    }

    /** Returns whether a FROM reads a query of WITH RECURSIVE within itself. */
    static boolean isIn(BindContext context, FromItem item) {
        return switch (item) {
            case FromItem.Table table ->
                table.name().isSimple()
                        && Optional.ofNullable(context.commonTables()
                                        .all()
                                        .get(table.name().last()))
                                .map(BoundQuery::plan)
                                .filter(plan -> plan instanceof Plan.Working working
                                        && working.identity() instanceof SelfReference)
                                .isPresent();
            case FromItem.Join join -> isIn(context, join.left()) || isIn(context, join.right());
            case FromItem.Subquery _, FromItem.Function _ -> false;
        };
    }

    /** Binds where no query may read itself. */
    static <T> T refusing(BindContext context, String where, Supplier<T> binding) {
        Map<String, BoundQuery> before = context.commonTables().all();
        Map<String, BoundQuery> refused = new HashMap<>(before);
        before.forEach((name, query) -> {
            if (query.plan() instanceof Plan.Working working
                    && working.identity() instanceof SelfReference self
                    && self.refusal.isEmpty()) {
                refused.put(name, new SelfReference(name, Optional.of(within(name, where))).table());
            }
        });
        context.commonTables().set(refused);
        try {
            return binding.get();
        } finally {
            context.commonTables().set(before);
        }
    }
}
