package org.borealisdb.controlplane.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.borealisdb.controlplane.fleet.FleetRole;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.InstanceState;
import org.borealisdb.runtime.net.HostPort;
import org.junit.jupiter.api.Test;

/** Who is promoted of several. */
class SuccessorTest {
    private static InstanceReport instance(String name, FleetRole role, InstanceState state, int tier, long pool) {
        return new InstanceReport(
                name,
                "a",
                HostPort.loopback(2),
                HostPort.loopback(1),
                role,
                state,
                1,
                tier,
                pool,
                0,
                "",
                0,
                0,
                0,
                0,
                0,
                "");
    }

    private static InstanceReport reader(String name, int tier, long pool) {
        return instance(name, FleetRole.READER, InstanceState.RUNNING, tier, pool);
    }

    private static String chosen(InstanceReport... present) {
        List<InstanceReport> inOrder = List.of(present);
        List<InstanceReport> reversed = new ArrayList<>(inOrder);
        Collections.reverse(reversed);
        assertThat(Successor.choose(reversed, "w")).isEqualTo(Successor.choose(inOrder, "w"));
        return Successor.choose(inOrder, "w").map(InstanceReport::name).orElse("nobody");
    }

    @Test
    void theLowestTierThenTheLargestThenTheFirstByName() {
        assertThat(chosen(reader("a", 2, 9), reader("b", 1, 1), reader("c", 15, 99)))
                .isEqualTo("b");
        assertThat(chosen(reader("a", 1, 1), reader("b", 1, 2))).isEqualTo("b");
        assertThat(chosen(reader("a", 1, 2), reader("b", 1, 2))).isEqualTo("a");
        assertThat(chosen(reader("w", 0, 9), reader("b", 1, 2))).isEqualTo("b");
    }

    @Test
    void oneThatServesIsBetterThanOneThatBeginsAndThatIsBetterThanNobody() {
        InstanceReport begins = instance("a", FleetRole.READER, InstanceState.STARTING, 0, 99);
        assertThat(chosen(begins, reader("b", 15, 1))).isEqualTo("b");
        assertThat(chosen(begins)).isEqualTo("a");
        assertThat(chosen(instance("a", FleetRole.READER, InstanceState.TROUBLED, 0, 99)))
                .isEqualTo("nobody");
        assertThat(chosen(instance("w", FleetRole.WRITER, InstanceState.RUNNING, 0, 1)))
                .isEqualTo("nobody");
    }
}
