package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.server.region.PointSyntax;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.volume.history.RewindDesk;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Shows the lines of history of a cluster. */
@Command(
        name = "timeline",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the lines of history of a cluster. Each time its volume is opened, a line begins where the one before had become durable; when the"
                    + " cluster is rewound, one begins earlier, and what came behind that point is left.",
            "",
            "Openings that nothing was lost or left at are not listed unless you say --all."
        })
final class TimelineCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RegionPlace region = new RegionPlace();

    @Mixin
    private ClusterOption cluster = new ClusterOption();

    @Option(names = "--all", description = "Lists every opening.")
    private boolean all;

    @Option(names = "--json", description = "Prints them as JSON, for programs.")
    private boolean json;

    /** Where a line begins, and what became of the one before it. */
    private record Shown(Timeline line, boolean current, long leftMillis) {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        RegionPlan plan = region.plan();
        try (RealWorld world = RealWorld.create(TimelineCommand::taskFailed);
                RegionLog opened = RegionLog.of(plan, world)) {
            MetadataLog log = opened.log();
            VolumeId volume = cluster.volume(log);
            VolumeMetadata metadata = log.read("volumes/" + volume.value())
                    .map(value -> VolumeMetadata.decode(value.bytes()))
                    .orElseThrow(() -> new RegionProblemException("the region was never started"));
            List<Shown> shown = shown(metadata.timelines(), new RewindDesk(log, volume));
            if (json) {
                out.println(json(shown));
            } else {
                print(shown, out);
            }
        }
        return ExitCode.OK;
    }

    /** The logger is found only now: a log file may be chosen after the command line was made. */
    private static void taskFailed(String task, Throwable failure) {
        System.getLogger(TimelineCommand.class.getName()).log(System.Logger.Level.ERROR, task, failure);
    }

    private List<Shown> shown(TimelineTree tree, RewindDesk desk) {
        List<Shown> shown = new ArrayList<>();
        for (Timeline line : tree.timelines()) {
            boolean current = line.id() == tree.current().id();
            if (all || line.rewound() || current || line.id() == 1) {
                List<RewindDesk.Time> times = line.rewound() ? desk.times(line.id() - 1) : List.of();
                shown.add(new Shown(
                        line, current, times.isEmpty() ? 0 : times.getLast().millis()));
            }
        }
        return shown;
    }

    private static void print(List<Shown> lines, PrintWriter out) {
        row(out, "line", "from", "at LSN", "begins at LSN", "");
        for (Shown each : lines) {
            Timeline line = each.line();
            String left = line.rewound()
                    ? "rewound: line " + (line.id() - 1) + " was left at LSN " + line.leftLsn()
                            + (each.leftMillis() == 0
                                    ? ""
                                    : ", " + PointSyntax.time(each.leftMillis(), ZoneId.systemDefault()))
                    : "";
            String current = each.current() ? (left.isEmpty() ? "current" : "current; " + left) : left;
            row(out, line.id(), line.parent(), line.branchLsn(), line.firstLsn(), current);
        }
    }

    private static void row(PrintWriter out, Object... values) {
        out.println(
                String.format(Locale.ROOT, "  %5s %7s %16s %16s  %s", values).stripTrailing());
    }

    private static String json(List<Shown> lines) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Shown each : lines) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("timeline", each.line().id());
            fields.put("parent", each.line().parent());
            fields.put("branchLsn", each.line().branchLsn());
            fields.put("firstLsn", each.line().firstLsn());
            fields.put("current", each.current());
            if (each.line().rewound()) {
                fields.put("left", each.line().id() - 1);
                fields.put("leftLsn", each.line().leftLsn());
                if (each.leftMillis() != 0) {
                    fields.put("leftAt", Instant.ofEpochMilli(each.leftMillis()).toString());
                }
            }
            all.add(fields);
        }
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(all);
    }
}
