package org.borealisdb.sql.catalog;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.ScalarType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeModifier;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.TypeName;

/** Finds the type that a name stands for. Stateless. */
public final class TypeNames {
    private static final TextInput CONSTANTS = new TextInput(SessionFormat.DEFAULT, 0);

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
            if (name.arrayDimensions() == 0 || found instanceof ArrayType) {
                return found;
            }
            if (found.arrayOid() == 0) {
                throw SqlException.notSupported("an array of " + found.displayName());
            }
            return new ArrayType(found);
        }
        if (name.arrayDimensions() > 0 && scalar.arrayOid() == 0) {
            throw new SqlException(ErrorCode.UNDEFINED_OBJECT, "type \"" + name.name() + "[]\" does not exist");
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
                check(modifiers.size() <= 2, "invalid NUMERIC type modifier");
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

    private static boolean isConstant(SyntaxExpression.LiteralKind kind) {
        return kind == SyntaxExpression.LiteralKind.INTEGER
                || kind == SyntaxExpression.LiteralKind.NUMBER
                || kind == SyntaxExpression.LiteralKind.STRING;
    }

    /** Returns the number that a modifier is written as: a constant as text, or a name that is none. */
    private static int number(SyntaxExpression modifier) {
        return switch (modifier) {
            case SyntaxExpression.Literal literal
            when isConstant(literal.kind()) -> (int) CONSTANTS.parseLong(BuiltInType.INT4.type(), literal.text());
            case SyntaxExpression.Unary unary
            when unary.operator().last().equals("-") && unary.operand() instanceof SyntaxExpression.Literal ->
                -number(unary.operand());
            case SyntaxExpression.ColumnReference column
            when column.names().size() == 1 ->
                (int) CONSTANTS.parseLong(
                        BuiltInType.INT4.type(), column.names().getFirst());
            default ->
                throw new SqlException(
                        ErrorCode.SYNTAX_ERROR, "type modifiers must be simple constants or identifiers");
        };
    }
}
