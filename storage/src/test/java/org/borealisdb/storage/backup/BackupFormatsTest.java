package org.borealisdb.storage.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.storage.segment.LineEnd;
import org.junit.jupiter.api.Test;

/** Version 1 of the objects of a backup, byte for byte: a backup is kept for longer than a version of the product. */
class BackupFormatsTest {
    private static final GroupIndex INDEX = new GroupIndex(
            new VolumeId(7),
            0,
            3,
            "storage-a1",
            4,
            List.of(
                    new StoredLayer("g1-1-base", true, 1, 0, 100, 5000, 11),
                    new StoredLayer("g2-4-layer", false, 2, 100, 250, 600, 12)),
            List.of(new StoredLog("g3-1-log", 250, 300, 70)),
            List.of(new LineEnd(1, 90), new LineEnd(2, 310)),
            "g3-0-metadata",
            9,
            List.of(new TimeObject("g2-9-times", 1000, 2000)),
            List.of(new TimePoint(2001, 2, 305)));

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void anIndexIsTheseBytes() {
        assertThat(hex(INDEX.encode()))
                .isEqualTo(
                        "42524249010000003a0100006932afa807000000000000000000000003000000000000000a00000073746f726167652d"
                                + "61310400000000000000020000000900000067312d312d62617365020100000000000000000000006400000000000000"
                                + "88130000000000000b000000000000000a00000067322d342d6c6179657201020000006400000000000000fa00000000"
                                + "00000058020000000000000c00000000000000010000000800000067332d312d6c6f67fa000000000000002c01000000"
                                + "000000460000000000000002000000010000005a000000000000000200000036010000000000000d00000067332d302d"
                                + "6d657461646174610900000000000000010000000a00000067322d392d74696d6573e803000000000000d00700000000"
                                + "000001000000d107000000000000020000003101000000000000");
        assertThat(GroupIndex.decode(ByteBuffer.wrap(INDEX.encode()))).isEqualTo(INDEX);
    }

    @Test
    void timesAndPinsAreTheseBytes() {
        byte[] times = TimeObject.content(List.of(new TimePoint(1000, 1, 5), new TimePoint(2000, 2, 300)));
        assertThat(hex(times))
                .isEqualTo(
                        "42524254010000003c00000075bc0a7602000000e803000000000000010000000500000000000000d007000000000000"
                                + "020000002c01000000000000");
        assertThat(TimeObject.points(ByteBuffer.wrap(times)))
                .containsExactly(new TimePoint(1000, 1, 5), new TimePoint(2000, 2, 300));
        BackupPin pin = new BackupPin(100, 5000);
        assertThat(hex(pin.encode())).isEqualTo("425242500100000020000000c3d8c4a264000000000000008813000000000000");
        assertThat(BackupPin.decode(ByteBuffer.wrap(pin.encode()))).isEqualTo(pin);
    }

    @Test
    void noFlippedBitIsTakenForAnIndex() {
        byte[] good = INDEX.encode();
        for (int bit = 0; bit < Byte.SIZE * good.length; bit++) {
            byte[] bad = good.clone();
            bad[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> GroupIndex.decode(ByteBuffer.wrap(bad))).isInstanceOf(MalformedException.class);
        }
    }
}
