package org.borealisdb.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.SampleReports;
import org.junit.jupiter.api.Test;

class RegionMetricsTest {
    private static final String LABELS =
            "(\\{[a-z_]+=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\"(,[a-z_]+=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\")*\\})?";
    private static final Pattern SAMPLE = Pattern.compile("([a-z_][a-z0-9_]*)" + LABELS + " -?[0-9]+");
    private static final Pattern HEAD = Pattern.compile("# (HELP|TYPE) (borealis_[a-z0-9_]+) (.+)");

    private final String text =
            RegionMetrics.text(SampleReports.region(RegionReport.READY, "2026-01-01T00:00:01.500Z"));

    @Test
    void everyLineIsOfTheFormatAndEverySampleBelongsToTheFamilyAboveIt() {
        String family = "";
        TreeSet<String> seen = new TreeSet<>();
        for (String line : text.lines().toList()) {
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                if (head.group(1).equals("HELP")) {
                    family = head.group(2);
                    assertThat(seen.add(family)).as("%s comes once", family).isTrue();
                    assertThat(head.group(3)).endsWith(".");
                } else {
                    assertThat(head.group(2)).isEqualTo(family);
                    assertThat(head.group(3)).isEqualTo(family.endsWith("_total") ? "counter" : "gauge");
                }
            } else {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).isEqualTo(family);
            }
        }
        assertThat(text).endsWith("\n");
    }

    @Test
    void valuesAreThoseOfTheReport() {
        assertThat(text.lines())
                .contains(
                        "borealis_ready 1",
                        "borealis_sessions 3",
                        "borealis_report_time_milliseconds 1767225601500",
                        "borealis_node_up{node=\"storage-a1\",zone=\"a\",role=\"storage\"} 0",
                        "borealis_node_up{node=\"writer\",zone=\"a\",role=\"writer\"} 1",
                        "borealis_reader_lag_microseconds{node=\"reader\",zone=\"b\"} 2345",
                        "borealis_storage_backlog_bytes{node=\"storage-a1\",zone=\"a\"} 8",
                        "borealis_storage_journal_bytes{node=\"storage-a1\",zone=\"a\"} 9",
                        "borealis_storage_layer_bytes{node=\"storage-a1\",zone=\"a\"} 10",
                        "borealis_volume_durable_lsn{volume=\"1\"} 1000",
                        "borealis_volume_allocation_used_bytes{volume=\"1\"} 30",
                        "borealis_volume_used_bytes{volume=\"1\"} 3221225472",
                        "borealis_volume_groups_degraded{volume=\"1\"} 1",
                        "borealis_volume_node_serving{volume=\"1\",node=\"storage-1\",zone=\"a\"} 0",
                        "borealis_group_healthy_copies{volume=\"1\",group=\"3\"} 5")
                .doesNotContain("borealis_reader_lag_microseconds{node=\"writer\",zone=\"a\"} 0")
                .doesNotContain("borealis_storage_layer_bytes{node=\"writer\",zone=\"a\"} 0");
    }

    @Test
    void countersGetNamesOfTheFormatAndCollisionsAreAddedUp() {
        assertThat(text.lines()).contains("borealis_volume_sent_log_bytes_total 11");
        assertThat(RegionMetrics.exported("a.b-c d")).isEqualTo("borealis_a_b_c_d_total");
    }

    @Test
    void aPasswordInTheUrlIsNotShown() {
        assertThat(text).doesNotContain("postgresql://").doesNotContain("a%20b");
    }

    @Test
    void labelsAreEscaped() {
        Exposition out = new Exposition();
        out.gauge("g", "Help\nof \\ two lines.").sample(1, "a", "x\"y\\z\nw", "b", "");
        assertThat(out.text())
                .isEqualTo("# HELP g Help\\nof \\\\ two lines.\n# TYPE g gauge\ng{a=\"x\\\"y\\\\z\\nw\"} 1\n");
    }

    @Test
    void everythingThatTheDashboardShowsIsExported() throws IOException {
        String dashboard = Files.readString(Path.of("..", "docs", "grafana", "borealis.json"));
        TreeSet<String> samples = new TreeSet<>();
        text.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> samples.add(sample.group(1)));
        List<String> shown = Pattern.compile("borealis_[a-z0-9_]+")
                .matcher(dashboard)
                .results()
                .map(found -> found.group())
                .toList();
        assertThat(shown)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(samples).contains(name));
    }
}
