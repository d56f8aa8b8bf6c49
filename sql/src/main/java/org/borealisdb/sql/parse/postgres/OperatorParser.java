package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.sql.ast.DefinitionItem;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.FunctionStatement.Mode;
import org.borealisdb.sql.ast.OperatorStatement;
import org.borealisdb.sql.ast.OperatorStatement.CastContext;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.RoleName;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.TypeName;
import org.jspecify.annotations.Nullable;

/** Reads CREATE, ALTER and DROP of operators and casts, and CREATE of aggregates. */
final class OperatorParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    OperatorParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    /** The arguments of an aggregate, and how many of them stand before ORDER BY; -1 without it. */
    private record AggregateArguments(List<FunctionStatement.Parameter> parameters, int direct) {}

    Statement createAggregate(boolean replace) {
        cursor.expect(Keyword.AGGREGATE);
        QualifiedName name = grammar.functions.functionName();
        boolean old = cursor.at(TokenKind.LEFT_PARENTHESIS) && isItem(1);
        AggregateArguments arguments = old ? new AggregateArguments(List.of(), -1) : aggregateArguments();
        return new FunctionStatement.CreateAggregate(
                name, replace, old, arguments.parameters(), arguments.direct(), items());
    }

    private boolean isItem(int ahead) {
        boolean word = cursor.kind(ahead) == TokenKind.IDENTIFIER || cursor.kind(ahead) == TokenKind.KEYWORD;
        return word
                && cursor.kind(ahead + 1) == TokenKind.OPERATOR
                && cursor.value(ahead + 1).equals("=");
    }

    private AggregateArguments aggregateArguments() {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        if (cursor.acceptOperator("*")) {
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            return new AggregateArguments(List.of(), -1);
        }
        List<FunctionStatement.Parameter> direct =
                cursor.at(Keyword.ORDER) ? List.of() : grammar.list(grammar.functions::parameterWithoutDefault);
        List<FunctionStatement.Parameter> sorted = List.of();
        boolean ordered = cursor.accept(Keyword.ORDER);
        if (ordered) {
            cursor.expect(Keyword.BY);
            sorted = grammar.list(grammar.functions::parameterWithoutDefault);
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        List<FunctionStatement.Parameter> all = new ArrayList<>(direct);
        if (!direct.isEmpty() && ordered && direct.getLast().mode() == Mode.VARIADIC) {
            FunctionStatement.Parameter last = direct.getLast();
            boolean same = sorted.size() == 1
                    && sorted.getFirst().mode() == Mode.VARIADIC
                    && sorted.getFirst()
                            .type()
                            .name()
                            .parts()
                            .equals(last.type().name().parts());
            if (!same) {
                throw cursor.error(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "an ordered-set aggregate with a VARIADIC direct argument must have one VARIADIC aggregated"
                                + " argument of the same data type",
                        last.position());
            }
        } else {
            all.addAll(sorted);
        }
        return new AggregateArguments(all, ordered ? direct.size() : -1);
    }

    /** Reads an aggregate by its name and arguments. */
    FunctionStatement.Signature aggregateSignature() {
        QualifiedName name = grammar.functions.functionName();
        return new FunctionStatement.Signature(
                name,
                aggregateArguments().parameters().stream()
                        .map(FunctionStatement.Parameter::type)
                        .toList(),
                false);
    }

    private List<DefinitionItem> items() {
        return grammar.parenthesized(this::item);
    }

    private DefinitionItem item() {
        int position = cursor.position();
        String name = cursor.label();
        if (!cursor.acceptOperator("=")) {
            return new DefinitionItem(name, null, null, null, position);
        }
        if (cursor.at(TokenKind.OPERATOR) && !isNumber()) {
            return new DefinitionItem(name, null, grammar.expressions.anyOperator(cursor.position()), null, position);
        }
        if (cursor.at(Keyword.OPERATOR) && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS) {
            return new DefinitionItem(name, null, grammar.expressions.qualifiedOperator(), null, position);
        }
        Keyword keyword = cursor.keyword();
        if (keyword == Keyword.NONE || (keyword != null && keyword.category() == Keyword.Category.RESERVED)) {
            return new DefinitionItem(name, null, null, cursor.label(), position);
        }
        if (cursor.at(TokenKind.IDENTIFIER) || cursor.at(TokenKind.KEYWORD)) {
            return new DefinitionItem(name, grammar.types.parseOfFunction(), null, null, position);
        }
        return new DefinitionItem(name, null, null, literal(), position);
    }

    private boolean isNumber() {
        boolean sign = cursor.atOperator("-") || cursor.atOperator("+");
        return sign && (cursor.kind(1) == TokenKind.INTEGER || cursor.kind(1) == TokenKind.NUMBER);
    }

    private String literal() {
        return ((SyntaxExpression.Literal) grammar.literalValue()).text();
    }

    Statement createOperator(int position) {
        cursor.expect(Keyword.OPERATOR);
        if (cursor.at(Keyword.CLASS) || cursor.at(Keyword.FAMILY)) {
            throw cursor.notSupported("CREATE OPERATOR " + cursor.keyword(), position);
        }
        QualifiedName name = grammar.expressions.anyOperator(cursor.position());
        return new OperatorStatement.Create(name, items());
    }

    private OperatorStatement.Signature operatorSignature() {
        QualifiedName name = grammar.expressions.anyOperator(cursor.position());
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        TypeName left = operand();
        if (cursor.at(TokenKind.RIGHT_PARENTHESIS)) {
            throw cursor.error(ErrorCode.SYNTAX_ERROR, "missing argument", cursor.position())
                    .withHint("Use NONE to denote the missing argument of a unary operator.");
        }
        cursor.expect(TokenKind.COMMA);
        TypeName right = operand();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new OperatorStatement.Signature(name, left, right);
    }

    private @Nullable TypeName operand() {
        return cursor.accept(Keyword.NONE) ? null : grammar.types.parse();
    }

    Statement dropOperator(int position) {
        cursor.expect(Keyword.OPERATOR);
        if (cursor.at(Keyword.CLASS) || cursor.at(Keyword.FAMILY)) {
            throw cursor.notSupported("DROP OPERATOR " + cursor.keyword(), position);
        }
        boolean ifExists = grammar.ifExists();
        List<OperatorStatement.Signature> signatures = grammar.list(this::operatorSignature);
        return new OperatorStatement.Drop(signatures, ifExists, grammar.cascade());
    }

    Statement alterOperator(int position) {
        cursor.expect(Keyword.OPERATOR);
        if (cursor.at(Keyword.CLASS) || cursor.at(Keyword.FAMILY)) {
            throw cursor.notSupported("ALTER OPERATOR " + cursor.keyword(), position);
        }
        OperatorStatement.Signature signature = operatorSignature();
        if (cursor.accept(Keyword.OWNER)) {
            cursor.expect(Keyword.TO);
            RoleName owner = grammar.roles.role();
            return new OperatorStatement.Alter(signature, owner, null, List.of());
        }
        cursor.expect(Keyword.SET);
        if (cursor.accept(Keyword.SCHEMA)) {
            return new OperatorStatement.Alter(signature, null, cursor.name(), List.of());
        }
        return new OperatorStatement.Alter(signature, null, null, items());
    }

    Statement createCast() {
        cursor.expect(Keyword.CAST);
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        TypeName source = grammar.types.parse();
        cursor.expect(Keyword.AS);
        TypeName target = grammar.types.parse();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        FunctionStatement.Signature function = null;
        boolean inout = false;
        if (cursor.accept(Keyword.WITHOUT)) {
            cursor.expect(Keyword.FUNCTION);
        } else {
            cursor.expect(Keyword.WITH);
            inout = cursor.accept(Keyword.INOUT);
            if (!inout) {
                cursor.expect(Keyword.FUNCTION);
                function = grammar.functions.signature();
            }
        }
        CastContext context = CastContext.EXPLICIT;
        if (cursor.accept(Keyword.AS)) {
            context = cursor.accept(Keyword.IMPLICIT) ? CastContext.IMPLICIT : CastContext.ASSIGNMENT;
            if (context == CastContext.ASSIGNMENT) {
                cursor.expect(Keyword.ASSIGNMENT);
            }
        }
        return new OperatorStatement.CreateCast(source, target, function, inout, context);
    }

    Statement dropCast() {
        cursor.expect(Keyword.CAST);
        boolean ifExists = grammar.ifExists();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        TypeName source = grammar.types.parse();
        cursor.expect(Keyword.AS);
        TypeName target = grammar.types.parse();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        grammar.cascade();
        return new OperatorStatement.DropCast(source, target, ifExists);
    }
}
