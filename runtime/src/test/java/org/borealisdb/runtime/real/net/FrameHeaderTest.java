package org.borealisdb.runtime.real.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.borealisdb.runtime.codec.MalformedException;
import org.junit.jupiter.api.Test;

/** The bytes of a frame. */
class FrameHeaderTest {
    private static byte[] encoded(Frame frame) {
        ByteBuffer target = ByteBuffer.allocate(frame.bytes());
        FrameHeader.encode(frame, target);
        target.put(frame.body().duplicate());
        return target.array();
    }

    private static Frame decoded(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        FrameHeader header = FrameHeader.decode(source, 1_000);
        if (header.length() != source.remaining()) {
            throw new MalformedException("wrong length");
        }
        return header.with(source.slice());
    }

    @Test
    void versionOneNeverChanges() {
        byte[] bytes = encoded(new Frame(FrameType.REQUEST, 0x0102030405060708L, Mailbox.bytes("redo")));
        assertThat(HexFormat.of().formatHex(bytes, 0, 12)).isEqualTo("424f524c0105000004000000");
        assertThat(HexFormat.of().formatHex(bytes, 16, 28)).isEqualTo("08070605040302017265646f");
        assertThat(decoded(bytes).correlation()).isEqualTo(0x0102030405060708L);
    }

    @Test
    void everyChangedBitIsNoticed() {
        byte[] good = encoded(new Frame(FrameType.MESSAGE, 42, Mailbox.bytes("some redo")));
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> decoded(bad)).as("bit %s", bit).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void randomBytesAreNoFrame() {
        long seed = 4711;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = new byte[FrameHeader.BYTES + random.nextInt(50)];
            random.nextBytes(bytes);
            assertThatThrownBy(() -> decoded(bytes)).isInstanceOf(MalformedException.class);
        }
    }
}
