package org.borealisdb.expr.jsonpath;

import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.json.JsonContainer;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.value.Numeric;

/**
 * Evaluates a path over a value: every step is applied to each item that those before lead to, depth first. The answer of a step
 * is whether it leads to anything; with {@link Found#onlyExistence} it ends at the first. Belongs to one call.
 */
final class Evaluation {
    private static final int STEPS_BETWEEN_INTERRUPTIONS = 1024;

    private final boolean lax;
    private final PathItem root;
    private final Optional<JsonContainer> variables;
    private final EvaluationContext context;
    private final Predicates predicates;
    private final PathMethods methods;
    private boolean ignoresStructure;
    private PathItem current;
    private int arraySize = -1;
    private int stepCount;

    Evaluation(boolean lax, Jsonb value, Optional<JsonContainer> variables, EvaluationContext context, boolean zoned) {
        this.lax = lax;
        this.root = PathItem.of(value.root());
        this.current = root;
        this.variables = variables;
        this.context = context;
        this.ignoresStructure = lax;
        this.predicates = new Predicates(this, new Moments(context, zoned));
        this.methods = new PathMethods(this, variables);
    }

    boolean isLax() {
        return lax;
    }

    EvaluationContext context() {
        return context;
    }

    boolean run(List<PathNode> steps, Found found) {
        return item(steps, 0, root, found);
    }

    /** Applies the steps from one on to an item. */
    boolean item(List<PathNode> steps, int at, PathItem item, Found found) {
        return step(steps, at, item, found, lax);
    }

    /** Goes on behind a step with an item that it led to. */
    boolean next(List<PathNode> steps, int at, PathItem item, Found found) {
        if (at + 1 < steps.size()) {
            return item(steps, at + 1, item, found);
        }
        found.add(item);
        return true;
    }

    static boolean isLast(List<PathNode> steps, int at) {
        return at + 1 == steps.size();
    }

    /** Applies an expression to an item; in lax mode arrays that it leads to give way to their elements. */
    boolean unwrapped(List<PathNode> steps, PathItem item, Found found) {
        if (!lax) {
            return item(steps, 0, item, found);
        }
        Found whole = Found.all();
        item(steps, 0, item, whole);
        for (PathItem each : whole.items()) {
            if (asContainer(each) instanceof JsonContainer array && array.isArray()) {
                for (int i = 0; i < array.size(); i++) {
                    found.add(PathItem.of(array.value(i)));
                }
            } else {
                found.add(each);
            }
        }
        return !found.items().isEmpty();
    }

    /** Applies a predicate to an item, which is what {@code @} is in it. */
    private Truth test(PathNode.Predicate predicate, PathItem item) {
        PathItem outer = current;
        current = item;
        try {
            return predicates.test(predicate, item);
        } finally {
            current = outer;
        }
    }

    private static JsonItem asContainer(PathItem item) {
        return item instanceof PathItem.Json(JsonItem json) ? json : JsonItem.Nothing.VALUE;
    }

    private void countStep() {
        if (++stepCount % STEPS_BETWEEN_INTERRUPTIONS == 0) {
            context.interruption().run();
        }
    }

