package org.borealisdb.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.server.region.RegionProblemException;
import org.junit.jupiter.api.Test;

/** Versions 3, 2 and 1 of the record of an instance, byte for byte, and what is no name. */
class InstanceRecordTest {
    private static final InstanceRecord READER = InstanceRecord.wanted("reader-1", 7, 1 << 26, 1000, "b", 3)
            .runBy(new InstanceHome("host-b", "10.0.0.7", 7500), "b", 5433)
            .toRestart()
            .servesAfter(1)
            .toRestart();

    /** Without zone and tier. */
    private static final String VERSION_1 =
            "4252494e010000003900000039aeeece080000007265616465722d310107000000000000000000000400000000"
                    + "e80300000000000039150000";

    /** Without home and restarts. */
    private static final String VERSION_2 =
            "4252494e020000003f000000c762d75f080000007265616465722d31010700000000000000000000"
                    + "0400000000e80300000000000039150000010000006203";

    private static InstanceRecord decode(byte[] bytes) {
        return InstanceRecord.decode(ByteBuffer.wrap(bytes));
    }

    @Test
    void recordsAreTheseBytes() {
        assertThat(HexFormat.of().formatHex(READER.encode()))
                .isEqualTo("4252494e03000000610000003791b794080000007265616465722d31010700000000000000000000"
                        + "0400000000e8030000000000003915000001000000620306000000686f73742d620800000031302e"
                        + "302e302e374c1d00000200000001000000");
        assertThat(decode(READER.encode())).isEqualTo(READER);
        assertThat(decode(READER.leaving().encode())).isEqualTo(READER.leaving());
        assertThat(decode(READER.left().encode()).gone()).isTrue();
    }

    @Test
    void recordsOfVersion2AreNowhere() {
        assertThat(decode(HexFormat.of().parseHex(VERSION_2)))
                .isEqualTo(InstanceRecord.wanted("reader-1", 7, 1 << 26, 1000, "b", 3)
                        .withPort(5433));
    }

    @Test
    void recordsOfVersion1HaveTheStandardTier() {
        assertThat(decode(HexFormat.of().parseHex(VERSION_1)))
                .isEqualTo(InstanceRecord.wanted("reader-1", 7, 1 << 26, 1000, "", InstanceRecord.STANDARD_TIER)
                        .withPort(5433));
    }

    @Test
    void damagedBytesAreNoRecord() {
        byte[] whole = READER.encode();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decode(part)).isInstanceOf(MalformedException.class);
            byte[] flipped = whole.clone();
            flipped[length] ^= 1;
            assertThatThrownBy(() -> decode(flipped)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void namesAreThoseThatAuroraHas() {
        InstanceRecord.checkName("a");
        InstanceRecord.checkName("a" + "-1".repeat(31));
        for (String name : new String[] {"", "A", "1a", "a-", "a--b", "a_b", "ä", "a" + "b".repeat(63)}) {
            assertThatThrownBy(() -> InstanceRecord.checkName(name))
                    .as(name)
                    .isInstanceOf(RegionProblemException.class)
                    .hasMessageContaining("no name for an instance");
        }
    }
}
