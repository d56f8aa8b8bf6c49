package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.borealisdb.sql.ast.LongName;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.jspecify.annotations.Nullable;

/** The parsers of one text, which call each other through here, and the small rules that all of them use. */
final class Grammar {
    final TokenCursor cursor;
    final TypeParser types;
    final ExpressionParser expressions;
    final PrimaryParser primaries;
    final QueryParser queries;
    final FromParser from;
    final DataChangeParser changes;
    final TableParser tables;
    final DefinitionParser definitions;
    final TypeDefinitionParser typeDefinitions;
    final ObjectDefinitionParser objectDefinitions;
    final AlterParser alterations;
    final RoleParser roles;
    final SessionParser sessions;
    final MaintenanceParser maintenance;
    final StatementParser statements;
    final FunctionParser functions;
    final OperatorParser operators;
    private final List<LongName> longNames = new ArrayList<>(0);

    @SuppressWarnings("this-escape") // Each parser only stores the grammar until the first statement is parsed.
    Grammar(TokenCursor cursor) {
        this.cursor = cursor;
        types = new TypeParser(this);
        expressions = new ExpressionParser(this);
        primaries = new PrimaryParser(this);
        queries = new QueryParser(this);
        from = new FromParser(this);
        changes = new DataChangeParser(this);
        tables = new TableParser(this);
        definitions = new DefinitionParser(this);
        typeDefinitions = new TypeDefinitionParser(this);
        objectDefinitions = new ObjectDefinitionParser(this);
        alterations = new AlterParser(this);
        roles = new RoleParser(this);
        sessions = new SessionParser(this);
        maintenance = new MaintenanceParser(this);
        statements = new StatementParser(this);
        functions = new FunctionParser(this);
        operators = new OperatorParser(this);
    }

    SyntaxExpression expression() {
        return expressions.parse();
    }

    /** Reads one or more items between commas. */
    <T> List<T> list(Supplier<T> item) {
        List<T> items = new ArrayList<>(4);
        do {
            items.add(item.get());
        } while (cursor.accept(TokenKind.COMMA));
        return items;
    }

    List<SyntaxExpression> expressionList() {
        return list(this::expression);
    }

    /** Reads the modifiers of a type. */
    List<SyntaxExpression> typeModifiers() {
        int before = cursor.constants().count();
        List<SyntaxExpression> modifiers = parenthesized(this::expression);
        cursor.constants().forget(before);
        return modifiers;
    }

