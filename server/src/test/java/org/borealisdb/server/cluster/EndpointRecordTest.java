package org.borealisdb.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.Endpoint.CustomType;
import org.borealisdb.proxy.endpoint.Membership;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.server.region.RegionProblemException;
import org.junit.jupiter.api.Test;

/** Both versions of the record of an endpoint, byte for byte, and what is no name and no list. */
class EndpointRecordTest {
    private static final EndpointRecord CUSTOM = EndpointRecord.wanted(
                    new Endpoint.Custom("reports", CustomType.READER, new Membership.Listed(List.of("a", "b-1"))),
                    7,
                    1000)
            .servedAt("127.0.0.3", 5433, 1);

    private static EndpointRecord decode(byte[] bytes) {
        return EndpointRecord.decode(ByteBuffer.wrap(bytes));
    }

    @Test
    void recordsAreTheseBytes() {
        assertThat(HexFormat.of().formatHex(CUSTOM.encode()))
                .isEqualTo(
                        "425245500200000058000000c1feec5a070000007265706f72747302010102000000010000006103000000622d310107"
                                + "00000000000000e803000000000000090000003132372e302e302e33391500000100000001000000");
        assertThat(decode(CUSTOM.encode())).isEqualTo(CUSTOM);
        EndpointRecord ofReaders = EndpointRecord.ofReaders().servedAt("", 5434, 1);
        assertThat(HexFormat.of().formatHex(ofReaders.encode()))
                .isEqualTo(
                        "42524550020000003c000000d56583c20600000072656164657201010000000000000000000000000000000000000000"
                                + "3a1500000100000001000000");
        assertThat(decode(ofReaders.encode())).isEqualTo(ofReaders);
    }

    @Test
    void recordsWithoutAnAddressAreRead() {
        assertThat(decode(HexFormat.of()
                        .parseHex(
                                "42524550010000004b000000384eafab070000007265706f72747302010102000000010000006103000000622d310107"
                                        + "00000000000000e803000000000000391500000100000001000000")))
                .isEqualTo(CUSTOM.servedAt("", 5433, 1));
        assertThat(decode(HexFormat.of()
                        .parseHex(
                                "425245500100000038000000acab8a26060000007265616465720101000000000000000000000000000000003a150000"
                                        + "0100000001000000")))
                .isEqualTo(EndpointRecord.ofReaders().servedAt("", 5434, 1));
    }

    @Test
    void everyKindIsReadAsItWasWritten() {
        for (CustomType type : CustomType.values()) {
            for (Membership members : List.of(
                    new Membership.AllBut(List.of()),
                    new Membership.AllBut(List.of("x", "y")),
                    new Membership.Listed(List.of("x")))) {
                EndpointRecord next = CUSTOM.modified(new Endpoint.Custom("reports", type, members));
                assertThat(next.revision()).isEqualTo(2);
                assertThat(next.upToDate()).isFalse();
                assertThat(decode(next.encode())).isEqualTo(next);
                assertThat(decode(next.leaving().encode())).isEqualTo(next.leaving());
                assertThat(decode(next.left().encode()).gone()).isTrue();
                assertThat(next.modified(new Endpoint.Custom("reports", type, members)))
                        .isSameAs(next);
            }
        }
    }

    @Test
    void damagedBytesAreNoRecord() {
        byte[] whole = CUSTOM.encode();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decode(part)).isInstanceOf(MalformedException.class);
        }
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x10;
            assertThatThrownBy(() -> decode(changed)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void badNamesAndListsAreRefusedWithOneLine() {
        for (String name : List.of("", "Reports", "1a", "a--b", "a-", "a_b", "ä", "a".repeat(64))) {
            assertThatThrownBy(() -> EndpointRecord.checkName(name))
                    .isInstanceOf(RegionProblemException.class)
                    .hasMessageContaining("no name for an endpoint");
            assertThatThrownBy(() -> EndpointRecord.allBut(List.of(name)))
                    .isInstanceOf(RegionProblemException.class)
                    .hasMessageContaining("no name for an instance");
        }
        EndpointRecord.checkName("a".repeat(63));
        for (String name : List.of("cluster", "reader")) {
            assertThatThrownBy(() -> EndpointRecord.checkName(name))
                    .isInstanceOf(RegionProblemException.class)
                    .hasMessageContaining("belongs to the cluster");
        }
        assertThatThrownBy(() -> EndpointRecord.listed(List.of())).hasMessageContaining("must name an instance");
        assertThatThrownBy(() -> EndpointRecord.listed(List.of("a", "b", "a"))).hasMessageContaining("twice");
        List<String> many = IntStream.rangeClosed(0, Membership.MAXIMUM_NAMES)
                .mapToObj(number -> "a" + number)
                .toList();
        assertThatThrownBy(() -> EndpointRecord.allBut(many)).hasMessageContaining("at most 32 instances");
    }
}
