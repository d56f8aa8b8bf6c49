package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.ast.OrderItem;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.WindowDefinition;
import org.borealisdb.sql.plan.SortKey;
import org.borealisdb.sql.plan.WindowFrame;
import org.borealisdb.sql.plan.WindowShape;
import org.jspecify.annotations.Nullable;

/** Binds the windows of one SELECT: those of the WINDOW clause, which may extend each other, and those of its calls. */
final class WindowShapes {
    private static final String CLAUSE = "window definitions";

    private final BindContext context;
    private final ExpressionBinder binder;
    private final List<Known> known = new ArrayList<>();

    /** A named window, bound. */
    private record Known(WindowDefinition definition, WindowShape shape) {}

    /** Binds the WINDOW clause. */
    WindowShapes(BindContext context, ExpressionBinder binder, List<WindowDefinition> named) {
        this.context = context;
        this.binder = binder;
        for (WindowDefinition definition : named) {
            if (known.stream().anyMatch(other -> isNamed(other.definition(), definition.name()))) {
                throw context.error(
                        ErrorCode.WINDOWING_ERROR,
                        "window \"" + definition.name() + "\" is already defined",
                        definition.position());
            }
            known.add(new Known(definition, bound(definition)));
        }
    }

    private static boolean isNamed(WindowDefinition definition, @Nullable String name) {
        return name != null && name.equals(definition.name());
    }

    private static RuntimeException missing(BindContext context, WindowDefinition reference) {
        return context.error(
                ErrorCode.UNDEFINED_OBJECT, "window \"" + reference.base() + "\" does not exist", reference.position());
    }

    /** Returns the window of a call. */
    WindowShape of(WindowDefinition over) {
        return over.isReference() ? base(over).shape() : bound(over);
    }

    private Known base(WindowDefinition definition) {
        return known.stream()
                .filter(other -> isNamed(other.definition(), definition.base()))
                .findFirst()
                .orElseThrow(() -> missing(context, definition));
    }

    private WindowShape bound(WindowDefinition definition) {
        Optional<Known> base = definition.base() == null ? Optional.empty() : Optional.of(base(definition));
        List<Expression> order = new ArrayList<>();
        List<SortKey> orderKeys = new ArrayList<>();
        for (OrderItem item : definition.orderBy()) {
            Expression key = plain(item.expression());
            orderKeys.add(QueryBinder.sortKey(context, item, order.size(), key.type()));
            order.add(key);
        }
        List<Expression> partition =
                definition.partitionBy().stream().map(this::partitionValue).toList();
        for (int i = 0; i < partition.size(); i++) {
            QueryBinder.checkEquality(
                    context,
                    partition.get(i).type(),
                    definition.partitionBy().get(i).leftmost());
        }
        if (base.isPresent()) {
            checkInherited(definition, base.get());
            partition = base.get().shape().partition();
            if (!base.get().shape().order().isEmpty()) {
                order = base.get().shape().order();
                int before = partition.size();
                orderKeys = base.get().shape().keys().stream()
                        .skip(before)
                        .map(key -> new SortKey(key.column() - before, key.descending(), key.nullsFirst()))
                        .toList();
            }
        }
        WindowFrame frame = new FrameBinder(context, binder).bind(definition, order);
        return new WindowShape(partition, order, keys(partition, order, orderKeys), frame);
    }

    private Expression partitionValue(SyntaxExpression syntax) {
        Expression value = plain(syntax);
        QueryBinder.checkEquality(context, value.type(), syntax.leftmost());
        return value;
    }

    private Expression plain(SyntaxExpression syntax) {
        String before = binder.windows().forbidIn(CLAUSE);
        try {
            return binder.sets()
                    .refusing(
                            "set-returning functions in a window definition are not supported",
                            () -> binder.known(binder.bind(syntax)));
        } finally {
            binder.windows().forbidIn(before);
        }
    }

