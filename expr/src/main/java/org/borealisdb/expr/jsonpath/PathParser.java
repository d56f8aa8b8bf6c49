package org.borealisdb.expr.jsonpath;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.jsonpath.PathNode.Method.Kind;
import org.borealisdb.expr.regex.Regex;
import org.borealisdb.expr.regex.RegexOptions;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextInput;

/** Reads a path by descending into its grammar; an error is at the first token that no path could have there. Belongs to one task. */
final class PathParser {
    /** How deep expressions nest at most: reading recurses into them. */
    static final int MAXIMUM_DEPTH = 200;

    /** How many steps and operators a path has at most: writing and evaluating recurse into each. */
    static final int MAXIMUM_NODES = 600;

    private static final List<List<PathNode.Operator>> OPERATORS = List.of(
            List.of(PathNode.Operator.ADD, PathNode.Operator.SUBTRACT),
            List.of(PathNode.Operator.MULTIPLY, PathNode.Operator.DIVIDE, PathNode.Operator.REMAINDER));

    private final PathLexer lexer;
    private PathToken token;
    private boolean lax = true;
    private int depth;
    private int nodes;

    /** How many filters the place that is read is in. */
    private int filters;

    private boolean inSubscript;

    /** What is wrong with where {@code @} or {@code last} is; told after errors of syntax, as PostgreSQL does. */
    private String misplaced = "";

    PathParser(String text) {
        this.lexer = new PathLexer(text);
        this.token = lexer.next();
    }

    boolean isLax() {
        return lax;
    }

