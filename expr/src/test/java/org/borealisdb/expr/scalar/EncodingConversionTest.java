package org.borealisdb.expr.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Texts in other encodings; messages are those of PostgreSQL 15. */
class EncodingConversionTest {
    private static byte[] converted(byte[] bytes, TextEncoding source, TextEncoding target) {
        return new EncodingConversion(source, target).convert(bytes);
    }

    @Test
    void everyCharacterOfATableComesBack() {
        for (TextEncoding encoding : TextEncoding.values()) {
            SingleByteTable.of(encoding).ifPresent(table -> {
                for (int value = 1; value < 256; value++) {
                    if (table.character(value).isPresent()) {
                        byte[] one = {(byte) value};
                        byte[] utf8 = converted(one, encoding, TextEncoding.UTF8);
                        assertThat(converted(utf8, TextEncoding.UTF8, encoding)).isEqualTo(one);
                    }
                }
            });
        }
    }

    @Test
    void namesAreFoundWhateverTheirSigns() {
        assertThat(TextEncoding.named("iso-8859-1")).contains(TextEncoding.LATIN1);
        assertThat(TextEncoding.named("Windows 1252")).contains(TextEncoding.WIN1252);
        assertThat(TextEncoding.named("none")).isEmpty();
        assertThat(TextEncoding.UTF8.number()).isEqualTo(6);
        assertThat(TextEncoding.SHIFT_JIS_2004.number()).isEqualTo(41);
    }

    @Test
    void whatHasNoEquivalentIsNamed() {
        assertThatThrownBy(
                        () -> converted("a€".getBytes(StandardCharsets.UTF_8), TextEncoding.UTF8, TextEncoding.LATIN1))
                .hasMessage(
                        "character with byte sequence 0xe2 0x82 0xac in encoding \"UTF8\" has no equivalent in encoding \"LATIN1\"");
        assertThatThrownBy(() -> converted(new byte[] {(byte) 0xe4}, TextEncoding.LATIN1, TextEncoding.WIN1250))
                .hasMessage("default conversion function for encoding \"LATIN1\" to \"WIN1250\" does not exist");
        assertThatThrownBy(() -> converted(new byte[] {0}, TextEncoding.LATIN1, TextEncoding.UTF8))
                .hasMessage("invalid byte sequence for encoding \"LATIN1\": 0x00");
    }

    @Test
    void everyCharacterOfSeveralBytesComesBack() {
        for (TextEncoding encoding : new TextEncoding[] {TextEncoding.EUC_CN, TextEncoding.EUC_KR, TextEncoding.GBK}) {
            int found = 0;
            for (int first = 0xa1; first <= 0xfe; first++) {
                for (int second = 0xa1; second <= 0xfe; second++) {
                    byte[] one = {(byte) first, (byte) second};
                    MultiByteTable table = MultiByteTable.of(encoding).orElseThrow();
                    if (table.characters(one, 0, one.length).isPresent()) {
                        byte[] utf8 = converted(one, encoding, TextEncoding.UTF8);
                        assertThat(converted(utf8, TextEncoding.UTF8, encoding)).isEqualTo(one);
                        found++;
                    }
                }
            }
            assertThat(found).isGreaterThan(6000);
        }
    }

    @Test
    void differencesFromTheTablesOfTheJdkAreThoseOfPostgres() {
        assertThat(converted(new byte[] {(byte) 0xa1, (byte) 0xc1}, TextEncoding.EUC_JP, TextEncoding.UTF8))
                .isEqualTo("\uff5e".getBytes(StandardCharsets.UTF_8));
        assertThat(converted("\u2116".getBytes(StandardCharsets.UTF_8), TextEncoding.UTF8, TextEncoding.SJIS))
                .containsExactly(0xfa, 0x59);
        assertThatThrownBy(
                        () -> converted("\ue000".getBytes(StandardCharsets.UTF_8), TextEncoding.UTF8, TextEncoding.GBK))
                .hasMessageContaining("has no equivalent");
        assertThatThrownBy(
                        () -> converted(new byte[] {(byte) 0xe3, (byte) 0x81}, TextEncoding.EUC_JP, TextEncoding.UTF8))
                .hasMessage("invalid byte sequence for encoding \"EUC_JP\": 0xe3 0x81");
    }

    @Test
    void aCharacterThatIsNotWholeWaits() {
        EncodingConversion conversion = new EncodingConversion(TextEncoding.EUC_JP, TextEncoding.UTF8);
        assertThat(conversion.whole(new byte[] {'a', (byte) 0xa4, (byte) 0xa2, (byte) 0x8f, (byte) 0xa2}))
                .isEqualTo(3);
        assertThat(new EncodingConversion(TextEncoding.GB18030, TextEncoding.UTF8)
                        .whole(new byte[] {(byte) 0x81, 0x35, (byte) 0xf4, 0x37, (byte) 0x81}))
                .isEqualTo(4);
    }
}
