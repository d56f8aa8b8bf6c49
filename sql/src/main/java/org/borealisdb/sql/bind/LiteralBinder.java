package org.borealisdb.sql.bind;

import java.util.Optional;
import java.util.function.Function;
import org.borealisdb.expr.bits.BitString;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Binds literals. */
final class LiteralBinder {
    private static final SqlType BOOL = BuiltInType.BOOL.type();
    private static final SqlType UNKNOWN = BuiltInType.UNKNOWN.type();

    private final BindContext context;

    LiteralBinder(BindContext context) {
        this.context = context;
    }

    /** Binds a literal. */
    Expression bind(SyntaxExpression.Literal literal) {
        Optional<Integer> lifted = context.lifted().parameter(literal);
        if (lifted.isPresent()) {
            return new Expression.Parameter(lifted.get(), context.parameterAt(lifted.get()));
        }
        return switch (literal.kind()) {
            case TRUE -> new Expression.Constant(BOOL, true);
            case FALSE -> new Expression.Constant(BOOL, false);
            case NULL -> new Expression.Constant(UNKNOWN, null);
            case STRING -> {
                Expression.Constant text = new Expression.Constant(UNKNOWN, literal.text());
                context.notePosition(text, literal.position());
                context.strings().bound(literal, text);
                yield text;
            }
            case INTEGER, NUMBER -> {
                SqlType type = NumberLiteral.type(literal.text());
                yield new Expression.Constant(
                        type, context.session().textInput().parse(type, literal.text()));
            }
            case BIT_STRING -> bits(literal, BitString::parseBinary);
            case HEXADECIMAL_STRING -> bits(literal, BitString::parseHexadecimal);
        };
    }

    private Expression bits(SyntaxExpression.Literal literal, Function<String, BitString> parser) {
        try {
            return new Expression.Constant(BuiltInType.BIT.type(), parser.apply(literal.text()));
        } catch (SqlException invalid) {
            throw context.at(invalid, literal.position());
        }
    }
}
