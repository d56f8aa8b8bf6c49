package org.borealisdb.wire.postgres.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.session.SessionEndedException;
import org.borealisdb.wire.postgres.message.FrontendMessage.Close;
import org.borealisdb.wire.postgres.message.FrontendMessage.CopyFail;
import org.borealisdb.wire.postgres.message.FrontendMessage.Describe;
import org.borealisdb.wire.postgres.message.FrontendMessage.Execute;
import org.borealisdb.wire.postgres.message.FrontendMessage.Parse;
import org.borealisdb.wire.postgres.message.FrontendMessage.Query;
import org.borealisdb.wire.postgres.message.FrontendMessage.Signal;
import org.borealisdb.wire.postgres.message.FrontendMessage.Target;
import org.borealisdb.wire.postgres.message.StartupPacket.CancelRequest;
import org.borealisdb.wire.postgres.message.StartupPacket.Startup;
import org.junit.jupiter.api.Test;

/** Golden bytes of what clients send, and bytes that no client should send. */
class FrontendDecoderTest {
    private static final String BIND =
            "7000" + "7300" + "0001" + "0001" + "0002" + "00000004" + "0000002a" + "ffffffff" + "0001" + "0001";

    private final FrontendDecoder decoder = new FrontendDecoder();

    private static Payload payload(String hexadecimal) {
        byte[] bytes = HexFormat.of().parseHex(hexadecimal);
        return new Payload(new ClientEncoding()).over(bytes, 0, bytes.length);
    }

    private static String text(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "00";
    }

    @Test
    void everyMessage() {
        assertThat(decoder.decode('Q', payload(text("SELECT 1")))).isEqualTo(new Query("SELECT 1"));
        assertThat(decoder.decode('P', payload(text("s") + text("x") + "0002" + "00000017" + "00000000")))
                .isEqualTo(new Parse("s", "x", List.of(23, 0)));
        assertThat(decoder.decode('D', payload("53" + text("s")))).isEqualTo(new Describe(Target.STATEMENT, "s"));
        assertThat(decoder.decode('C', payload("50" + text("p")))).isEqualTo(new Close(Target.PORTAL, "p"));
        assertThat(decoder.decode('E', payload(text("p") + "00000005"))).isEqualTo(new Execute("p", 5));
        assertThat(decoder.decode('f', payload(text("no")))).isEqualTo(new CopyFail("no"));
        assertThat(decoder.decode('S', payload(""))).isEqualTo(Signal.SYNC);
        assertThat(decoder.decode('H', payload(""))).isEqualTo(Signal.FLUSH);
        assertThat(decoder.decode('X', payload(""))).isEqualTo(Signal.TERMINATE);
        assertThat(decoder.decode('c', payload(""))).isEqualTo(Signal.COPY_DONE);
        Bind bind = (Bind) decoder.decode('B', payload(BIND));
        assertThat(bind.portal()).isEqualTo("p");
        assertThat(bind.statement()).isEqualTo("s");
        assertThat(bind.valueCount()).isEqualTo(2);
        assertThat(bind.isBinary(1)).isTrue();
        assertThat(bind.isNull(0)).isFalse();
        assertThat(bind.isNull(1)).isTrue();
        assertThat(bind.bytes()[bind.offset(0) + 3]).isEqualTo((byte) 42);
        assertThat(bind.resultFormats().isBinary(9)).isTrue();
    }

    @Test
    void startupPackets() {
        assertThat(StartupPacket.decode(payload("04d2162e" + "00000007" + "000000ff")))
                .isEqualTo(new CancelRequest(7, 255));
        Startup startup = (Startup) StartupPacket.decode(
                payload("00030000" + text("user") + text("me") + text("_pq_.x") + text("1") + "00"));
        assertThat(startup.parameters()).containsExactly(java.util.Map.entry("user", "me"));
        assertThat(startup.protocolOptions()).containsExactly("_pq_.x");
        assertThatThrownBy(() -> StartupPacket.decode(payload("00020000"))).isInstanceOf(SqlException.class);
    }

    @Test
    void truncatedMessagesAreRefusedAtEveryLength() {
        byte[] whole = HexFormat.of().parseHex(BIND);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decoder.decode('B', new Payload(new ClientEncoding()).over(part, 0, part.length)))
                    .isInstanceOfSatisfying(
                            SqlException.class,
                            error -> assertThat(error.code().sqlState()).isEqualTo("08P01"));
        }
    }

    @Test
    void randomContentIsReadOrRefused() {
        long seed = 20261123;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] golden = HexFormat.of().parseHex(BIND);
        for (int i = 0; i < 200_000; i++) {
            byte[] content = random.nextBoolean() ? golden.clone() : new byte[random.nextInt(40)];
            if (content.length == golden.length) {
                content[random.nextInt(content.length)] = (byte) random.nextInt();
            } else {
                random.nextBytes(content);
            }
            Payload payload = new Payload(new ClientEncoding()).over(content, 0, content.length);
            try {
                if (i % 8 == 0) {
                    StartupPacket.decode(payload);
                } else {
                    decoder.decode("BQPDCEfSHXcF".charAt(random.nextInt(12)), payload);
                }
            } catch (SqlException refused) {
                assertThat(refused.code().sqlState()).isIn("08P01", "22021", "0A000");
            } catch (SessionEndedException fatal) {
                assertThat(fatal.report().code().sqlState()).isEqualTo("08P01");
            }
        }
    }
}
