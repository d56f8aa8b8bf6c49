package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Binds ARRAY[...], whose elements may be arrays that it makes one of a dimension more of. */
final class ArrayBinder {
    private final BindContext context;
    private final ExpressionBinder binder;
    private final Coercion coercion;

    ArrayBinder(BindContext context, ExpressionBinder binder, Coercion coercion) {
        this.context = context;
        this.binder = binder;
        this.coercion = coercion;
    }

    /** Binds it as an array of the type that its elements have in common. */
    Expression bind(SyntaxExpression.ArrayConstructor array) {
        if (array.elements().isEmpty()) {
            throw context.error(
                            ErrorCode.INDETERMINATE_DATATYPE, "cannot determine type of empty array", array.position())
                    .withHint("Explicitly cast to the desired type, for example ARRAY[]::integer[].");
        }
        List<Expression> elements = binder.bindAll(array.elements());
        SqlType type = coercion.common(elements, "ARRAY", Coercion.beginnings(array.elements()));
        return new Expression.ArrayOf(
                coercion.allTo(elements, type, "ARRAY", Coercion.beginnings(array.elements())),
                type instanceof ArrayType nested ? nested : coercion.arrayOf(type, array.position()));
    }

    /** Binds it as an array of the type that it is cast to: each element is cast by itself. */
    Expression bind(SyntaxExpression.ArrayConstructor array, ArrayType wanted) {
        ArrayType type = (ArrayType) wanted.physical();
        boolean nested = array.elements().stream().anyMatch(SyntaxExpression.ArrayConstructor.class::isInstance);
        List<Expression> bound = new ArrayList<>();
        for (SyntaxExpression element : array.elements()) {
            Expression value = element instanceof SyntaxExpression.ArrayConstructor inner
                    ? bind(inner, type)
                    : binder.bind(element);
            nested |= value.type() instanceof ArrayType;
            bound.add(value);
        }
        List<Expression> elements = new ArrayList<>();
        for (int i = 0; i < bound.size(); i++) {
            SqlType target = nested ? type : type.element();
            elements.add(coercion.cast(
                    bound.get(i),
                    target,
                    Context.EXPLICIT,
                    array.elements().get(i).leftmost()));
        }
        return new Expression.ArrayOf(elements, type);
    }
}
