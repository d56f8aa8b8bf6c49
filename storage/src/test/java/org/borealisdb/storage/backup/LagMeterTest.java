package org.borealisdb.storage.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LagMeterTest {
    private final LagMeter meter = new LagMeter();

    @Test
    void isSinceTheVolumeWasWhereTheStoreIs() {
        assertThat(meter.lag(5, 100)).isZero();
        meter.note(10, 100, 100);
        assertThat(meter.lag(50, 100)).isZero();
        assertThat(meter.lag(50, 101)).isEqualTo(40);
        meter.note(60, 200, 100);
        meter.note(70, 300, 200);
        assertThat(meter.lag(100, 300)).isEqualTo(40);
        meter.note(110, 300, 300);
        assertThat(meter.lag(120, 300)).isZero();
    }

    @Test
    void growsWhileNothingIsStored() {
        meter.note(10, 100, 50);
        for (int turn = 1; turn <= 5000; turn++) {
            meter.note(10 + turn, 100 + turn, 50);
        }
        assertThat(meter.lag(6000, 9000)).isEqualTo(5990);
        meter.clear();
        assertThat(meter.lag(6000, 9000)).isZero();
    }
}
