package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.server.region.PointSyntax;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.volume.history.RewindDesk;
import org.borealisdb.volume.history.RewindOutcome;
import org.borealisdb.volume.history.RewindRequest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Rewinds a running database, in place. */
@Command(
        name = "backtrack",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the whole database what it was at a point of its history, in place and at once: nothing is copied, however much was"
                    + " written since. Sessions are ended; clients connect again to the same place.",
            "",
            "What was written since is set aside, not lost: --undo goes forward again, and so does a later --to. History is kept for an"
                    + " hour, or for less if more than 2 GiB of log are written in that time (start --history, --history-size).",
            "",
            "  ./borealis backtrack --to '2026-11-01 10:00:03'",
            "  ./borealis backtrack --to 5m",
            "  ./borealis backtrack --undo"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:It was refused, or nobody did it.", "2:Wrong usage."})
final class BacktrackCommand implements Callable<Integer> {
    private static final long POLL_NANOS = 20_000_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RegionPlace region = new RegionPlace();

    @Mixin
    private ClusterOption cluster = new ClusterOption();

    @ArgGroup(multiplicity = "1")
    private Goal goal = new Goal();

    private static final class Goal {
        @Option(
                names = "--to",
                paramLabel = "POINT",
                required = true,
                description =
                        "A time (2026-11-01 10:00:03, of this machine, or with Z or an offset), how long ago (90s, 5m, 2h), or an LSN.")
        private String to = "";

        @Option(names = "--undo", required = true, description = "Where it was before it was last rewound.")
        private boolean undo;
    }

    @Option(names = "--json", description = "Prints the outcome as JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        ZoneId zone = ZoneId.systemDefault();
        RegionPlan plan = region.plan();
        if (!region.mayRun()) {
            throw new RegionProblemException("the region does not run; start it first");
        }
        try (RealWorld world = RealWorld.create(BacktrackCommand::taskFailed);
                RegionLog opened = RegionLog.of(plan, world)) {
            MetadataLog log = opened.log();
            RewindDesk desk = new RewindDesk(log, cluster.volume(log));
            RewindRequest request = request(world.random().nextLong(), zone);
            desk.ask(request);
            RewindOutcome outcome = await(desk, request.id(), world);
            print(outcome, request, zone);
            return outcome.done() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /** The logger is found only now: a log file may be chosen after the command line was made. */
    private static void taskFailed(String task, Throwable failure) {
        System.getLogger(BacktrackCommand.class.getName()).log(System.Logger.Level.ERROR, task, failure);
    }

    private RewindRequest request(long id, ZoneId zone) {
        if (goal.undo) {
            return new RewindRequest(id, RewindRequest.Kind.UNDO, 0);
        }
        PointSyntax point = PointSyntax.parse(goal.to, Instant.now(), zone);
        return new RewindRequest(id, point.isLsn() ? RewindRequest.Kind.LSN : RewindRequest.Kind.TIME, point.value());
    }

    private static RewindOutcome await(RewindDesk desk, long id, RealWorld world) {
        long deadline = world.clock().nanoTime() + PATIENCE_NANOS;
        while (world.clock().nanoTime() - deadline < 0) {
            Optional<RewindOutcome> outcome = desk.outcome(id);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            world.tasks().sleep(POLL_NANOS);
        }
        throw new RegionProblemException("no instance has taken the request up within a minute");
    }

    private void print(RewindOutcome outcome, RewindRequest request, ZoneId zone) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(outcome, zone));
            return;
        }
        if (!outcome.done()) {
            throw new RegionProblemException(outcome.problem());
        }
        out.println("The database is as it was at " + PointSyntax.time(outcome.landedMillis(), zone) + " (LSN "
                + outcome.landedLsn() + ")"
                + (request.kind() == RewindRequest.Kind.TIME
                        ? ", the nearest consistent point at or before " + PointSyntax.time(request.value(), zone)
                        : "")
                + ".");
        out.println("It was at LSN " + outcome.leftLsn() + " until " + PointSyntax.time(outcome.leftMillis(), zone)
                + "; " + new ByteSize(outcome.logBytes())
                + " of log are set aside. To go there again: ./borealis backtrack --undo");
        out.println(String.format(Locale.ROOT, "Nobody was answered for %.2f s.", outcome.pauseMicros() / 1e6));
    }

    private static String json(RewindOutcome outcome, ZoneId zone) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("done", outcome.done());
        if (outcome.done()) {
            fields.put(
                    "landedAt",
                    Instant.ofEpochMilli(outcome.landedMillis())
                            .atZone(zone)
                            .toOffsetDateTime()
                            .toString());
            fields.put("landedLsn", outcome.landedLsn());
            fields.put(
                    "leftAt",
                    Instant.ofEpochMilli(outcome.leftMillis())
                            .atZone(zone)
                            .toOffsetDateTime()
                            .toString());
            fields.put("leftLsn", outcome.leftLsn());
            fields.put("setAsideLogBytes", outcome.logBytes());
            fields.put("pauseSeconds", outcome.pauseMicros() / 1e6);
        } else {
            fields.put("problem", outcome.problem());
        }
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(fields);
    }
}
