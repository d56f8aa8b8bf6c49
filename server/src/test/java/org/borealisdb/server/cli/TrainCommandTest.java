package org.borealisdb.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The training run of the AOT cache is a real life of a region, and leaves nothing running. */
class TrainCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aRegionStartsWorksMovesPagesAndStops() {
        StringWriter printed = new StringWriter();
        CommandLine commands =
                Main.commandLine().setOut(new PrintWriter(printed)).setErr(new PrintWriter(printed));
        Path data = folder.resolve("data");
        assertThat(commands.execute("train", "--data", data.toString()))
                .as(printed.toString())
                .isZero();
        assertThat(printed.toString().split("is ready", -1)).hasSize(5);
        assertThat(printed.toString())
                .contains("Removed the reader train-reader", "storage-c3", "They hold nothing and may be stopped.")
                .doesNotContain("failed");
        assertThat(data.resolve("status.json")).doesNotExist();
    }

    @Test
    void itIsNotAmongTheCommandsThatHelpLists() {
        assertThat(Main.commandLine().getUsageMessage()).doesNotContain("train");
    }
}
