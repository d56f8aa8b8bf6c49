package org.borealisdb.volume.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.message.StreamedLog;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.junit.jupiter.api.Test;

class LogWindowTest {
    private static final MemorySegment LOG = MemorySegment.ofArray(new byte[1 << 20]);

    @Test
    void keepsTheNewestLogUpToItsBound() {
        LogWindow window = new LogWindow(1000);
        assertThat(window.covers(100, true)).isTrue();
        assertThat(window.covers(100, false)).isFalse();
        window.add(LOG, 0, 400, 100);
        window.add(LOG, 400, 400, 500);
        assertThat(starts(window.after(100))).isEqualTo(List.of(100L, 500L));
        assertThat(starts(window.after(500))).isEqualTo(List.of(500L));
        assertThat(starts(window.after(900))).isEqualTo(List.of());
        window.add(LOG, 800, 400, 900);
        assertThat(window.bytes()).isEqualTo(800);
        assertThat(window.after(100)).isEmpty();
        assertThat(window.covers(499, true)).isFalse();
        assertThat(window.covers(500, false)).isTrue();
        assertThat(starts(window.after(1299))).isEqualTo(List.of(900L));
    }

    @Test
    void whatNobodyNeedsGoes() {
        LogWindow window = new LogWindow(1000);
        window.add(LOG, 0, 400, 100);
        window.add(LOG, 400, 400, 500);
        window.trim(600);
        assertThat(window.bytes()).isEqualTo(400);
        window.trim(900);
        assertThat(window.bytes()).isZero();
        assertThat(window.covers(900, false)).isTrue();
        assertThat(window.after(899)).isEmpty();
        assertThat(starts(window.after(900))).isEqualTo(List.of());
    }

    @Test
    void aHoleBeginsItAnew() {
        LogWindow window = new LogWindow(1000);
        window.add(LOG, 0, 400, 100);
        window.add(LOG, 0, 400, 600);
        assertThat(window.after(100)).isEmpty();
        assertThat(starts(window.after(600))).isEqualTo(List.of(600L));
    }

    @Test
    void longLogGoesInSeveralMessagesOfTheSameBytesForAll() {
        byte[] bytes = new byte[StreamedLog.MOST_BYTES + 10];
        bytes[0] = 5;
        bytes[bytes.length - 1] = 6;
        LogWindow window = new LogWindow(1 << 20);
        window.add(MemorySegment.ofArray(bytes), 0, bytes.length, 1000);
        List<LogWindow.Piece> pieces = window.after(1000).orElseThrow();
        assertThat(pieces).hasSize(2);
        VolumeEpoch epoch = new VolumeEpoch(1, 2);
        ByteBuffer first = pieces.getLast().message(new VolumeId(7), epoch, 3, 900, 77);
        assertThat(pieces.getLast().message(new VolumeId(7), epoch, 3, 950, 78)).isEqualTo(first);
        assertThat(pieces.getLast().toldVdl()).isEqualTo(900);
        StreamedLog decoded = (StreamedLog) StorageMessages.decode(first);
        assertThat(decoded.startLsn()).isEqualTo(1000 + StreamedLog.MOST_BYTES);
        assertThat(decoded.endLsn()).isEqualTo(1000 + bytes.length);
        assertThat(decoded.log().get(9)).isEqualTo((byte) 6);
        assertThat(decoded.vdl()).isEqualTo(900);
    }

    private static List<Long> starts(Optional<List<LogWindow.Piece>> pieces) {
        return pieces.orElseThrow().stream().map(LogWindow.Piece::startLsn).toList();
    }
}
