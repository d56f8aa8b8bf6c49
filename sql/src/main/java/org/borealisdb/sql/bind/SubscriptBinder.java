package org.borealisdb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.ArrayPart;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.JsonbPartAssignment;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.jspecify.annotations.Nullable;

/** Binds subscripts of arrays and of jsonb: what is read by them, and what is assigned. Stateless. */
final class SubscriptBinder {
    private static final SqlType INTEGER = BuiltInType.INT4.type();
    private static final SqlType TEXT = BuiltInType.TEXT.type();

    private final BindContext context;
    private final ExpressionBinder binder;

    SubscriptBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    /** Reads a part. All subscripts that follow each other count together. */
    Expression bind(SyntaxExpression.Subscript last) {
        List<SyntaxExpression.Subscript> chain = new ArrayList<>();
        SyntaxExpression operand = last;
        boolean together = true;
        while (together && operand instanceof SyntaxExpression.Subscript subscript) {
            chain.addFirst(subscript);
            operand = subscript.operand();
            together = !subscript.isApart();
        }
        Expression whole = binder.bind(operand);
        if (whole.type().is(BuiltInType.JSONB)) {
            refuseSlices(chain);
            Expression part = whole;
            for (SyntaxExpression.Subscript subscript : chain) {
                part = binder.calls()
                        .named(
                                "jsonb_extract_path",
                                List.of(part, key(subscript).text()),
                                subscript.position());
            }
            return part;
        }
        if (whole.type().is(BuiltInType.NAME) && chain.size() == 1 && !last.isSlice()) {
            return NameByte.of(whole, index(last.lower(), last));
        }
        SqlType element = element(whole.type(), operand.leftmost());
        checkDimensions(chain);
        if (chain.stream().noneMatch(SyntaxExpression.Subscript::isSlice)) {
            List<Expression> indexes = new ArrayList<>();
            chain.forEach(subscript -> indexes.add(index(subscript.lower(), subscript)));
            return new Expression.Subscript(whole, indexes, element);
        }
        List<Expression> arguments = new ArrayList<>(List.of(whole));
        List<ArrayPart.Bounds> bounds = bounds(chain, true, arguments);
        SqlType type = whole.type() instanceof ArrayType array ? array.withoutDomain() : new ArrayType(element);
        return new ArrayPart(ArrayPart.Kind.READ_SLICE, bounds, element).call(arguments, type);
    }

    /**
     * Assigns to a part.
     *
     * @param before the whole
     * @param column what it is called
     * @param chain the subscripts
     * @param valuePosition where the new value stands
     */
    Expression assign(
            Expression before,
            String column,
            List<SyntaxExpression.Subscript> chain,
            Expression value,
            int position,
            int valuePosition) {
        SqlType type = before.type();
        if (type.is(BuiltInType.JSONB)) {
            refuseSlices(chain);
            List<Key> keys = chain.stream().map(this::key).toList();
            List<Expression> arguments = new ArrayList<>();
            arguments.add(before);
            arguments.add(converted(value, type, column, position, valuePosition));
            keys.forEach(key -> arguments.add(key.text()));
            return new JsonbPartAssignment(keys.getFirst().isNumber()).call(arguments);
        }
        SqlType element = element(type, before instanceof Expression.Constant ? -1 : position);
        checkDimensions(chain);
        boolean slice = chain.stream().anyMatch(SyntaxExpression.Subscript::isSlice);
        List<Expression> arguments = new ArrayList<>();
        arguments.add(before);
        arguments.add(converted(value, slice ? type : element, column, position, valuePosition));
        List<ArrayPart.Bounds> bounds = bounds(chain, slice, arguments);
        ArrayPart.Kind kind = slice ? ArrayPart.Kind.ASSIGN_SLICE : ArrayPart.Kind.ASSIGN_ELEMENT;
        if (!(type instanceof ArrayType)) {
            throw context.error(
                    ErrorCode.CANNOT_COERCE,
                    "cannot cast type " + new ArrayType(element).nameWithoutModifier() + " to "
                            + type.nameWithoutModifier(),
                    position);
        }
        return new ArrayPart(kind, bounds, element).call(arguments, type.physical());
    }

    /** Returns the element that subscripts, none of which is a slice, lead to. */
    Expression read(Expression whole, List<SyntaxExpression.Subscript> chain, int position) {
        SqlType element = element(whole.type(), position);
        List<Expression> indexes = new ArrayList<>();
        chain.forEach(subscript -> indexes.add(index(subscript.lower(), subscript)));
        return new Expression.Subscript(whole, indexes, element);
    }

