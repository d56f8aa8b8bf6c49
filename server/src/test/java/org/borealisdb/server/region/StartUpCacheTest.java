package org.borealisdb.server.region;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The AOT cache counts as used only if the JVM says that it mapped it; otherwise the status says what to do. */
class StartUpCacheTest {
    @Test
    void itIsUsedIfTheJvmSharesWhatItWasTold() {
        assertThat(StartUpCache.of("borealis.aot", "mixed mode, sharing")).isEqualTo(StartUpCache.USED);
        assertThat(StartUpCache.USED.advice()).isEmpty();
    }

    @Test
    void aRefusedOrMissingCacheSaysWhatToDo() {
        assertThat(StartUpCache.of("borealis.aot", "mixed mode")).isEqualTo(StartUpCache.UNUSABLE);
        assertThat(StartUpCache.of("", "mixed mode, sharing")).isEqualTo(StartUpCache.NONE);
        assertThat(StartUpCache.UNUSABLE.advice()).contains("./borealis build");
        assertThat(StartUpCache.NONE.advice()).contains("./borealis build");
    }

    @Test
    void thisProcessHasNone() {
        assertThat(StartUpCache.ofThisProcess()).isEqualTo(StartUpCache.NONE);
    }
}
