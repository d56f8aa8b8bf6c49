package org.borealisdb.sql.bind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.parse.postgres.WordsInParentheses;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Subquery;
import org.borealisdb.sql.plan.SubqueryRunner;
import org.jspecify.annotations.Nullable;

/**
 * The subqueries that stand in the expressions of one query. Those that are written alike mean the same, for they read the same scope; each is bound for itself, so that equality of expressions does not see it.
 * Where expressions are to be found again (in GROUP BY, and in ORDER BY of DISTINCT), the first of such subqueries stands for the others.
 */
final class RepeatedSubqueries {
    private record Place(Expression call, SubqueryRunner.Question question, int offset) {}

    private final BindContext context;

    /** By what tells subqueries apart, in the order in which they were bound. */
    private final Map<Object, Place> places = new LinkedHashMap<>();

    private final Map<Object, Expression> firsts = new LinkedHashMap<>();
    private @Nullable WordsInParentheses words;

    RepeatedSubqueries(BindContext context) {
        this.context = context;
    }

    /** A query was bound; the first word of one that is no plain SELECT is not known. */
    void add(Query query, Expression call) {
        if (query.with() == null && query.body() instanceof Query.Select) {
            Subquery.of(call)
                    .ifPresent(subquery ->
                            places.put(subquery.key(), new Place(call, subquery.question(), query.position())));
        }
    }

    /** Returns an expression in which each subquery is the first of those that are written as it is. */
    Expression canonical(Expression value) {
        return places.size() < 2
                ? value
                : Expressions.map(
                        value,
                        part -> Subquery.of(part)
                                .flatMap(subquery -> Optional.ofNullable(first(subquery)))
                                .orElse(null));
    }

    private @Nullable Expression first(Subquery subquery) {
        Place place = places.get(subquery.key());
        return place == null ? null : firsts.computeIfAbsent(subquery.key(), _ -> firstLike(place));
    }

    private Expression firstLike(Place place) {
        if (words == null) {
            words = new WordsInParentheses(context.text());
        }
        WordsInParentheses all = words;
        return places.values().stream()
                .filter(other -> other.question() == place.question())
                .filter(other -> other.offset() == place.offset()
                        || all.areSame(
                                other.offset(),
                                place.offset(),
                                !context.lifted().isAny()))
                .map(Place::call)
                .findFirst()
                .orElse(place.call());
    }
}
