package org.borealisdb.runtime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is put comes back; what is cut off, too long or negative does not pass. */
class CodecTest {
    @Test
    void valuesComeBack() {
        Encoder out = new Encoder(0);
        out.putByte(200)
                .putShort(-2)
                .putInt(1 << 30)
                .putLong(Long.MIN_VALUE)
                .putString("ä€")
                .putBytes(new byte[] {1, 2});
        out.putBytes(ByteBuffer.wrap(new byte[] {9, 3, 9}, 1, 1)).putLong(5);
        Decoder in = new Decoder(out.finish(), "test");
        assertThat(in.getByte()).isEqualTo((byte) 200);
        assertThat(in.getShort()).isEqualTo(-2);
        assertThat(in.getInt()).isEqualTo(1 << 30);
        assertThat(in.getLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.getString()).isEqualTo("ä€");
        ByteBuffer three = in.getBytes(3);
        assertThat(three.isReadOnly()).isTrue();
        assertThat(three.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(three.get(2)).isEqualTo((byte) 3);
        assertThat(in.getPositiveLong()).isEqualTo(5);
        in.end();
    }

    @Test
    void aByteMayBeTheOneThatNeedsMoreRoom() {
        Encoder out = new Encoder(16);
        for (int value = 0; value < 100; value++) {
            out.putByte(value);
        }
        Decoder in = new Decoder(out.finish(), "bytes");
        for (int value = 0; value < 100; value++) {
            assertThat(in.getByte()).isEqualTo(value);
        }
        in.end();
    }

    @Test
    void bytesAreLittleEndian() {
        Encoder out = new Encoder(64);
        out.putShort(0x0102).putInt(0x03040506).putLong(0x0708090A0B0C0D0EL).putString("a");
        out.setInt(2, 0x13141516);
        byte[] bytes = new byte[out.length()];
        out.finish().get(bytes);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("0201" + "16151413" + "0e0d0c0b0a090807" + "0100000061");
    }

    @Test
    void lengthsAreNeverTrusted() {
        assertThatThrownBy(() -> decoder(1, 2, 3).getInt()).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> decoder(255, 255, 255, 127).getString()).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> decoder(255, 255, 255, 255).getCount(1)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> decoder(2, 0, 0, 0, 1, 1).getCount(2)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> decoder(1).getBytes(-1)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> decoder(0, 0, 0, 0, 0, 0, 0, 128).getPositiveLong())
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> decoder(1).end())
                .isInstanceOf(MalformedException.class)
                .hasMessage("test: 1 bytes too many");
        Encoder out = new Encoder(16);
        assertThatThrownBy(() -> out.setInt(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nonsenseThrowsOneKindOfException() {
        Random random = new Random(3);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            Decoder in = new Decoder(ByteBuffer.wrap(bytes), "nonsense");
            try {
                while (in.remaining() > 0) {
                    switch (random.nextInt(5)) {
                        case 0 -> in.getString();
                        case 1 -> in.getList(3, Decoder::getShort);
                        case 2 -> in.getPositiveLong();
                        case 3 -> in.getBytes(in.getByte());
                        default -> in.getInt();
                    }
                }
            } catch (MalformedException e) {
                assertThat(e).hasMessageStartingWith("nonsense");
            }
        }
    }

    @Test
    void checksumsAreCastagnoli() {
        byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertThat(Checksum.of(check, 0, 9)).isEqualTo(0xE3069283);
        ByteBuffer amid = ByteBuffer.allocate(20).position(3).limit(18);
        amid.put(5, check);
        assertThat(Checksum.of(amid, 5, 9)).isEqualTo(0xE3069283);
        assertThat(amid.position()).isEqualTo(3);
    }

    private static Decoder decoder(int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return new Decoder(ByteBuffer.wrap(bytes), "test");
    }

    @Test
    void anEncoderGrowsAtAnyByte() {
        for (int before = 0; before < 40; before++) {
            Encoder out = new Encoder(16);
            for (int count = 0; count < before; count++) {
                out.putByte(count);
            }
            assertThat(out.finish().remaining()).isEqualTo(before);
        }
    }
}
