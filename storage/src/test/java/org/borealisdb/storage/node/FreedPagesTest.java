package org.borealisdb.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node whose group 0 is freed, and written no more: the log that says so is folded and its layers are given back while another group is written. */
class FreedPagesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anIdleGroupGivesBackWhatIsFree(long seed) {
        OneNode one = new OneNode(seed);
        one.world.run(() -> {
            StorageNode node = one.openFirst();
            one.write(0, 400);
            assertThat(one.compare(0)).isEmpty();
            one.freeAll();
            assertThat(one.compare(0)).isEmpty();
            long before = one.layerBytes(0);
            assertThat(before).isPositive();
            one.write(1, 100);
            one.write(1, 100);
            assertThat(one.layerBytes(0)).isLessThan(Math.min(before, 4_000));
            assertThat(one.compare(0)).isEmpty();
            assertThat(one.compare(1)).isEmpty();
            one.write(0, 60);
            assertThat(one.compare(0)).isEmpty();
            node.close();
        });
        assertThat(one.world.escapes()).isEmpty();
        assertThat(one.world.metrics().values())
                .containsKeys("storage.materialize.freedFolded", "storage.materialize.pageLeftOut");
    }
}
