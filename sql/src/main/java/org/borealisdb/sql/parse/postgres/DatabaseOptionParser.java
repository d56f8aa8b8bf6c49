package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Reads the options of CREATE and ALTER DATABASE. */
final class DatabaseOptionParser {
    private final TokenCursor cursor;
    private final Grammar grammar;

    DatabaseOptionParser(TokenCursor cursor, Grammar grammar) {
        this.cursor = cursor;
        this.grammar = grammar;
    }

    /** Reads what follows the name of a database, which may be nothing. */
    List<OptionItem> options() {
        cursor.accept(Keyword.WITH);
        List<OptionItem> options = new ArrayList<>();
        while (cursor.at(TokenKind.IDENTIFIER) || cursor.at(TokenKind.KEYWORD)) {
            int at = cursor.position();
            String option = cursor.accept(Keyword.CONNECTION, Keyword.LIMIT) ? "connection_limit" : cursor.label();
            cursor.acceptOperator("=");
            options.add(
                    new OptionItem(option, cursor.at(Keyword.DEFAULT) ? defaultOption() : grammar.optionValue(), at));
        }
        return options;
    }

    private SyntaxExpression defaultOption() {
        int position = cursor.position();
        cursor.advance();
        return new SyntaxExpression.DefaultValue(position);
    }
}
