package org.borealisdb.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.HostPort;
import org.junit.jupiter.api.Test;

/** Version 3 of what instances and the control plane say, and version 1 of what is decided, byte for byte. */
class FleetBytesTest {
    private static final WriterRecord RECORD = WriterRecord.first("one", 1000)
            .next("two", WriterChange.SWITCHOVER, "because", 2000)
            .releasedFrom(9)
            .servingFrom(3000);
    private static final InstanceReport REPORT = new InstanceReport(
            "two",
            "b",
            new HostPort("10.0.0.7", 7100),
            new HostPort("10.0.0.7", 5433),
            FleetRole.READER,
            InstanceState.STARTING,
            2,
            15,
            1 << 20,
            77,
            "one",
            5,
            6,
            7,
            8,
            9,
            "late");
    private static final Beat BEAT = new Beat(Optional.of(REPORT), 3, 4);
    private static final FleetView VIEW =
            new FleetView(3, 5, Optional.of(RECORD), List.of(new FleetMember(REPORT, true, 90)));

    private static String hex(ByteBuffer bytes) {
        byte[] all = new byte[bytes.remaining()];
        bytes.duplicate().get(all);
        return HexFormat.of().formatHex(all);
    }

    @Test
    void theBytesAreThese() {
        assertThat(HexFormat.of().formatHex(RECORD.encode()))
                .isEqualTo("42525744010000004a0000007202339b02000000000000000300000074776f03030000006f6e6509"
                        + "000000000000000700000062656361757365d007000000000000b80b000000000000");
        assertThat(hex(FleetMessages.encode(BEAT)))
                .isEqualTo("42524642040000009b000000c1ba726703000000000000000400000000000000010300000074776f"
                        + "01000000620800000031302e302e302e37bc1b00000800000031302e302e302e3739150000020102"
                        + "000000000000000f00001000000000004d00000000000000030000006f6e65050000000000000006"
                        + "000000000000000700000000000000080000000900000000000000040000006c617465");
        assertThat(hex(FleetMessages.encode(VIEW)))
                .isEqualTo("4252465604000000e2000000fc6bdf1e030000000000000005000000000000000102000000000000"
                        + "000300000074776f03030000006f6e6509000000000000000700000062656361757365d007000000"
                        + "000000b80b00000000000001000000015a000000000000000300000074776f010000006208000000"
                        + "31302e302e302e37bc1b00000800000031302e302e302e3739150000020102000000000000000f00"
                        + "001000000000004d00000000000000030000006f6e65050000000000000006000000000000000700"
                        + "000000000000080000000900000000000000040000006c617465");
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        assertThat(WriterRecord.decode(ByteBuffer.wrap(RECORD.encode()))).isEqualTo(RECORD);
        assertThat(FleetMessages.beat(FleetMessages.encode(BEAT))).isEqualTo(BEAT);
        Beat question = new Beat(Optional.empty(), 0, 0);
        assertThat(FleetMessages.beat(FleetMessages.encode(question))).isEqualTo(question);
        assertThat(FleetMessages.view(FleetMessages.encode(VIEW))).isEqualTo(VIEW);
        FleetView empty = new FleetView(1, 2, Optional.empty(), List.of());
        assertThat(FleetMessages.view(FleetMessages.encode(empty))).isEqualTo(empty);
    }

    @Test
    void damagedBytesAreRefused() {
        refused(ByteBuffer.wrap(RECORD.encode()), WriterRecord::decode);
        refused(FleetMessages.encode(BEAT), FleetMessages::beat);
        refused(FleetMessages.encode(VIEW), FleetMessages::view);
    }

    private static void refused(ByteBuffer whole, Function<ByteBuffer, ?> decode) {
        byte[] bytes = new byte[whole.remaining()];
        whole.duplicate().get(bytes);
        for (int at = 0; at < bytes.length; at++) {
            byte[] part = Arrays.copyOf(bytes, at);
            assertThatThrownBy(() -> decode.apply(ByteBuffer.wrap(part))).isInstanceOf(MalformedException.class);
            byte[] flipped = bytes.clone();
            flipped[at] ^= 1;
            assertThatThrownBy(() -> decode.apply(ByteBuffer.wrap(flipped))).isInstanceOf(MalformedException.class);
        }
    }
}
