package org.borealisdb.server.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.sql.postgres.VolumeFacts;
import org.borealisdb.sql.postgres.VolumeFacts.Group;
import org.borealisdb.sql.postgres.VolumeFacts.Node;
import org.borealisdb.sql.postgres.VolumeFacts.Segment;

/** Reports for tests: the same values in each call. */
public final class SampleReports {
    private SampleReports() {}

    /** A volume of so many groups and storage nodes; every seventh group lacks a copy, and node 1 does not answer. */
    public static VolumeReport volume(int groups, int nodes) {
        List<Group> all = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            List<Segment> segments = new ArrayList<>();
            for (int slot = 0; slot < 6; slot++) {
                boolean lost = group % 7 == 3 && slot == 1;
                segments.add(new Segment(
                        slot,
                        false,
                        "storage-" + slot,
                        "a",
                        false,
                        !lost,
                        lost ? 900 : 1000,
                        lost ? 100 + group : 0,
                        "serving"));
            }
            all.add(new Group(
                    group, 1, group % 7 == 3 ? 5 : 6, group % 14 == 3, 1000, 1000, 1000, segments, notes(group)));
        }
        List<Node> servers = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            servers.add(new Node(
                    "storage-" + node,
                    "a",
                    node != 1,
                    node == 1 ? "does not answer" : "serving",
                    6,
                    7,
                    30,
                    20,
                    10,
                    new VolumeFacts.Scrub(node * 1_700_000_000_000L, 10, 40, 3, 2, node),
                    new VolumeFacts.Reads(node, 10L * node, 0, 7, 800)));
        }
        return VolumeReport.of(new VolumeFacts(
                1,
                4,
                2,
                1000,
                1010,
                1030,
                500,
                1 << 20,
                30,
                10L << 30,
                OptionalLong.of(3L << 30),
                "six-full",
                all,
                servers));
    }

    private static List<String> notes(int group) {
        return group % 7 == 3 ? List.of("storage-1 is missing") : List.of();
    }

    /** A region in one process with a writer and a storage node. */
    public static RegionReport region(String state, String updated) {
        return new RegionReport(
                "0.1.0",
                state,
                "",
                42,
                new ConnectionUrl("127.0.0.1", 5432, "postgres", "a b/c@d+é", "postgres").toString(),
                "postgresql://postgres@127.0.0.1:5433/postgres",
                "/data",
                "/data/borealis.log",
                "2026-01-01T00:00:00Z",
                updated,
                StartUpCache.UNUSABLE,
                1000,
                3,
                List.of("a", "b", "c"),
                List.of(
                        new NodeHealth("writer", "a", "writer", "running", "", 1000, 0, 0, 0),
                        new NodeHealth("reader", "b", "reader", "running", "2 ms behind writer", 998, 0, 0, 0)
                                .behind(2345),
                        new NodeHealth(
                                "storage-a1", "a", "storage", "stepped aside", "disk \"x\"\nfailed", 7, 8, 9, 10)),
                List.of("group 0 has 5 of 6 copies: storage-a1 is missing"),
                List.of(volume(8, 6)),
                List.of(),
                List.of(),
                "",
                1,
                2,
                3,
                4,
                "AES-256-GCM, key under local",
                "/data/tls/ca.pem",
                counters());
    }

    private static SortedMap<String, Long> counters() {
        TreeMap<String, Long> counters =
                new TreeMap<>(Map.of("volume.sent.log-bytes", 5L, "volume.sent.log.bytes", 6L));
        for (String name : List.of(
                "engine.transactions.committed",
                "engine.transactions.rolled-back",
                "controlplane.failovers",
                "proxy.connections.accepted",
                "proxy.connections.ended",
                "proxy.connections.unserved",
                "proxy.instances.refusals")) {
            counters.put(name, 1L);
        }
        return counters;
    }
}
