package org.borealisdb.expr.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.Random;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.expr.value.SessionFormat;
import org.junit.jupiter.api.Test;

/** Templates on random input: what is written is read back, and nothing but an error for the client comes of any text. */
class FormattingTest {
    private static final long SEED = 5502;

    @Test
    void readsBackTheTimesItWrites() {
        Random random = new Random(SEED);
        String[] templates = {
            "YYYY-MM-DD HH24:MI:SS.US",
            "DD Mon YYYY HH12:MI:SS.US AM",
            "YYYYDDD SSSSS FF6",
            "IYYY-IW-ID HH24MISS.US",
            "J HH24:MI:SS.US"
        };
        for (int i = 0; i < 5_000; i++) {
            long instant = CivilCalendar.timestamp(random.nextInt(2_000_000) - 700_000, 0)
                    + random.nextLong(CivilCalendar.MICROS_PER_DAY);
            String template = templates[random.nextInt(templates.length)];
            String text = Formatting.ofInstant(instant, SessionFormat.DEFAULT, template)
                    .orElseThrow();
            assertThat(Formatting.toTimestamp(text, template, ZoneOffset.UTC))
                    .as("%s by %s, seed %d, round %d", text, template, SEED, i)
                    .isEqualTo(instant);
        }
    }

    @Test
    void readsBackTheNumbersItWrites() {
        Random random = new Random(SEED);
        String[] templates = {
            "9999999990.99", "S9999999990.99", "9,999,999,990.99PR", "FM9999999990.00MI", "9999999990D99S"
        };
        for (int i = 0; i < 5_000; i++) {
            Numeric number = Numeric.of(random.nextInt(), 2);
            String template = templates[random.nextInt(templates.length)];
            String text = Formatting.ofNumeric(number, template);
            assertThat(Formatting.toNumber(text, template))
                    .as("%s by %s, seed %d, round %d", text, template, SEED, i)
                    .contains(number);
        }
    }

    @Test
    void answersOrRefusesAnything() {
        Random random = new Random(SEED);
        String characters = "YMDHISJQTZFXWRNPLSGVBE0129.,-+ \"\\thmonday";
        int answered = 0;
        for (int i = 0; i < 10_000; i++) {
            String template = text(random, characters);
            String text = text(random, "0123456789-+. JanfebAMbc\\\"");
            try {
                Formatting.ofLocal(random.nextLong() >> 8, template);
                Formatting.ofFloat(random.nextGaussian() * 1e6, false, template);
                Formatting.ofWhole(random.nextInt(), true, template);
                Formatting.toNumber(text, template);
                Formatting.toDate(text, template);
                answered++;
            } catch (SqlException refused) {
                assertThat(refused.code().sqlState())
                        .as("%s by %s, seed %d, round %d", text, template, SEED, i)
                        .matches("(22|42|0A).*");
            }
        }
        assertThat(answered).isPositive();
    }

    private static String text(Random random, String characters) {
        StringBuilder text = new StringBuilder();
        for (int k = random.nextInt(12); k > 0; k--) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }
}