    /**
     * Applies the steps from one on to an item.
     *
     * @param unwrap whether a step that is not for arrays is applied to the elements of one
     */
    private boolean step(List<PathNode> steps, int at, PathItem item, Found found, boolean unwrap) {
        countStep();
        PathNode node = steps.get(at);
        if (unwrap && unwraps(node) && asContainer(item) instanceof JsonContainer array && array.isArray()) {
            return below(steps, at, array, found, new Levels(1, 1, false, false), 1);
        }
        return switch (node) {
            case PathNode.Predicate predicate -> {
                Truth truth = predicates.test(predicate, item);
                yield next(steps, at, truth.item(), found);
            }
            case PathNode.Root _ -> methods.withBase(root, 0, () -> next(steps, at, root, found));
            case PathNode.Current _ -> next(steps, at, current, found);
            case PathNode.Last _ -> {
                if (arraySize < 0) {
                    throw new IllegalStateException("LAST outside of array subscripts");
                }
                yield next(steps, at, number(Numeric.of(arraySize - 1)), found);
            }
            case PathNode.Literal(JsonItem value) -> next(steps, at, PathItem.of(value), found);
            case PathNode.Variable(String name) -> {
                PathItem value = variable(name);
                PathItem all = variables.<PathItem>map(PathItem::of).orElse(value);
                yield methods.withBase(all, 1, () -> next(steps, at, value, found));
            }
            case PathNode.Key(String name) -> member(steps, at, name, asContainer(item), found);
            case PathNode.AnyKey _ -> {
                if (asContainer(item) instanceof JsonContainer object && object.isObject()) {
                    yield below(steps, at + 1, object, found, new Levels(1, 1, false, lax), 1);
                }
                yield structural(
                        ErrorCode.SQL_JSON_OBJECT_NOT_FOUND,
                        "jsonpath wildcard member accessor can only be applied to an object");
            }
            case PathNode.AnyElement _ -> {
                if (asContainer(item) instanceof JsonContainer array && array.isArray()) {
                    yield below(steps, at + 1, array, found, new Levels(1, 1, false, lax), 1);
                }
                yield lax
                        ? next(steps, at, item, found)
                        : structural(
                                ErrorCode.SQL_JSON_ARRAY_NOT_FOUND,
                                "jsonpath wildcard array accessor can only be applied to an array");
            }
            case PathNode.Subscripts(List<PathNode.Range> ranges) -> elements(steps, at, ranges, item, found);
            case PathNode.AnyLevel(int first, int last) -> levels(steps, at, first, last, item, found);
            case PathNode.Filter(PathNode.Predicate predicate) ->
                test(predicate, item) == Truth.TRUE && next(steps, at, item, found);
            case PathNode.Arithmetic arithmetic -> next(steps, at, number(calculated(arithmetic, item)), found);
            case PathNode.Signed signed -> signed(steps, at, signed, item, found);
            case PathNode.Method(PathNode.Method.Kind kind) -> method(steps, at, kind, item, found);
            case PathNode.DateTime dateTime -> next(steps, at, Moments.read(dateTime, item), found);
        };
    }

    /** Whether a step is applied to the elements of an array in its place. */
    private static boolean unwraps(PathNode node) {
        return switch (node) {
            case PathNode.Key _, PathNode.AnyKey _, PathNode.Filter _, PathNode.DateTime _ -> true;
            case PathNode.Method(PathNode.Method.Kind kind) ->
                switch (kind) {
                    case ABS, CEILING, FLOOR, DOUBLE, KEYVALUE -> true;
                    case TYPE, SIZE -> false;
                };
            default -> false;
        };
    }

    static PathItem number(Numeric number) {
        return PathItem.of(new JsonItem.Decimal(number));
    }

    /** Answers for a step that does not fit its item: an error, unless those are ignored. */
    private boolean structural(ErrorCode code, String message) {
        if (ignoresStructure) {
            return false;
        }
        throw new PathError(code, message);
    }