    /** Reads one or more items between commas, in parentheses. */
    <T> List<T> parenthesized(Supplier<T> item) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<T> items = list(item);
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return items;
    }

    List<String> nameList() {
        return parenthesized(cursor::name);
    }

    List<String> optionalNameList() {
        return cursor.at(TokenKind.LEFT_PARENTHESIS) ? nameList() : List.of();
    }

    /** Reads {@code a}, {@code a.b}, {@code a.b.c}: gram.y's qualified_name and any_name. */
    QualifiedName qualifiedName() {
        int position = cursor.position();
        return note(name(cursor.name(), position), false, true);
    }

    /** Reads the name of a column behind that of its table. */
    QualifiedName columnName() {
        int position = cursor.position();
        return note(name(cursor.name(), position), true, true);
    }

    /** Reads the name of what is no relation. */
    QualifiedName objectName() {
        int position = cursor.position();
        return objectName(cursor.name(), position);
    }

    /** Reads the rest of the name of what is no relation. */
    QualifiedName objectName(String first, int position) {
        return note(name(first, position), false, false);
    }

    /** Notes a name if it says a database. */
    QualifiedName note(QualifiedName name, boolean column, boolean relation) {
        if (name.parts().size() > (column ? 3 : 2)) {
            longNames.add(new LongName(name, column, relation));
        }
        return name;
    }

    /** Returns the names that say a database, of the statement that has been read. */
    List<LongName> takeLongNames() {
        List<LongName> taken = List.copyOf(longNames);
        longNames.clear();
        return taken;
    }

    /** Reads the rest of a name, which may be a type's that is told by that of a column. */
    QualifiedName name(String first, int position) {
        if (!cursor.at(TokenKind.DOT)) {
            return QualifiedName.of(first, position);
        }
        List<String> parts = new ArrayList<>(3);
        parts.add(first);
        while (cursor.accept(TokenKind.DOT)) {
            parts.add(cursor.label());
        }
        return new QualifiedName(parts, position);
    }

    List<QualifiedName> qualifiedNames() {
        return list(this::qualifiedName);
    }

    /** Reads {@code WHERE condition} if it is there. */
    @Nullable
    SyntaxExpression optionalWhere() {
        return cursor.accept(Keyword.WHERE) ? expression() : null;
    }

    /** Reads the collation of a definition, if there is one; it stands where COLLATE does. */
    @Nullable
    QualifiedName optionalCollation() {
        int position = cursor.position();
        return cursor.accept(Keyword.COLLATE) ? new QualifiedName(objectName().parts(), position) : null;
    }

    boolean ifExists() {
        return cursor.accept(Keyword.IF, Keyword.EXISTS);
    }

    boolean ifNotExists() {
        if (cursor.at(Keyword.IF, Keyword.NOT)) {
            cursor.advance();
            cursor.advance();
            cursor.expect(Keyword.EXISTS);
            return true;
        }
        return false;
    }

    /** Reads CASCADE or RESTRICT if either is there. */
    boolean cascade() {
        if (cursor.accept(Keyword.CASCADE)) {
            return true;
        }
        cursor.accept(Keyword.RESTRICT);
        return false;
    }

    /** Reads {@code (name [= value], ...)}: storage options, and with {@code equals} false {@code (name [value], ...)}. */
    List<OptionItem> options(boolean equals) {
        return parenthesized(() -> option(equals));
    }

    private OptionItem option(boolean equals) {
        int position = cursor.position();
        String name = cursor.label();
        if (cursor.accept(TokenKind.DOT)) {
            name = name + "." + cursor.label();
        }
        boolean ends = cursor.at(TokenKind.COMMA) || cursor.at(TokenKind.RIGHT_PARENTHESIS);
        if (equals ? !cursor.acceptOperator("=") : ends) {
            return new OptionItem(name, null, position);
        }
        return new OptionItem(name, optionValue(), position);
    }

    /** Reads an option's value: a literal, a word, a signed number, {@code *}, or a list of them in parentheses. */
    SyntaxExpression optionValue() {
        int position = cursor.position();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            return new SyntaxExpression.ArrayConstructor(parenthesized(this::optionValue), position);
        }
        if (cursor.acceptOperator("*")) {
            return new SyntaxExpression.Star(List.of(), position);
        }
        if (cursor.at(TokenKind.IDENTIFIER) || cursor.at(TokenKind.KEYWORD)) {
            return new SyntaxExpression.ColumnReference(List.of(cursor.label()), position);
        }
        return literalValue();
    }

    /** Reads a string or a signed number. */
    SyntaxExpression literalValue() {
        int position = cursor.position();
        if (cursor.at(TokenKind.STRING)) {
            return new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.STRING, cursor.string(), position);
        }
        boolean negative = cursor.acceptOperator("-");
        if (!negative) {
            cursor.acceptOperator("+");
        }
        SyntaxExpression.LiteralKind kind = switch (cursor.kind()) {
            case INTEGER -> SyntaxExpression.LiteralKind.INTEGER;
            case NUMBER -> SyntaxExpression.LiteralKind.NUMBER;
            default -> throw cursor.unexpected();
        };
        String text = negative ? "-" + cursor.value() : cursor.value();
        cursor.advance();
        return new SyntaxExpression.Literal(kind, text, position);
    }

    /** Reads {@code WITH (options)} if it is there. */
    List<OptionItem> optionalWithOptions() {
        if (cursor.at(Keyword.WITH) && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS) {
            cursor.advance();
            return options(true);
        }
        return List.of();
    }

    Query query() {
        return queries.parse();
    }

    /** Reads a query in parentheses that are not part of it. */
    Query parenthesizedQuery() {
        return queries.parenthesized();
    }
}
