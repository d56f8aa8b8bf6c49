package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions by precedence climbing, with the levels of PostgreSQL's gram.y from OR, the loosest, to the subscripts.
 *
 * <p>A chain {@code a AND b AND c} becomes one node and costs no depth. Comparisons don't chain: {@code a < b < c} is a syntax
 * error at the second sign, as are two LIKEs in a row. In a restricted expression (gram.y's b_expr: the bounds of BETWEEN, the
 * default of a column) AND, OR, NOT, IN, LIKE, BETWEEN and IS NULL are not read.
 */
final class ExpressionParser {
    private static final int LOWEST = 0;
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int IS = 4;
    private static final int COMPARISON = 5;
    private static final int MATCH = 6;
    private static final int OPERATOR = 7;
    private static final int SUM = 8;
    private static final int PRODUCT = 9;
    private static final int POWER = 10;
    private static final int AT = 11;
    private static final int COLLATE = 12;
    private static final int SIGN = 13;
    private static final int CAST = 15;

    private final Grammar grammar;
    private final TokenCursor cursor;

    ExpressionParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    /** Reads an expression. */
    SyntaxExpression parse() {
        return parse(LOWEST, false);
    }

    /** Reads a restricted expression. */
    SyntaxExpression parseRestricted() {
        return parse(IS, true);
    }

    private SyntaxExpression parse(int minimum, boolean restricted) {
        cursor.enter();
        int around = cursor.height().begin();
        SyntaxExpression left = prefix(restricted);
        int nonAssociative = -1;
        while (true) {
            int level = level(restricted);
            if (level < minimum || level < 0) {
                break;
            }
            if (level == nonAssociative) {
                throw cursor.unexpected();
            }
            boolean forced = cursor.at(Keyword.IN) || cursor.at(Keyword.NOT, Keyword.IN);
            left = infix(left, level, restricted);
            cursor.height().grow();
            nonAssociative = (level == COMPARISON || level == MATCH) && !forced ? level : -1;
        }
        cursor.height().end(around);
        cursor.leave();
        return left;
    }

    private SyntaxExpression prefix(boolean restricted) {
        int position = cursor.position();
        if (cursor.at(Keyword.NOT) && !restricted) {
            cursor.advance();
            return new SyntaxExpression.Not(parse(NOT, false), position);
        }
        if (cursor.at(TokenKind.OPERATOR)) {
            String operator = cursor.value();
            if (operator.equals("-") || operator.equals("+")) {
                cursor.advance();
                return signed(operator, parse(SIGN, restricted), position);
            }
            if (isOther(operator)) {
                cursor.advance();
                return new SyntaxExpression.Unary(
                        QualifiedName.of(operator, position), parse(OPERATOR + 1, restricted), position);
            }
        }
        if (cursor.at(Keyword.OPERATOR) && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS) {
            QualifiedName operator = qualifiedOperator();
            return new SyntaxExpression.Unary(operator, parse(OPERATOR + 1, restricted), position);
        }
        SyntaxExpression primary = grammar.primaries.parse();
        return primary instanceof SyntaxExpression.RowConstructor row && cursor.at(Keyword.OVERLAPS)
                ? overlaps(row)
                : primary;
    }

    /** Reads an operator that stands for itself. */
    QualifiedName anyOperator() {
        if (cursor.at(Keyword.OPERATOR)) {
            return qualifiedOperator();
        }
        int position = cursor.position();
        if (!cursor.at(TokenKind.OPERATOR)) {
            throw cursor.unexpected();
        }
        String operator = cursor.value();
        cursor.advance();
        return QualifiedName.of(operator, position);
    }

    private SyntaxExpression overlaps(SyntaxExpression.RowConstructor left) {
        int position = cursor.position();
        cursor.advance();
        if (!(grammar.primaries.parse() instanceof SyntaxExpression.RowConstructor right)) {
            throw cursor.unexpected();
        }
        checkPair(left, "left");
        checkPair(right, "right");
        List<SyntaxExpression> arguments = new ArrayList<>(left.elements());
        arguments.addAll(right.elements());
        return SyntaxExpression.FunctionCall.inWords(
                new QualifiedName(List.of("pg_catalog", "overlaps"), position), arguments, position);
    }

