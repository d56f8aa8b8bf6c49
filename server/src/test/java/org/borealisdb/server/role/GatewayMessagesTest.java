package org.borealisdb.server.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.server.region.EndpointReport;
import org.junit.jupiter.api.Test;

/** Version 1 of what commands and gateways say to each other, byte for byte. */
class GatewayMessagesTest {
    private static final GatewayReport REPORT = new GatewayReport(
            "127.0.0.1:5354",
            List.of(
                    new EndpointReport("cluster", EndpointReport.CLUSTER, "10.0.0.1", 5432, "a.b", "", 0, 1),
                    new EndpointReport("x", "ANY", "", 0, "", "taken", 7, 2)));

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Test
    void theyAreTheseBytes() {
        byte[] question = bytes(GatewayMessages.question());
        assertThat(HexFormat.of().formatHex(question)).isEqualTo("42524751010000001000000000000000");
        GatewayMessages.checkQuestion(ByteBuffer.wrap(question));
        byte[] answer = bytes(GatewayMessages.encode(REPORT));
        assertThat(HexFormat.of().formatHex(answer))
                .isEqualTo(
                        "4252474101000000900000008c3627720e0000003132372e302e302e313a353335340200000007000000636c75737465"
                                + "7207000000636c75737465720800000031302e302e302e313815000003000000612e6200000000000000000000000001"
                                + "000000010000007803000000414e590000000000000000000000000500000074616b656e070000000000000002000000");
        assertThat(GatewayMessages.report(ByteBuffer.wrap(answer))).isEqualTo(REPORT);
    }

    @Test
    void anythingElseIsNone() {
        byte[] question = bytes(GatewayMessages.question());
        byte[] answer = bytes(GatewayMessages.encode(REPORT));
        assertThatThrownBy(() -> GatewayMessages.report(ByteBuffer.wrap(question)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> GatewayMessages.checkQuestion(ByteBuffer.wrap(answer)))
                .isInstanceOf(MalformedException.class);
        for (int length = 0; length < answer.length; length++) {
            byte[] part = Arrays.copyOf(answer, length);
            assertThatThrownBy(() -> GatewayMessages.report(ByteBuffer.wrap(part)))
                    .isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> GatewayMessages.checkQuestion(ByteBuffer.wrap(part)))
                    .isInstanceOf(MalformedException.class);
        }
    }
}