    private void checkInherited(WindowDefinition definition, Known base) {
        String name = "\"" + definition.base() + "\"";
        if (!definition.partitionBy().isEmpty()) {
            throw error("cannot override PARTITION BY clause of window " + name, definition);
        }
        if (!definition.orderBy().isEmpty() && !base.shape().order().isEmpty()) {
            throw error("cannot override ORDER BY clause of window " + name, definition);
        }
        if (base.definition().frame() != null) {
            var error = context.error(
                    ErrorCode.WINDOWING_ERROR,
                    "cannot copy window " + name + " because it has a frame clause",
                    definition.position());
            boolean alone = definition.name() == null && definition.orderBy().isEmpty() && definition.frame() == null;
            throw alone ? error.withHint("Omit the parentheses in this OVER clause.") : error;
        }
    }

    private RuntimeException error(String message, WindowDefinition definition) {
        return context.error(ErrorCode.WINDOWING_ERROR, message, definition.position());
    }

    /** Partitions are sorted as the order within them would be, if it has the same value; else with the smallest first. */
    private static List<SortKey> keys(List<Expression> partition, List<Expression> order, List<SortKey> orderKeys) {
        List<SortKey> keys = new ArrayList<>();
        for (int i = 0; i < partition.size(); i++) {
            int same = order.indexOf(partition.get(i));
            keys.add(
                    same < 0
                            ? new SortKey(i, false, false)
                            : new SortKey(
                                    i,
                                    orderKeys.get(same).descending(),
                                    orderKeys.get(same).nullsFirst()));
        }
        for (SortKey key : orderKeys) {
            keys.add(new SortKey(partition.size() + key.column(), key.descending(), key.nullsFirst()));
        }
        return keys;
    }

    /** A value to sort by with its number: what was sorted or grouped by first has the lowest. */
    private record Sorted(int number, boolean descending, boolean nullsFirst) {}

    /**
     * Returns the windows in the order to compute them in: those that are sorted alike follow each other, and of those that begin alike
     * the longest comes first, so that the others find their rows sorted already. PostgreSQL's order, which decides in what order the rows
     * of a query without ORDER BY come.
     */
    List<WindowShape> inOrder(List<WindowShape> used, List<Expression> sortedBefore) {
        List<Expression> numbered = new ArrayList<>(sortedBefore);
        known.forEach(each -> number(each.shape(), numbered));
        used.forEach(shape -> number(shape, numbered));
        List<WindowShape> shapes = new ArrayList<>();
        known.stream().map(Known::shape).filter(used::contains).forEach(shapes::add);
        shapes.addAll(used);
        return shapes.stream()
                .distinct()
                .sorted(Comparator.comparing(shape -> sorts(shape, numbered), WindowShapes::compare))
                .toList();
    }

    private static void number(WindowShape shape, List<Expression> numbered) {
        for (List<Expression> values : List.of(shape.order(), shape.partition())) {
            for (Expression value : values) {
                if (!numbered.contains(value)) {
                    numbered.add(value);
                }
            }
        }
    }

    private static List<Sorted> sorts(WindowShape shape, List<Expression> numbered) {
        List<Sorted> sorts = new ArrayList<>();
        List<Expression> sorted = shape.sorted();
        for (SortKey key : shape.keys()) {
            Sorted sort = new Sorted(numbered.indexOf(sorted.get(key.column())), key.descending(), key.nullsFirst());
            if (!sorts.contains(sort)) {
                sorts.add(sort);
            }
        }
        return sorts;
    }

    private static int compare(List<Sorted> left, List<Sorted> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            Sorted a = left.get(i);
            Sorted b = right.get(i);
            int order = Integer.compare(b.number(), a.number());
            order = order == 0 ? Boolean.compare(b.descending(), a.descending()) : order;
            order = order == 0 ? Boolean.compare(b.nullsFirst(), a.nullsFirst()) : order;
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(right.size(), left.size());
    }
}
