package org.borealisdb.sql.bind;

import java.util.Optional;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Comparisons with NULL that are tests for it, as {@code transform_null_equals} has them. Stateless. */
final class NullTests {
    private NullTests() {}

    /** Returns whether a comparison with NULL, whose sign is at an offset, is a test: in a view, if it was when that was made. */
    static boolean isOne(BindContext context, int offset) {
        if (context.depth() > 0 || context.known().nullTests().contains(offset)) {
            return context.known().nullTests().contains(offset);
        }
        boolean is = context.session().comparesWithNull();
        if (is) {
            context.collector().ifPresent(names -> names.nullTest(offset));
        }
        return is;
    }

    /** Returns what is compared with NULL, if that is what an expression does. */
    static Optional<SyntaxExpression> operand(SyntaxExpression.Binary binary) {
        if (!binary.operator().isSimple() || !binary.operator().last().equals("=")) {
            return Optional.empty();
        }
        return isNull(binary.left())
                ? Optional.of(binary.right())
                : isNull(binary.right()) ? Optional.of(binary.left()) : Optional.empty();
    }

    private static boolean isNull(SyntaxExpression value) {
        return value instanceof SyntaxExpression.Literal literal && literal.kind() == SyntaxExpression.LiteralKind.NULL;
    }
}
