package org.borealisdb.server.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {
    @TempDir
    private Path folder = Path.of("");

    private static RegionReport report() {
        return SampleReports.region(RegionReport.READY, "2026-01-01T00:00:01Z");
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        Path path = folder.resolve("status.json");
        StatusFile file = new StatusFile(path);
        assertThat(file.read()).isEmpty();
        file.write(report());
        file.write(report());
        assertThat(file.read()).contains(report());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        file.remove();
        assertThat(file.read()).isEmpty();
    }

    @Test
    void whatIsCutOffOrForeignIsNoReport() throws IOException {
        Path path = folder.resolve("status.json");
        StatusFile file = new StatusFile(path);
        String whole = StatusFile.json(report());
        for (int length = 0; length < whole.length(); length += 13) {
            Files.writeString(path, whole.substring(0, length));
            assertThat(file.read()).as("the first %d characters", length).isEmpty();
        }
    }

    @Test
    void specialCharactersOfAPasswordDoNotBreakTheUrl() {
        assertThat(report().url()).isEqualTo("postgresql://postgres:a%20b%2Fc%40d%2B%C3%A9@127.0.0.1:5432/postgres");
        assertThat(new ConnectionUrl("::1", 1, "u", "p", "d").toString()).isEqualTo("postgresql://u:p@[::1]:1/d");
    }
}
