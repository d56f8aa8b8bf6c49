package org.borealisdb.controlplane.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.borealisdb.controlplane.fleet.FleetRole;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.InstanceState;
import org.borealisdb.controlplane.fleet.WriterChange;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.runtime.net.HostPort;
import org.junit.jupiter.api.Test;

/** When a writer is given up, and when not. Time passes in steps in which everybody who lives says how he is. */
class FailoverMonitorTest {
    private static final long MILLISECOND = 1_000_000L;
    private static final long STEP = 50 * MILLISECOND;

    private final FailoverMonitor monitor = new FailoverMonitor(FailoverSettings.standard(), 0);
    private final Map<String, Heard> heard = new TreeMap<>();
    private final Map<String, InstanceReport> living = new TreeMap<>();
    private WriterRecord record = WriterRecord.first("one", 0);
    private long now;

    private static InstanceReport report(String name, FleetRole role, InstanceState state, long term, int tier) {
        boolean reads = role == FleetRole.READER;
        return new InstanceReport(
                name,
                "a",
                HostPort.loopback(7100),
                HostPort.loopback(5432),
                role,
                state,
                term,
                tier,
                1 << 20,
                100,
                reads ? "one" : "",
                0,
                0,
                0,
                0,
                0,
                state == InstanceState.TROUBLED ? "its lease was not confirmed" : "");
    }

    private void writer(InstanceState state) {
        living.put("one", report("one", FleetRole.WRITER, state, record.term(), 1));
    }

    /** A reader that hears of the writer, or has not for {@code heardMillis}. */
    private void reader(String name, int tier, long heardMillis) {
        InstanceReport fresh = report(name, FleetRole.READER, InstanceState.RUNNING, record.term(), tier);
        living.put(
                name,
                new InstanceReport(
                        name,
                        fresh.zone(),
                        fresh.node(),
                        fresh.clients(),
                        fresh.role(),
                        fresh.state(),
                        fresh.term(),
                        tier,
                        fresh.poolBytes(),
                        fresh.lsn(),
                        fresh.follows(),
                        heardMillis,
                        0,
                        0,
                        0,
                        0,
                        ""));
    }

    /** Lets time pass until something is decided, or for so long; how many milliseconds that took. */
    private long decided(long mostMillis) {
        long began = now;
        Optional<WriterRecord> next = Optional.empty();
        while (next.isEmpty() && now - began < mostMillis * MILLISECOND) {
            now += STEP;
            living.forEach((name, report) -> heard.put(name, new Heard(report, now, false)));
            next = monitor.look(now, record, heard, 7);
        }
        if (next.isPresent()) {
            record = next.get();
        }
        return (now - began) / MILLISECOND;
    }

    private void everythingIsWell() {
        writer(InstanceState.RUNNING);
        reader("two", 1, 0);
        reader("three", 1, 0);
        decided(5_000);
        assertThat(record.term()).isOne();
    }

    @Test
    void aWriterThatServesStays() {
        everythingIsWell();
        assertThat(monitor.wantsProbe(now, record, heard)).isFalse();
    }

    @Test
    void aWriterOfWhomNobodyHearsIsReplaced() {
        everythingIsWell();
        living.remove("one");
        reader("two", 1, 2_000);
        reader("three", 0, 2_000);
        assertThat(decided(5_000)).isBetween(1_000L, 1_300L);
        assertThat(record.writer()).isEqualTo("three");
        assertThat(record.change()).isEqualTo(WriterChange.FAILOVER);
        assertThat(record.previous()).isEqualTo("one");
        assertThat(record.reason()).contains("one was not heard of");
    }

    @Test
    void aWriterThatReadersHearIsLetBe() {
        everythingIsWell();
        living.remove("one");
        decided(10_000);
        assertThat(record.term()).isOne();
    }

    @Test
    void aWriterWhoseProcessHasEndedIsReplacedAtOnce() {
        everythingIsWell();
        living.remove("one");
        decided(300);
        assertThat(record.term()).isOne();
        assertThat(monitor.wantsProbe(now, record, heard)).isTrue();
        heard.computeIfPresent("one", (_, last) -> new Heard(last.report(), last.at(), true));
        assertThat(decided(5_000)).isEqualTo(STEP / MILLISECOND);
        assertThat(record.writer()).isEqualTo("three");
        assertThat(record.reason()).contains("has ended");
    }

    @Test
    void aWriterWithoutALeaseIsReplacedThoughItSaysSo() {
        everythingIsWell();
        writer(InstanceState.TROUBLED);
        assertThat(decided(5_000)).isBetween(1_000L, 1_400L);
        assertThat(record.writer()).isEqualTo("three");
        assertThat(record.reason()).contains("its lease was not confirmed");
    }

    @Test
    void aWriterThatOpensTheDatabaseAgainHasTimeForThat() {
        everythingIsWell();
        writer(InstanceState.STARTING);
        decided(9_000);
        assertThat(record.term()).isOne();
        writer(InstanceState.RUNNING);
        decided(20_000);
        assertThat(record.term()).isOne();
        writer(InstanceState.STARTING);
        assertThat(decided(20_000)).isBetween(9_500L, 10_500L);
    }

    @Test
    void oneThatCannotBecomeTheWriterIsFollowedByTheNextAndSpared() {
        everythingIsWell();
        living.remove("one");
        reader("two", 1, 2_000);
        reader("three", 1, 2_000);
        decided(5_000);
        assertThat(record.writer()).isEqualTo("three");
        living.put("three", report("three", FleetRole.WRITER, InstanceState.TROUBLED, 1, 1));
        assertThat(decided(5_000)).isBetween(1_000L, 1_400L);
        assertThat(record.writer()).isEqualTo("two");
        living.put("two", report("two", FleetRole.WRITER, InstanceState.TROUBLED, 2, 1));
        reader("three", 1, 3_000);
        // It has failed a moment ago.
        decided(4_000);
        assertThat(record.term()).isEqualTo(3);
        decided(20_000);
        assertThat(record.writer()).isEqualTo("three");
    }

    @Test
    void nobodyIsBlamedForWhatHappenedWhileTheMonitorStoodStill() {
        everythingIsWell();
        reader("two", 1, 2_000);
        reader("three", 1, 2_000);
        now += 30_000 * MILLISECOND;
        assertThat(monitor.look(now, record, heard, 7)).isEmpty();
        decided(5_000);
        assertThat(record.term()).isOne();
    }

    @Test
    void anInstanceIsWantedWhenTheWriterIsGoneAndNobodyCanFollow() {
        writer(InstanceState.RUNNING);
        decided(3_000);
        assertThat(monitor.wantsInstance(now)).isFalse();
        living.clear();
        decided(9_000);
        assertThat(monitor.wantsInstance(now)).isFalse();
        decided(4_000);
        assertThat(monitor.wantsInstance(now)).isTrue();
        assertThat(monitor.trouble()).contains("one was not heard of");
        reader("two", 1, 20_000);
        decided(1_000);
        assertThat(record.writer()).isEqualTo("two");
        assertThat(monitor.wantsInstance(now)).isFalse();
    }

    @Test
    void aWriterThatWasNeverHeardOfMayJustBeStarting() {
        reader("two", 1, 2_000);
        assertThat(decided(20_000)).isBetween(10_000L, 10_200L);
        assertThat(record.writer()).isEqualTo("two");
    }

    @Test
    void withoutAReaderNothingCanBeDecided() {
        writer(InstanceState.RUNNING);
        decided(5_000);
        living.clear();
        decided(60_000);
        assertThat(record.term()).isOne();
    }
}
