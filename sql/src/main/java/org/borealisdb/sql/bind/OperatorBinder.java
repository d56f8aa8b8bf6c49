package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.scalar.Resolution;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.DissimilarRows;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.UserOperator;

/** Binds operators: those that are built in, and those that users made, which are found on the search path behind them. */
final class OperatorBinder {
    /** Numbers from here on are those of what users made. */
    private static final int FIRST_USER_OID = 16_384;

    private final BindContext context;
    private final CallBinder calls;
    private final Coercion coercion;
    private final Resolution resolution;

    OperatorBinder(BindContext context, CallBinder calls, Coercion coercion) {
        this.context = context;
        this.calls = calls;
        this.coercion = coercion;
        this.resolution = new Resolution(context::casts);
    }

    /** Returns a call of an operator before its operand. */
    Expression prefix(QualifiedName name, Expression right) {
        List<OperatorTable.Operator> candidates = operators(name, true);
        boolean plus = name.last().equals("+") && BuiltInNames.include(context, name);
        if (plus && isNumber(right.type())) {
            return right;
        }
        if (plus && candidates.isEmpty() && right.type().is(BuiltInType.UNKNOWN)) {
            return coercion.cast(right, BuiltInType.FLOAT8.type(), Context.IMPLICIT, name.position());
        }
        Resolution.Outcome<OperatorTable.Operator> outcome =
                resolution.choose(candidates, operator -> List.of(operator.right()), List.of(right.type()));
        String signature = name + " " + right.type().nameWithoutModifier();
        if (outcome instanceof Resolution.None<OperatorTable.Operator>) {
            throw context.error(
                            ErrorCode.UNDEFINED_FUNCTION, CallBinder.missing("operator", signature), name.position())
                    .withHint("No operator matches the given name and argument type."
                            + " You might need to add an explicit type cast.");
        }
        OperatorTable.Operator chosen = calls.chosen(outcome, () -> signature, "operator", name.position());
        return applied(chosen, name, List.of(right));
    }

    /** Whether a plus sign may stand before a value. */
    private static boolean isNumber(SqlType type) {
        return Stream.of(
                        BuiltInType.INT2,
                        BuiltInType.INT4,
                        BuiltInType.INT8,
                        BuiltInType.FLOAT4,
                        BuiltInType.FLOAT8,
                        BuiltInType.NUMERIC)
                .anyMatch(type::is);
    }

    private List<OperatorTable.Operator> operators(QualifiedName name, boolean prefix) {
        List<OperatorTable.Operator> builtIn = !BuiltInNames.include(context, name)
                ? List.of()
                : prefix
                        ? OperatorTable.builtIn().prefix(name.last())
                        : OperatorTable.builtIn().infix(name.last());
        List<UserOperator> made = context.userOperators(name);
        if (made.isEmpty()) {
            return builtIn;
        }
        List<OperatorTable.Operator> all = new ArrayList<>();
        made.stream()
                .filter(each -> name.isSimple() && BuiltInNames.isBefore(context, schemaOf(each)))
                .forEach(each -> add(all, each.operator(), prefix));
        builtIn.forEach(each -> add(all, each, prefix));
        made.forEach(each -> add(all, each.operator(), prefix));
        return all;
    }

    private String schemaOf(UserOperator operator) {
        return context.schema()
                .object(CatalogKind.SCHEMA, operator.object().parent())
                .map(CatalogObject::name)
                .orElse("");
    }

    /** Adds an operator unless one for the same operands is there already, which hides it. */
    private static void add(List<OperatorTable.Operator> all, OperatorTable.Operator operator, boolean prefix) {
        boolean hidden = all.stream()
                .anyMatch(known -> known.left().sameTypeAs(operator.left())
                        && known.right().sameTypeAs(operator.right()));
        if (operator.isPrefix() == prefix && !hidden) {
            all.add(operator);
        }
    }

    /** Returns a call of an operator's function; of one that a user made, privileges on the function are asked for. */
    private Expression.Call applied(OperatorTable.Operator operator, QualifiedName name, List<Expression> operands) {
        if (operator.oid() > 0 && operator.oid() < FIRST_USER_OID) {
            return calls.calling(operator.function(), operands, name.position());
        }
        UserOperator made = context.userOperators(name).stream()
                .filter(each -> each.oid() == operator.oid())
                .findFirst()
                .orElseThrow();
        if (made.isShell()) {
            throw context.error(
                    ErrorCode.UNDEFINED_FUNCTION,
                    "operator is only a shell: "
                            + made.left().map(type -> type.displayName() + " ").orElse("") + made.name() + " "
                            + made.right().displayName(),
                    name.position());
        }
        if (name.position() >= 0) {
            context.collector()
                    .ifPresent(names ->
                            names.function(name.position(), made.object().id()));
        }
        ScalarFunction function = calls.made(operator.function());
        context.noteCall(function, -1);
        return calls.unasked(function, operands, true, name.position());
    }

    /** Returns a call of an operator with operands of the types that it is declared with. */
    Expression.Call infix(QualifiedName name, Expression left, Expression right) {
        int position = name.position();
        List<OperatorTable.Operator> candidates = operators(name, false);
        Resolution.Outcome<OperatorTable.Operator> outcome = resolution.choose(
                candidates, operator -> List.of(operator.left(), operator.right()), List.of(left.type(), right.type()));
        OperatorTable.Operator chosen = calls.chosen(
                outcome,
                () -> left.type().nameWithoutModifier() + " " + name + " "
                        + right.type().nameWithoutModifier(),
                "operator",
                position);
        Expression.Call call = applied(chosen, name, List.of(left, right));
        return chosen.left().is(BuiltInType.RECORD)
                        && left.type() instanceof CompositeType one
                        && right.type() instanceof CompositeType other
                        && !DissimilarRows.areAlike(one, other)
                ? new Expression.Call(dissimilar(call.function(), one, other), call.arguments(), call.type())
                : call;
    }

    /** A comparison that fails when it meets rows which nothing decides but what is not alike in them. */
    private static ScalarFunction dissimilar(ScalarFunction function, CompositeType left, CompositeType right) {
        if (!(function.body() instanceof ScalarFunction.ObjectComparison comparison)) {
            return function;
        }
        boolean equality =
                function.name().equals("record_eq") || function.name().equals("record_ne");
        return new ScalarFunction(
                0,
                function.name(),
                function.arguments(),
                function.result(),
                true,
                ScalarFunction.Volatility.STABLE,
                false,
                new ScalarFunction.General((world, rows) -> comparison
                        .test()
                        .test(DissimilarRows.compare(left, right, equality, (BoxedRow) rows[0], (BoxedRow) rows[1]))));
    }
}
