package org.borealisdb.sql.parse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.LiteralSite;
import org.borealisdb.sql.ast.ParsedStatement;
import org.junit.jupiter.api.Test;

class StatementShapeTest {
    private static StatementShape shape(String text) {
        StatementShape shape = new StatementShape();
        assertThat(shape.take(text)).as(text).isTrue();
        return shape;
    }

    private static List<Long> values(String text) {
        StatementShape shape = shape(text);
        return LongStream.range(0, shape.count())
                .mapToObj(i -> shape.value((int) i))
                .toList();
    }

    @Test
    void textsThatDifferInNumbersHaveOneShape() {
        StatementShape first = shape("UPDATE t1 SET a = a + -17 WHERE id = 5;");
        StatementShape second = shape("UPDATE t1 SET a = a + -4 WHERE id = 123456789;");
        assertThat(first).isEqualTo(second).hasSameHashCodeAs(second);
        assertThat(first.kept()).isEqualTo(second);
        assertThat(values("UPDATE t1 SET a = a + -17 WHERE id = 5;")).containsExactly(17L, 5L);
        assertThat(shape("UPDATE t1 SET a = a + 17 WHERE id = 5;")).isNotEqualTo(first);
        assertThat(shape("UPDATE t2 SET a = a + -17 WHERE id = 5;")).isNotEqualTo(first);
    }

    @Test
    void otherNumbersStay() {
        assertThat(values("select 1.5, .5, 7., 2147483648, 1234567890, a1, b.c2, 9"))
                .containsExactly(9L);
        assertThat(shape("select 1.5")).isNotEqualTo(shape("select 1.6"));
    }

    @Test
    void stringsAreCutOutAndQuotedNamesStay() {
        StatementShape first = shape("select '1 ''2'' 3', \"4 5\", 6, ''");
        assertThat(first.count()).isEqualTo(3);
        assertThat(first.string(0)).isEqualTo("1 '2' 3");
        assertThat(first.offset(0)).isEqualTo(7);
        assertThat(first.isString(1)).isFalse();
        assertThat(first.value(1)).isEqualTo(6);
        assertThat(first.string(2)).isEmpty();
        assertThat(shape("select 'x', \"4 5\", 7, 'yy'")).isEqualTo(first);
        assertThat(shape("select 'x', \"4 6\", 7, 'yy'")).isNotEqualTo(first);
        assertThat(shape("select 1")).isNotEqualTo(shape("select '1'"));
    }

    @Test
    void someTextsHaveNoShape() {
        for (String text : List.of(
                "select 1 -- 2",
                "select /* 2 */ 1",
                "select $1",
                "select $$1$$",
                "select e'1'",
                "select x'1f'",
                "select 1e5",
                "select 1a",
                "select 'open",
                "select 'open''",
                "select 'a'\n'b'",
                "select \u0001",
                "select " + "1,".repeat(5000) + "1")) {
            assertThat(new StatementShape().take(text)).as(text).isFalse();
        }
    }

    @Test
    void atMostSixtyFourLiteralsAreCutOut() {
        String text = "select " + "1,".repeat(100) + "1";
        assertThat(shape(text).count()).isEqualTo(StatementShape.MAXIMUM_LITERALS);
    }

    /** Texts of equal shape parse alike: the same tree, apart from the numbers, and each number of the tree that it has cut out is there. */
    @Test
    void equalShapesParseAlike() {
        long seed = 20261126;
        Random random = new Random(seed);
        String[] parts = {
            "select ",
            "a",
            " from t",
            " where ",
            "=",
            "1",
            "22",
            "-",
            "- ",
            "+",
            "(",
            ")",
            ",",
            "'x1'",
            "'it''s'",
            "like 'x%'",
            "'1'::date",
            "\"y2\"",
            " limit ",
            "5",
            "::numeric(",
            " order by ",
            "1.5",
            ".",
            " and ",
            "between ",
            "in (",
            "interval '1' day",
            "fetch first ",
            " rows only",
            "x1",
            " ",
            "case when ",
            "then ",
            "end",
            "3)"
        };
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder("select ");
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            check(text.toString(), "seed " + seed + ", " + text);
        }
    }

    private static void check(String text, String name) {
        StatementShape shape = new StatementShape();
        if (!shape.take(text)) {
            return;
        }
        StringBuilder other = new StringBuilder(text);
        for (int i = 0; i < shape.count(); i++) {
            int at = shape.offset(i) + (shape.isString(i) ? 1 : 0);
            other.setCharAt(at, text.charAt(at) == '7' ? '8' : '7');
        }
        StatementShape second = new StatementShape();
        assertThat(second.take(other.toString())).as(name).isTrue();
        assertThat(second).as(name).isEqualTo(shape);
        List<ParsedStatement> parsed = parse(text);
        List<ParsedStatement> parsedOther = parse(other.toString());
        assertThat(parsedOther).as(name).hasSameSizeAs(parsed);
        if (parsed.size() != 1) {
            return;
        }
        for (LiteralSite site : parsed.getFirst().literals()) {
            int place = IntStream.range(0, shape.count())
                    .filter(i -> shape.offset(i) == site.offset())
                    .findFirst()
                    .orElse(-1);
            if (place >= 0 && shape.isString(place)) {
                assertThat(site.literal().text()).as(name).isEqualTo(shape.string(place));
            } else if (place >= 0) {
                long value = site.negated() ? -shape.value(place) : shape.value(place);
                assertThat(Long.parseLong(site.literal().text())).as(name).isEqualTo(value);
            }
        }
        assertThat(masked(parsedOther, other.toString())).as(name).isEqualTo(masked(parsed, text));
    }

    private static List<ParsedStatement> parse(String text) {
        try {
            return PostgresParser.parse(text);
        } catch (SqlException wrong) {
            return List.of();
        }
    }

    /** The tree as text, without numbers and the first characters of strings. */
    private static String masked(List<ParsedStatement> parsed, String text) {
        assertThat(text).isNotEmpty();
        return parsed.stream()
                .map(each -> each.statement() + " " + each.start() + " " + each.end() + " " + each.literals())
                .toList()
                .toString()
                .replaceAll("kind=STRING, text=.", "kind=STRING, text=S")
                .replaceAll("text=-?[0-9]+", "text=N");
    }
}