    /** Without an object of variables, as for operators, there is none. */
    private PathItem variable(String name) {
        return PathItem.of(variables
                .flatMap(all -> all.member(name))
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_OBJECT, "could not find jsonpath variable \"" + name + "\"")));
    }

    private boolean member(List<PathNode> steps, int at, String name, JsonItem item, Found found) {
        if (!(item instanceof JsonContainer object) || !object.isObject()) {
            return structural(
                    ErrorCode.SQL_JSON_MEMBER_NOT_FOUND, "jsonpath member accessor can only be applied to an object");
        }
        Optional<JsonItem> value = object.member(name);
        return value.isPresent()
                ? next(steps, at, PathItem.of(value.get()), found)
                : structural(ErrorCode.SQL_JSON_MEMBER_NOT_FOUND, "JSON object does not contain key \"" + name + "\"");
    }

    /**
     * Which of the values below a container are meant.
     *
     * @param first the level of the uppermost, 1 for those in the container itself
     * @param last the level of the lowest
     * @param ignoresStructure whether what does not fit them is ignored
     * @param unwraps whether arrays among them give way to their elements where the next step is not for arrays
     */
    private record Levels(int first, int last, boolean ignoresStructure, boolean unwraps) {
        boolean has(int level, JsonItem item) {
            boolean leaves = first == PathNode.LAST_LEVEL && last == PathNode.LAST_LEVEL;
            return level >= first || (leaves && !(item instanceof JsonContainer));
        }
    }

    /** Applies the steps from one on, none if that is behind the last, to values below a container. */
    private boolean below(
            List<PathNode> steps, int at, JsonContainer container, Found found, Levels levels, int level) {
        boolean any = false;
        for (int i = 0; level <= levels.last() && i < container.size(); i++) {
            JsonItem value = container.value(i);
            if (levels.has(level, value)) {
                any |= at < steps.size()
                        ? withStructureIgnored(
                                levels.ignoresStructure(), steps, at, PathItem.of(value), found, levels.unwraps())
                        : next(steps, at, PathItem.of(value), found);
            }
            if (!(any && found.onlyExistence()) && level < levels.last() && value instanceof JsonContainer inner) {
                any |= below(steps, at, inner, found, levels, level + 1);
            }
            if (any && found.onlyExistence()) {
                break;
            }
        }
        return any;
    }

    private boolean withStructureIgnored(
            boolean ignored, List<PathNode> steps, int at, PathItem item, Found found, boolean unwrap) {
        boolean before = ignoresStructure;
        ignoresStructure |= ignored;
        try {
            return step(steps, at, item, found, unwrap);
        } finally {
            ignoresStructure = before;
        }
    }

    private boolean levels(List<PathNode> steps, int at, int first, int last, PathItem item, Found found) {
        boolean any = false;
        if (first == 0) {
            any = isLast(steps, at)
                    ? next(steps, at, item, found)
                    : withStructureIgnored(true, steps, at + 1, item, found, lax);
        }
        if (!(any && found.onlyExistence()) && asContainer(item) instanceof JsonContainer container) {
            any |= below(steps, at + 1, container, found, new Levels(first, last, true, lax), 1);
        }
        return any;
    }

    private boolean elements(List<PathNode> steps, int at, List<PathNode.Range> ranges, PathItem item, Found found) {
        Optional<JsonContainer> array = asContainer(item) instanceof JsonContainer container && container.isArray()
                ? Optional.of(container)
                : Optional.empty();
        if (array.isEmpty() && !lax) {
            return structural(
                    ErrorCode.SQL_JSON_ARRAY_NOT_FOUND, "jsonpath array accessor can only be applied to an array");
        }
        int outer = arraySize;
        int size = array.map(JsonContainer::size).orElse(1);
        arraySize = size;
        boolean any = false;
        try {
            for (PathNode.Range range : ranges) {
                int from = subscript(range.from(), item);
                int to = range.to().isEmpty() ? from : subscript(range.to(), item);
                if (!ignoresStructure && (from < 0 || from > to || to >= size)) {
                    throw new PathError(
                            ErrorCode.INVALID_SQL_JSON_SUBSCRIPT, "jsonpath array subscript is out of bounds");
                }
                for (int i = Math.max(0, from); i <= Math.min(size - 1, to); i++) {
                    int place = i;
                    PathItem element =
                            array.map(all -> PathItem.of(all.value(place))).orElse(item);
                    any |= next(steps, at, element, found);
                    if (any && found.onlyExistence()) {
                        return true;
                    }
                }
            }
        } finally {
            arraySize = outer;
        }
        return any;
    }

    private int subscript(List<PathNode> steps, PathItem item) {
        Found found = Found.all();
        item(steps, 0, item, found);
        if (found.items().size() != 1
                || !(found.items().getFirst() instanceof PathItem.Json(JsonItem.Decimal(Numeric number)))) {
            throw new PathError(
                    ErrorCode.INVALID_SQL_JSON_SUBSCRIPT, "jsonpath array subscript is not a single numeric value");
        }
        try {
            return (int) number.rounded(0, RoundingMode.DOWN).toLong(Integer.MIN_VALUE, Integer.MAX_VALUE, "integer");
        } catch (SqlException outOfRange) {
            throw new PathError(
                    ErrorCode.INVALID_SQL_JSON_SUBSCRIPT, "jsonpath array subscript is out of integer range");
        }
    }

    private Numeric calculated(PathNode.Arithmetic arithmetic, PathItem item) {
        Found left = Found.all();
        Found right = Found.all();
        unwrapped(arithmetic.left(), item, left);
        unwrapped(arithmetic.right(), item, right);
        PathNode.Operator operator = arithmetic.operator();
        Numeric a = operand(left, "left", operator);
        Numeric b = operand(right, "right", operator);
        try {
            return switch (operator) {
                case ADD -> a.plus(b);
                case SUBTRACT -> a.minus(b);
                case MULTIPLY -> a.times(b);
                case DIVIDE -> a.dividedBy(b);
                case REMAINDER -> a.remainder(b);
            };
        } catch (SqlException error) {
            throw new PathError(error);
        }
    }

    private static Numeric operand(Found found, String side, PathNode.Operator operator) {
        if (found.items().size() == 1
                && found.items().getFirst() instanceof PathItem.Json(JsonItem.Decimal(Numeric number))) {
            return number;
        }
        throw new PathError(
                ErrorCode.SINGLETON_SQL_JSON_ITEM_REQUIRED,
                side + " operand of jsonpath operator " + operator.symbol() + " is not a single numeric value");
    }

    private boolean signed(List<PathNode> steps, int at, PathNode.Signed signed, PathItem item, Found found) {
        Found operands = Found.all();
        unwrapped(signed.operand(), item, operands);
        boolean justTests = found.onlyExistence() && isLast(steps, at);
        boolean any = false;
        for (PathItem each : operands.items()) {
            if (each instanceof PathItem.Json(JsonItem.Decimal(Numeric number))) {
                any |= next(steps, at, number(signed.negative() ? number.negated() : number), found);
                if (any && found.onlyExistence()) {
                    return true;
                }
            } else if (!justTests) {
                throw new PathError(
                        ErrorCode.SQL_JSON_NUMBER_NOT_FOUND,
                        "operand of unary jsonpath operator " + signed.sign() + " is not a numeric value");
            }
        }
        return any;
    }

    private boolean method(List<PathNode> steps, int at, PathNode.Method.Kind kind, PathItem item, Found found) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case TYPE -> next(steps, at, PathItem.of(new JsonItem.Text(item.typeName())), found);
            case SIZE -> {
                boolean array = asContainer(item) instanceof JsonContainer container && container.isArray();
                if (!array && !lax) {
                    yield structural(
                            ErrorCode.SQL_JSON_ARRAY_NOT_FOUND,
                            "jsonpath item method ." + name + "() can only be applied to an array");
                }
                int size = array && asContainer(item) instanceof JsonContainer container ? container.size() : 1;
                yield next(steps, at, number(Numeric.of(size)), found);
            }
            case ABS, CEILING, FLOOR -> next(steps, at, number(PathMethods.numeric(kind, name, item)), found);
            case DOUBLE -> next(steps, at, PathMethods.toDouble(name, item), found);
            case KEYVALUE -> methods.keyValue(steps, at, name, asContainer(item), found);
        };
    }
}
