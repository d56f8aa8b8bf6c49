package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.scalar.CastTable.Context;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.scalar.RangeOffsets;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.WindowDefinition;
import org.borealisdb.sql.ast.WindowDefinition.Mode;
import org.borealisdb.sql.plan.Expressions;
import org.borealisdb.sql.plan.WindowFrame;

/** Binds the frames of windows. */
final class FrameBinder {
    private final BindContext context;
    private final ExpressionBinder binder;

    FrameBinder(BindContext context, ExpressionBinder binder) {
        this.context = context;
        this.binder = binder;
    }

    /**
     * Binds the frame of a window.
     *
     * @param order what its rows are sorted by
     */
    WindowFrame bind(WindowDefinition window, List<Expression> order) {
        WindowDefinition.Frame frame = window.frame();
        if (frame == null) {
            return WindowFrame.USUAL;
        }
        boolean offsets = frame.start().offset() != null || frame.end().offset() != null;
        if (frame.mode() == Mode.RANGE && offsets && order.size() != 1) {
            throw context.error(
                    ErrorCode.WINDOWING_ERROR,
                    "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column",
                    window.position());
        }
        if (frame.mode() == Mode.GROUPS && order.isEmpty()) {
            throw context.error(
                    ErrorCode.WINDOWING_ERROR, "GROUPS mode requires an ORDER BY clause", window.position());
        }
        return new WindowFrame(
                frame.mode(),
                bound(frame.mode(), frame.start(), order),
                bound(frame.mode(), frame.end(), order),
                frame.exclusion());
    }

    private WindowFrame.Bound bound(Mode mode, WindowDefinition.Bound bound, List<Expression> order) {
        SyntaxExpression syntax = bound.offset();
        if (syntax == null) {
            return new WindowFrame.Bound(bound.kind(), Optional.empty());
        }
        Expression offset = binder.bindWithoutAggregates(syntax, "window " + mode, "window definitions");
        int position = syntax.leftmost();
        Expression converted = mode == Mode.RANGE
                ? rangeOffset(offset, order.getFirst().type(), position)
                : converted(offset, BuiltInType.INT8.type(), mode, position);
        if (offset.type().is(BuiltInType.UNKNOWN)) {
            context.syntax().ifPresent(noted -> noted.standsFor(offset, converted));
        }
        Expressions.map(converted, part -> {
            if (part instanceof Expression.ColumnReference) {
                throw context.error(
                        ErrorCode.INVALID_COLUMN_REFERENCE,
                        "argument of " + mode + " must not contain variables",
                        binder.positions.getOrDefault(part, position));
            }
            return null;
        });
        return new WindowFrame.Bound(bound.kind(), Optional.of(converted));
    }

    private Expression converted(Expression offset, SqlType type, Mode mode, int position) {
        return binder.coercion()
                .tryTo(offset, type, Context.ASSIGNMENT, position)
                .orElseThrow(() -> context.error(
                        ErrorCode.DATATYPE_MISMATCH,
                        "argument of " + mode + " must be type " + type.nameWithoutModifier() + ", not type "
                                + offset.type().nameWithoutModifier(),
                        position));
    }

    /** Chooses among the types of offsets that the sorted column knows. */
    private Expression rangeOffset(Expression offset, SqlType sorted, int position) {
        SqlType column = sorted.is(BuiltInType.VARCHAR) ? BuiltInType.TEXT.type() : sorted;
        SqlType given = offset.type();
        SqlType preferred = given.is(BuiltInType.UNKNOWN) ? column : given;
        List<SqlType> all = RangeOffsets.offsetTypes(column);
        if (all.isEmpty()) {
            throw context.error(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "RANGE with offset PRECEDING/FOLLOWING is not supported for column type "
                            + column.nameWithoutModifier(),
                    position);
        }
        List<SqlType> possible = all.stream()
                .filter(type ->
                        given.is(BuiltInType.UNKNOWN) || context.casts().canCoerce(given, type, Context.IMPLICIT))
                .toList();
        String both =
                " for column type " + column.nameWithoutModifier() + " and offset type " + given.nameWithoutModifier();
        if (possible.isEmpty()) {
            throw context.error(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "RANGE with offset PRECEDING/FOLLOWING is not supported" + both,
                            position)
                    .withHint("Cast the offset value to an appropriate type.");
        }
        Optional<SqlType> exact =
                possible.stream().filter(type -> type.sameTypeAs(preferred)).findFirst();
        if (exact.isEmpty() && possible.size() > 1) {
            throw context.error(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "RANGE with offset PRECEDING/FOLLOWING has multiple interpretations" + both,
                            position)
                    .withHint("Cast the offset value to the exact intended type.");
        }
        return converted(offset, exact.orElse(possible.getFirst()), Mode.RANGE, position);
    }
}
