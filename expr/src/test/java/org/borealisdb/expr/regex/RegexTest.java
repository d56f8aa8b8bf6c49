package org.borealisdb.expr.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.junit.jupiter.api.Test;

/** What logic files cannot see of regular expressions: bounds, interruption, and agreement with another engine. */
class RegexTest {
    private static final long SEED = 5501;

    private static List<String> groups(String expression, String text) {
        Regex regex = Regex.of(expression, RegexOptions.DEFAULT);
        RegexSearch search = new RegexSearch(regex, text, () -> {});
        List<String> groups = new ArrayList<>();
        search.next(0).ifPresent(match -> {
            for (int i = 0; i <= regex.groups(); i++) {
                groups.add(match.start(i) < 0 ? "-" : search.text(match.start(i), match.end(i)));
            }
        });
        return groups;
    }

    @Test
    void takesTheLongestUnlessShortOnesArePreferred() {
        assertThat(groups("x|xy|xyz", "wxyz")).containsExactly("xyz");
        assertThat(groups("(x|xy)(z|yz)", "xyz")).containsExactly("xyz", "xy", "z");
        assertThat(groups("(x+?)(y*)", "xxyy")).containsExactly("x", "x", "");
        assertThat(groups("(?:(x)|y)+", "xy")).containsExactly("xy", "-");
        assertThat(groups("(a)|b", "c")).isEmpty();
    }

    @Test
    void isInterruptedInTheMiddleOfAMatch() {
        AtomicLong asked = new AtomicLong();
        Runnable interruption = () -> {
            if (asked.incrementAndGet() == 3) {
                throw new SqlException(ErrorCode.QUERY_CANCELED, "enough");
            }
        };
        Regex regex = Regex.of("(.+)(.+)(.+)\\3\\2\\1x", RegexOptions.DEFAULT);
        String text = "ab".repeat(400) + "x";
        assertThatThrownBy(() -> regex.find(text, 0, interruption)).hasMessage("enough");
        assertThat(asked).hasValue(3);
    }

    @Test
    void doesNotTakeLongForWhatBacktrackingNeverEnds() {
        AtomicLong asked = new AtomicLong();
        Regex regex = Regex.of("^(a+)+$", RegexOptions.DEFAULT);
        assertThat(regex.find("a".repeat(5000) + "b", 0, asked::incrementAndGet))
                .isEmpty();
        assertThat(asked.get()).isLessThan(100);
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertThatThrownBy(() -> Regex.of("((a{200}){200}){200}", RegexOptions.DEFAULT))
                .hasMessageContaining("too complex");
        assertThatThrownBy(() -> Regex.of("(".repeat(2000) + ")".repeat(2000), RegexOptions.DEFAULT))
                .hasMessageContaining("too complex");
        assertThatThrownBy(() -> Regex.of("(a)".repeat(5000), RegexOptions.DEFAULT))
                .hasMessageContaining("too complex");
        assertThat(groups("(a)".repeat(300), "a".repeat(300))).hasSize(301);
        assertThatThrownBy(() -> Regex.of("(?b)a", RegexOptions.DEFAULT))
                .hasMessageContaining("basic regular expressions");
    }

    /** Whether there is a match at all, and where the first begins, does not depend on preferences. */
    @Test
    void findsWhatTheJdkFinds() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            String expression = branch(random, 3);
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(9); k > 0; k--) {
                text.append("abc".charAt(random.nextInt(3)));
            }
            java.util.regex.Matcher expected = Pattern.compile(expression).matcher(text);
            boolean found = expected.find();
            int start = Regex.of(expression, RegexOptions.DEFAULT)
                    .find(text.toString(), 0, () -> {})
                    .map(match -> match.start(0))
                    .orElse(-1);
            assertThat(start)
                    .as("%s in %s, seed %d, round %d", expression, text, SEED, i)
                    .isEqualTo(found ? expected.start() : -1);
        }
    }

    private static String branch(Random random, int depth) {
        StringBuilder branch = new StringBuilder();
        for (int i = random.nextInt(3) + 1; i > 0; i--) {
            int kind = depth == 0 ? 0 : random.nextInt(4);
            String atom = switch (kind) {
                case 1 -> "(" + branch(random, depth - 1) + ")";
                case 2 -> "(?:" + branch(random, depth - 1) + "|" + branch(random, depth - 1) + ")";
                default -> List.of("a", "b", "c", ".", "[ab]", "[^a]").get(random.nextInt(6));
            };
            String[] quantifiers = {"", "", "*", "+", "?", "{2}", "*?", "{1,2}?"};
            branch.append(atom).append(quantifiers[random.nextInt(quantifiers.length)]);
        }
        return branch.toString();
    }

    @Test
    void readsAnything() {
        Random random = new Random(SEED);
        String characters = "ab()[]{}*+?|^$\\.,-:=1mdw&<>!#";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder expression = new StringBuilder();
            for (int k = random.nextInt(12); k > 0; k--) {
                expression.append(characters.charAt(random.nextInt(characters.length())));
            }
            try {
                Regex.of(expression.toString(), RegexOptions.DEFAULT).isIn("ab1(", () -> {});
            } catch (SqlException refused) {
                assertThat(refused.code())
                        .as("%s, seed %d, round %d", expression, SEED, i)
                        .isIn(ErrorCode.INVALID_REGULAR_EXPRESSION, ErrorCode.FEATURE_NOT_SUPPORTED);
            }
        }
    }
}
