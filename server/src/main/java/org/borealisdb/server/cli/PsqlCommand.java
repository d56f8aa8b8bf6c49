package org.borealisdb.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.ClusterReport;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.OpenDataFolder;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.role.RegionPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Opens PostgreSQL's own client on a running region. */
@Command(
        name = "psql",
        mixinStandardHelpOptions = true,
        description = {
            "Opens psql, PostgreSQL's client, on the region.",
            "",
            "What follows -- goes to psql as it is: ./borealis psql -- -c 'SELECT 1'. Its exit code is passed on."
        })
final class PsqlCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "ARGUMENT", description = "Arguments for psql.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataFolder folder = data.folder();
        folder.checkHoldsRegion();
        Path program = program();
        RegionReport report = folder.runner()
                .flatMap(runner -> folder.statusFile().read().filter(read -> read.pid() == runner.pid()))
                .orElseThrow(() -> new RegionProblemException(
                        "the region in " + folder.path() + " is not running; start it with ./borealis start"));
        // The password goes by the environment: command lines can be read by every user of the machine.
        String url = url(report);
        List<String> command = new ArrayList<>(List.of(program.toString(), withoutPassword(url)));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("PGPASSWORD", OpenDataFolder.readPassword(folder.part("password")));
        Process psql = builder.start();
        // Ctrl-C is psql's to handle, and reaches both processes: the hook keeps this one until psql has ended.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> outlast(psql), "psql"));
        return psql.waitFor();
    }

    private String url(RegionReport report) throws IOException {
        RegionPlan plan = RegionPlan.inOneProcess(data.folder().path(), HostPort.loopback(0), ByteSize.ofMebibytes(1));
        return ClusterReports.of(report, plan).stream()
                .filter(each ->
                        each.name().equals(cluster.name()) && !each.url().isEmpty())
                .map(ClusterReport::url)
                .findFirst()
                .orElseThrow(() -> new RegionProblemException("the region serves no cluster '" + cluster.name()
                        + "'; ./borealis cluster list shows what it serves"));
    }

    private static void outlast(Process psql) {
        try {
            Runtime.getRuntime().halt(psql.waitFor());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** The URL of {@link ConnectionUrl} without what stands between the user and the host. */
    static String withoutPassword(String url) {
        int at = url.lastIndexOf('@');
        int colon = url.indexOf(':', url.indexOf("//"));
        return at < 0 || colon < 0 || colon > at ? url : url.substring(0, colon) + url.substring(at);
    }

    /** The program psql; fails with one line that says how to get it. */
    static Path program() {
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "" : path).split(java.io.File.pathSeparator, -1)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, "psql");
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        throw new RegionProblemException("there is no psql on PATH; install it (Debian, Ubuntu: apt-get install"
                + " postgresql-client; Fedora: dnf install postgresql; macOS: brew install libpq)");
    }
}
