package org.borealisdb.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each number comes back, however far apart they are. */
class PackedNumbersTest {
    private static void comeBack(long... numbers) {
        PackedNumbers packed = PackedNumbers.of(numbers.length, place -> numbers[place]);
        assertThat(packed.count()).isEqualTo(numbers.length);
        for (int place = 0; place < numbers.length; place++) {
            assertThat(packed.at(place)).isEqualTo(numbers[place]);
        }
        assertThatThrownBy(() -> packed.at(numbers.length)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packed.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void numbersAtTheEdgesComeBack() {
        comeBack();
        comeBack(7);
        comeBack(-1, -1, -1);
        comeBack(Long.MIN_VALUE, Long.MAX_VALUE, 0, -1);
        comeBack(Long.MAX_VALUE, Long.MAX_VALUE);
        comeBack(Long.MAX_VALUE, 0);
        comeBack(Integer.MIN_VALUE, Integer.MAX_VALUE);
        for (int bits = 0; bits < 64; bits++) {
            comeBack(5, 5 + (1L << bits) - 1, 5 + (1L << bits));
            comeBack(-5, -5 - (1L << bits), 1L << bits);
        }
    }

    @Test
    void numbersOfEachWidthComeBack() {
        Random random = new Random(1);
        for (int turn = 0; turn < 500; turn++) {
            int bits = random.nextInt(65);
            long base = random.nextLong();
            comeBack(random.longs(1 + random.nextInt(50))
                    .map(number -> base + (bits == 0 ? 0 : number >>> (64 - bits)))
                    .toArray());
        }
    }

    @Test
    void equalOnesAreTheSame() {
        PackedNumbers some = PackedNumbers.of(3, place -> 1000 + place);
        assertThat(some.sameAs(PackedNumbers.of(3, place -> 1000 + place))).isTrue();
        assertThat(some.sameAs(PackedNumbers.of(3, place -> 1001 + place))).isFalse();
        assertThat(some.sameAs(PackedNumbers.of(3, place -> 1000 + 2 * place))).isFalse();
        assertThat(some.sameAs(PackedNumbers.of(4, place -> 1000 + place))).isFalse();
        assertThat(PackedNumbers.of(0, place -> 1).sameAs(PackedNumbers.of(0, place -> 2)))
                .isTrue();
        assertThat(PackedNumbers.of(2, place -> 1).sameAs(PackedNumbers.of(3, place -> 1)))
                .isFalse();
    }
}
