package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.DataChange;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.IndexDefinition;
import org.borealisdb.sql.plan.AccessRules;
import org.borealisdb.sql.plan.Expressions;

/** Binds ON CONFLICT. */
final class ConflictBinder {
    /** What the row that was to be inserted goes by. */
    static final String EXCLUDED = "excluded";

    /** That row is in no table yet. */
    private static final int NO_TABLE = 0;

    private final BindContext context;
    private final ChangeTarget target;
    private final Scope scope;

    /**
     * Binds the conflicts of rows of a target.
     *
     * @param scope of the target's columns
     */
    ConflictBinder(BindContext context, ChangeTarget target, Scope scope) {
        this.context = context;
        this.target = target;
        this.scope = scope;
    }

    /**
     * ON CONFLICT over what the statement names.
     *
     * @param named the index of a constraint that is named; none if there is no name
     * @param wanted the index expressions
     * @param given what the arbiter's predicate may rely on
     * @param assigned what DO UPDATE sets, by place
     * @param where which rows it changes
     */
    record Bound(
            List<IndexDefinition> named,
            List<Expression> wanted,
            List<Expression> given,
            boolean doesNothing,
            Map<Integer, Expression> assigned,
            Optional<Expression> where) {}

    Bound bind(DataChange.OnConflict conflict, AssignmentBinder assignments) {
        boolean unspecified =
                conflict.constraint() == null && conflict.columns().isEmpty();
        if (unspecified && !conflict.doesNothing()) {
            throw context.error(
                            ErrorCode.SYNTAX_ERROR,
                            "ON CONFLICT DO UPDATE requires inference specification or constraint name",
                            conflict.position())
                    .withHint("For example, ON CONFLICT (column_name).");
        }
        List<IndexDefinition> named = named(conflict);
        ExpressionBinder binder = new ExpressionBinder(context, scope);
        List<Expression> wanted = new ArrayList<>();
        for (OrderItem item : conflict.columns()) {
            wanted.add(item(binder, item, conflict.inference()));
        }
        List<Expression> given = new ArrayList<>();
        SyntaxExpression predicate = conflict.where();
        if (predicate != null) {
            Expressions.conjuncts(binder.plainCondition(predicate, "index predicates", "WHERE"), given);
        }
        if (conflict.doesNothing()) {
            return new Bound(named, wanted, given, true, Map.of(), Optional.empty());
        }
        Scope both = new Scope(Optional.empty());
        both.addAll(scope);
        for (ScopeColumn column : scope.columns) {
            // The row that was to be inserted goes by a name of its own only.
            if (!column.isSystem()) {
                both.add(new ScopeColumn(
                        EXCLUDED,
                        column.name(),
                        column.type(),
                        NO_TABLE,
                        column.number(),
                        true,
                        column.use(),
                        column.origin()));
            }
        }
        ExpressionBinder overBoth = new ExpressionBinder(context, both);
        Map<Integer, Expression> assigned = assignments.bind(target, overBoth, conflict.assignments());
        Optional<Expression> where = Optional.ofNullable(conflict.updateWhere()).map(overBoth::whereCondition);
        return new Bound(named, wanted, given, false, assigned, where);
    }

    /** Finds the arbiters, and makes what is to be done with the table's rows. */
    BoundConflict finish(Bound bound, AssignmentBinder assignments) {
        List<IndexDefinition> arbiters =
                bound.named().isEmpty() && !bound.wanted().isEmpty() ? inferred(bound) : bound.named();
        if (bound.doesNothing()) {
            return new BoundConflict(arbiters, List.of(), Optional.empty(), List.of());
        }
        if (arbiters.stream().anyMatch(IndexDefinition::isExclusion)) {
            throw new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE, "ON CONFLICT DO UPDATE not supported with exclusion constraints");
        }
        return new BoundConflict(
                arbiters,
                assignments.row(target, bound.assigned(), target::overPair),
                bound.where().map(target::overPair),
                target.visible());
    }

    private List<IndexDefinition> named(DataChange.OnConflict conflict) {
        String name = conflict.constraint();
        if (name == null) {
            return List.of();
        }
        List<IndexDefinition> indexes =
                target.isView() ? List.of() : target.table().indexes();
        IndexDefinition found = indexes.stream()
                .filter(index -> index.name().equals(name)
                        && index.object().property(IndexDefinition.CONSTRAINT).isPresent())
                .findFirst()
                .orElseThrow(() -> context.error(
                        ErrorCode.UNDEFINED_OBJECT,
                        "constraint \"" + name + "\" for table \"" + target.name() + "\" does not exist",
                        target.isView() ? -1 : conflict.position()));
        // Whether a row conflicts tells what is in these columns.
        found.columns().stream()
                .filter(place -> place >= 0)
                .forEach(place -> scope.columns.get(place).isRead());
        return List.of(found);
    }

    private List<IndexDefinition> inferred(Bound bound) {
        InlinedFunctions inlined = new InlinedFunctions(context);
        List<Expression> wanted = bound.wanted().stream()
                .map(target::over)
                .map(inlined::in)
                .map(Expressions::withoutDomains)
                .toList();
        List<Expression> given = bound.given().stream()
                .map(target::over)
                .map(inlined::in)
                .map(Expressions::withoutDomains)
                .toList();
        List<IndexDefinition> fitting = target.table().indexes().stream()
                .filter(index -> index.isDeclaredUnique() && index.isValid())
                .filter(index -> index.parts().containsAll(wanted) && wanted.containsAll(index.parts()))
                .filter(index -> index.predicate()
                        .map(predicate -> AccessRules.implies(given, predicate))
                        .orElse(true))
                .toList();
        if (fitting.isEmpty()) {
            throw context.error(
                    ErrorCode.INVALID_COLUMN_REFERENCE,
                    "there is no unique or exclusion constraint matching the ON CONFLICT specification",
                    -1);
        }
        return fitting;
    }

    private Expression item(ExpressionBinder binder, OrderItem item, int position) {
        if (item.expression() instanceof SyntaxExpression.ColumnReference column
                && target.place(column.names().getLast()).isEmpty()) {
            throw context.namedTables()
                    .missingColumn(context, scope, "", column.names().getLast(), position);
        }
        return binder.indexExpression(item.expression(), "index expressions");
    }
}