    private Expression converted(Expression value, SqlType type, String column, int position, int valuePosition) {
        return binder.coercion()
                .tryTo(value, type, Context.ASSIGNMENT, valuePosition)
                .orElseThrow(() -> context.error(
                                ErrorCode.DATATYPE_MISMATCH,
                                "subscripted assignment to \"" + column + "\" requires type "
                                        + type.nameWithoutModifier() + " but expression is of type "
                                        + value.type().nameWithoutModifier(),
                                position)
                        .withHint("You will need to rewrite or cast the expression."));
    }

    private SqlType element(SqlType type, int position) {
        if (type.category() != TypeCategory.ARRAY) {
            throw context.error(
                    ErrorCode.DATATYPE_MISMATCH,
                    "cannot subscript type " + type.nameWithoutModifier() + " because it does not support subscripting",
                    position);
        }
        if (type instanceof ArrayType array) {
            return array.element();
        }
        return type.is(BuiltInType.INT2VECTOR) ? BuiltInType.INT2.type() : BuiltInType.OID.type();
    }

    private void checkDimensions(List<SyntaxExpression.Subscript> chain) {
        if (chain.size() > ArrayValue.MAXIMUM_DIMENSIONS) {
            throw context.error(
                    ErrorCode.PROGRAM_LIMIT_EXCEEDED,
                    "number of array dimensions (" + chain.size() + ") exceeds the maximum allowed ("
                            + ArrayValue.MAXIMUM_DIMENSIONS + ")",
                    -1);
        }
    }

    /** Adds the bounds that are given to the arguments. Beside a slice, a single index is the upper bound of one that begins at 1. */
    private List<ArrayPart.Bounds> bounds(
            List<SyntaxExpression.Subscript> chain, boolean slice, List<Expression> arguments) {
        List<ArrayPart.Bounds> bounds = new ArrayList<>();
        for (SyntaxExpression.Subscript subscript : chain) {
            if (!subscript.isSlice()) {
                if (slice) {
                    arguments.add(new Expression.Constant(INTEGER, 1L));
                }
                arguments.add(index(subscript.lower(), subscript));
                bounds.add(new ArrayPart.Bounds(true, slice));
                continue;
            }
            if (subscript.lower() != null) {
                arguments.add(index(subscript.lower(), subscript));
            }
            if (subscript.upper() != null) {
                arguments.add(index(subscript.upper(), subscript));
            }
            bounds.add(new ArrayPart.Bounds(subscript.lower() != null, subscript.upper() != null));
        }
        return bounds;
    }

    private Expression index(@Nullable SyntaxExpression syntax, SyntaxExpression.Subscript subscript) {
        if (syntax == null) {
            throw context.error(ErrorCode.SYNTAX_ERROR, "a subscript is missing", subscript.position());
        }
        return binder.coercion()
                .tryTo(binder.bind(syntax), INTEGER, Context.ASSIGNMENT, syntax.position())
                .orElseThrow(() -> context.error(
                        ErrorCode.DATATYPE_MISMATCH, "array subscript must have type integer", syntax.leftmost()));
    }

    /** One slice makes slices of all subscripts: PostgreSQL points at the first. */
    private void refuseSlices(List<SyntaxExpression.Subscript> chain) {
        if (chain.stream().anyMatch(SyntaxExpression.Subscript::isSlice)) {
            SyntaxExpression.Subscript first = chain.getFirst();
            SyntaxExpression bound = first.upper() == null ? first.lower() : first.upper();
            throw context.error(
                    ErrorCode.DATATYPE_MISMATCH,
                    "jsonb subscript does not support slices",
                    bound == null ? -1 : bound.leftmost());
        }
    }

    /** A step of a path in jsonb. */
    private record Key(Expression text, boolean isNumber) {}

    private Key key(SyntaxExpression.Subscript subscript) {
        SyntaxExpression step = Objects.requireNonNull(subscript.lower(), "no slice");
        Expression given = binder.bind(step);
        return binder.coercion()
                .tryTo(given, TEXT, Context.IMPLICIT, step.position())
                .map(text -> new Key(text, false))
                .or(() -> binder.coercion()
                        .tryTo(given, INTEGER, Context.IMPLICIT, step.position())
                        .map(index -> new Key(new Expression.ConvertByText(index, TEXT), true)))
                .orElseThrow(() -> context.error(
                                ErrorCode.DATATYPE_MISMATCH,
                                "subscript type " + given.type().nameWithoutModifier() + " is not supported",
                                step.leftmost())
                        .withHint("jsonb subscript must be coercible to either integer or text."));
    }
}
