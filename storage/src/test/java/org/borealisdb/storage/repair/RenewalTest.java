package org.borealisdb.storage.repair;

import static org.assertj.core.api.Assertions.assertThat;

import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.message.SegmentRepair;
import org.borealisdb.storage.node.NodeReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A segment that does not know how much it acknowledged begins anew under a newer membership, and not before (R22). */
class RenewalTest {
    private static final int VICTIM = Loss.VICTIM;

    /** The victim says nothing, serves nothing, and says what it waits for. */
    private static void checkSilent(Region region, int forgotUnder) {
        NodeReport report = region.status(VICTIM);
        assertThat(report.segments()).isEmpty();
        assertThat(report.state()).contains("group 0 abstains");
        assertThat(report.repairs()).hasSize(1);
        SegmentRepair repair = report.repairs().getFirst();
        assertThat(repair.forgotUnder()).isEqualTo(forgotUnder);
        assertThat(repair.copiedBytes()).isZero();
        assertThat(region.compare(VICTIM, region.vdl(), false)).isZero();
    }

    /** At each look the reason is at first what was found, and what it waits for when the others were asked. */
    private static void awaitReason(Region region, String reason) {
        while (!region.status(VICTIM).repairs().getFirst().reason().contains(reason)) {
            region.pause(1);
        }
    }

    private static int membershipEpoch(Region region) {
        return region.status(VICTIM).segments().getFirst().membershipEpoch();
    }

    @ParameterizedTest
    @EnumSource(names = {"ROTTEN_JOURNAL", "FOLDER_GONE", "DISK_GONE"})
    void withoutRenewalItStaysSilentHoweverLong(Loss loss) {
        Region region = new Region(600);
        region.world.run(() -> {
            region.open();
            region.write(300, 30_000);
            loss.inflict(region);
            for (int seconds = 0; seconds < 300; seconds += 10) {
                if (seconds == 150) {
                    region.crash(VICTIM);
                    region.start(VICTIM);
                }
                region.heartbeat();
                region.pause(10_000);
                checkSilent(region, 1);
                awaitReason(region, "waits: a newer membership");
            }
            region.write(50, 30_000);
            region.awaitRenewal(VICTIM);
            region.awaitWhole(VICTIM);
            assertThat(membershipEpoch(region)).isEqualTo(2);
            assertThat(region.status(VICTIM).repairs()).isEmpty();
            region.compareAll(VICTIM);
        });
        region.check();
    }

    /** Damage that is found while the node runs needs no renewal: nothing above the SCL of that moment was acknowledged. */
    @Test
    void whoKnowsHowFarItHadComeNeedsNone() {
        for (int seed = 1; seed <= 4; seed++) {
            Region region = new Region(610 + seed);
            region.world.run(() -> {
                region.open();
                region.write(400, 30_000);
                Loss.ROTTEN_LAYERS.inflict(region);
                assertThat(region.status(VICTIM).segments()).isEmpty();
                region.awaitWhole(VICTIM);
                assertThat(membershipEpoch(region)).isEqualTo(1);
            });
            region.check();
        }
    }

    /** A node with an empty disk has the name of one that acknowledged: it abstains, and comes back with everything after one renewal. */
    @Test
    void aNodeWhoseDiskWasLostIsNotTakenForWhoItWas() {
        for (int seed = 1; seed <= 6; seed++) {
            Region region = new Region(620 + seed);
            region.world.run(() -> {
                region.open();
                region.write(400, 30_000);
                Loss.DISK_GONE.inflict(region);
                region.tell(VICTIM);
                region.write(100, 30_000);
                region.pause(1_000);
                checkSilent(region, 1);
                assertThat(region.heard)
                        .anyMatch(what -> what.startsWith("node" + VICTIM)
                                && what.contains("manifest")
                                && what.contains("is missing"));
                region.awaitRenewal(VICTIM);
                region.awaitWhole(VICTIM);
                region.compareAll(VICTIM);
                region.write(50, 10_000);
                region.crash(VICTIM);
                region.start(VICTIM);
                region.awaitWhole(VICTIM);
                region.compareAll(VICTIM);
                assertThat(membershipEpoch(region)).isEqualTo(2);
            });
            region.check();
        }
    }

    /** What is lost again under the renewed membership waits for the next one. */
    @Test
    void eachLossNeedsARenewalOfItsOwn() {
        Region region = new Region(630);
        region.world.run(() -> {
            region.open();
            region.write(200, 30_000);
            for (int loss = 1; loss <= 3; loss++) {
                Loss.DISK_GONE.inflict(region);
                region.write(50, 30_000);
                region.pause(5_000);
                checkSilent(region, loss);
                region.awaitWhole(VICTIM);
                region.compareAll(VICTIM);
                assertThat(membershipEpoch(region)).isEqualTo(loss + 1);
            }
        });
        region.check();
    }

    /** A group that is added to a volume which the node knows is new to it, and nothing of it can have been forgotten; with a lost disk it can. */
    @Test
    void anAddedGroupIsFreshWhereTheVolumeWasKnown() {
        Region region = new Region(640);
        region.world.run(() -> {
            region.open();
            region.write(100, 30_000);
            region.awaitWhole(VICTIM);
            region.addGroup();
            for (int node = 0; node < Region.SPARE; node++) {
                assertThat(region.status(node).state()).isEqualTo("serving");
                assertThat(region.status(node).segments())
                        .extracting(SegmentProgress::group)
                        .containsExactly(0, 1);
            }
            Loss.DISK_GONE.inflict(region);
            region.pause(2_000);
            assertThat(region.status(VICTIM).segments()).isEmpty();
            assertThat(region.status(VICTIM).repairs())
                    .extracting(SegmentRepair::forgotUnder)
                    .containsExactly(1, 1);
            region.awaitWhole(VICTIM);
            assertThat(region.status(VICTIM).segments())
                    .extracting(SegmentProgress::membershipEpoch)
                    .containsExactly(2, 2);
        });
        region.check();
    }
}
