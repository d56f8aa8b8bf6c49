package org.borealisdb.server.cli;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.NodeBackup;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.ProcessIdentity;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.StatusFile;
import org.borealisdb.server.region.VolumeReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what a running region last said about itself. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how the region on a data folder is: its nodes, how to connect, memory and disk.",
            "",
            "SCL is up to where a storage node has the log without a gap, VDL up to where the volume is durable."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The region runs.",
            "1:There is none, or it cannot be looked at.",
            "2:Wrong usage.",
            "3:It does not run."
        })
final class StatusCommand implements Callable<Integer> {
    static final int NOT_RUNNING = 3;

    /** Reports come every second; one that is older means that the process is frozen or starved. */
    private static final Duration STALE = Duration.ofSeconds(5);

    private static final String ROW = "  %-12s %-5s %-8s %-14s %15s  %s";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "Prints everything as JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        DataFolder folder = data.folder();
        folder.checkHoldsRegion();
        PrintWriter out = spec.commandLine().getOut();
        Optional<RegionReport> running = reportOf(folder);
        if (running.isEmpty()) {
            out.println(json ? "{\"state\": \"stopped\"}" : notRunning(folder));
            return NOT_RUNNING;
        }
        RegionReport report = running.get();
        if (json) {
            out.println(StatusFile.json(report));
        } else {
            print(report, out);
        }
        return ExitCode.OK;
    }

    static String notRunning(DataFolder folder) {
        return "The region in " + folder.path() + " is not running.";
    }

    /** What the process that runs a folder last said; empty if nobody runs it. */
    static Optional<RegionReport> reportOf(DataFolder folder) {
        Optional<ProcessIdentity> runner = folder.runner();
        if (runner.isEmpty()) {
            return Optional.empty();
        }
        long pid = runner.get().pid();
        return Optional.of(folder.statusFile()
                .read()
                .filter(read -> read.pid() == pid)
                .orElseThrow(() -> new RegionProblemException(
                        "process " + pid + " runs the region and has not written its status yet; try again")));
    }

    private static void print(RegionReport report, PrintWriter out) {
        out.println("Borealis " + report.version() + ", process " + report.pid() + ": " + report.state()
                + (report.reason().isEmpty() ? "" : " (" + report.reason() + ")") + ", since " + report.started());
        warnIfStale(report, out);
        out.println();
        out.println(line(ROW, "node", "zone", "role", "state", "SCL/VDL", ""));
        for (NodeHealth node : report.nodes()) {
            out.println(line(ROW, node.name(), node.zone(), node.role(), node.state(), node.scl(), node.reason()));
        }
        out.println();
        if (report.clusters().size() > 1) {
            ClusterTable.print(report.clusters(), out);
            out.println();
        }
        report.notes().forEach(note -> out.println("  Healing  " + note));
        NodeBackup.restoring(report.nodes()).ifPresent(left -> out.println("  Restore  " + left));
        NodeBackup.summary(report.nodes()).ifPresent(backup -> out.println("  Backup   " + backup));
        out.println("  Connect  " + report.url());
        if (!report.readerUrl().isEmpty()) {
            out.println("  Readers  psql \"" + report.readerUrl() + "\"");
        }
        printNames(report, out);
        out.println("  VDL      " + report.vdl());
        report.volumes().stream()
                .findFirst()
                .map(VolumeReport::usedBytes)
                .ifPresent(used -> out.println("  Used     "
                        + (used.isPresent() ? new ByteSize(used.getAsLong()) + " of the volume" : "being counted")));
        out.println("  Memory   " + new ByteSize(report.poolBytes()) + " page cache, "
                + new ByteSize(report.heapBytes()) + " Java heap in use");
        out.println("  Disk     " + new ByteSize(report.diskBytes()) + " in " + report.data() + ", "
                + new ByteSize(report.freeBytes()) + " free");
        if (!report.encryption().isEmpty()) {
            out.println("  At rest  " + report.encryption());
        }
        if (!report.caFile().isEmpty()) {
            out.println("  TLS      sslmode=verify-full sslrootcert=" + report.caFile());
        }
        out.println("  Log      " + report.log());
        String advice = report.startUp().advice();
        if (!advice.isEmpty()) {
            out.println("  Start    slower than need be: " + advice);
        }
    }

    private static void printNames(RegionReport report, PrintWriter out) {
        if (report.dns().isEmpty()) {
            return;
        }
        out.println("  Names    answered at " + report.dns());
        report.endpoints().stream()
                .filter(each -> !each.dnsName().isEmpty())
                .forEach(each -> out.println(line("    %-16s %s", each.name(), each.dnsName())));
    }

    /** Says so if a report is old. */
    static void warnIfStale(RegionReport report, PrintWriter out) {
        Duration age = Duration.between(Instant.parse(report.updated()), Instant.now());
        if (age.compareTo(STALE) > 0) {
            out.println("This is " + age.toSeconds() + " s old: the process is frozen, or short of CPU.");
        }
    }

    @FormatMethod
    private static String line(@FormatString String format, Object... values) {
        return String.format(Locale.ROOT, format, values).stripTrailing();
    }
}
