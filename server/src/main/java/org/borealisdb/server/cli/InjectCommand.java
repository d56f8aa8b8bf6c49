package org.borealisdb.server.cli;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.OpenDataFolder;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a running region misbehave on purpose: the functions {@code borealis_inject_...} for a shell. */
@Command(
        name = "inject",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a running region misbehave on purpose, for a while. It must have been started with --fault-injection.",
            "",
            "  zone-loss ZONE        nobody reaches the storage nodes of a zone",
            "  link FROM TO          messages between two nodes are lost (--percent), or late (--delay)",
            "  disk-failure NUMBER   requests to the storage node of that number fail; --disk: to a protection group",
            "  disk-congestion NUMBER  the same, but they are late (--delay)",
            "  gossip-off            storage nodes hear nothing from each other",
            "  clock-skew TIME       the wall clock is ahead by so much (-5s: behind)",
            "  bit-rot NODE [FILE]   a byte of a file of a storage node changes, whose name contains FILE",
            "  crash                 the instance loses everything in its memory, and opens the volume again",
            "  end                   ends all that lasts",
            "",
            "What lasts is shown by status, and by SELECT * FROM borealis_faults. Examples:",
            "",
            "  ./borealis inject zone-loss a --for 30s",
            "  ./borealis inject link writer storage-b1 --delay 20..200ms --for 1m",
            "  ./borealis inject bit-rot storage-c1 layer"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:It can't be done.", "2:Wrong usage."})
final class InjectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "FAULT", arity = "1..*", description = "What goes wrong, and where.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = StartCommand.DurationConverter.class,
            description = "How long (default: ${DEFAULT-VALUE}; at most 24h).")
    private Duration time = Duration.ofSeconds(30);

    @Option(
            names = "--percent",
            paramLabel = "N",
            defaultValue = "100",
            description = "Of messages or requests (default: ${DEFAULT-VALUE}).")
    private int percent = 100;

    @Option(
            names = "--delay",
            paramLabel = "MIN..MAX",
            defaultValue = "0..0",
            description = "Delay in milliseconds, such as 20..200ms.")
    private String delay = "0..0";

    @Option(names = "--disk", description = "The number is that of a protection group, not of a storage node.")
    private boolean disk;

    @Override
    public Integer call() throws IOException {
        String statement = statement();
        DataFolder folder = data.folder();
        folder.checkHoldsRegion();
        RegionReport report = folder.runner()
                .flatMap(runner -> folder.statusFile().read().filter(read -> read.pid() == runner.pid()))
                .orElseThrow(() -> new RegionProblemException("the region in " + folder.path()
                        + " is not running; start it with ./borealis start --fault-injection"));
        URI place = URI.create(PsqlCommand.withoutPassword(report.url()));
        ConnectionUrl url = new ConnectionUrl(
                place.getHost(),
                place.getPort(),
                ConnectionUrl.STANDARD_NAME,
                OpenDataFolder.readPassword(folder.part("password")),
                ConnectionUrl.STANDARD_NAME);
        try (TrainingClient client = new TrainingClient(url)) {
            client.run(statement);
        } catch (IOException refused) {
            throw new RegionProblemException("not injected: " + refused.getMessage(), refused);
        }
        spec.commandLine().getOut().println("Done: " + String.join(" ", arguments));
        return ExitCode.OK;
    }

    private String statement() {
        String seconds = String.valueOf(Math.max(1, time.toSeconds()));
        return switch (arguments.getFirst()) {
            case "zone-loss" -> call("borealis_inject_zone_loss", text(1, "ZONE"), seconds);
            case "link" ->
                call(
                        "borealis_inject_link",
                        text(1, "FROM"),
                        text(2, "TO"),
                        String.valueOf(percent),
                        delay(0),
                        delay(1),
                        seconds);
            case "disk-failure" ->
                call(
                        "aurora_inject_disk_failure",
                        String.valueOf(percent),
                        number(1),
                        disk ? "true" : "false",
                        seconds);
            case "disk-congestion" ->
                call(
                        "aurora_inject_disk_congestion",
                        String.valueOf(percent),
                        number(1),
                        disk ? "true" : "false",
                        seconds,
                        delay(0),
                        delay(1));
            case "gossip-off" -> call("borealis_inject_gossip_off", seconds);
            case "clock-skew" -> call("borealis_inject_clock_skew", skew() + "::int8", seconds);
            case "bit-rot" ->
                call("borealis_inject_bit_rot", text(1, "NODE"), arguments.size() > 2 ? text(2, "FILE") : "''");
            case "crash" -> call("aurora_inject_crash", "'instance'");
            case "end" -> call("borealis_inject_end");
            default ->
                throw new RegionProblemException(
                        "there is no fault '" + arguments.getFirst() + "'; ./borealis inject --help lists them");
        };
    }

    private static String call(String function, String... values) {
        return "SELECT " + function + "(" + String.join(", ", values) + ")";
    }

    private String argument(int index, String what) {
        if (arguments.size() <= index) {
            throw new RegionProblemException(
                    arguments.getFirst() + " needs " + what + "; see ./borealis inject --help");
        }
        return arguments.get(index);
    }

    private String text(int index, String what) {
        return "'" + argument(index, what).replace("'", "''") + "'";
    }

    private String number(int index) {
        String text = argument(index, "NUMBER");
        if (!text.matches("\\d{1,6}")) {
            throw new RegionProblemException("'" + text + "' is no number of a storage node or protection group");
        }
        return text;
    }

    /** Minimum (0) or maximum (1). */
    private String delay(int which) {
        String[] parts = delay.replace("ms", "").split("\\.\\.", -1);
        if (parts.length != 2 || !parts[0].matches("\\d{1,6}") || !parts[1].matches("\\d{1,6}")) {
            throw new RegionProblemException("--delay: such as 20..200ms, not " + delay);
        }
        return parts[which];
    }

    private long skew() {
        String text = argument(1, "TIME");
        boolean behind = text.startsWith("-");
        try {
            long millis = new StartCommand.DurationConverter()
                    .convert(behind ? text.substring(1) : text)
                    .toMillis();
            return behind ? -millis : millis;
        } catch (picocli.CommandLine.TypeConversionException unreadable) {
            throw new RegionProblemException("clock-skew: " + unreadable.getMessage());
        }
    }
}
