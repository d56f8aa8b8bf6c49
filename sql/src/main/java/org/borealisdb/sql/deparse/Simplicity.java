package org.borealisdb.sql.deparse;

/** Which nodes need no parentheses inside of which others (ruleutils.c's isSimpleNode). Stateless. */
final class Simplicity {
    private Simplicity() {}

    /** Returns whether a node needs no parentheses where operators and conditions have none around themselves. */
    static boolean isSimple(Node node, Node around) {
        return switch (node) {
            case Node.Column _, Node.ValuesColumn _, Node.WholeRow _, Node.Constant _, Node.Words _ -> true;
            case Node.Parameter _ -> true;
            case Node.Subscripts _, Node.ArrayOf _, Node.Row _, Node.Special _ -> true;
            case Node.Call _, Node.WordyCall _, Node.Aggregate _, Node.Windowed _, Node.Case _ -> true;
            case Node.Field _ -> !(around instanceof Node.Field);
            case Node.Cast cast -> cast.kind() == Node.CastKind.FUNCTION || isSimple(cast.operand(), cast);
            case Node.Operator operator when around instanceof Node.Operator outer -> bindsTighter(operator, outer);
            case Node.Operator _, Node.Subquery _, Node.Test _, Node.Distinct _ ->
                around instanceof Node.Logical || separates(around);
            case Node.Logical logical
            when around instanceof Node.Logical outer -> isWithin(logical.logic(), outer.logic());
            case Node.Logical _ -> separates(around);
            case Node.Any _, Node.RowComparison _, Node.Collate _ -> false;
        };
    }

    private static boolean isWithin(Node.Logic inner, Node.Logic outer) {
        return inner == Node.Logic.OR ? outer == Node.Logic.OR : outer != Node.Logic.NOT;
    }

    private static boolean separates(Node around) {
        return switch (around) {
            case Node.Call _, Node.Subscripts _, Node.ArrayOf _, Node.Row _, Node.Special _ -> true;
            case Node.Aggregate _, Node.Windowed _, Node.Case _ -> true;
            default -> false;
        };
    }

    @SuppressWarnings("ReferenceEquality") // The part itself is meant, not one like it.
    private static boolean bindsTighter(Node.Operator inner, Node.Operator outer) {
        boolean infix = inner.left() != null && outer.left() != null;
        boolean known = infix && isArithmetic(inner.sign()) && isArithmetic(outer.sign());
        if (!known) {
            return false;
        }
        boolean product = isProduct(inner.sign());
        boolean ofProduct = isProduct(outer.sign());
        return product == ofProduct ? inner == outer.left() : product;
    }

    private static boolean isProduct(String sign) {
        return sign.equals("*") || sign.equals("/") || sign.equals("%");
    }

    private static boolean isArithmetic(String sign) {
        return sign.equals("+") || sign.equals("-") || isProduct(sign);
    }
}
