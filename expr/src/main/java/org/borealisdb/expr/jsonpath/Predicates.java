package org.borealisdb.expr.jsonpath;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.borealisdb.expr.json.JsonContainer;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.ValueOrder;

/** Answers predicates; an error in one makes it unknown. Belongs to one evaluation. */
final class Predicates {
    private final Evaluation evaluation;
    private final Moments moments;

    Predicates(Evaluation evaluation, Moments moments) {
        this.evaluation = evaluation;
        this.moments = moments;
    }

    Truth test(PathNode.Predicate predicate, PathItem item) {
        return switch (predicate) {
            case PathNode.And(PathNode.Predicate left, PathNode.Predicate right) -> {
                Truth first = test(left, item);
                if (first == Truth.FALSE) {
                    yield Truth.FALSE;
                }
                Truth second = test(right, item);
                yield second == Truth.TRUE ? first : second;
            }
            case PathNode.Or(PathNode.Predicate left, PathNode.Predicate right) -> {
                Truth first = test(left, item);
                if (first == Truth.TRUE) {
                    yield Truth.TRUE;
                }
                Truth second = test(right, item);
                yield second == Truth.FALSE ? first : second;
            }
            case PathNode.Not(PathNode.Predicate operand) ->
                switch (test(operand, item)) {
                    case TRUE -> Truth.FALSE;
                    case FALSE -> Truth.TRUE;
                    case UNKNOWN -> Truth.UNKNOWN;
                };
            case PathNode.IsUnknown(PathNode.Predicate operand) -> Truth.of(test(operand, item) == Truth.UNKNOWN);
            case PathNode.Exists(List<PathNode> path) -> exists(path, item);
            case PathNode.Comparison(PathNode.Comparator comparator, List<PathNode> left, List<PathNode> right) ->
                ofPairs(left, right, true, item, (a, b) -> compare(comparator, a, b));
            case PathNode.StartsWith(List<PathNode> whole, PathNode initial) ->
                ofPairs(whole, List.of(initial), false, item, Predicates::startsWith);
            case PathNode.LikeRegex like ->
                ofPairs(
                        like.text(),
                        List.of(new PathNode.Literal(JsonItem.Nothing.VALUE)),
                        false,
                        item,
                        (text, _) -> matches(like, text));
        };
    }

    private Truth exists(List<PathNode> path, PathItem item) {
        try {
            if (evaluation.isLax()) {
                return Truth.of(evaluation.item(path, 0, item, Found.existence()));
            }
            Found found = Found.all();
            evaluation.item(path, 0, item, found);
            return Truth.of(!found.items().isEmpty());
        } catch (PathError error) {
            return Truth.UNKNOWN;
        }
    }

    /** Whether a test is true of some pair; in strict mode it is unknown if that of any pair is, in lax mode the first true one decides. */
    private Truth ofPairs(
            List<PathNode> left,
            List<PathNode> right,
            boolean unwrapsRight,
            PathItem item,
            BiFunction<PathItem, PathItem, Truth> test) {
        Found lefts = Found.all();
        Found rights = Found.all();
        try {
            evaluation.unwrapped(left, item, lefts);
            if (unwrapsRight) {
                evaluation.unwrapped(right, item, rights);
            } else {
                evaluation.item(right, 0, item, rights);
            }
        } catch (PathError error) {
            return Truth.UNKNOWN;
        }
        boolean found = false;
        boolean unknown = false;
        for (PathItem a : lefts.items()) {
            evaluation.context().interruption().run();
            for (PathItem b : rights.items()) {
                Truth truth = test.apply(a, b);
                if (truth == Truth.UNKNOWN && !evaluation.isLax()) {
                    return Truth.UNKNOWN;
                }
                if (truth == Truth.TRUE && evaluation.isLax()) {
                    return Truth.TRUE;
                }
                unknown |= truth == Truth.UNKNOWN;
                found |= truth == Truth.TRUE;
            }
        }
        return found ? Truth.TRUE : unknown ? Truth.UNKNOWN : Truth.FALSE;
    }

    private static Optional<String> text(PathItem item) {
        return item instanceof PathItem.Json(JsonItem.Text(String text)) ? Optional.of(text) : Optional.empty();
    }

    private static Truth startsWith(PathItem whole, PathItem initial) {
        Optional<String> text = text(whole);
        Optional<String> beginning = text(initial);
        return text.isEmpty() || beginning.isEmpty()
                ? Truth.UNKNOWN
                : Truth.of(text.get().startsWith(beginning.get()));
    }

    private Truth matches(PathNode.LikeRegex like, PathItem item) {
        Optional<String> text = text(item);
        return text.isEmpty()
                ? Truth.UNKNOWN
                : Truth.of(like.regex().isIn(text.get(), evaluation.context().interruption()));
    }

    private Truth compare(PathNode.Comparator comparator, PathItem left, PathItem right) {
        if (left instanceof PathItem.Moment a && right instanceof PathItem.Moment b) {
            OptionalInt order = moments.compare(a, b);
            return order.isEmpty() ? Truth.UNKNOWN : Truth.of(comparator.holds(order.getAsInt()));
        }
        boolean leftNull = isNull(left);
        boolean rightNull = isNull(right);
        if (leftNull || rightNull) {
            return leftNull && rightNull
                    ? Truth.of(comparator.holds(0))
                    : Truth.of(comparator == PathNode.Comparator.NOT_EQUAL);
        }
        if (left instanceof PathItem.Json(JsonItem a) && right instanceof PathItem.Json(JsonItem b)) {
            OptionalInt order = order(a, b);
            return order.isEmpty() ? Truth.UNKNOWN : Truth.of(comparator.holds(order.getAsInt()));
        }
        return Truth.UNKNOWN;
    }

    private static boolean isNull(PathItem item) {
        return item instanceof PathItem.Json(JsonItem json) && json instanceof JsonItem.Nothing;
    }

    private static OptionalInt order(JsonItem left, JsonItem right) {
        return switch (left) {
            case JsonItem.Truth(boolean a)
            when right instanceof JsonItem.Truth(boolean b) -> OptionalInt.of(Boolean.compare(a, b));
            case JsonItem.Decimal(Numeric a)
            when right instanceof JsonItem.Decimal(Numeric b) -> OptionalInt.of(a.compareTo(b));
            case JsonItem.Text(String a)
            when right instanceof JsonItem.Text(String b) -> OptionalInt.of(ValueOrder.compareText(a, b));
            case JsonItem.Truth _, JsonItem.Decimal _, JsonItem.Text _, JsonItem.Nothing _, JsonContainer _ ->
                OptionalInt.empty();
        };
    }
}
