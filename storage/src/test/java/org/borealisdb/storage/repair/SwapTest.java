package org.borealisdb.storage.repair;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A crash at any moment while a copied base takes the place of a segment's layers leaves all of the old state or all of the new one. */
class SwapTest {
    private static final int VICTIM = 2;
    private static final int MOMENTS = 36;
    private static final int STEP_MICROSECONDS = 70;

    /** Waits until the first copy gets its name as a layer, and for so long more. */
    private static void awaitSwap(Region region, int node, long microseconds) {
        long most = 0;
        for (int tries = 0; tries < 20_000; tries++) {
            long copies = region.files(node).stream()
                    .filter(name -> name.startsWith("copy-"))
                    .count();
            if (copies < most) {
                region.pauseMicroseconds(microseconds);
                return;
            }
            most = copies;
            region.pauseMicroseconds(50);
        }
        throw new AssertionError("no swap: " + region.status(node));
    }

    private static void crashAndStart(Region region, int node) {
        region.crash(node);
        region.heard.clear();
        region.start(node);
    }

    @Test
    void ofADamagedSegment() {
        int old = 0;
        for (int moment = 0; moment < MOMENTS; moment++) {
            Region region = new Region(1000 + moment);
            long after = (long) moment * STEP_MICROSECONDS;
            boolean[] damaged = new boolean[1];
            region.world.run(() -> {
                region.open();
                region.write(150, 30_000);
                region.forgets(VICTIM);
                // As few bits as show: with most of them a start finds the layers sound, and only reading does not.
                while (!region.status(VICTIM).segments().isEmpty()) {
                    region.host(VICTIM).disk().rot("group-0/layer-");
                    region.compare(VICTIM, region.vdl(), false);
                }
                awaitSwap(region, VICTIM, after);
                crashAndStart(region, VICTIM);
                damaged[0] = region.status(VICTIM).state().contains("abstains: ");
                if (!damaged[0]) {
                    // Then its layers are the new ones, and sound.
                    region.awaitWhole(VICTIM);
                    region.compareAll(VICTIM);
                    assertThat(region.heard).noneMatch(what -> what.contains("abstains"));
                }
                region.awaitWhole(VICTIM);
                region.compareAll(VICTIM);
            });
            region.check();
            old += damaged[0] ? 1 : 0;
        }
        assertThat(old).isBetween(1, MOMENTS - 1);
    }

    @Test
    void ofASegmentThatIsBehind() {
        for (int moment = 0; moment < MOMENTS; moment++) {
            Region region = new Region(2000 + moment);
            long after = (long) moment * STEP_MICROSECONDS;
            region.world.run(() -> {
                region.open();
                region.write(250, 5_000);
                region.replace(VICTIM);
                awaitSwap(region, Region.SPARE, after);
                crashAndStart(region, Region.SPARE);
                assertThat(region.status(Region.SPARE).state()).doesNotContain("abstains");
                region.awaitWhole(Region.SPARE);
                region.compareAll(Region.SPARE);
                assertThat(region.heard).noneMatch(what -> what.contains("abstains"));
            });
            region.check();
        }
    }
}
