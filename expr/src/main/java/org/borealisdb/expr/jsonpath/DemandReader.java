package org.borealisdb.expr.jsonpath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.expr.json.JsonItem;

/**
 * Reads what a path demands of a value. Where it comes to something that keys do not tell, it keeps what it knows so far: without that, nothing is led to either. Immutable.
 *
 * @param lax whether arrays unwrap themselves
 */
record DemandReader(boolean lax) {
    /** Returns what must be there for steps to lead to anything, or to a scalar. */
    Optional<PathDemand> path(List<PathNode> nodes, List<PathDemand.Step> current, Optional<JsonItem> scalar) {
        List<PathDemand> found = new ArrayList<>();
        List<PathDemand.Step> steps = new ArrayList<>(current);
        boolean known = true;
        for (PathNode node : nodes) {
            switch (node) {
                case PathNode.Root _ -> steps.clear();
                case PathNode.Current _ -> {}
                case PathNode.Key key -> steps.add(new PathDemand.Step(PathDemand.Kind.MEMBER, key.name()));
                case PathNode.AnyKey _ -> steps.add(new PathDemand.Step(PathDemand.Kind.MEMBERS));
                case PathNode.AnyElement _, PathNode.Subscripts _ ->
                    steps.add(new PathDemand.Step(PathDemand.Kind.ELEMENTS));
                case PathNode.AnyLevel _ -> steps.add(new PathDemand.Step(PathDemand.Kind.LEVELS));
                case PathNode.Filter filter ->
                    predicate(filter.predicate(), steps, false).ifPresent(found::add);
                case PathNode.Last _,
                        PathNode.Literal _,
                        PathNode.Variable _,
                        PathNode.Method _,
                        PathNode.DateTime _,
                        PathNode.Arithmetic _,
                        PathNode.Signed _,
                        PathNode.Predicate _ -> known = false;
            }
            if (!known) {
                break;
            }
        }
        found.add(new PathDemand.At(steps, known ? scalar : Optional.empty(), lax));
        return all(found);
    }

    /** What must be there for a predicate to be true, or, if it is negated, to be false. */
    Optional<PathDemand> predicate(PathNode.Predicate predicate, List<PathDemand.Step> current, boolean negated) {
        return switch (predicate) {
            case PathNode.And(PathNode.Predicate left, PathNode.Predicate right) ->
                both(predicate(left, current, negated), predicate(right, current, negated), negated);
            case PathNode.Or(PathNode.Predicate left, PathNode.Predicate right) ->
                both(predicate(left, current, negated), predicate(right, current, negated), !negated);
            case PathNode.Not(PathNode.Predicate operand) -> predicate(operand, current, !negated);
            // What is not there makes it true, or a negation of it.
            case PathNode.IsUnknown _ -> Optional.empty();
            case PathNode.Predicate _ when negated -> Optional.empty();
            case PathNode.Exists exists -> path(exists.path(), current, Optional.empty());
            case PathNode.Comparison comparison -> comparison(comparison, current);
            case PathNode.StartsWith(List<PathNode> whole, PathNode _) -> path(whole, current, Optional.empty());
            case PathNode.LikeRegex regex -> path(regex.text(), current, Optional.empty());
        };
    }

    /** There must be a pair of values that compare so. */
    private Optional<PathDemand> comparison(PathNode.Comparison comparison, List<PathDemand.Step> current) {
        boolean equal = comparison.comparator() == PathNode.Comparator.EQUAL;
        Optional<JsonItem> left = equal ? literal(comparison.left()) : Optional.empty();
        Optional<JsonItem> right = equal ? literal(comparison.right()) : Optional.empty();
        return both(path(comparison.left(), current, right), path(comparison.right(), current, left), false);
    }

    private static Optional<JsonItem> literal(List<PathNode> nodes) {
        return nodes.size() == 1 && nodes.getFirst() instanceof PathNode.Literal(JsonItem value)
                ? Optional.of(value)
                : Optional.empty();
    }

    private static Optional<PathDemand> both(
            Optional<PathDemand> left, Optional<PathDemand> right, boolean eitherIsEnough) {
        if (!eitherIsEnough) {
            return all(Stream.of(left, right).flatMap(Optional::stream).toList());
        }
        return left.isPresent() && right.isPresent()
                ? Optional.of(new PathDemand.Any(List.of(left.get(), right.get())))
                : Optional.empty();
    }

    private static Optional<PathDemand> all(List<PathDemand> found) {
        return switch (found.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(found.getFirst());
            default -> Optional.of(new PathDemand.All(found));
        };
    }
}
