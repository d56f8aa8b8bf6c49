package org.borealisdb.server.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.sql.postgres.VolumeFacts.Group;
import org.borealisdb.sql.postgres.VolumeFacts.Node;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class VolumeReportTest {
    @Test
    void sumsAreOfEverythingAndTheWorstComeFirst() {
        VolumeReport report = SampleReports.volume(100, 80);
        assertThat(report.groups()).isEqualTo(100);
        assertThat(report.degradedGroups()).isEqualTo(14);
        assertThat(report.changingGroups()).isEqualTo(7);
        assertThat(report.lagBytes()).isEqualTo(100 + 94);
        assertThat(report.journalBytes()).isEqualTo(80 * 30);
        assertThat(report.layerBytes()).isEqualTo(80 * 20);
        assertThat(report.backlogBytes()).isEqualTo(80 * 10);

        assertThat(report.worst()).hasSize(VolumeReport.MOST_GROUPS);
        assertThat(report.moreGroups()).isEqualTo(100 - VolumeReport.MOST_GROUPS);
        List<Integer> numbers = report.worst().stream().map(Group::group).toList();
        // Those that are changing, those that merely lack a copy, the others: each by lag.
        assertThat(numbers.subList(0, 16)).containsExactly(87, 73, 59, 45, 31, 17, 3, 94, 80, 66, 52, 38, 24, 10, 0, 1);

        assertThat(report.nodes()).hasSize(VolumeReport.MOST_NODES);
        assertThat(report.moreNodes()).isEqualTo(80 - VolumeReport.MOST_NODES);
        assertThat(report.nodes().getFirst()).extracting(Node::serving).isEqualTo(false);
    }

    @Test
    void theLargestVolumeMakesNoLargeReport() {
        VolumeReport report = SampleReports.volume(Geometry.MAX_GROUPS, 1000);
        String json = StatusFile.json(report);
        assertThat(json.length()).isLessThan(128 << 10);
        assertThat(JsonMapper.shared().readValue(json, VolumeReport.class)).isEqualTo(report);
    }
}
