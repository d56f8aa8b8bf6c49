package org.borealisdb.sql.catalog;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeModifier;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.TypeName;

/** Finds the type that a name stands for. Stateless. */
public final class TypeNames {
    private TypeNames() {}

    /**
     * Returns the type of a name with its modifiers.
     *
     * @throws SqlException 42704 if there is no such type, 22023 for modifiers out of range
     */
    public static SqlType resolve(TypeName name, TypeLookup lookup) {
        SqlType found = lookup.named(name.name().parts())
                .orElseThrow(() ->
                        new SqlException(ErrorCode.UNDEFINED_OBJECT, "type \"" + name.name() + "\" does not exist"));
        if (!(found instanceof ScalarType scalar)) {
            if (!name.modifiers().isEmpty()) {
                throw new SqlException(
                        ErrorCode.SYNTAX_ERROR,
                        "type modifier is not allowed for type \"" + name.name().last() + "\"");
            }
            return name.arrayDimensions() == 0 || found instanceof ArrayType ? found : new ArrayType(found);
        }
        SqlType fitted = scalar.withModifier(modifier(scalar.base(), name.modifiers()));
        return name.arrayDimensions() == 0 ? fitted : new ArrayType(fitted);
    }

    private static int modifier(BuiltInType type, List<SyntaxExpression> modifiers) {
        if (modifiers.isEmpty()) {
            return SqlType.NO_MODIFIER;
        }
        int first = number(modifiers.getFirst());
        return switch (type) {
            case VARCHAR, BPCHAR -> {
                String word = type == BuiltInType.VARCHAR ? "varchar" : "char";
                check(first >= 1, "length for type " + word + " must be at least 1");
                check(
                        first <= TypeModifier.MAXIMUM_LENGTH,
                        "length for type " + word + " cannot exceed " + TypeModifier.MAXIMUM_LENGTH);
                yield TypeModifier.ofLength(first);
            }
            case BIT, VARBIT -> {
                check(modifiers.size() == 1, "invalid type modifier");
                check(first >= 1, "length for type " + type.catalogName() + " must be at least 1");
                check(
                        first <= TypeModifier.MAXIMUM_BITS,
                        "length for type " + type.catalogName() + " cannot exceed " + TypeModifier.MAXIMUM_BITS);
                yield first;
            }
            case NUMERIC -> {
                check(
                        first >= 1 && first <= TypeModifier.MAXIMUM_PRECISION,
                        "NUMERIC precision " + first + " must be between 1 and " + TypeModifier.MAXIMUM_PRECISION);
                int scale = modifiers.size() > 1 ? number(modifiers.get(1)) : 0;
                check(scale >= -1000 && scale <= 1000, "NUMERIC scale " + scale + " must be between -1000 and 1000");
                yield TypeModifier.ofNumeric(first, scale);
            }
            case TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ -> Math.min(first, 6);
            case INTERVAL ->
                TypeModifier.ofInterval(
                        first,
                        modifiers.size() == 1
                                ? TypeModifier.FULL_INTERVAL_PRECISION
                                : Math.min(number(modifiers.get(1)), 6));
            default ->
                throw new SqlException(
                        ErrorCode.SYNTAX_ERROR, "type modifier is not allowed for type \"" + type.catalogName() + "\"");
        };
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
        }
    }

    private static int number(SyntaxExpression modifier) {
        if (modifier instanceof SyntaxExpression.Literal literal
                && literal.kind() == SyntaxExpression.LiteralKind.INTEGER
                && literal.text().length() < 10) {
            return Integer.parseInt(literal.text());
        }
        if (modifier instanceof SyntaxExpression.Unary unary
                && unary.operator().last().equals("-")) {
            return -number(unary.operand());
        }
        throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "type modifiers must be simple constants");
    }
}
