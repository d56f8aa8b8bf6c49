package org.borealisdb.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What passing bytes tell, however they are cut into pieces. */
class SessionStateTest {
    private static final long SEED = 20_261_129;

    private static ByteBuffer message(char type, String text) {
        return ByteChannel.message(type, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static SessionState started() {
        SessionState state = new SessionState();
        state.fromServer(message('R', "\0\0\0\0"));
        state.fromServer(message('Z', "I"));
        return state;
    }

    @Test
    void aSessionIsIdleOnceItIsReady() {
        SessionState state = new SessionState();
        assertThat(state.idle()).isFalse();
        assertThat(state.betweenAnswers()).isTrue();
        state.fromServer(message('R', "\0\0\0\12"));
        state.fromClient(message('p', "SCRAM-SHA-256"));
        assertThat(state.idle()).isFalse();
        state.fromServer(message('Z', "I"));
        assertThat(state.idle()).isTrue();
    }

    @Test
    void aQueryIsOwedAnAnswer() {
        SessionState state = started();
        state.fromClient(message('Q', "SELECT 1\0"));
        assertThat(state.idle()).isFalse();
        state.fromServer(message('C', "SELECT 1\0"));
        assertThat(state.idle()).isFalse();
        assertThat(state.betweenAnswers()).isTrue();
        state.fromServer(message('Z', "I"));
        assertThat(state.idle()).isTrue();
    }

    @Test
    void aPipelineIsOwedAsManyAnswersAsItHasEnds() {
        SessionState state = started();
        for (char type : "PBESPBES".toCharArray()) {
            state.fromClient(message(type, ""));
        }
        state.fromServer(message('Z', "I"));
        assertThat(state.idle()).isFalse();
        state.fromServer(message('Z', "I"));
        assertThat(state.idle()).isTrue();
    }

    @Test
    void whatIsNotFollowedByASyncIsUnfinished() {
        SessionState state = started();
        state.fromClient(message('E', "\0\0\0\0\0"));
        assertThat(state.idle()).isFalse();
        state.fromServer(message('C', "COMMIT\0"));
        assertThat(state.idle()).isFalse();
        state.fromClient(message('S', ""));
        state.fromServer(message('Z', "I"));
        assertThat(state.idle()).isTrue();
    }

    @Test
    void halfAMessageIsUnfinished() {
        SessionState state = started();
        ByteBuffer query = message('Q', "COMMIT\0");
        state.fromClient(query.duplicate().limit(3));
        assertThat(state.idle()).isFalse();
        state.fromClient(query.duplicate().position(3));
        assertThat(state.idle()).isFalse();
        state.fromServer(message('Z', "I").limit(2));
        assertThat(state.betweenAnswers()).isFalse();
        state.fromServer(message('Z', "I").position(2));
        assertThat(state.idle()).isTrue();
    }

    @Test
    void whatIsNoMessageIsNeverTrustedAgain() {
        SessionState state = started();
        state.fromServer(ByteBuffer.wrap(new byte[] {'D', 0, 0, 0, 3}));
        assertThat(state.betweenAnswers()).isFalse();
        state.fromServer(message('Z', "I"));
        assertThat(state.betweenAnswers()).isFalse();
        assertThat(state.idle()).isFalse();
    }

    @Test
    void piecesMakeNoDifference() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            ByteBuffer all = ByteBuffer.allocate(1 << 16);
            List<Integer> types = new ArrayList<>();
            List<Integer> ends = new ArrayList<>();
            int messages = 1 + random.nextInt(30);
            for (int i = 0; i < messages; i++) {
                int type = 'A' + random.nextInt(26);
                all.put(ByteChannel.message(
                        (char) type, new byte[random.nextInt(4) == 0 ? random.nextInt(1000) : random.nextInt(8)]));
                types.add(type);
                ends.add(all.position());
            }
            all.flip();
            List<Integer> seen = new ArrayList<>();
            MessageScan scan = new MessageScan(seen::add);
            int at = 0;
            while (at < all.limit()) {
                int to = Math.min(all.limit(), at + 1 + random.nextInt(12));
                ByteBuffer piece = all.duplicate().position(at).limit(to);
                scan.follow(piece);
                assertThat(piece.remaining()).as("pieces stay as they are").isEqualTo(to - at);
                at = to;
                assertThat(scan.betweenMessages()).as("at %s", at).isEqualTo(ends.contains(at));
            }
            assertThat(seen).isEqualTo(types);
        }
    }
}
