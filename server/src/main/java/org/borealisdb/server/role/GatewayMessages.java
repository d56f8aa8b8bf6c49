package org.borealisdb.server.role;

import java.nio.ByteBuffer;
import java.util.List;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.server.region.EndpointReport;

/**
 * Bytes of what commands ask a gateway, and what it answers: {@link Framed}, version 1. The question has the magic {@code BRGQ} and nothing else; the answer {@code BRGA}, where names are answered, and a list of
 * endpoints, the fields of an {@link EndpointReport} in their order.
 */
public final class GatewayMessages {
    private static final int QUESTION = 0x51475242;
    private static final int ANSWER = 0x41475242;
    private static final int VERSION = 1;
    /** Fewest bytes of an endpoint: its numbers, and the lengths of its texts. */
    private static final int LEAST_ENDPOINT_BYTES = 36;

    private GatewayMessages() {}

    /** Asks how a gateway's endpoints are. */
    public static ByteBuffer question() {
        return ByteBuffer.wrap(Framed.encode(QUESTION, VERSION, new Encoder(0)));
    }

    /**
     * Fails unless it is the question.
     *
     * @throws org.borealisdb.runtime.codec.MalformedException if it is not
     */
    static void checkQuestion(ByteBuffer bytes) {
        Framed.decode(QUESTION, VERSION, bytes, "question to a gateway").end();
    }

    static ByteBuffer encode(GatewayReport report) {
        Encoder out = new Encoder(4096);
        out.putString(report.dns()).putInt(report.endpoints().size());
        for (EndpointReport each : report.endpoints()) {
            out.putString(each.name())
                    .putString(each.type())
                    .putString(each.host())
                    .putInt(each.port())
                    .putString(each.dnsName())
                    .putString(each.trouble())
                    .putLong(each.id())
                    .putInt(each.revision());
        }
        return ByteBuffer.wrap(Framed.encode(ANSWER, VERSION, out));
    }

    /**
     * Reads an answer.
     *
     * @throws org.borealisdb.runtime.codec.MalformedException if it is none
     */
    public static GatewayReport report(ByteBuffer bytes) {
        Decoder in = Framed.decode(ANSWER, VERSION, bytes, "answer of a gateway");
        String dns = in.getString();
        List<EndpointReport> endpoints = in.getList(
                LEAST_ENDPOINT_BYTES,
                each -> new EndpointReport(
                        each.getString(),
                        each.getString(),
                        each.getString(),
                        each.getInt(),
                        each.getString(),
                        each.getString(),
                        each.getLong(),
                        each.getInt()));
        in.end();
        return new GatewayReport(dns, endpoints);
    }
}
