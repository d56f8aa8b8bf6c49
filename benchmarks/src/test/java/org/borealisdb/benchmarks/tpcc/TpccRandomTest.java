package org.borealisdb.benchmarks.tpcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TpccRandomTest {
    private final TpccRandom random = new TpccRandom(new SplittableRandom(5));

    @Test
    void namesHaveASyllableForEachDigit() {
        assertThat(TpccRandom.lastName(0)).isEqualTo("BARBARBAR");
        assertThat(TpccRandom.lastName(371)).isEqualTo("PRICALLYOUGHT");
        assertThat(TpccRandom.lastName(999)).isEqualTo("EINGEINGEING");
    }

    @Test
    void numbersAreWithinTheirBounds() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(random.item()).isBetween(1, TpccRandom.ITEMS);
            assertThat(random.customer()).isBetween(1, TpccRandom.CUSTOMERS);
            assertThat(random.number(5, 15)).isBetween(5, 15);
        }
    }

    @Test
    void aPermutationHasEachNumberOnce() {
        int[] numbers = random.permutation(3_000);
        Arrays.sort(numbers);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(numbers[i]).isEqualTo(i + 1);
        }
    }

    @Test
    void textsHaveTheirLengths() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(random.data()).hasSizeBetween(26, 50);
            assertThat(random.zip()).hasSize(9).endsWith("11111");
        }
    }
}
