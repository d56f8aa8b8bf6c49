package org.borealisdb.server.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.borealisdb.wire.access.AccessRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of rules while it changes. */
class AccessFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void withoutAFileThereIsOneRule() throws IOException {
        Path file = folder.resolve(AccessFile.NAME);
        AccessFile access = new AccessFile(file);
        assertThat(access.get()).isSameAs(AccessRules.PASSWORDS);
        Files.writeString(file, "host all all all reject");
        AccessRules rules = access.get();
        assertThat(rules).isNotSameAs(AccessRules.PASSWORDS);
        assertThat(access.get()).isSameAs(rules);
        Files.delete(file);
        assertThat(access.get()).isSameAs(AccessRules.PASSWORDS);
    }

    @Test
    void whatIsWrongLeavesTheRulesBefore() throws IOException {
        Path file = folder.resolve(AccessFile.NAME);
        Files.writeString(file, "host all all all reject");
        AccessFile access = new AccessFile(file);
        AccessRules rules = access.get();
        Files.writeString(file, "host all all all rejected");
        assertThat(access.get()).isSameAs(rules);
        Files.writeString(file, "");
        assertThat(access.get()).isSameAs(rules);
        Files.writeString(file, "host all all all md5");
        assertThat(access.get()).isNotSameAs(rules);
    }

    @Test
    void nothingBeginsWithAWrongFile() throws IOException {
        Path file = folder.resolve(AccessFile.NAME);
        Files.writeString(file, "host all all all md5\nhost all all");
        assertThatThrownBy(() -> new AccessFile(file))
                .isInstanceOf(RegionProblemException.class)
                .hasMessage(file + ": line 2: end-of-line before IP address specification");
    }
}
