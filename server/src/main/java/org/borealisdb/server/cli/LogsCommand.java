package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.borealisdb.server.region.DataFolder;
import org.borealisdb.server.region.RegionProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the end of a region's log, and what comes if asked to. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Prints the end of the region's log, whether it runs or not.")
final class LogsCommand implements Callable<Integer> {
    private static final long POLL_MILLIS = 200;
    private static final int CHUNK_BYTES = 64 << 10;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on printing what is logged, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            defaultValue = "200",
            description = "How many lines to begin with (default: ${DEFAULT-VALUE}).")
    private int lines = 200;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataFolder folder = data.folder();
        folder.checkHoldsRegion();
        Path log = folder.logFile();
        if (!Files.exists(log)) {
            throw new RegionProblemException("there is no log " + log + " yet");
        }
        PrintWriter out = spec.commandLine().getOut();
        long position = copy(log, start(log), out);
        while (follow) {
            Thread.sleep(POLL_MILLIS);
            if (Files.exists(log)) {
                // A file that is shorter than before is a new one: the old part was moved aside.
                position = copy(log, Files.size(log) < position ? 0 : position, out);
            }
        }
        return ExitCode.OK;
    }

    /** Position of the first of the last {@link #lines} lines, found by reading backwards. */
    private long start(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long position = file.length();
            int found = 0;
            byte[] chunk = new byte[CHUNK_BYTES];
            while (position > 0) {
                int length = (int) Math.min(chunk.length, position);
                file.seek(position - length);
                file.readFully(chunk, 0, length);
                for (int i = length - 1; i >= 0; i--) {
                    // The last line's own end is the first that is met.
                    if (chunk[i] == '\n' && ++found > lines) {
                        return position - length + i + 1;
                    }
                }
                position -= length;
            }
            return 0;
        }
    }

    private static long copy(Path log, long from, PrintWriter out) throws IOException {
        long position = from;
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(position);
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = file.read(chunk); read > 0; read = file.read(chunk)) {
                out.print(new String(chunk, 0, read, StandardCharsets.UTF_8));
                position += read;
            }
        }
        out.flush();
        return position;
    }
}
