package org.borealisdb.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.borealisdb.expr.aggregate.Aggregate;
import org.borealisdb.expr.aggregate.OrderedSet;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.SqlType;

/**
 * An aggregate to compute for each group.
 *
 * @param aggregate what takes the arguments; missing if it is one of an ordered set that is built in
 * @param orderedSet what is asked of the rows in their order, if it is such an aggregate; a built-in one has no arguments but the order
 * @param distinct whether equal arguments count once
 * @param filter which rows count; all if it is missing
 * @param order the values to sort the rows by first
 * @param keys how, by places in {@code order}
 */
public record AggregateCall(
        Optional<Aggregate> aggregate,
        Optional<OrderedSetCall> orderedSet,
        List<Expression> arguments,
        boolean distinct,
        Optional<Expression> filter,
        List<Expression> order,
        List<SortKey> keys) {
    /** Copies the lists. */
    public AggregateCall {
        arguments = List.copyOf(arguments);
        order = List.copyOf(order);
        keys = List.copyOf(keys);
    }

    /** Returns the type of the result. */
    public SqlType type() {
        return orderedSet
                .map(OrderedSetCall::result)
                .orElseGet(() -> aggregate.orElseThrow().result());
    }

    /** Returns the name. */
    public String name() {
        return orderedSet
                .flatMap(OrderedSetCall::set)
                .map(OrderedSet::aggregateName)
                .orElseGet(() -> aggregate.orElseThrow().name());
    }

    /** Returns what is to be computed of each row: the arguments, then the order. */
    public List<Expression> inputs() {
        return order.isEmpty()
                ? arguments
                : Stream.concat(arguments.stream(), order.stream()).toList();
    }

    /** Returns whether the rows of a group are to be sorted before they are counted: for DISTINCT, or for an order. */
    public boolean isSorted() {
        return distinct || !order.isEmpty();
    }

    /** Returns whether the rows of a group are to be sorted in the same way for another call. */
    public boolean isSortedLike(AggregateCall other) {
        return isSorted()
                && arguments.equals(other.arguments)
                && distinct == other.distinct
                && filter.equals(other.filter)
                && order.equals(other.order)
                && keys.equals(other.keys)
                && inputs().stream().allMatch(Expressions::isStable)
                && filter.stream().allMatch(Expressions::isStable);
    }

    /** Returns whether another call has the same result for every group. */
    public boolean isSame(AggregateCall other) {
        boolean sameAggregate = aggregate.isPresent() == other.aggregate.isPresent()
                && aggregate.stream().allMatch(mine -> mine.isSame(other.aggregate.orElseThrow()));
        return sameAggregate
                && orderedSet.equals(other.orderedSet)
                && distinct == other.distinct
                && filter.equals(other.filter)
                && inputs().equals(other.inputs())
                && keys.equals(other.keys)
                && inputs().stream().allMatch(Expressions::isStable)
                && filter.stream().allMatch(Expressions::isStable);
    }

    /** Returns the same call over other expressions; what is asked of a group's keys stays. */
    public AggregateCall map(UnaryOperator<Expression> mapping) {
        return new AggregateCall(
                aggregate,
                orderedSet,
                arguments.stream().map(mapping).toList(),
                distinct,
                filter.map(mapping),
                order.stream().map(mapping).toList(),
                keys);
    }

    /** Returns the same call with other direct arguments. */
    public AggregateCall withDirect(List<Expression> direct) {
        return new AggregateCall(
                aggregate,
                orderedSet.map(call -> new OrderedSetCall(call.set(), direct, call.result())),
                arguments,
                distinct,
                filter,
                order,
                keys);
    }
}
