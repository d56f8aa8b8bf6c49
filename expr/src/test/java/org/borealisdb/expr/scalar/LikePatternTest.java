package org.borealisdb.expr.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.borealisdb.expr.error.SqlException;
import org.junit.jupiter.api.Test;

class LikePatternTest {
    private static final String[] TEXT = {"a", "b", "%", "_", "\\", "\uD83D\uDE00", "\uD83D\uDE01"};
    private static final String[] PATTERN = {"%", "_", "a", "b", "\\%", "\\_", "\\\\", "\\a", "\uD83D\uDE00"};

    @Test
    void matchesWhatARegularExpressionOfTheSameMeaningMatches() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 50_000; round++) {
            String text = some(TEXT, random, 8);
            String pattern = some(PATTERN, random, 6);
            assertThat(LikePattern.matches(text, pattern, false))
                    .as("seed %d: '%s' LIKE '%s'", seed, text, pattern)
                    .isEqualTo(Pattern.compile(regex(pattern), Pattern.DOTALL)
                            .matcher(text)
                            .matches());
        }
    }

    @Test
    void casesAreOneOnlyIfThatIsWanted() {
        assertThat(LikePattern.matches("xABCx", "%abc%", true)).isTrue();
        assertThat(LikePattern.matches("xABCx", "%abc%", false)).isFalse();
    }

    @Test
    void anEscapeStandsBeforeSomething() {
        assertThatThrownBy(() -> LikePattern.matches("ab", "a\\", false)).isInstanceOf(SqlException.class);
    }

    private static String some(String[] parts, SplittableRandom random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        pattern.codePoints().forEach(new IntConsumer() {
            private boolean escaped;

            @Override
            public void accept(int point) {
                if (!escaped && point == '\\') {
                    escaped = true;
                    return;
                }
                regex.append(
                        escaped || (point != '%' && point != '_')
                                ? Pattern.quote(Character.toString(point))
                                : point == '%' ? ".*" : ".");
                escaped = false;
            }
        });
        return regex.toString();
    }
}
