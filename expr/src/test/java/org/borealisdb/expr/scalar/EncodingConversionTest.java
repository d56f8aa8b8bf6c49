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
}
