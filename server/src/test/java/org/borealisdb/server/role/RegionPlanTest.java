package org.borealisdb.server.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.junit.jupiter.api.Test;

class RegionPlanTest {
    private static final Path DATA = Path.of("/data");

    private static StorageNodePlace node(String name, String zone) {
        return new StorageNodePlace(new Address(name), zone, HostPort.loopback(0), DATA.resolve(name));
    }

    private static RegionPlan plan(List<StorageNodePlace> nodes) {
        RegionPlan standard = RegionPlan.inOneProcess(DATA, HostPort.loopback(0), ByteSize.ofMebibytes(64));
        return new RegionPlan(
                DATA,
                DATA,
                DATA,
                nodes,
                standard.instances(),
                standard.replaceAfter(),
                standard.history(),
                standard.encryption());
    }

    @Test
    void oneProcessHasTwoNodesInEachOfThreeZones() {
        RegionPlan plan = RegionPlan.inOneProcess(DATA, HostPort.loopback(5432), ByteSize.ofMebibytes(64));
        assertThat(plan.zones()).containsExactly("a", "b", "c");
        assertThat(plan.storageNodes().stream().map(place -> place.address().name()))
                .containsExactly("storage-a1", "storage-a2", "storage-b1", "storage-b2", "storage-c1", "storage-c2");
        assertThat(plan.instances()).hasSize(1);
    }

    @Test
    void plansThatCannotHoldSixCopiesAreRefused() {
        List<StorageNodePlace> nodes =
                new ArrayList<>(plan(RegionPlan.inOneProcess(DATA, HostPort.loopback(0), ByteSize.ofMebibytes(64))
                                .storageNodes())
                        .storageNodes());
        StorageNodePlace last = nodes.removeLast();
        assertThatThrownBy(() -> plan(nodes)).hasMessageContaining("zone c has 1 storage node");
        nodes.removeLast();
        assertThatThrownBy(() -> plan(nodes)).hasMessageContaining("three zones, not in 2");
        nodes.add(last);
        nodes.add(last);
        assertThatThrownBy(() -> plan(nodes)).hasMessageContaining("two nodes have the name storage-c2");
    }

    @Test
    void groupsAreSpreadEvenlyAndNeverTwiceOnANode() {
        List<StorageNodePlace> nodes = new ArrayList<>();
        for (String zone : List.of("a", "b", "c")) {
            for (int number = 0; number < 5; number++) {
                nodes.add(node(zone + number, zone));
            }
        }
        SpreadPlacement placement = new SpreadPlacement(plan(nodes).storageByZone());
        Map<Address, Integer> segments = new TreeMap<>();
        for (int group = 0; group < 50; group++) {
            List<Member> members = placement.membersOf(group);
            assertThat(members).hasSize(6);
            assertThat(members.stream().map(Member::node).distinct()).hasSize(6);
            assertThat(members.stream().map(Member::zone)).containsExactly("a", "a", "b", "b", "c", "c");
            members.forEach(member -> segments.merge(member.node(), 1, Integer::sum));
        }
        assertThat(segments).hasSize(15);
        assertThat(segments.values()).containsOnly(20);
    }
}
