package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.tests.cli.Launcher.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A region in one process, from its first start to its deletion, and every start that is refused. */
class RegionLifecycleTest {
    private static final Pattern PID = Pattern.compile("\"pid\" : ([0-9]+)");
    private static final Pattern URL =
            Pattern.compile("postgresql://postgres:([^@]+)@127\\.0\\.0\\.1:[1-9][0-9]+/postgres");

    private static final Pattern METRICS = Pattern.compile("(http://127\\.0\\.0\\.1:[1-9][0-9]+)/metrics");

    @TempDir
    private Path folder = Path.of("");

    private Launcher launcher = new Launcher(folder);
    private Path data = Path.of("");

    @BeforeEach
    void prepare() {
        launcher = new Launcher(folder);
        data = folder.resolve("data");
    }

    @AfterEach
    void endWhatStillRuns() throws IOException, InterruptedException {
        Outcome status = launcher.run("status", "--data", data.toString(), "--json");
        Matcher pid = PID.matcher(status.output());
        if (pid.find()) {
            ProcessHandle.of(Long.parseLong(pid.group(1))).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private Outcome startDetached(String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(
                List.of("start", "--data", data.toString(), "--port", "0", "--memory", "64MB", "--detach"));
        words.addAll(List.of(more));
        Outcome start = launcher.run(words.toArray(String[]::new));
        assertThat(start.exitCode()).as(start.errors() + start.output()).isZero();
        return start;
    }

    private ProcessHandle process() throws IOException, InterruptedException {
        Outcome status = launcher.run("status", "--data", data.toString(), "--json");
        assertThat(status.exitCode()).as(status.errors()).isZero();
        return ProcessHandle.of(Long.parseLong(first(PID, status.output()))).orElseThrow();
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    @Test
    void aRegionLivesThroughStopKillAndSecondStarts() throws Exception {
        Outcome start = startDetached();
        assertThat(start.output())
                .contains("is ready", "3 zones, 6 storage nodes, 1 writer", "64.0 MiB page cache", data.toString());
        String password = first(URL, start.output());
        assertThat(Files.readString(data.resolve("password")).strip()).isEqualTo(password);

        Outcome status = launcher.run("status", "--data", data.toString(), "--json");
        assertThat(status.exitCode()).isZero();
        assertThat(status.output())
                .contains("\"state\" : \"ready\"", "\"zones\" : [ \"a\", \"b\", \"c\" ]", "\"storage-c2\"", "\"vdl\"")
                .contains(data.resolve("borealis.log").toString());
        assertThat(status.output().split("\"state\" : \"running\"", -1)).hasSize(8);

        ProcessHandle first = process();
        Outcome second = launcher.run("start", "--data", data.toString(), "--port", "0");
        assertThat(second.exitCode()).isOne();
        assertThat(second.errors().lines()).hasSize(1);
        assertThat(second.errors()).contains("already running (process " + first.pid() + ")");

        Outcome destroy = launcher.run("destroy", "--data", data.toString(), "--yes");
        assertThat(destroy.exitCode()).isOne();
        assertThat(destroy.errors()).contains("is running (process " + first.pid() + ")");

        first.destroyForcibly();
        first.onExit().get(60, TimeUnit.SECONDS);
        assertThat(launcher.run("status", "--data", data.toString()).exitCode()).isEqualTo(3);

        assertThat(first(URL, startDetached().output())).isEqualTo(password);
        Outcome stop = launcher.run("stop", "--data", data.toString());
        assertThat(stop.exitCode()).as(stop.errors()).isZero();
        assertThat(launcher.run("status", "--data", data.toString()).output()).contains("is not running");
        assertThat(launcher.run("stop", "--data", data.toString()).exitCode()).isZero();
        assertThat(launcher.run("logs", "--data", data.toString(), "-n", "1").output())
                .contains("stopped")
                .hasLineCount(1);

        assertThat(launcher.answer("no\n", "destroy", "--data", data.toString()).exitCode())
                .isOne();
        assertThat(data).isDirectory();
        Outcome destroyed = launcher.answer("yes\n", "destroy", "--data", data.toString());
        assertThat(destroyed.exitCode()).as(destroyed.errors()).isZero();
        assertThat(data).doesNotExist();
    }

    @Test
    @Tag("long")
    void zonesMayHaveMoreThanTwoNodesAndGetMoreLaterButNeverFewer() throws Exception {
        assertThat(startDetached("--nodes-per-zone", "3").output()).contains("9 storage nodes");
        assertThat(launcher.run("stop", "--data", data.toString()).exitCode()).isZero();

        Outcome fewer = launcher.run("start", "--data", data.toString(), "--port", "0", "--nodes-per-zone", "2");
        assertThat(fewer.exitCode()).isOne();
        assertThat(fewer.errors().lines()).hasSize(1);
        assertThat(fewer.errors()).contains("has 3 storage nodes in each zone", "start it with 3 or more");

        assertThat(startDetached("--nodes-per-zone", "4").output()).contains("12 storage nodes");
        assertThat(launcher.run("stop", "--data", data.toString()).exitCode()).isZero();
        assertThat(startDetached().output()).contains("12 storage nodes");
    }

    @Test
    void aRegionShowsItsVolumeInThreeWays() throws Exception {
        assertThat(launcher.run("volume", "status", "--data", data.toString()).errors())
                .contains("there is no data folder");
        Outcome start = startDetached("--metrics-port", "0");
        String metrics = first(METRICS, start.output());

        Outcome table = launcher.run("volume", "status", "--data", data.toString());
        assertThat(table.exitCode()).as(table.errors()).isZero();
        assertThat(table.output()).contains("VDL ", "PGMRPL ", "storage-c2", "6 of 6 copies, membership epoch 1");
        Outcome json = launcher.run("volume", "status", "--data", data.toString(), "--json");
        assertThat(json.output())
                .contains("\"state\" : \"ready\"", "\"healthy\" : 6", "\"allocationLimit\" : 134217728");

        Outcome sql = launcher.run(
                "psql",
                "--data",
                data.toString(),
                "-Atc",
                "SELECT disks >= 1, nodes FROM aurora_show_volume_status()",
                "-c",
                "SELECT count(*) FROM borealis_volume_segments WHERE group_number = 0 AND lag_bytes >= 0",
                "-c",
                "\\d borealis_volume_segments");
        assertThat(sql.output()).as(sql.errors()).contains("t|6\n", "6\n", "lag_bytes|bigint|");

        assertThat(get(metrics + "/metrics"))
                .contains("borealis_ready 1\n", "borealis_volume_durable_lsn{volume=\"1\"} ", "node=\"storage-c2\"");
        assertThat(get(metrics + "/healthz")).isEqualTo("ok\n");

        assertThat(launcher.run("stop", "--data", data.toString()).exitCode()).isZero();
        Outcome stopped = launcher.run("volume", "status", "--data", data.toString());
        assertThat(stopped.exitCode()).isEqualTo(3);
        assertThat(stopped.output()).contains("is not running").hasLineCount(1);
    }

    private static String get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void aSignalEndsAStartInTheForegroundInOrder() throws Exception {
        Process region = launcher.start("start", "--data", data.toString(), "--port", "0", "--password", "secret word");
        assertThat(Launcher.readUntil(region, "the data stay")).contains("postgres:secret%20word@");
        region.toHandle().destroy();
        assertThat(region.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(region.exitValue()).isZero();
        assertThat(Files.readString(data.resolve("borealis.log"))).contains("instance-1 stopped", "storage-c2 stopped");
        assertThat(data.resolve("status.json")).doesNotExist();
    }

    @Test
    void startsThatCannotWorkSayWhyInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            for (String detach : new String[] {"", "--detach"}) {
                Outcome start = detach.isEmpty()
                        ? launcher.run("start", "--data", data.toString(), "--port", port)
                        : launcher.run("start", "--data", data.toString(), "--port", port, detach);
                assertThat(start.exitCode()).isOne();
                assertThat(start.errors().lines()).hasSize(1);
                assertThat(start.errors())
                        .startsWith("borealis: port " + port + " is in use")
                        .contains("--port ");
            }
        }
        assertThat(data).doesNotExist();

        Files.createDirectory(data);
        Files.writeString(data.resolve("mine.txt"), "x");
        Outcome foreign = launcher.run("start", "--data", data.toString(), "--port", "0", "--detach");
        assertThat(foreign.exitCode()).isOne();
        assertThat(foreign.errors().lines()).hasSize(1);
        assertThat(foreign.errors()).contains("not empty (it holds mine.txt)");

        Outcome size = launcher.run("start", "--memory", "lots");
        assertThat(size.exitCode()).isEqualTo(2);
        assertThat(size.errors()).contains("'lots' is not a size").contains("start --help");

        Outcome unknown =
                launcher.run("status", "--data", folder.resolve("nowhere").toString());
        assertThat(unknown.exitCode()).isOne();
        assertThat(unknown.errors().lines()).hasSize(1);
        assertThat(unknown.errors()).contains("there is no data folder");
    }
}
