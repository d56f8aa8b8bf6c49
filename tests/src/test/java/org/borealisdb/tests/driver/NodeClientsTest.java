package org.borealisdb.tests.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.borealisdb.tests.sql.BorealisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers and mappers of Node.js, as {@code tests/clients/run} has them. They come from the npm registry. */
class NodeClientsTest {
    private static final Path CLIENTS = Path.of("clients").toAbsolutePath();

    @TempDir
    private static Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static BorealisServer region;

    @BeforeAll
    static void startRegion() throws IOException {
        // Packages are installed beside a copy: the working tree stays as it is.
        Path node = Files.createDirectories(folder.resolve("clients/node"));
        Files.copy(CLIENTS.resolve("run"), folder.resolve("clients/run"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(CLIENTS.resolve("node"), Files::isRegularFile)) {
            for (Path file : files) {
                Files.copy(file, node.resolve(file.getFileName()));
            }
        }
        region = BorealisServer.start(folder.resolve("data"), false);
    }

    @AfterAll
    static void stopRegion() {
        region.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "knex", "sequelize", "typeorm", "drizzle"})
    void worksAsWithPostgres(String client) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "bash",
                        folder.resolve("clients/run").toString(),
                        "postgresql://postgres:" + BorealisServer.PASSWORD + "@127.0.0.1:" + region.port()
                                + "/postgres",
                        client)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).as("the client ends").isTrue();
        assertThat(said).endsWith(client + ": ok\n");
        assertThat(process.exitValue()).isZero();
    }
}
