package org.borealisdb.volume.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.borealisdb.redo.message.StreamedLog;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.junit.jupiter.api.Test;

class LogInboxTest {
    private static final long SEED = 20261127;
    private static final int START = 1000;
    private static final byte[] LOG = new byte[5000];

    static {
        new Random(SEED).nextBytes(LOG);
    }

    @Test
    void whateverTheOrderTheLogIsTheSame() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            LogInbox inbox = new LogInbox(1 << 20, START, 900);
            List<StreamedLog> messages = pieces(random);
            messages.addAll(messages.subList(0, messages.size() / 2));
            Collections.shuffle(messages, random);
            messages.forEach(inbox::add);
            assertThat(inbox.received()).as("seed %d", SEED).isEqualTo(START + LOG.length);
            assertThat(inbox.lacksLog()).isFalse();
            byte[] copy = new byte[LOG.length - 100];
            inbox.copy(START + 100, copy.length, MemorySegment.ofArray(copy));
            for (int at = 0; at < copy.length; at++) {
                assertThat(copy[at]).isEqualTo(LOG[100 + at]);
            }
            inbox.appliedUpTo(START + LOG.length);
            assertThat(inbox.bytes()).isZero();
        }
    }

    @Test
    void onlyWhatIsDurableAndHereIsReady() {
        LogInbox inbox = new LogInbox(1 << 20, START, START);
        assertThat(inbox.add(message(0, 100, START, 5))).isFalse();
        assertThat(inbox.ready()).isEqualTo(START);
        assertThat(inbox.add(message(200, 100, START + 250, 7))).isTrue();
        assertThat(inbox.lacksLog()).isTrue();
        assertThat(inbox.ready()).isEqualTo(START + 100);
        assertThat(inbox.add(message(100, 100, START + 100, 6))).isTrue();
        assertThat(inbox.ready()).isEqualTo(START + 250);
        assertThat(inbox.lacksLog()).isFalse();
        assertThat(inbox.waitingSinceMicros()).isEqualTo(7);
        assertThat(inbox.appliedUpTo(START + 100)).isEqualTo(7);
        assertThat(inbox.waitingSinceMicros()).isEqualTo(7);
        assertThat(inbox.appliedUpTo(START + 250)).isEqualTo(7);
        assertThat(inbox.waitingSinceMicros()).isZero();
        assertThatThrownBy(() -> inbox.copy(START + 250, 100, MemorySegment.ofArray(new byte[100])))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whenItIsFullTheNextLogStillFindsRoom() {
        LogInbox inbox = new LogInbox(300, START, START);
        inbox.add(message(100, 100, START, 1));
        inbox.add(message(200, 100, START, 1));
        inbox.add(message(300, 100, START, 1));
        assertThat(inbox.bytes()).isEqualTo(300);
        inbox.add(message(400, 100, START, 1));
        assertThat(inbox.bytes()).isEqualTo(300);
        inbox.add(message(0, 100, START, 1));
        assertThat(inbox.received()).isEqualTo(START + 300);
        assertThat(inbox.bytes()).isEqualTo(300);
        assertThat(inbox.lacksLog()).isTrue();
    }

    @Test
    void anEmptyMessageTellsOfLogThatIsMissing() {
        LogInbox inbox = new LogInbox(300, START, START);
        assertThat(inbox.add(message(0, 0, START, 1))).isFalse();
        assertThat(inbox.add(message(100, 0, START + 100, 1))).isTrue();
        assertThat(inbox.lacksLog()).isTrue();
        assertThat(inbox.ready()).isEqualTo(START);
    }

    private static List<StreamedLog> pieces(Random random) {
        List<StreamedLog> all = new ArrayList<>();
        int at = 0;
        while (at < LOG.length) {
            int length = Math.min(LOG.length - at, 1 + random.nextInt(700));
            all.add(message(at, length, START, 1));
            at += length;
        }
        return all;
    }

    private static StreamedLog message(int at, int length, long vdl, long micros) {
        return new StreamedLog(
                new VolumeId(7), new VolumeEpoch(1, 1), 1, START + at, vdl, micros, ByteBuffer.wrap(LOG, at, length));
    }
}
