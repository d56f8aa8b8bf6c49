package org.borealisdb.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Why a process ends, as its user reads it. */
class LifetimeTest {
    private final Lifetime lifetime = new Lifetime();

    @AfterEach
    void finish() {
        lifetime.finished();
    }

    @Test
    void theFirstReasonCounts() throws InterruptedException {
        lifetime.taskFailed("journal", new IllegalStateException("no such block"));
        lifetime.end("another");
        assertThat(lifetime.awaitEnd(0)).isTrue();
        assertThat(lifetime.failure()).isEqualTo("task journal failed: java.lang.IllegalStateException: no such block");
    }

    @Test
    void aFullHeapTellsHowToGetALargerOne() {
        lifetime.taskFailed("materialize", new OutOfMemoryError("Java heap space"));
        assertThat(lifetime.failure())
                .startsWith(
                        "task materialize failed: java.lang.OutOfMemoryError: Java heap space; the heap has at most ")
                .endsWith(" MiB, BOREALIS_JAVA_OPTS=-Xmx2g gives it more");
    }
}