    private void checkPair(SyntaxExpression.RowConstructor row, String side) {
        if (row.elements().size() != 2) {
            throw cursor.syntaxError(
                    "wrong number of parameters on " + side + " side of OVERLAPS expression", row.position());
        }
    }

    /** Folds the sign into a number right after it, as gram.y's doNegate does. */
    private SyntaxExpression signed(String sign, SyntaxExpression operand, int position) {
        if (sign.equals("-") && operand instanceof SyntaxExpression.Literal literal) {
            boolean number = literal.kind() == SyntaxExpression.LiteralKind.INTEGER
                    || literal.kind() == SyntaxExpression.LiteralKind.NUMBER;
            if (number) {
                String text = literal.text().startsWith("-") ? literal.text().substring(1) : "-" + literal.text();
                SyntaxExpression.Literal folded = new SyntaxExpression.Literal(literal.kind(), text, position);
                cursor.noteNegated(literal, folded);
                cursor.constants().noteSign(position, literal.position());
                return folded;
            }
        }
        return new SyntaxExpression.Unary(QualifiedName.of(sign, position), operand, position);
    }

    /** Returns whether an operator has no level of its own. */
    private static boolean isOther(String operator) {
        return switch (operator) {
            case "+", "-", "*", "/", "%", "^", "<", ">", "=", "<=", ">=", "<>" -> false;
            default -> true;
        };
    }

