package org.borealisdb.server.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.borealisdb.server.region.StatusFile;
import org.borealisdb.server.top.Picture;
import org.borealisdb.server.top.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows a running region, live. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = {
            "Shows a region live: transactions, log, instances with their lag, storage nodes. Ctrl-C ends it.",
            "",
            "Of a region of many processes it shows all of it anywhere: instances as the control plane hears of them, storage nodes as the writer knows them, or as they say themselves where its process is not."
        })
final class TopCommand implements Callable<Integer> {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RegionPlace region = new RegionPlace();

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = StartCommand.DurationConverter.class,
            description = "How often it is drawn anew (default: 1s).")
    private Duration every = Duration.ofSeconds(1);

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Ends after so many pictures (default: it goes on until Ctrl-C).")
    private int count = Integer.MAX_VALUE;

    @Option(names = "--json", description = "Prints each picture as a line of JSON, for programs.")
    private boolean json;

    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (every.compareTo(LEAST) < 0 || count < 1) {
            throw new ParameterException(spec.commandLine(), "--every must be at least 1s, and --count at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean clears = !json && count > 1 && isTerminal();
        CountDownLatch never = new CountDownLatch(1);
        try (TopSource source = new TopSource(region)) {
            Optional<Picture> before = Optional.empty();
            for (int i = 0; i < count; i++) {
                if (i > 0 && never.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
                Optional<Picture> now = source.look(before);
                if (now.isEmpty()) {
                    out.println(json ? "{\"state\": \"stopped\"}" : region.notRunning());
                    return StatusCommand.NOT_RUNNING;
                }
                out.print(clears ? CLEAR : "");
                out.print(json ? StatusFile.json(now.get()) + "\n" : Screen.draw(now.get()));
                out.flush();
                before = now;
            }
        }
        return ExitCode.OK;
    }
}
