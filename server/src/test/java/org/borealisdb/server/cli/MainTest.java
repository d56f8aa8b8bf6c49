package org.borealisdb.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the command line answers before it reaches any role. */
class MainTest {
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void versionNamesProductAndJava() {
        assertThat(run("version")).isZero();
        assertThat(output.toString())
                .containsPattern("(?m)^Borealis \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?$")
                .contains("Java " + Runtime.version());
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void versionOptionSaysTheSameAsTheCommand() {
        assertThat(run("version")).isZero();
        String command = output.toString();
        output.getBuffer().setLength(0);
        assertThat(run("--version")).isZero();
        assertThat(output.toString()).isEqualTo(command);
    }

    @Test
    void noCommandPrintsTheHelp() {
        assertThat(run("--help")).isZero();
        String help = output.toString();
        output.getBuffer().setLength(0);
        assertThat(run()).isZero();
        assertThat(output.toString()).isEqualTo(help);
    }

    @Test
    void helpListsEveryCommandWithADescription() {
        assertThat(run("--help")).isZero();
        Main.commandLine().getSubcommands().forEach((name, command) -> {
            boolean hidden = command.getCommandSpec().usageMessage().hidden();
            assertThat(output.toString().contains("  " + name)).as(name).isNotEqualTo(hidden);
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as("description of %s", name)
                    .isNotEmpty();
        });
    }

    @Test
    void everyCommandIsFoundByTheNameThatItDeclares() {
        for (Commands.Named each : Commands.ALL) {
            assertThat(each.command().getAnnotation(CommandLine.Command.class).name())
                    .isEqualTo(each.name());
            assertThat(Commands.find(each.name())).contains(each);
        }
        assertThat(Commands.find()).isEmpty();
        assertThat(Commands.find("fly")).isEmpty();
        assertThat(Commands.find("--help")).isEmpty();
    }

    @Test
    void aRoleIsFoundAloneAndAllAreIfNoneIsNamed() {
        Commands.Named run = Commands.find("run").orElseThrow();
        assertThat(run.roles())
                .extracting(Commands.Named::name)
                .containsExactly("storage-node", "instance", "control-plane", "gateway", "host");
        for (Commands.Named role : run.roles()) {
            assertThat(role.command().getAnnotation(CommandLine.Command.class).name())
                    .isEqualTo(role.name());
            assertThat(Commands.find("run", role.name()).orElseThrow().roles()).containsExactly(role);
        }
        assertThat(Commands.find("run", "fly")).contains(run);
        assertThat(Commands.find("run", "--help")).contains(run);
    }

    @Test
    void unknownCommandIsWrongUsage() {
        assertThat(run("fly")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(output.toString()).isEmpty();
        assertThat(errors.toString())
                .contains("'fly'")
                .contains("See borealis --help")
                .doesNotContain("Usage:");
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
