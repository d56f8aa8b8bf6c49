package org.borealisdb.sql.bind;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.Plan;
import org.borealisdb.sql.plan.Plans;
import org.borealisdb.sql.plan.Subquery;

/**
 * Puts the expression of a function in SQL in place of its calls, where its body is nothing else and the value stays the same (PostgreSQL's
 * inline_function): rows need no call then, and conditions are seen through. Used for one statement.
 */
public final class InlinedFunctions {
    private final BindContext context;
    private final Set<Integer> active = new HashSet<>();

    /** Makes it for a statement that is bound. */
    public InlinedFunctions(BindContext context) {
        this.context = context;
    }

    /** Returns a plan without the calls that need not be made. */
    public Plan in(Plan plan) {
        return context.callsUserFunctions() ? inPlan(plan) : plan;
    }

    /** Returns an expression without the calls that need not be made. */
    Expression in(Expression expression) {
        return context.callsUserFunctions() ? inExpression(expression) : expression;
    }

    private Plan inPlan(Plan plan) {
        return Plans.map(plan, this::inPlan, this::inExpression);
    }

    private Expression inExpression(Expression expression) {
        return Expressions.map(expression, part -> {
            if (!(part instanceof Expression.Call call)) {
                return null;
            }
            Optional<Subquery> subquery = Subquery.of(call);
            if (subquery.isPresent()) {
                return subquery.get().withPlan(inPlan(subquery.get().plan())).call(all(call.arguments()), call.type());
            }
            return call.function().isOfUser() ? inlined(call).orElse(null) : null;
        });
    }

    private List<Expression> all(List<Expression> expressions) {
        return expressions.stream().map(this::inExpression).toList();
    }

    private Optional<Expression> inlined(Expression.Call call) {
        Optional<UserFunction> function = context.userFunction(call.function()).filter(InlinedFunctions::isPlain);
        // One that calls itself is called.
        if (function.isEmpty() || !active.add(function.get().oid())) {
            return Optional.empty();
        }
        try {
            List<Expression> arguments = all(call.arguments());
            return value(function.get(), arguments)
                    .filter(value -> isAllowed(function.get(), value, arguments))
                    .map(value -> Expressions.map(
                            value,
                            part -> part instanceof Expression.Parameter parameter
                                    ? arguments.get(parameter.index())
                                    : null))
                    .map(this::inExpression);
        } catch (SqlException unbound) {
            // The call will say what is wrong, if it is made.
            return Optional.empty();
        } finally {
            active.remove(function.get().oid());
        }
    }

    private static boolean isPlain(UserFunction function) {
        return !function.isProcedure()
                && !function.returnsSet()
                && !function.isDefiner()
                && !function.isPolymorphic()
                && function.settings().isEmpty()
                && !function.returnsVoid()
                && !function.result().is(BuiltInType.RECORD)
                && !(function.result() instanceof CompositeType);
    }

    private Optional<Expression> value(UserFunction function, List<Expression> arguments) {
        SqlType collated = BuiltInType.TEXT
                .type()
                .withCollation(new CollationBinder(context)
                        .common(arguments, place -> -1)
                        .implicit());
        List<SqlType> types = function.inputTypes().stream()
                .map(type -> type.withCollation(collated.collation()))
                .toList();
        return FunctionBody.parse(function).expression(context.schema(), context.session(), types);
    }

    private static boolean isAllowed(UserFunction function, Expression value, List<Expression> arguments) {
        boolean reads = Expressions.any(
                value,
                part -> part instanceof Expression.ColumnReference
                        || Subquery.of(part).isPresent());
        if (reads || volatility(value).compareTo(function.volatility()) > 0) {
            return false;
        }
        if (function.isStrict() && !isStrict(value)) {
            return false;
        }
        for (int place = 0; place < arguments.size(); place++) {
            int uses = uses(value, place);
            if ((uses != 1 && !isCheap(arguments.get(place))) || (uses == 0 && function.isStrict())) {
                return false;
            }
        }
        return true;
    }

    private static Volatility volatility(Expression value) {
        return Expressions.isImmutable(value)
                ? Volatility.IMMUTABLE
                : Expressions.isStable(value) ? Volatility.STABLE : Volatility.VOLATILE;
    }

    /** Whether a NULL anywhere in an expression makes it NULL. */
    private static boolean isStrict(Expression value) {
        boolean here = switch (value) {
            case Expression.Parameter _, Expression.Constant _, Expression.Relabel _, Expression.Fit _ -> true;
            case Expression.Not _, Expression.ConvertByText _, Expression.ConvertElements _ -> true;
            case Expression.Call call -> call.function().strict();
            default -> false;
        };
        return here && Expressions.parts(value).stream().allMatch(InlinedFunctions::isStrict);
    }

    private static int uses(Expression value, int place) {
        int here = value instanceof Expression.Parameter parameter && parameter.index() == place ? 1 : 0;
        return here
                + Expressions.parts(value).stream()
                        .mapToInt(part -> uses(part, place))
                        .sum();
    }

    /** Whether a value may as well be computed several times, or not at all. */
    private static boolean isCheap(Expression value) {
        return switch (value) {
            case Expression.Parameter _, Expression.Constant _, Expression.ColumnReference _ -> true;
            case Expression.Relabel relabel -> isCheap(relabel.operand());
            default -> false;
        };
    }
}
