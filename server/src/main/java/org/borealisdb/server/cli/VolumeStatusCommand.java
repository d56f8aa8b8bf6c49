package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.server.region.NodeBackup;
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

/** Shows what the writer of a running region last said about its volume. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how the volume is: how far its log is durable, its storage nodes, and its protection groups with their"
                    + " segments. It disturbs nobody: the writer tells it every second.",
            "",
            "  VDL     everything at or below this LSN survives any crash",
            "  PGMRPL  no page is asked for as of an LSN below this one",
            "  PGCL    four of the six segments of a group have its log up to here",
            "  SCL     a segment has its group's log up to here without a gap",
            "  lag     bytes of log from SCL to PGCL",
            "",
            "LSNs count bytes of log. Of many groups those that need a look most are listed; SQL has all of them:"
                    + " SELECT * FROM borealis_volume_groups."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The volume is shown.",
            "1:There is no such region, or it cannot be looked at.",
            "2:Wrong usage.",
            "3:Nobody has it open."
        })
final class VolumeStatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RegionPlace region = new RegionPlace();

    @Option(names = "--json", description = "Prints everything as JSON, for programs.")
    private boolean json;

    /** What {@code --json} prints. */
    private record Shown(String state, String updated, List<VolumeReport> volumes, List<String> notes) {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<RegionReport> found = region.writersReport();
        if (found.isEmpty()) {
            out.println(json ? "{\"state\": \"stopped\"}" : region.notRunning());
            return StatusCommand.NOT_RUNNING;
        }
        RegionReport report = found.get();
        if (report.volumes().isEmpty()) {
            throw new RegionProblemException("process " + report.pid() + " is " + report.state()
                    + " and has no volume open" + (report.reason().isEmpty() ? "" : ": " + report.reason()));
        }
        if (json) {
            out.println(StatusFile.json(new Shown(report.state(), report.updated(), report.volumes(), report.notes())));
        } else {
            StatusCommand.warnIfStale(report, out);
            report.volumes().forEach(volume -> new VolumeTable(volume, out).print());
            report.notes().forEach(note -> out.println("  Healing  " + note));
            NodeBackup.summary(report.nodes()).ifPresent(backup -> out.println("  Backup   " + backup));
        }
        return ExitCode.OK;
    }
}
