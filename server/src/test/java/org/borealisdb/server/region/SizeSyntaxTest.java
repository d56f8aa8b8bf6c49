package org.borealisdb.server.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.borealisdb.runtime.config.ByteSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeSyntaxTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "17,17",
        "1k,1024",
        "512MB,536870912",
        "2g,2147483648",
        "1.5 GiB,1610612736",
        "1TB,1099511627776",
        // In bytes, as a detached start hands a size to the process that it starts.
        "2147483648,2147483648"
    })
    void readsWhatPeopleWrite(String text, long bytes) {
        assertThat(SizeSyntax.parse(text)).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "-1MB", "5x", "1 2", "1e9", "99999999999999999999"})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> SizeSyntax.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a size");
    }

    @Test
    void largestSizeFits() {
        assertThat(SizeSyntax.parse("999999999999999b").bytes()).isEqualTo(999_999_999_999_999L);
    }
}
