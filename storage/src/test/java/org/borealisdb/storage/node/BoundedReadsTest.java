package org.borealisdb.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One page takes nearly all records, and all of its versions are kept: whichever is read, it is folded from few, in layers and in memory. */
class BoundedReadsTest {
    /** Twice what the settings of simulation aim at: what comes in the middle of a turn of the background task is not looked at yet. */
    private static final int MOST_RECORDS = 16;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyVersionOfAHotPageIsFoldedFromFewRecords(long seed) {
        OneNode one = new OneNode(seed);
        one.world.run(() -> {
            StorageNode node = one.openFirst();
            one.writeHistory(10);
            // From the first read on the segment is looked after.
            one.compareHistory(1);
            for (int round = 0; round < 20; round++) {
                one.writeHistory(40);
                one.compareHistory(40);
            }
            assertThat(node.status().reads().served()).isEqualTo(801);
            assertThat(node.status().reads().records()).isPositive();
            assertThat(node.status().reads().mostRecords()).isLessThanOrEqualTo(MOST_RECORDS);
        });
        assertThat(one.world.escapes()).isEmpty();
        assertThat(one.failures).isEmpty();
        assertThat(one.world.metrics().values())
                .containsKeys("storage.materialize.folded", "storage.materialize.followed");
    }
}
