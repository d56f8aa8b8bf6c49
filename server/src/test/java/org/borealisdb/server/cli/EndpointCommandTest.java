package org.borealisdb.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ExitCode;

/** What is wrong with a command about endpoints whatever the region is. */
class EndpointCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private String refused(int exitCode, String... words) {
        StringWriter errors = new StringWriter();
        List<String> all = new ArrayList<>(List.of("endpoint"));
        all.addAll(List.of(words));
        all.addAll(List.of("--data", folder.resolve("nothing").toString()));
        int code = Main.commandLine()
                .setOut(new PrintWriter(new StringWriter(), true))
                .setErr(new PrintWriter(errors, true))
                .execute(all.toArray(String[]::new));
        assertThat(code).as(errors.toString()).isEqualTo(exitCode);
        return errors.toString();
    }

    @Test
    void wrongUsageIsToldWithTheRightOne() {
        assertThat(refused(ExitCode.USAGE, "create", "a")).contains("--type");
        assertThat(refused(ExitCode.USAGE, "create", "--type", "ANY")).contains("NAME");
        assertThat(refused(ExitCode.USAGE, "create", "a", "--type", "WRITER")).contains("READER, ANY");
        assertThat(refused(ExitCode.USAGE, "create", "a", "--type", "ANY", "--members", "x", "--excluded", "y"))
                .contains("mutually exclusive");
        assertThat(refused(ExitCode.USAGE, "modify", "a")).contains("nothing is to be changed");
    }

    @Test
    void listsThatCannotBeAreRefusedInOneLine() {
        assertThat(refused(ExitCode.SOFTWARE, "create", "a", "--type", "ANY", "--members", ""))
                .isEqualTo("borealis: a static list must name an instance\n");
        assertThat(refused(ExitCode.SOFTWARE, "modify", "a", "--members", "x,,y"))
                .contains("'' is no name for an instance")
                .hasLineCount(1);
        assertThat(refused(ExitCode.SOFTWARE, "modify", "a", "--excluded", "x, x"))
                .contains("names an instance twice")
                .hasLineCount(1);
    }

    @Test
    void thereMustBeARegion() {
        for (String[] words : List.of(
                new String[] {"list"},
                new String[] {"create", "a", "--type", "ANY"},
                new String[] {"modify", "a", "--excluded", ""},
                new String[] {"delete", "a"})) {
            assertThat(refused(ExitCode.SOFTWARE, words))
                    .contains("no data folder")
                    .hasLineCount(1);
        }
    }
}
