package org.borealisdb.volume.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreshnessTest {
    @Test
    void whatWasDurableMustBeAppliedToCount() {
        Freshness freshness = new Freshness(1000);
        assertThat(freshness.age(1500)).isEqualTo(500);
        freshness.answered(1200, 90, 100);
        assertThat(freshness.age(1500)).isEqualTo(300);
        freshness.answered(1300, 150, 100);
        freshness.answered(1400, 190, 100);
        assertThat(freshness.age(1500)).isEqualTo(300);
        freshness.applied(149);
        assertThat(freshness.age(1500)).isEqualTo(300);
        freshness.applied(150);
        assertThat(freshness.age(1500)).isEqualTo(200);
        freshness.applied(200);
        assertThat(freshness.age(1500)).isEqualTo(200);
        freshness.answered(1100, 10, 200);
        assertThat(freshness.age(1500)).isEqualTo(200);
    }

    @Test
    void clocksAreCompared() {
        ClockOffset offset = new ClockOffset();
        assertThat(offset.known()).isFalse();
        offset.answered(1000, 50_000_600, 100);
        assertThat(offset.writerMicros(200)).isEqualTo(50_001_200);
        offset.answered(10, 50_000_005, 10);
        assertThat(offset.writerMicros(200)).isEqualTo(50_000_200);
        offset.answered(5000, 0, 0);
        assertThat(offset.writerMicros(200)).isEqualTo(50_000_200);
        for (int slower = 0; slower < 200; slower++) {
            offset.answered(20, 1000, 0);
        }
        assertThat(offset.writerMicros(0)).isEqualTo(1010);
        offset.forget();
        assertThat(offset.known()).isFalse();
    }
}
