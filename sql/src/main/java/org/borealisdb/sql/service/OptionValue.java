package org.borealisdb.sql.service;

import java.util.Locale;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.SourceText;
import org.borealisdb.sql.ast.SyntaxExpression;

/** The values of options of EXPLAIN, VACUUM and their like. Stateless. */
final class OptionValue {
    private OptionValue() {}

    /** Returns a value's text; of an option without one it is {@code true}. */
    static String text(OptionItem item) {
        return switch (item.value()) {
            case SyntaxExpression.Literal literal ->
                switch (literal.kind()) {
                    case TRUE -> "true";
                    case FALSE -> "false";
                    default -> literal.text();
                };
            case SyntaxExpression.ColumnReference word -> word.names().getLast();
            case null, default -> "true";
        };
    }

    /** Returns whether an option says yes. */
    static boolean isOn(OptionItem item) {
        return switch (text(item).toLowerCase(Locale.ROOT)) {
            case "true", "on", "1" -> true;
            case "false", "off", "0" -> false;
            default -> throw new SqlException(ErrorCode.SYNTAX_ERROR, item.name() + " requires a Boolean value");
        };
    }

    /** The error of a command that has no such option. */
    static SqlException unrecognized(String command, OptionItem item, String statement) {
        return at(
                new SqlException(ErrorCode.SYNTAX_ERROR, "unrecognized " + command + " option \"" + item.name() + "\""),
                item,
                statement);
    }

    /** Points at an option. */
    static SqlException at(SqlException error, OptionItem item, String statement) {
        return SourceText.at(error, statement, item.position());
    }
}
