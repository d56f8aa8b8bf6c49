package org.borealisdb.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.junit.jupiter.api.Test;

/** What several nodes of the control plane say, as one. */
class FleetViewsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Address ONE = new Address("control-1");
    private static final Address TWO = new Address("control-2");
    private static final WriterRecord FIRST = WriterRecord.first("a", 1);
    private static final WriterRecord SECOND_TERM = FIRST.next("b", WriterChange.FAILOVER, "gone", 2);

    private final FleetViews views = new FleetViews();

    private static FleetMember member(String name, FleetRole role, long term, boolean healthy) {
        return new FleetMember(
                new InstanceReport(
                        name,
                        "a",
                        HostPort.loopback(2),
                        HostPort.loopback(1),
                        role,
                        InstanceState.RUNNING,
                        term,
                        1,
                        1,
                        0,
                        "",
                        0,
                        0,
                        0,
                        0,
                        0,
                        ""),
                healthy,
                healthy ? 0 : 2_000);
    }

    private static FleetView view(WriterRecord record, FleetMember... members) {
        return new FleetView(1, 1, Optional.of(record), List.of(members));
    }

    @Test
    void aNodeThatIsCutOffHidesNothing() {
        FleetMember writes = member("a", FleetRole.WRITER, 1, true);
        FleetMember reads = member("b", FleetRole.READER, 1, true);
        views.add(ONE, view(FIRST, writes, reads), 0);
        assertThat(views.add(TWO, view(FIRST), SECOND / 10).members()).containsExactly(writes, reads);
        FleetMember silent = member("a", FleetRole.WRITER, 1, false);
        assertThat(views.add(TWO, view(FIRST, silent), SECOND / 5).members()).containsExactly(writes, reads);
    }

    @Test
    void theLatestDecisionCounts() {
        FleetMember before = member("b", FleetRole.READER, 1, true);
        FleetMember after = member("b", FleetRole.WRITER, 2, true);
        views.add(ONE, view(SECOND_TERM, after), 0);
        FleetView merged = views.add(TWO, view(FIRST, before), SECOND / 10);
        assertThat(merged.writer()).contains(SECOND_TERM);
        assertThat(merged.members()).containsExactly(after);
    }

    @Test
    void aDecisionIsNotForgottenThoughNobodyWhoAnswersKnowsIt() {
        FleetMember writes = member("b", FleetRole.WRITER, 2, true);
        views.add(ONE, view(SECOND_TERM, writes), 0);
        // The first is gone. The other was cut off when that was decided.
        assertThat(views.add(TWO, view(FIRST, writes), 5 * SECOND).writer()).contains(SECOND_TERM);
        WriterRecord serves = SECOND_TERM.servingFrom(7);
        assertThat(views.add(TWO, view(serves, writes), 7 * SECOND).writer()).contains(serves);
    }

    @Test
    void aNodeThatHasJustBegunHidesNothing() {
        FleetMember writes = member("a", FleetRole.WRITER, 1, true);
        views.add(ONE, view(FIRST, writes), 0);
        // All nodes were away for a minute.
        long again = 60 * SECOND;
        FleetView empty = new FleetView(2, 1, Optional.empty(), List.of());
        for (long at = again; at < again + 5 * SECOND; at += SECOND / 10) {
            FleetView merged = views.add(ONE, empty, at);
            assertThat(merged.members()).containsExactly(writes);
            assertThat(merged.writer()).contains(FIRST);
        }
        assertThat(views.add(ONE, empty, again + 5 * SECOND).members()).isEmpty();
    }

    @Test
    void whatWasSaidLongAgoCountsNoMore() {
        FleetMember writes = member("a", FleetRole.WRITER, 1, true);
        FleetMember silent = member("a", FleetRole.WRITER, 1, false);
        views.add(ONE, view(FIRST, writes), 0);
        assertThat(views.add(TWO, view(FIRST, silent), 2 * SECOND).members()).containsExactly(silent);
        assertThat(views.merged(4 * SECOND)).isEmpty();
    }
}
