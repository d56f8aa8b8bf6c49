package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.borealisdb.sql.postgres.VolumeFacts;
import org.borealisdb.sql.postgres.VolumeFacts.Group;
import org.borealisdb.sql.postgres.VolumeFacts.Node;
import org.borealisdb.sql.postgres.VolumeFacts.Segment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What SQL shows of the volume. */
class VolumeCatalogTest {
    private long vdl = 1000;
    private boolean known = true;
    private final Region region = new Region(512, () -> known ? Optional.of(facts()) : Optional.empty());
    private final Region.Client client = region.connect();

    private VolumeFacts facts() {
        List<Node> nodes = new ArrayList<>();
        for (int node = 0; node < 7; node++) {
            boolean serving = node != 1;
            nodes.add(new Node(
                    "n" + node,
                    "z",
                    serving,
                    serving ? "serving" : "does not answer",
                    2,
                    node == 1 ? 90 : 0,
                    10,
                    5,
                    1,
                    node == 2 ? new VolumeFacts.Scrub(1_700_000_000_000L, 10, 40, 3, 2, 1) : VolumeFacts.Scrub.NONE,
                    VolumeFacts.Reads.NONE));
        }
        return new VolumeFacts(
                1,
                4,
                2,
                vdl,
                vdl + 10,
                vdl + 30,
                500,
                1 << 20,
                30,
                10L << 30,
                OptionalLong.of(12L << 30),
                "three-full-three-tail",
                List.of(group(0, true), group(1, false)),
                nodes);
    }

    private Group group(int number, boolean changing) {
        List<Segment> segments = new ArrayList<>();
        for (int slot = 0; slot < 6; slot++) {
            boolean lost = changing && slot == 1;
            segments.add(new Segment(
                    slot, slot % 2 == 1, "n" + slot, "z", false, !lost, lost ? 910 : vdl, lost ? 90 : 0, "serving"));
            if (lost) {
                segments.add(new Segment(slot, slot % 2 == 1, "n6", "z", true, false, 0, vdl, "serving"));
            }
        }
        return new Group(
                number,
                changing ? 2 : 1,
                changing ? 5 : 6,
                changing,
                vdl,
                vdl,
                vdl,
                segments,
                changing ? List.of("n6 is being brought up to date to replace n1") : List.of());
    }

    @AfterEach
    void close() {
        region.close();
    }

    private List<String> rows(String query) {
        List<String> lines = client.run(query).lines().toList();
        return lines.subList(0, lines.size() - 1);
    }

    @Test
    void auroraShowVolumeStatusAnswersAsAuroraDoes() {
        assertThat(rows("select * from aurora_show_volume_status()")).containsExactly("2|7");
        assertThat(
                        rows(
                                "select nodes, pg_typeof(disks)::text, pg_typeof(nodes)::text from aurora_show_volume_status() s"))
                .containsExactly("7|integer|integer");
        assertThat(rows("select aurora_show_volume_status()")).containsExactly("(2,7)");
        assertThat(rows("select proname from pg_proc where proname like 'aurora_show%'"))
                .containsExactly("aurora_show_volume_status");
    }

    @Test
    void theSizeInUseIsKnownOnceItWasCounted() {
        assertThat(rows("select used_bytes, groups * group_bytes from borealis_volume"))
                .containsExactly("12884901888|21474836480");
    }

    @Test
    void viewsShowTheVolumeAsItIsNow() {
        String query = "select volume_epoch, timeline, vdl, appended_lsn - vdl, groups, groups_degraded, nodes,"
                + " nodes_serving, journal_bytes, layer_bytes, backlog_bytes from borealis_volume";
        assertThat(rows(query)).containsExactly("4|2|1000|30|2|1|7|6|70|35|7");
        vdl = 2000;
        assertThat(rows(query).getFirst()).startsWith("4|2|2000|30|");
        // In one transaction too: the contents are no part of what it sees.
        client.run("begin");
        assertThat(rows("select vdl from borealis_volume")).containsExactly("2000");
        vdl = 3000;
        assertThat(rows("select vdl from borealis_volume")).containsExactly("3000");
        client.run("commit");
    }

    @Test
    void segmentsShowWhatTheyAre() {
        assertThat(rows("select segments from borealis_volume")).containsExactly("three-full-three-tail");
        assertThat(rows("select kind, count(*) from borealis_volume_segments where group_number = 1 group by kind"
                        + " order by kind"))
                .containsExactly("full|3", "tail|3");
    }

    @Test
    void nodesShowWhatScrubbingFound() {
        assertThat(rows(
                        "select node, extract(epoch from last_scrub)::bigint, scrub_percent, damage_found, damage_mended,"
                                + " differing_pages from borealis_volume_nodes where last_scrub is not null"))
                .containsExactly("n2|1700000000|25|3|2|1");
        assertThat(rows("select differing_pages from borealis_volume")).containsExactly("1");
    }

    @Test
    void faultsAreNotInjectedWhereThatIsNotEnabled() {
        assertThat(rows("select count(*) from borealis_faults")).containsExactly("0");
        assertThat(rows("select proname from pg_proc where proname like 'aurora_inject%' order by 1"))
                .containsExactly(
                        "aurora_inject_crash",
                        "aurora_inject_disk_congestion",
                        "aurora_inject_disk_failure",
                        "aurora_inject_replica_failure");
    }

    @Test
    void segmentsGroupsAndNodesCanBeJoined() {
        assertThat(rows("select g.group_number, g.healthy_copies, count(*), count(*) filter (where s.counted),"
                        + " max(s.lag_bytes) from borealis_volume_groups g join borealis_volume_segments s"
                        + " using (group_number) where not s.replacement group by 1, 2 order by 1"))
                .containsExactly("0|5|6|5|90", "1|6|6|6|0");
        assertThat(rows("select s.slot, n.state from borealis_volume_segments s join borealis_volume_nodes n"
                        + " using (node) where s.group_number = 0 and not n.serving"))
                .containsExactly("1|does not answer");
        assertThat(rows("select healing from borealis_volume_groups where changing"))
                .containsExactly("n6 is being brought up to date to replace n1");
    }

    @Test
    void psqlFindsThemWithTheirTypes() {
        assertThat(rows("select relname, relkind, pg_table_is_visible(oid) from pg_class"
                        + " where relname like 'borealis%' order by 1"))
                .containsExactly(
                        "borealis_faults|v|t",
                        "borealis_volume|v|t",
                        "borealis_volume_groups|v|t",
                        "borealis_volume_nodes|v|t",
                        "borealis_volume_segments|v|t");
        assertThat(rows("select string_agg(format_type(atttypid, atttypmod), ',' order by attnum) from pg_attribute"
                        + " where attrelid = 'borealis_volume_segments'::regclass"))
                .containsExactly("integer,integer,text,text,text,boolean,boolean,bigint,bigint,text");
    }

    @Test
    void withoutAVolumeToShowTheyAreEmpty() {
        known = false;
        assertThat(rows("select * from aurora_show_volume_status()")).containsExactly("0|0");
        for (String view : List.of("", "_groups", "_segments", "_nodes")) {
            assertThat(rows("select count(*) from borealis_volume" + view)).contains("0");
        }
    }
}
