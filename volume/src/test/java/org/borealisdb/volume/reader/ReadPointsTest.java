package org.borealisdb.volume.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The lowest LSN that may be read follows what is asked for, and never passes a read in flight (R18). */
class ReadPointsTest {
    @Test
    void aReadInFlightHoldsThePromiseBack() {
        ReadPoints points = new ReadPoints(100);
        assertThat(points.begin(() -> 150)).isEqualTo(150);
        points.raise(200);
        assertThat(points.lowest()).isEqualTo(150);
        points.beginAt(160);
        points.end(150);
        points.raise(200);
        assertThat(points.lowest()).isEqualTo(160);
        points.end(160);
        points.raise(200);
        assertThat(points.lowest()).isEqualTo(200);
        points.raise(180);
        assertThat(points.lowest()).isEqualTo(200);
    }

    @Test
    void noReadBeginsBelowThePromise() {
        ReadPoints points = new ReadPoints(100);
        points.raise(200);
        assertThatThrownBy(() -> points.beginAt(199))
                .hasMessageContaining("199")
                .hasMessageContaining("200");
        points.beginAt(200);
    }

    @Test
    void thePromiseIsTheLowestOfAllReadsWhateverTheirOrder() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            ReadPoints points = new ReadPoints(0);
            List<Long> running = new ArrayList<>();
            long vdl = 0;
            long promised = 0;
            for (int step = 0; step < 200; step++) {
                vdl += random.nextInt(3);
                long newest = vdl;
                switch (random.nextInt(4)) {
                    case 0 -> running.add(points.begin(() -> newest));
                    case 1 -> {
                        if (!running.isEmpty()) {
                            points.end(running.remove(random.nextInt(running.size())));
                        }
                    }
                    default -> {
                        points.raise(vdl);
                        promised = Math.max(
                                promised,
                                running.stream()
                                        .mapToLong(Long::longValue)
                                        .min()
                                        .orElse(vdl));
                    }
                }
                assertThat(points.lowest()).as("seed %d step %d", seed, step).isEqualTo(promised);
                assertThat(running).allMatch(lsn -> lsn >= points.lowest());
            }
        }
    }
}
