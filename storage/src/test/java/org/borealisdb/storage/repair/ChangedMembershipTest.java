package org.borealisdb.storage.repair;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What nodes do with batches of a writer that knows another membership than they do: data are data, and whoever knows less is told (R14). */
class ChangedMembershipTest {
    @Test
    void batchesAreTakenUnderAnyMembershipAndTheirSenderLearns() {
        Region region = new Region(1);
        region.world.run(() -> {
            region.open();
            region.write(20, 30_000);
            region.awaitWhole(0);
            int before = region.rejections(0);
            region.replace(2);
            region.writeUnder(1, 0);
            assertThat(region.acknowledged(0)).isEqualTo(region.tail());
            assertThat(region.rejections(0)).isEqualTo(before + 1);
            region.writeUnder(2, 0);
            region.writeUnder(3, 0);
            assertThat(region.acknowledged(0)).isEqualTo(region.tail());
            assertThat(region.rejections(0)).isEqualTo(before + 1);
            assertThat(region.status(0).segments().getFirst().membershipEpoch()).isEqualTo(2);
        });
        assertThat(region.counted("storage.ingest.olderMembership")).isEqualTo(1);
        assertThat(region.counted("storage.ingest.newerMembership")).isEqualTo(1);
        region.check();
    }

    @Test
    void aSegmentThatIsPlacedElsewhereIsGoneAtOnceAndForGood() {
        Region region = new Region(2);
        region.world.run(() -> {
            region.open();
            region.write(200, 30_000);
            region.replace(2);
            region.awaitWhole(Region.SPARE);
            region.settle(2);
            int before = region.rejections(2);
            long acknowledged = region.acknowledged(2);
            region.writeUnder(1, 2);
            assertThat(region.rejections(2)).isEqualTo(before + 1);
            assertThat(region.acknowledged(2)).isEqualTo(acknowledged);
            assertThat(region.compare(2, region.vdl(), false)).isZero();
            region.pause(500);
            assertThat(region.files(2)).isEmpty();
            region.crash(2);
            region.start(2);
            assertThat(region.status(2).segments()).isEmpty();
            assertThat(region.status(2).state()).isEqualTo("serving");
        });
        assertThat(region.counted("storage.segment.deleted")).isPositive();
        region.check();
    }
}
