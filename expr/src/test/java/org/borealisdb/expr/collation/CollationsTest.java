package org.borealisdb.expr.collation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TextCollation;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.ValueOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders of languages, and the keys that agree with them. */
class CollationsTest {
    private static final String LETTERS = "aAbBzZäÄöåéeèßsS -_'1290\u0301\u0000ñçıIiİ一丁あア\uD83D\uDE00";

    private static SqlType text(String collation) {
        return BuiltInType.TEXT
                .type()
                .withCollation(
                        TextCollation.ofColumn(Collations.named(collation).orElseThrow()));
    }

    private static byte[] key(SqlType type, boolean descending, String text) {
        ByteSink key = new ByteSink(32);
        KeyEncoder.appendObject(key, new KeyColumn(type, descending, false), text);
        return key.toBytes();
    }

    @Test
    void languagesHaveOrdersOfTheirOwn() {
        List<String> words = new ArrayList<>(List.of("zebra", "Äpfel", "apfel", "Apfel", "öl", "zoo"));
        words.sort((left, right) -> ValueOrder.compare(text("de-x-icu"), left, right));
        assertThat(words).containsExactly("apfel", "Apfel", "Äpfel", "öl", "zebra", "zoo");
        words.sort((left, right) -> ValueOrder.compare(text("sv-x-icu"), left, right));
        assertThat(words).containsExactly("apfel", "Apfel", "zebra", "zoo", "Äpfel", "öl");
        words.sort((left, right) -> ValueOrder.compare(text("C"), left, right));
        assertThat(words).containsExactly("Apfel", "apfel", "zebra", "zoo", "Äpfel", "öl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"und-x-icu", "de-x-icu", "sv-x-icu", "tr-x-icu", "fr-CA-x-icu", "ja-x-icu", "C", "default"})
    void keysAreInTheOrderOfTexts(String collation) {
        Random random = new Random(collation.hashCode());
        int[] letters = LETTERS.codePoints().toArray();
        SqlType type = text(collation);
        for (int i = 0; i < 20_000; i++) {
            String left = word(random, letters);
            String right = random.nextInt(4) == 0 ? left + word(random, letters) : word(random, letters);
            int order = ValueOrder.compare(type, left, right);
            assertThat(order == 0).isEqualTo(left.equals(right));
            for (boolean descending : new boolean[] {false, true}) {
                int keys = Arrays.compareUnsigned(key(type, descending, left), key(type, descending, right));
                assertThat(Integer.signum(keys))
                        .as("%s: '%s' and '%s'", collation, left, right)
                        .isEqualTo(Integer.signum(descending ? -order : order));
            }
        }
    }

    private static String word(Random random, int[] letters) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(5); length > 0; length--) {
            word.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return word.toString();
    }

    @Test
    void casesChangeAsTheLanguageDoes() {
        Collation turkish = Collations.named("tr-x-icu").orElseThrow();
        assertThat(turkish.upper("ix")).isEqualTo("İX");
        assertThat(turkish.lower("IX")).isEqualTo("ıx");
        Collation german = Collations.named("de-x-icu").orElseThrow();
        assertThat(german.upper("straße")).isEqualTo("STRASSE");
        Collation plain = Collations.named("C").orElseThrow();
        assertThat(plain.upper("äa")).isEqualTo("äA");
        assertThat(plain.title("o'neil äA 1a")).isEqualTo("O'Neil äA 1a");
    }

    @Test
    void thereAreNoOthers() {
        assertThat(Collations.named("de")).isEmpty();
        assertThat(Collations.named("xx-x-icu")).isEmpty();
        assertThat(Collations.ofLanguages()).contains("und-x-icu", "de-x-icu").isSorted();
    }

    @Test
    void derivationsFollowTheManual() {
        TextCollation german =
                TextCollation.ofColumn(Collations.named("de-x-icu").orElseThrow());
        TextCollation plain = TextCollation.ofColumn(Collations.named("C").orElseThrow());
        TextCollation written = new TextCollation(plain.collation(), TextCollation.Derivation.EXPLICIT);
        assertThat(TextCollation.DEFAULT.with(german)).isEqualTo(german);
        assertThat(german.with(TextCollation.DEFAULT)).isEqualTo(german);
        assertThat(german.with(plain).derivation()).isEqualTo(TextCollation.Derivation.INDETERMINATE);
        assertThat(german.with(plain).with(written)).isEqualTo(written);
        assertThat(german.with(written)).isEqualTo(written);
        assertThat(written.contradicts(new TextCollation(german.collation(), TextCollation.Derivation.EXPLICIT)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"und-u-ks-level2", "und-u-ks-level1", "de@colStrength=primary", "und-u-kn-ks-level2"})
    void textsThatAreEqualHaveTheSameKeys(String locale) {
        SqlType type = BuiltInType.TEXT
                .type()
                .withCollation(TextCollation.ofColumn(Collations.ofLocale(16_400, "c", "c", locale, false)));
        Random random = new Random(locale.hashCode());
        int[] letters = "aAbBäÄeéE\u0301".codePoints().toArray();
        int equal = 0;
        for (int i = 0; i < 20_000; i++) {
            String left = word(random, letters);
            String right = random.nextInt(4) == 0 ? left.toUpperCase(Locale.ROOT) : word(random, letters);
            int order = Integer.signum(ValueOrder.compare(type, left, right));
            equal += order == 0 && !left.equals(right) ? 1 : 0;
            assertThat(Integer.signum(Arrays.compareUnsigned(key(type, false, left), key(type, false, right))))
                    .isEqualTo(order);
        }
        assertThat(equal).isPositive();
    }

    @Test
    void aCollationStaysTheSameUnderAnotherName() {
        Collation one = Collations.ofLocale(16_400, "one", "one", "de", true);
        assertThat(Collations.ofLocale(16_400, "other", "s.other", "de", true)).isEqualTo(one);
        assertThat(Collations.ofLocale(16_401, "one", "one", "de", true)).isNotEqualTo(one);
        assertThatThrownBy(() -> Collations.ofLocale(16_400, "bad", "bad", "@colStrength=nonsense", true))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("could not open collator");
    }
}
