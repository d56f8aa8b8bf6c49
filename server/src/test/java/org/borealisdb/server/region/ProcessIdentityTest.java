package org.borealisdb.server.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessIdentityTest {
    @Test
    void whatIsWrittenIsReadAgain() {
        ProcessIdentity self = ProcessIdentity.self();
        assertThat(ProcessIdentity.parse(self + "\n")).contains(self);
        assertThat(self.running()).isPresent();
    }

    @Test
    void aProcessSaysOfItsBeginningWhatOthersFind() {
        assertThat(ProcessIdentity.beginning(Instant.EPOCH).toEpochMilli())
                .isEqualTo(ProcessIdentity.self().startMillis());
    }

    @Test
    void aLaterProcessWithTheSameNumberIsAnother() {
        ProcessIdentity self = ProcessIdentity.self();
        assertThat(new ProcessIdentity(self.pid(), self.startMillis() - 60_000).running())
                .isEmpty();
    }

    @Test
    void anEndedProcessDoesNotRun() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("cat").start();
        ProcessIdentity identity = ProcessIdentity.of(process.toHandle());
        assertThat(identity.running()).isPresent();
        process.destroyForcibly().waitFor();
        assertThat(identity.running()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "0 5", "-1 5", "a b", "1 2 3", "99999999999999999999 1"})
    void anythingElseIsNobody(String text) {
        assertThat(ProcessIdentity.parse(text)).isEmpty();
    }
}
