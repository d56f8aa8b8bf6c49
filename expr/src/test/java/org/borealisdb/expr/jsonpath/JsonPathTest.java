package org.borealisdb.expr.jsonpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.scalar.EvaluationContext;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.BinaryInput;
import org.borealisdb.expr.value.BinaryOutput;
import org.junit.jupiter.api.Test;

class JsonPathTest {
    private static final List<String> PIECES = List.of(
            "$",
            "@",
            ".a",
            ".\"b c\"",
            "[*]",
            "[0 to last]",
            "[",
            "]",
            "(",
            ")",
            " ? (",
            " == ",
            " && ",
            " || ",
            "!",
            "exists(",
            ".**",
            "{1 to 2}",
            ".type()",
            ".datetime(\"HH24\")",
            " like_regex \"a\"",
            " flag \"i\"",
            " starts with \"a\"",
            " is unknown",
            "1",
            "1.5e3",
            "\"x\\u0041\"",
            "null",
            " + ",
            " - ",
            " * ",
            "-",
            "$v",
            "strict ",
            ".*",
            ",",
            "\\",
            "/*");

    @Test
    void anyTextIsAPathThatReadsBackOrAnError() {
        Random random = new Random(20_261_128);
        int paths = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder("$");
            for (int pieces = random.nextInt(8); pieces >= 0; pieces--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            try {
                JsonPath path = JsonPath.parse(text.toString());
                byte[] sent = BinaryOutput.toBytes(BuiltInType.JSONPATH.type(), path);
                JsonPath received = (JsonPath) BinaryInput.parse(BuiltInType.JSONPATH.type(), sent);
                assertThat(received).as(text.toString()).isEqualTo(path);
                assertThat(received.toString()).isEqualTo(path.toString());
                paths++;
            } catch (SqlException error) {
                assertThat(error.text()).isNotEmpty();
            }
        }
        assertThat(paths).isGreaterThan(1000);
    }

    @Test
    void operandsWithStepsBehindThemReadBackAsTheSamePath() {
        JsonPath path = JsonPath.parse("$[*] ? ((@ + 1).abs() > 3)");
        assertThat(path).hasToString("$[*]?(@ + 1.abs() > 3)");
        assertThat(JsonPath.parse(path.exactText())).isEqualTo(path);
    }

    @Test
    void nestingAndRowsOfOperatorsHaveALimit() {
        for (String text : List.of(
                "(".repeat(100_000) + "$" + ")".repeat(100_000),
                "$" + " + 1".repeat(100_000),
                "-".repeat(100_000) + "$",
                "$" + ".a".repeat(100_000),
                "$" + " ? (@ == 1)".repeat(100_000),
                "$" + " ? (@".repeat(100_000),
                "$ == 1" + " && $ == 1".repeat(100_000))) {
            assertThatThrownBy(() -> JsonPath.parse(text))
                    .isInstanceOfSatisfying(
                            SqlException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.STATEMENT_TOO_COMPLEX));
        }
    }

    @Test
    void theDeepestPathIsEvaluated() {
        int depth = PathParser.MAXIMUM_NODES;
        Jsonb deep = Jsonb.parse("{\"a\": ".repeat(depth) + "1" + "}".repeat(depth));
        PathQuery query =
                PathQuery.ofOperator(JsonPath.parse("$" + ".a".repeat(depth)), deep, EvaluationContext.IMMUTABLE);
        assertThat(query.array()).isEqualTo(Jsonb.parse("[1]"));
        String sum = "$" + " + 1".repeat(PathParser.MAXIMUM_NODES);
        assertThat(PathQuery.ofOperator(JsonPath.parse(sum), Jsonb.parse("1"), EvaluationContext.IMMUTABLE)
                        .array())
                .isEqualTo(Jsonb.parse("[601]"));
        String nested = "(".repeat(PathParser.MAXIMUM_DEPTH - 2) + "$" + ")".repeat(PathParser.MAXIMUM_DEPTH - 2);
        assertThat(PathQuery.ofOperator(JsonPath.parse(nested), Jsonb.parse("1"), EvaluationContext.IMMUTABLE)
                        .array())
                .isEqualTo(Jsonb.parse("[1]"));
    }
}