    /** Returns the level of what stands here as an infix or postfix operator, -1 if it is none. */
    private int level(boolean restricted) {
        switch (cursor.kind()) {
            case OPERATOR -> {
                return switch (cursor.value()) {
                    case "<", ">", "=", "<=", ">=", "<>" -> COMPARISON;
                    case "+", "-" -> SUM;
                    case "*", "/", "%" -> PRODUCT;
                    case "^" -> POWER;
                    default -> OPERATOR;
                };
            }
            case DOUBLE_COLON -> {
                return CAST;
            }
            default -> {}
        }
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            return -1;
        }
        return switch (keyword) {
            case OR -> restricted ? -1 : OR;
            case AND -> restricted ? -1 : AND;
            case IS -> restricted && !isDistinctAhead() ? -1 : IS;
            case ISNULL, NOTNULL -> restricted ? -1 : IS;
            case BETWEEN, IN, LIKE, ILIKE -> restricted ? -1 : MATCH;
            case SIMILAR -> restricted || cursor.keyword(1) != Keyword.TO ? -1 : MATCH;
            case NOT -> restricted || !isNegatableAhead() ? -1 : MATCH;
            case OPERATOR -> cursor.kind(1) == TokenKind.LEFT_PARENTHESIS ? OPERATOR : -1;
            case AT -> restricted || cursor.keyword(1) != Keyword.TIME ? -1 : AT;
            case COLLATE -> restricted ? -1 : COLLATE;
            default -> -1;
        };
    }

    private boolean isDistinctAhead() {
        int ahead = cursor.keyword(1) == Keyword.NOT ? 2 : 1;
        return cursor.keyword(ahead) == Keyword.DISTINCT;
    }

    private boolean isNegatableAhead() {
        Keyword next = cursor.keyword(1);
        return next == Keyword.BETWEEN
                || next == Keyword.IN
                || next == Keyword.LIKE
                || next == Keyword.ILIKE
                || next == Keyword.SIMILAR;
    }

    private SyntaxExpression infix(SyntaxExpression left, int level, boolean restricted) {
        int position = cursor.position();
        return switch (level) {
            case OR -> logical(SyntaxExpression.LogicalOperator.OR, Keyword.OR, OR, left, position);
            case AND -> logical(SyntaxExpression.LogicalOperator.AND, Keyword.AND, AND, left, position);
            case IS -> is(left, position, restricted);
            case MATCH -> match(left, position);
            case CAST -> {
                cursor.advance();
                yield new SyntaxExpression.Cast(left, grammar.types.parse(), position);
            }
            case AT -> {
                cursor.advance();
                cursor.expect(Keyword.TIME);
                cursor.expect(Keyword.ZONE);
                yield new SyntaxExpression.AtTimeZone(left, parse(AT + 1, restricted), position);
            }
            case COLLATE -> {
                cursor.advance();
                yield new SyntaxExpression.Collate(left, grammar.objectName(), position);
            }
            default -> binary(left, level, restricted, position);
        };
    }

    private SyntaxExpression logical(
            SyntaxExpression.LogicalOperator operator,
            Keyword keyword,
            int level,
            SyntaxExpression first,
            int position) {
        List<SyntaxExpression> operands = new ArrayList<>();
        operands.add(first);
        while (cursor.accept(keyword)) {
            operands.add(parse(level + 1, false));
        }
        return new SyntaxExpression.Logical(operator, operands, position);
    }

    private SyntaxExpression is(SyntaxExpression operand, int position, boolean restricted) {
        if (cursor.accept(Keyword.ISNULL)) {
            return new SyntaxExpression.IsNull(operand, false, position);
        }
        if (cursor.accept(Keyword.NOTNULL)) {
            return new SyntaxExpression.IsNull(operand, true, position);
        }
        cursor.advance();
        boolean negated = cursor.accept(Keyword.NOT);
        if (cursor.accept(Keyword.DISTINCT, Keyword.FROM)) {
            return new SyntaxExpression.IsDistinct(operand, parse(IS + 1, restricted), negated, position);
        }
        if (cursor.accept(Keyword.NULL)) {
            return new SyntaxExpression.IsNull(operand, negated, position);
        }
        if (cursor.accept(Keyword.TRUE)) {
            return new SyntaxExpression.IsTruth(operand, SyntaxExpression.TruthTest.TRUE, negated, position);
        }
        if (cursor.accept(Keyword.FALSE)) {
            return new SyntaxExpression.IsTruth(operand, SyntaxExpression.TruthTest.FALSE, negated, position);
        }
        if (cursor.accept(Keyword.UNKNOWN)) {
            return new SyntaxExpression.IsTruth(operand, SyntaxExpression.TruthTest.UNKNOWN, negated, position);
        }
        Optional<String> form = normalForm();
        if (form.isPresent()) {
            List<SyntaxExpression> arguments = new ArrayList<>();
            arguments.add(operand);
            if (!form.get().isEmpty()) {
                arguments.add(new SyntaxExpression.Literal(SyntaxExpression.LiteralKind.STRING, form.get(), position));
            }
            SyntaxExpression test = SyntaxExpression.FunctionCall.inWords(
                    new QualifiedName(List.of("pg_catalog", "is_normalized"), position), arguments, position);
            return negated ? new SyntaxExpression.Not(test, position) : test;
        }
        if (cursor.at(Keyword.DOCUMENT)) {
            throw cursor.notSupported("IS " + cursor.value().toUpperCase(Locale.ROOT), position);
        }
        throw cursor.unexpected();
    }

    /** Reads {@code [form] NORMALIZED}, and answers the form, which may be left out. */
    private Optional<String> normalForm() {
        if (cursor.accept(Keyword.NORMALIZED)) {
            return Optional.of("");
        }
        Keyword form = cursor.keyword();
        boolean named = form == Keyword.NFC || form == Keyword.NFD || form == Keyword.NFKC || form == Keyword.NFKD;
        if (form == null || !named || cursor.keyword(1) != Keyword.NORMALIZED) {
            return Optional.empty();
        }
        cursor.advance();
        cursor.advance();
        return Optional.of(form.name());
    }

    private SyntaxExpression match(SyntaxExpression operand, int start) {
        boolean negated = cursor.accept(Keyword.NOT);
        int position = start;
        if (cursor.accept(Keyword.BETWEEN)) {
            boolean symmetric = cursor.accept(Keyword.SYMMETRIC);
            if (!symmetric) {
                cursor.accept(Keyword.ASYMMETRIC);
            }
            SyntaxExpression low = parseRestricted();
            cursor.expect(Keyword.AND);
            SyntaxExpression high = parse(MATCH + 1, false);
            return new SyntaxExpression.Between(operand, low, high, symmetric, negated, position);
        }
        if (cursor.accept(Keyword.IN)) {
            if (grammar.queries.isQueryInParentheses()) {
                return new SyntaxExpression.InQuery(operand, grammar.parenthesizedQuery(), negated, position);
            }
            return new SyntaxExpression.InList(operand, grammar.parenthesized(grammar::expression), negated, position);
        }
        SyntaxExpression.PatternKind kind = SyntaxExpression.PatternKind.SIMILAR;
        if (cursor.accept(Keyword.LIKE)) {
            kind = SyntaxExpression.PatternKind.LIKE;
        } else if (cursor.accept(Keyword.ILIKE)) {
            kind = SyntaxExpression.PatternKind.ILIKE;
        } else {
            cursor.expect(Keyword.SIMILAR);
            cursor.expect(Keyword.TO);
        }
        SyntaxExpression.Quantifier quantifier = quantifier();
        if (quantifier != null && kind != SyntaxExpression.PatternKind.SIMILAR) {
            String name = (negated ? "!" : "") + (kind == SyntaxExpression.PatternKind.LIKE ? "~~" : "~~*");
            return quantified(QualifiedName.of(name, position), quantifier, operand, position);
        }
        SyntaxExpression pattern = parse(MATCH + 1, false);
        SyntaxExpression escape = cursor.accept(Keyword.ESCAPE) ? parse(MATCH + 1, false) : null;
        return new SyntaxExpression.PatternMatch(kind, operand, pattern, escape, negated, position);
    }

    private SyntaxExpression binary(SyntaxExpression left, int level, boolean restricted, int position) {
        QualifiedName operator;
        if (cursor.at(Keyword.OPERATOR)) {
            operator = qualifiedOperator();
        } else {
            operator = QualifiedName.of(cursor.value(), position);
            cursor.advance();
        }
        SyntaxExpression.Quantifier quantifier = quantifier();
        if (quantifier != null) {
            return quantified(operator, quantifier, left, position);
        }
        return new SyntaxExpression.Binary(operator, left, parse(level + 1, restricted), position);
    }

    /** Moves over ANY, SOME or ALL if an opening parenthesis follows. */
    private SyntaxExpression.@Nullable Quantifier quantifier() {
        if (cursor.kind(1) != TokenKind.LEFT_PARENTHESIS) {
            return null;
        }
        if (cursor.accept(Keyword.ALL)) {
            return SyntaxExpression.Quantifier.ALL;
        }
        return cursor.accept(Keyword.ANY) || cursor.accept(Keyword.SOME) ? SyntaxExpression.Quantifier.ANY : null;
    }

    private SyntaxExpression quantified(
            QualifiedName operator, SyntaxExpression.Quantifier quantifier, SyntaxExpression left, int position) {
        if (grammar.queries.isQueryInParentheses()) {
            return new SyntaxExpression.QuantifiedQuery(
                    operator, quantifier, left, grammar.parenthesizedQuery(), position);
        }
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        SyntaxExpression array = parse();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new SyntaxExpression.QuantifiedArray(operator, quantifier, left, array, position);
    }

    /** Reads {@code OPERATOR(schema.op)}. */
    QualifiedName qualifiedOperator() {
        int position = cursor.position();
        cursor.expect(Keyword.OPERATOR);
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        QualifiedName name = anyOperator(position);
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return name;
    }

    /** Reads an operator with an optional schema. */
    QualifiedName anyOperator(int position) {
        List<String> parts = new ArrayList<>(2);
        while (!cursor.at(TokenKind.OPERATOR)) {
            parts.add(cursor.name());
            cursor.expect(TokenKind.DOT);
        }
        parts.add(cursor.value());
        cursor.advance();
        return new QualifiedName(parts, position);
    }
}
