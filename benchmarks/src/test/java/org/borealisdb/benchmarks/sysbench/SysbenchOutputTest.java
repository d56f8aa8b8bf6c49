package org.borealisdb.benchmarks.sysbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.junit.jupiter.api.Test;

class SysbenchOutputTest {
    @Test
    void ratesAndLatenciesAreRead() {
        SysbenchOutput output = SysbenchOutput.of("""
                SQL statistics:
                    transactions:                        17118  (684.31 per sec.)
                Latency (ms):
                         95th percentile:                       34.33
                """);
        assertThat(output).isEqualTo(new SysbenchOutput(684.31, 34.33));
    }

    @Test
    void anotherTextIsShown() {
        assertThatThrownBy(() -> SysbenchOutput.of("FATAL: no such script"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("no such script");
    }
}
