package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Binds CASE, COALESCE and their like: what is evaluated only in part. */
final class ConditionalBinder {
    private static final String NO_SETS = "set-returning functions are not allowed in ";

    private final ExpressionBinder binder;

    ConditionalBinder(ExpressionBinder binder) {
        this.binder = binder;
    }

    Expression special(SyntaxExpression.SpecialCall call) {
        return call.function() == SyntaxExpression.SpecialFunction.COALESCE
                ? binder.sets().refusing(NO_SETS + "COALESCE", () -> bound(call))
                : bound(call);
    }

    private Expression bound(SyntaxExpression.SpecialCall call) {
        List<Expression> operands = binder.bindAll(call.arguments());
        if (call.function() == SyntaxExpression.SpecialFunction.NULLIF) {
            Expression.Call equality =
                    binder.calls().asDeclared(QualifiedName.of("=", call.position()), operands.get(0), operands.get(1));
            return new Expression.NullIf(
                    equality.function(),
                    equality.arguments().get(0),
                    equality.arguments().get(1),
                    equality.arguments().get(0).type().withoutDomain());
        }
        SqlType type =
                binder.coercion().common(operands, call.function().name(), Coercion.beginnings(call.arguments()));
        List<Expression> converted =
                binder.coercion().allTo(operands, type, call.function().name(), Coercion.beginnings(call.arguments()));
        return call.function() == SyntaxExpression.SpecialFunction.COALESCE
                ? new Expression.Coalesce(converted, type)
                : new Expression.Extreme(call.function() == SyntaxExpression.SpecialFunction.GREATEST, converted, type);
    }

    Expression caseOf(SyntaxExpression.Case branches) {
        return binder.sets().refusing(NO_SETS + "CASE", () -> bound(branches));
    }

    private Expression bound(SyntaxExpression.Case branches) {
        List<Expression> conditions = new ArrayList<>();
        List<Expression> results = new ArrayList<>();
        for (SyntaxExpression.When when : branches.whens()) {
            conditions.add(
                    branches.operand() == null
                            ? binder.condition(when.condition(), "CASE/WHEN")
                            : binder.calls()
                                    .call(
                                            "=",
                                            binder.bind(branches.operand()),
                                            binder.bind(when.condition()),
                                            when.condition().position()));
            results.add(binder.bind(when.result()));
        }
        results.add(
                branches.otherwise() == null
                        ? new Expression.Constant(BuiltInType.UNKNOWN.type(), null)
                        : binder.bind(branches.otherwise()));
        List<Expression> elseFirst = new ArrayList<>(results);
        elseFirst.addFirst(elseFirst.removeLast());
        List<SyntaxExpression> places =
                branches.whens().stream().map(SyntaxExpression.When::result).toList();
        int end = branches.otherwise() == null
                ? branches.position()
                : branches.otherwise().leftmost();
        SqlType type = binder.coercion()
                .common(
                        elseFirst,
                        "CASE",
                        place -> place == 0 ? end : places.get(place - 1).leftmost());
        List<Expression> converted = new ArrayList<>(binder.coercion()
                .allTo(results.subList(0, conditions.size()), type, "CASE/WHEN", Coercion.beginnings(places)));
        converted.add(binder.coercion().toCommon(results.getLast(), type, "CASE/ELSE", end));
        List<Expression.When> whens = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            whens.add(new Expression.When(conditions.get(i), converted.get(i)));
        }
        return new Expression.Case(whens, converted.getLast(), type);
    }
}
