package org.borealisdb.sql.service;

import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.SyntaxExpression;

/** A setting's value as it stands in a statement. Stateless. */
final class SettingValue {
    private SettingValue() {}

    /** Returns its text. */
    static String textOf(SyntaxExpression value) {
        return switch (value) {
            case SyntaxExpression.Literal literal ->
                switch (literal.kind()) {
                    case TRUE -> "on";
                    case FALSE -> "off";
                    default -> literal.text();
                };
            case SyntaxExpression.Unary unary -> unary.operator().last() + textOf(unary.operand());
            case SyntaxExpression.ColumnReference name -> name.names().getLast();
            default -> throw SqlException.notSupported("this value of a setting");
        };
    }
}
