package org.borealisdb.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.SampleReports;
import org.borealisdb.server.region.StartUpCache;
import org.borealisdb.server.region.StatusFile;
import org.borealisdb.server.region.VolumeReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With this process as the instance whose status file is looked at. */
class VolumeStatusCommandTest {
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void describeARegion() throws IOException {
        file = folder.resolve("region.yaml");
        StringBuilder text = new StringBuilder("metadata: m\nkey-file: k\npassword-file: p\nstorage-nodes:\n");
        int port = 7001;
        for (String node : List.of("a1", "a2", "b1", "b2", "c1", "c2")) {
            text.append("  - {name: ").append(node).append(", zone: ").append(node.charAt(0));
            text.append(", port: ")
                    .append(port++)
                    .append(", folder: ")
                    .append(node)
                    .append("}\n");
        }
        text.append("instances:\n  - {name: writer, zone: a, port: 7100, client-port: 5432}\n");
        Files.writeString(file, text);
    }

    private int run(String... more) {
        List<String> words = new ArrayList<>(List.of("volume", "status", "--region", file.toString()));
        words.addAll(List.of(more));
        return Main.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(words.toArray(String[]::new));
    }

    private void report(long pid, List<VolumeReport> volumes) throws IOException {
        StatusFile.ofNode(file, "writer")
                .write(new RegionReport(
                        "0.1.0",
                        RegionReport.READY,
                        "",
                        pid,
                        "",
                        "",
                        "",
                        "",
                        ProcessHandle.current()
                                .info()
                                .startInstant()
                                .orElseThrow()
                                .toString(),
                        "2026-01-01T00:00:00Z",
                        StartUpCache.UNUSABLE,
                        1,
                        0,
                        List.of(),
                        List.of(),
                        List.of("group 3 has 5 of 6 copies: storage-1 is missing"),
                        volumes,
                        List.of(),
                        List.of(),
                        "",
                        0,
                        0,
                        0,
                        0,
                        "",
                        "",
                        new TreeMap<>()));
    }

    @Test
    void showsTheLogTheNodesAndTheGroups() throws IOException {
        report(ProcessHandle.current().pid(), List.of(SampleReports.volume(100, 6)));
        assertThat(run()).as(errors.toString()).isZero();
        assertThat(output.toString())
                .contains("Volume 1, epoch 4, timeline 2")
                .contains("VDL      1000\n", "Appended 1030; the log takes 30 B of 1.0 MiB")
                .contains("100 of 10.0 GiB; 14 lack a copy, 7 healing")
                .contains("Used     3.0 GiB of 1000.0 GiB that the groups have room for")
                .contains("not all files verified yet; 18 damaged parts found, 12 mended")
                .contains("ALARM    15 pages differ between copies")
                .contains("120 B in layers, 180 B in journals, 60 B of log not in layers yet")
                .contains(
                        "storage-1      a     6                7 B", "  group 87 ", "187 B  5 of 6", "does not answer")
                .contains("copies, membership epoch 1")
                .contains("... and 80 more groups")
                .contains("Healing  group 3 has 5 of 6 copies")
                .contains("s old: the process is frozen");
        assertThat(output.toString().lines()).hasSizeLessThan(80).allMatch(line -> line.length() < 120);
    }

    @Test
    void jsonHasTheSame() throws IOException {
        report(ProcessHandle.current().pid(), List.of(SampleReports.volume(1, 6)));
        assertThat(run("--json")).isZero();
        assertThat(output.toString()).contains("\"vdl\" : 1000", "\"healthy\" : 6", "\"moreGroups\" : 0");
    }

    @Test
    void withoutARunningInstanceItSaysSo() throws IOException {
        assertThat(run()).isEqualTo(StatusCommand.NOT_RUNNING);
        assertThat(output.toString()).contains("No instance of " + file).hasLineCount(1);
        // A process that was killed leaves its file behind.
        report(Integer.MAX_VALUE, List.of(SampleReports.volume(1, 6)));
        assertThat(run()).isEqualTo(StatusCommand.NOT_RUNNING);
        report(ProcessHandle.current().pid(), List.of());
        assertThat(run()).isOne();
        assertThat(errors.toString()).contains("has no volume open").hasLineCount(1);
    }
}
