package org.borealisdb.redo.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.codec.MalformedException;
import org.junit.jupiter.api.Test;

class PackedBytesTest {
    private final byte[] packed = new byte[2 * Page.BYTES];

    private byte[] pack(byte[] plain) {
        int length = PackedBytes.pack(plain, 0, plain.length, packed, 0, packed.length);
        assertThat(length).isPositive();
        return Arrays.copyOf(packed, length);
    }

    private static byte[] unpack(byte[] bytes, int length) {
        return PackedBytes.unpack(MemorySegment.ofArray(bytes), 0, bytes.length, length);
    }

    @Test
    void theFormatIsPinned() {
        byte[] plain = "abcdabcdabcdabcdabcdabcd, and no more".getBytes(StandardCharsets.UTF_8);
        assertThat(HexFormat.of().formatHex(pack(plain)))
                .isEqualTo("4f616263640400" + "01" + "d0" + "2c20616e64206e6f206d6f7265");
        assertThat(unpack(pack(plain), plain.length)).isEqualTo(plain);
    }

    @Test
    void whatIsPackedIsUnpacked() {
        long seed = 20_261_126;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            byte[] plain = new byte[random.nextInt(random.nextInt(4) == 0 ? Page.BYTES + 1 : 300)];
            int variety = 1 + random.nextInt(random.nextBoolean() ? 3 : 256);
            for (int i = 0; i < plain.length; i++) {
                boolean again = i > 40 && random.nextInt(50) != 0;
                plain[i] = again && round % 2 == 0 ? plain[i - 37] : (byte) random.nextInt(variety);
            }
            assertThat(unpack(pack(plain), plain.length)).isEqualTo(plain);
        }
    }

    @Test
    void bytesWithoutRepetitionDoNotFitIntoFewer() {
        byte[] plain = new byte[Page.BYTES];
        new Random(3).nextBytes(plain);
        assertThat(PackedBytes.pack(plain, 0, plain.length, packed, 0, plain.length))
                .isZero();
        assertThat(PackedBytes.pack(new byte[Page.BYTES], 0, Page.BYTES, packed, 0, 100))
                .isPositive();
        assertThat(PackedBytes.pack(new byte[Page.BYTES], 0, Page.BYTES, packed, 0, 20))
                .isZero();
    }

    @Test
    void damagedBytesAreRefusedOrUnpackToSoManyBytes() {
        Random random = new Random(7);
        byte[] plain = new byte[2_000];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) (i % 50 == 0 ? random.nextInt() : i % 50);
        }
        byte[] good = pack(plain);
        for (int cut = 0; cut < good.length; cut++) {
            int length = cut;
            assertThatThrownBy(() -> unpack(Arrays.copyOf(good, length), plain.length))
                    .isInstanceOf(MalformedException.class);
        }
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = good.clone();
            for (int count = 1 + random.nextInt(4); count > 0; count--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(unpack(damaged, plain.length)).hasSize(plain.length);
            } catch (MalformedException expected) {
                assertThat(expected).hasMessageContaining("stand for");
            }
        }
        assertThatThrownBy(() -> unpack(good, plain.length + 1)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> unpack(new byte[0], 0)).isInstanceOf(MalformedException.class);
    }

    @Test
    void aCopyOfBytesThatAreNotThereYetIsZeroes() {
        // Nobody packs so. All copies of a segment must agree on what it means all the same, whichever version of the
        // library they have.
        byte[] distanceZero = HexFormat.of().parseHex("14" + "61" + "0000" + "50" + "6263646566");
        assertThat(unpack(distanceZero, 14)).asHexString().isEqualTo("61" + "0000000000000000" + "6263646566");
    }
}
