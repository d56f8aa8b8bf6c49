package org.borealisdb.sql.parse.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.ParsedStatement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.junit.jupiter.api.Test;

class PostgresParserTest {
    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(PostgresParserTest.class.getResourceAsStream(resource))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    @Test
    void statementsOfClientsParse() throws IOException {
        for (String statement : lines("accepted.sql")) {
            assertThat(PostgresParser.parse(statement)).as(statement).isNotEmpty();
        }
    }

    @Test
    void errorsAreThoseOfPostgreSql15() throws IOException {
        for (String line : lines("errors.tsv")) {
            String[] fields = line.split("\t", 4);
            SqlException error = assertThrows(SqlException.class, () -> PostgresParser.parse(fields[3]), fields[3]);
            assertThat(error.code().sqlState()).as(fields[3]).isEqualTo(fields[0]);
            assertThat(error.position().orElse(0)).as(fields[3]).isEqualTo(Integer.parseInt(fields[1]));
            assertThat(error.text()).as(fields[3]).isEqualTo(fields[2]);
        }
    }

    /** Writes an expression with every operation in parentheses. */
    private static String shape(SyntaxExpression expression) {
        return switch (expression) {
            case SyntaxExpression.Literal literal -> literal.text();
            case SyntaxExpression.ColumnReference column -> String.join(".", column.names());
            case SyntaxExpression.Unary unary -> "(" + unary.operator() + " " + shape(unary.operand()) + ")";
            case SyntaxExpression.Binary binary ->
                "(" + shape(binary.left()) + " " + binary.operator() + " " + shape(binary.right()) + ")";
            case SyntaxExpression.Logical logical ->
                "("
                        + String.join(
                                " " + logical.operator() + " ",
                                logical.operands().stream()
                                        .map(PostgresParserTest::shape)
                                        .toList())
                        + ")";
            case SyntaxExpression.Not not -> "(not " + shape(not.operand()) + ")";
            case SyntaxExpression.IsNull test -> "(" + shape(test.operand()) + " null? " + test.negated() + ")";
            case SyntaxExpression.Between between ->
                "(" + shape(between.operand()) + " between " + shape(between.low()) + ":" + shape(between.high()) + ")";
            case SyntaxExpression.PatternMatch match ->
                "(" + shape(match.operand()) + " " + match.kind() + " " + shape(match.pattern()) + ")";
            case SyntaxExpression.Cast cast ->
                "(" + shape(cast.operand()) + "::" + cast.type().name().last() + ")";
            case SyntaxExpression.AtTimeZone at -> "(" + shape(at.operand()) + " at " + shape(at.zone()) + ")";
            default -> expression.getClass().getSimpleName();
        };
    }

    private static void assertShape(String text, String expected) {
        assertThat(shape(PostgresParser.parseExpression(text))).as(text).isEqualTo(expected);
    }

    @Test
    void precedenceIsThatOfPostgreSql() {
        assertShape("1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)");
        assertShape("-a ^ 2", "((- a) ^ 2)");
        assertShape("2 ^ 3 ^ 2", "((2 ^ 3) ^ 2)");
        assertShape("not a = b", "(not (a = b))");
        assertShape("a or b and not c", "(a OR (b AND (not c)))");
        assertShape("a < b is null", "((a < b) null? false)");
        assertShape("a || b = c || d", "((a || b) = (c || d))");
        assertShape("a + b || c * d", "((a + b) || (c * d))");
        assertShape("a between 1 and 2 = true", "((a between 1:2) = TRUE)");
        assertShape("a between 1 and 2 and b", "((a between 1:2) AND b)");
        assertShape("a like b || c", "(a LIKE (b || c))");
        assertShape("-a::int", "(- (a::int4))");
        assertShape("a at time zone b + c", "((a at b) + c)");
        assertShape("@ a + b", "(@ (a + b))");
        assertShape("- 5", "-5");
    }

    @Test
    void statementsKeepTheirRanges() {
        String text = " select 1 ; /* x */ insert into t values (1);; ";
        List<ParsedStatement> statements = PostgresParser.parse(text);
        assertThat(statements.stream().map(statement -> statement.text(text)))
                .containsExactly("select 1", "insert into t values (1)");
    }

    @Test
    void positionsCountCodePoints() {
        assertThatThrownBy(() -> PostgresParser.parse("select '\ud83d\ude00' from from"))
                .isInstanceOfSatisfying(
                        SqlException.class,
                        error -> assertThat(error.position()).hasValue(17));
    }

    @Test
    void deepNestingFailsWithoutOverflow() {
        for (String open : List.of("(", "not ", "- ", "array[", "case when ", "f(", "(select ", "x between ")) {
            assertThatThrownBy(() -> PostgresParser.parse("select " + open.repeat(100_000)))
                    .isInstanceOf(SqlException.class);
        }
        assertThatThrownBy(() -> PostgresParser.parse("select " + "(".repeat(5000) + "1" + ")".repeat(5000)))
                .isInstanceOfSatisfying(
                        SqlException.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.STATEMENT_TOO_COMPLEX));
        assertThat(PostgresParser.parse("select 1" + " and true".repeat(20_000)))
                .hasSize(1);
    }

    @Test
    void damagedTextsOnlyMakeSqlErrors() throws IOException {
        long seed = 20261123;
        Random random = new Random(seed);
        List<String> statements = lines("accepted.sql");
        for (int round = 0; round < 4000; round++) {
            String first = statements.get(random.nextInt(statements.size()));
            String second = statements.get(random.nextInt(statements.size()));
            StringBuilder text = new StringBuilder(first.substring(0, random.nextInt(first.length() + 1)));
            text.append(second.substring(random.nextInt(second.length() + 1)));
            if (random.nextBoolean() && !text.isEmpty()) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(128));
            }
            try {
                PostgresParser.parse(text.toString());
            } catch (SqlException expected) {
                assertThat(expected.code().sqlState())
                        .as("seed %d, %s", seed, text)
                        .isNotEmpty();
            }
            new StatementShape().take(text.toString());
        }
    }

    @Test
    void randomTokensOnlyMakeSqlErrors() {
        long seed = 42;
        Random random = new Random(seed);
        Keyword[] keywords = Keyword.values();
        String[] others = {"(", ")", ",", ".", "[", "]", "::", "+", "a", "'x'", "1", "*", "=", "$1", ";", "\"Q\"", ":"};
        for (int round = 0; round < 5000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "select " : "");
            for (int i = random.nextInt(15); i >= 0; i--) {
                boolean word = random.nextInt(3) > 0;
                text.append(
                        word
                                ? keywords[random.nextInt(keywords.length)].word()
                                : others[random.nextInt(others.length)]);
                text.append(' ');
            }
            try {
                PostgresParser.parse(text.toString());
            } catch (SqlException expected) {
                assertThat(expected.code().sqlState())
                        .as("seed %d, %s", seed, text)
                        .isNotEmpty();
            }
        }
    }
}
