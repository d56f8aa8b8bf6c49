package org.borealisdb.volume.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.borealisdb.redo.message.ReaderLoad;
import org.borealisdb.redo.message.ReaderReport;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.volume.stream.JoinedReaders.Held;
import org.junit.jupiter.api.Test;

class JoinedReadersTest {
    private static final Address ONE = new Address("reader-1");
    private static final Address OTHER = new Address("reader-2");

    private final JoinedReaders readers = new JoinedReaders(2);

    @Test
    void aJoiningIsHeldBeforeItIsKnownWhereItBegins() {
        assertThat(readers.lowestRead()).isEqualTo(Long.MAX_VALUE);
        assertThat(readers.hold(ONE, 5, "one", 0)).isEqualTo(Held.YES);
        assertThat(readers.lowestRead()).isZero();
        assertThat(readers.oldestView()).isZero();
        readers.settle(5, 100, 120);
        assertThat(readers.lowestRead()).isEqualTo(100);
        assertThat(readers.received()).isEqualTo(120);
        assertThat(readers.hold(OTHER, 6, "two", 0)).isEqualTo(Held.YES);
        assertThat(readers.oldestView()).isZero();
        readers.leave(6);
        assertThat(readers.oldestView()).isEqualTo(100);
    }

    @Test
    void promisesOnlyGrowWhateverTheOrderOfReports() {
        readers.hold(ONE, 5, "one", 0);
        readers.settle(5, 100, 100);
        assertThat(readers.report(ONE, report(5, 20, 200, 180, 150), 10)).isTrue();
        assertThat(readers.report(ONE, report(5, 10, 150, 140, 120), 20)).isTrue();
        assertThat(readers.lowestRead()).isEqualTo(180);
        assertThat(readers.oldestView()).isEqualTo(150);
        assertThat(readers.listeners().getFirst().askedNanos()).isEqualTo(20);
        assertThat(readers.listeners().getFirst().askedAt()).isEqualTo(10);
    }

    @Test
    void whoBeginsAgainIsCountedTwiceUntilItReports() {
        readers.hold(ONE, 5, "one", 0);
        readers.settle(5, 100, 100);
        readers.report(ONE, report(5, 1, 110, 110, 110), 0);
        assertThat(readers.hold(ONE, 6, "one", 0)).isEqualTo(Held.YES);
        assertThat(readers.hold(ONE, 6, "one", 0)).isEqualTo(Held.AGAIN);
        readers.settle(6, 300, 300);
        assertThat(readers.oldestView()).isEqualTo(110);
        assertThat(readers.report(ONE, report(6, 2, 300, 300, 300), 0)).isTrue();
        assertThat(readers.oldestView()).isEqualTo(300);
        assertThat(readers.report(ONE, report(5, 3, 400, 400, 400), 0)).isFalse();
    }

    @Test
    void thereIsABoundAndTheSilentMakeRoom() {
        readers.hold(ONE, 5, "one", 0);
        readers.hold(OTHER, 6, "two", 50);
        assertThat(readers.hold(new Address("reader-3"), 7, "three", 60)).isEqualTo(Held.TOO_MANY);
        assertThat(readers.hold(OTHER, 8, "two", 60)).isEqualTo(Held.YES);
        assertThat(readers.forgetSilent(40)).hasSize(1);
        assertThat(readers.hold(new Address("reader-3"), 9, "three", 60)).isEqualTo(Held.YES);
    }

    @Test
    void nobodyReportsForAnother() {
        readers.hold(ONE, 5, "one", 0);
        assertThat(readers.report(OTHER, report(5, 1, 1, 1, 1), 0)).isFalse();
        assertThat(readers.report(ONE, report(4, 1, 1, 1, 1), 0)).isFalse();
        assertThat(readers.listeners()).isEmpty();
    }

    private static ReaderReport report(long joining, long asked, long applied, long lowest, long view) {
        return new ReaderReport(
                new VolumeId(7), joining, asked, applied, applied, lowest, view, 0, 1, false, ReaderLoad.UNKNOWN);
    }
}
