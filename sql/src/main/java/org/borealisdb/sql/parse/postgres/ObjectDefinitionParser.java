package org.borealisdb.sql.parse.postgres;

import java.util.List;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.ObjectDefinition;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;

/** Reads CREATE and ALTER of collations and of extended statistics. */
final class ObjectDefinitionParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    ObjectDefinitionParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    Statement createCollation() {
        cursor.expect(Keyword.COLLATION);
        boolean ifNotExists = grammar.ifNotExists();
        QualifiedName name = grammar.objectName();
        int position = cursor.position();
        if (cursor.accept(Keyword.FROM)) {
            QualifiedName from = grammar.objectName();
            SyntaxExpression value = new SyntaxExpression.ColumnReference(from.parts(), from.position());
            return new ObjectDefinition.CreateCollation(
                    name, ifNotExists, List.of(new OptionItem("from", value, position)));
        }
        return new ObjectDefinition.CreateCollation(name, ifNotExists, grammar.parenthesized(this::collationOption));
    }

    private OptionItem collationOption() {
        int position = cursor.position();
        String name = cursor.label();
        if (!cursor.acceptOperator("=")) {
            return new OptionItem(name, null, position);
        }
        boolean from = name.equals("from") && (cursor.at(TokenKind.IDENTIFIER) || cursor.at(TokenKind.KEYWORD));
        return new OptionItem(
                name,
                from
                        ? new SyntaxExpression.ColumnReference(
                                grammar.objectName().parts(), position)
                        : grammar.optionValue(),
                position);
    }

    Statement createStatistics() {
        cursor.expect(Keyword.STATISTICS);
        boolean ifNotExists = grammar.ifNotExists();
        QualifiedName name = grammar.objectName();
        List<String> kinds = cursor.at(TokenKind.LEFT_PARENTHESIS) ? grammar.nameList() : List.of();
        cursor.expect(Keyword.ON);
        List<SyntaxExpression> expressions = grammar.list(this::statisticsItem);
        cursor.expect(Keyword.FROM);
        return new ObjectDefinition.CreateStatistics(name, ifNotExists, kinds, expressions, grammar.from.parseAll());
    }

    /** A column, a call, or an expression in parentheses: gram.y's stats_param. */
    private SyntaxExpression statisticsItem() {
        int position = cursor.position();
        if (cursor.accept(TokenKind.LEFT_PARENTHESIS)) {
            SyntaxExpression expression = grammar.expression();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            return expression;
        }
        if (cursor.isName(0) && cursor.kind(1) != TokenKind.LEFT_PARENTHESIS && cursor.kind(1) != TokenKind.DOT) {
            return new SyntaxExpression.ColumnReference(List.of(cursor.name()), position);
        }
        SyntaxExpression call = grammar.primaries.parse();
        if (call instanceof SyntaxExpression.ColumnReference) {
            throw cursor.unexpected();
        }
        return call;
    }

    Statement alter(Definition.ObjectKind kind) {
        cursor.advance();
        boolean collation = kind == Definition.ObjectKind.COLLATION;
        boolean ifExists = !collation && grammar.ifExists();
        QualifiedName name = grammar.objectName();
        return new ObjectDefinition.Alter(kind, name, ifExists, change(collation, ifExists));
    }

    private ObjectDefinition.Change change(boolean collation, boolean ifExists) {
        if (collation && cursor.accept(Keyword.REFRESH)) {
            cursor.expect(Keyword.VERSION);
            return new ObjectDefinition.RefreshVersion();
        }
        if (!collation && cursor.at(Keyword.SET, Keyword.STATISTICS)) {
            cursor.advance();
            cursor.advance();
            return new ObjectDefinition.SetTarget(cursor.signedInteger());
        }
        if (!ifExists && cursor.accept(Keyword.RENAME)) {
            cursor.expect(Keyword.TO);
            return new ObjectDefinition.Rename(cursor.name());
        }
        if (!ifExists && cursor.accept(Keyword.OWNER)) {
            cursor.expect(Keyword.TO);
            return new ObjectDefinition.ChangeOwner(grammar.roles.role());
        }
        cursor.expect(Keyword.SET);
        if (ifExists) {
            cursor.expect(Keyword.STATISTICS);
        }
        cursor.expect(Keyword.SCHEMA);
        return new ObjectDefinition.SetSchema(cursor.name());
    }
}
