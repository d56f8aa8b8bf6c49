package org.borealisdb.sql.service;

import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.expr.value.TypeModifiers;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.TypeLookup;
import org.borealisdb.sql.catalog.TypeNames;

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
            case SyntaxExpression.Cast interval
            when interval.operand() instanceof SyntaxExpression.Literal literal -> interval(interval, literal.text());
            default -> throw SqlException.notSupported("this value of a setting");
        };
    }

    /** SET TIME ZONE INTERVAL is the only one that has a type. */
    private static String interval(SyntaxExpression.Cast cast, String text) {
        SqlType type = TypeNames.resolve(cast.type(), TypeLookup.BUILT_IN);
        Object value = TypeModifiers.fit(type, new TextInput(SessionFormat.DEFAULT, 0).parse(type, text), true);
        return "INTERVAL '" + TextOutput.format(type, value, SessionFormat.DEFAULT) + "'";
    }
}