    /** Returns the steps of the path, none if there is nothing in the text. */
    List<PathNode> parse() {
        if (token.kind() == PathToken.Kind.END) {
            return List.of();
        }
        if (token.isWord("strict") || token.isWord("lax")) {
            lax = token.isWord("lax");
            advance();
        }
        List<PathNode> path = any();
        if (token.kind() != PathToken.Kind.END) {
            throw unexpected();
        }
        if (!misplaced.isEmpty()) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, misplaced);
        }
        return path;
    }

    private void advance() {
        token = lexer.next();
    }

    private SqlException unexpected() {
        return PathLexer.error("syntax error", token.shown());
    }

    private void expect(String symbol) {
        if (!token.isSymbol(symbol)) {
            throw unexpected();
        }
        advance();
    }

    private boolean accept(String symbol) {
        if (token.isSymbol(symbol)) {
            advance();
            return true;
        }
        return false;
    }

    private void expectWord(String word) {
        if (!token.isWord(word)) {
            throw unexpected();
        }
        advance();
    }

    private void enter() {
        if (++depth > MAXIMUM_DEPTH) {
            throw tooComplex();
        }
    }

    private void countNode() {
        if (++nodes > MAXIMUM_NODES) {
            throw tooComplex();
        }
    }

    private static SqlException tooComplex() {
        return new SqlException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    }

    /** Reads an expression or a predicate. */
    private List<PathNode> any() {
        enter();
        List<PathNode> left = conjunction();
        while (PathNode.isPredicate(left) && accept("||")) {
            countNode();
            left = List.of(new PathNode.Or(predicate(left), predicate(conjunction())));
        }
        depth--;
        return left;
    }

    private List<PathNode> conjunction() {
        List<PathNode> left = simple();
        while (PathNode.isPredicate(left) && accept("&&")) {
            countNode();
            left = List.of(new PathNode.And(predicate(left), predicate(simple())));
        }
        return left;
    }

    private PathNode.Predicate predicate(List<PathNode> steps) {
        if (steps.size() == 1 && steps.getFirst() instanceof PathNode.Predicate predicate) {
            return predicate;
        }
        throw unexpected();
    }

    private List<PathNode> simple() {
        if (accept("!")) {
            countNode();
            return List.of(new PathNode.Not(delimited()));
        }
        if (token.isWord("exists")) {
            return List.of(delimited());
        }
        List<PathNode> left = expression(0);
        if (PathNode.isPredicate(left)) {
            if (!token.isWord("is")) {
                return left;
            }
            advance();
            expectWord("unknown");
            return List.of(new PathNode.IsUnknown(predicate(left)));
        }
        for (PathNode.Comparator comparator : PathNode.Comparator.values()) {
            if (accept(comparator.symbol())) {
                return List.of(new PathNode.Comparison(comparator, left, operand(expression(0))));
            }
        }
        if (token.isWord("starts")) {
            advance();
            expectWord("with");
            return List.of(new PathNode.StartsWith(left, initial()));
        }
        if (token.isWord("like_regex")) {
            advance();
            return List.of(likeRegex(left));
        }
        return left;
    }

    /** A predicate in parentheses, or EXISTS. */
    private PathNode.Predicate delimited() {
        if (token.isWord("exists")) {
            advance();
            expect("(");
            List<PathNode> path = operand(any());
            expect(")");
            return new PathNode.Exists(path);
        }
        expect("(");
        PathNode.Predicate inner = predicate(any());
        expect(")");
        return inner;
    }

    private List<PathNode> operand(List<PathNode> steps) {
        if (PathNode.isPredicate(steps)) {
            throw unexpected();
        }
        return steps;
    }

    private PathNode initial() {
        PathNode initial = switch (token.kind()) {
            case STRING -> new PathNode.Literal(new JsonItem.Text(token.text()));
            case VARIABLE -> new PathNode.Variable(token.text());
            case SYMBOL, NAME, INTEGER, NUMBER, END -> throw unexpected();
        };
        advance();
        return initial;
    }

    private String string() {
        if (token.kind() != PathToken.Kind.STRING) {
            throw unexpected();
        }
        String value = token.text();
        advance();
        return value;
    }

    private PathNode.LikeRegex likeRegex(List<PathNode> text) {
        String pattern = string();
        String letters = "";
        if (token.isWord("flag")) {
            advance();
            letters = string();
        }
        StringBuilder flags = new StringBuilder();
        for (int i = 0; i < letters.length(); i++) {
            if ("ismxq".indexOf(letters.charAt(i)) < 0) {
                throw new SqlException(ErrorCode.SYNTAX_ERROR, "invalid input syntax for type jsonpath")
                        .withDetail("Unrecognized flag character \"" + Character.toString(letters.codePointAt(i))
                                + "\" in LIKE_REGEX predicate.");
            }
        }
        for (char flag : "ismxq".toCharArray()) {
            if (letters.indexOf(flag) >= 0) {
                flags.append(flag);
            }
        }
        return new PathNode.LikeRegex(text, pattern, flags.toString(), Regex.of(pattern, options(flags.toString())));
    }

    /** XQuery's flags in terms of our options: a dot matches a new line only if s says so; q makes the others but i mean nothing. */
    private static RegexOptions options(String flags) {
        RegexOptions options = RegexOptions.DEFAULT.withIgnoreCase(flags.contains("i"));
        if (flags.contains("q")) {
            return options.with('q').orElseThrow();
        }
        if (flags.contains("x")) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "XQuery \"x\" flag (expanded regular expressions) is not implemented");
        }
        boolean anchors = flags.contains("m");
        char letter = flags.contains("s") ? (anchors ? 'w' : 's') : anchors ? 'n' : 'p';
        return options.with(letter).orElseThrow();
    }

    private List<PathNode> expression(int level) {
        if (level == OPERATORS.size()) {
            return unary();
        }
        List<PathNode> left = expression(level + 1);
        while (!PathNode.isPredicate(left)) {
            Optional<PathNode.Operator> operator = OPERATORS.get(level).stream()
                    .filter(each -> token.isSymbol(each.symbol()))
                    .findFirst();
            if (operator.isEmpty()) {
                break;
            }
            countNode();
            advance();
            left = List.of(new PathNode.Arithmetic(operator.get(), left, operand(expression(level + 1))));
        }
        return left;
    }

    private List<PathNode> unary() {
        if (!token.isSymbol("+") && !token.isSymbol("-")) {
            return accessors(primary());
        }
        boolean negative = token.isSymbol("-");
        advance();
        enter();
        List<PathNode> operand = operand(unary());
        depth--;
        if (operand.size() == 1 && operand.getFirst() instanceof PathNode.Literal(JsonItem.Decimal(Numeric number))) {
            return List.of(new PathNode.Literal(new JsonItem.Decimal(negative ? number.negated() : number)));
        }
        return List.of(new PathNode.Signed(negative, operand));
    }

    private List<PathNode> primary() {
        if (accept("(")) {
            List<PathNode> inner = any();
            expect(")");
            return inner;
        }
        PathNode node = switch (token.kind()) {
            case STRING -> new PathNode.Literal(new JsonItem.Text(token.text()));
            case INTEGER, NUMBER -> new PathNode.Literal(new JsonItem.Decimal(TextInput.parseNumeric(token.text())));
            case VARIABLE -> new PathNode.Variable(token.text());
            case SYMBOL -> symbol();
            case NAME -> word();
            case END -> throw unexpected();
        };
        advance();
        return List.of(node);
    }

    private PathNode symbol() {
        if (token.isSymbol("$")) {
            return new PathNode.Root();
        }
        if (!token.isSymbol("@")) {
            throw unexpected();
        }
        if (filters == 0 && misplaced.isEmpty()) {
            misplaced = "@ is not allowed in root expressions";
        }
        return new PathNode.Current();
    }

    private PathNode word() {
        if (token.isExactly("null")) {
            return new PathNode.Literal(JsonItem.Nothing.VALUE);
        }
        if (token.isExactly("true") || token.isExactly("false")) {
            return new PathNode.Literal(new JsonItem.Truth(token.isExactly("true")));
        }
        if (!token.isWord("last")) {
            throw unexpected();
        }
        if (!inSubscript && misplaced.isEmpty()) {
            misplaced = "LAST is allowed only in array subscripts";
        }
        return new PathNode.Last();
    }

    private List<PathNode> accessors(List<PathNode> first) {
        List<PathNode> steps = new ArrayList<>(first);
        while (true) {
            if (accept(".")) {
                member(steps);
            } else if (accept("[")) {
                steps.add(subscripts());
            } else if (accept("?")) {
                expect("(");
                filters++;
                PathNode.Predicate predicate = predicate(any());
                filters--;
                expect(")");
                steps.add(new PathNode.Filter(predicate));
            } else {
                return steps.size() == first.size() ? first : List.copyOf(steps);
            }
            countNode();
        }
    }

    private void member(List<PathNode> steps) {
        if (accept("*")) {
            steps.add(new PathNode.AnyKey());
            return;
        }
        if (accept("**")) {
            steps.add(levels());
            return;
        }
        if (token.kind() != PathToken.Kind.NAME && token.kind() != PathToken.Kind.STRING) {
            throw unexpected();
        }
        PathToken name = token;
        advance();
        if (!token.isSymbol("(") || name.kind() != PathToken.Kind.NAME) {
            steps.add(new PathNode.Key(name.text()));
            return;
        }
        if (name.isWord("datetime")) {
            advance();
            Optional<String> template =
                    token.kind() == PathToken.Kind.STRING ? Optional.of(string()) : Optional.empty();
            expect(")");
            steps.add(new PathNode.DateTime(template));
            return;
        }
        steps.add(new PathNode.Method(method(name)));
        advance();
        expect(")");
    }

    private Kind method(PathToken name) {
        for (Kind kind : Kind.values()) {
            if (name.isWord(kind.name().toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw unexpected();
    }

    private PathNode levels() {
        if (!accept("{")) {
            return new PathNode.AnyLevel(0, PathNode.LAST_LEVEL);
        }
        int first = level();
        int last = first;
        if (token.isWord("to")) {
            advance();
            last = level();
        }
        expect("}");
        return new PathNode.AnyLevel(first, last);
    }

    private int level() {
        if (token.isWord("last")) {
            advance();
            return PathNode.LAST_LEVEL;
        }
        if (token.kind() != PathToken.Kind.INTEGER) {
            throw unexpected();
        }
        String digits = token.text();
        advance();
        return (int) new TextInput(SessionFormat.DEFAULT, 0).parseLong(BuiltInType.INT4.type(), digits);
    }

    private PathNode subscripts() {
        if (accept("*")) {
            expect("]");
            return new PathNode.AnyElement();
        }
        boolean outside = inSubscript;
        inSubscript = true;
        List<PathNode.Range> ranges = new ArrayList<>();
        do {
            List<PathNode> from = operand(any());
            List<PathNode> to = List.of();
            if (token.isWord("to")) {
                advance();
                to = operand(any());
            }
            ranges.add(new PathNode.Range(from, to));
        } while (accept(","));
        inSubscript = outside;
        expect("]");
        return new PathNode.Subscripts(ranges);
    }
}
