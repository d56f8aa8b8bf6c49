package org.borealisdb.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.borealisdb.runtime.config.ByteSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

class MeasurementOptionsTest {
    private static MeasurementOptions parsed(String... arguments) {
        ParseResult measurement = Bench.commandLine().parseArgs(arguments).subcommand();
        CommandSpec shared =
                Objects.requireNonNull(measurement.commandSpec().mixins().get("shared"));
        return (MeasurementOptions) shared.userObject();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pgbench", "soak"})
    void everyMeasurementTakesThem(String measurement) {
        MeasurementOptions options = parsed(
                measurement,
                "--work",
                "w",
                "--postgres",
                "p",
                "--jvm-opts=-Xmx1g",
                "--processes",
                "--pool",
                "64MB",
                "--scale",
                "3");
        assertThat(options.work).isEqualTo(Path.of("w"));
        assertThat(options.postgres).isEqualTo(Path.of("p"));
        assertThat(options.jvmOptions).isEqualTo("-Xmx1g");
        assertThat(options.processes).isTrue();
        assertThat(options.pool).isEqualTo(ByteSize.ofMebibytes(64));
        assertThat(options.scale).isEqualTo(3);
        assertThat(parsed(measurement).scale).isEqualTo(20);
    }
}
