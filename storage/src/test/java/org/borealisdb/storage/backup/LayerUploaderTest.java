package org.borealisdb.storage.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeId;
import org.junit.jupiter.api.Test;

/** When layers may go to the store. */
class LayerUploaderTest {
    /** The volume branched at 332,050, of which group 2 has nothing behind 332,027; group 3 came later. */
    private static final Timeline CURRENT = new Timeline(9, 8, 332_050, 430_354, List.of(332_050L, 330_841L, 332_027L));

    @Test
    void aGroupIsSharedUpToItsOwnLastRecord() {
        // Layers of a line that was left reach up to 402,531.
        assertThat(LayerUploader.holdsShared(CURRENT, 2, 332_027, 402_531)).isTrue();
        assertThat(LayerUploader.holdsShared(CURRENT, 2, 332_026, 402_531)).isFalse();
        assertThat(LayerUploader.holdsShared(CURRENT, 0, 332_027, 402_531)).isFalse();
        assertThat(LayerUploader.holdsShared(CURRENT, 3, 0, 402_531)).isTrue();
    }

    @Test
    void whatLiesAboveTheLayersCanWait() {
        assertThat(LayerUploader.holdsShared(CURRENT, 0, 300_000, 300_000)).isTrue();
        assertThat(LayerUploader.holdsShared(CURRENT, 0, 299_999, 300_000)).isFalse();
    }

    /** Log of this line that is not in layers yet may never be, and goes to the store behind what is below it. */
    @Test
    void whatIsBelowBothGoes() {
        assertThat(LayerUploader.wholeUpTo(CURRENT, 2, 332_027, 402_531)).isEqualTo(402_531);
        assertThat(LayerUploader.wholeUpTo(CURRENT, 0, 320_000, 402_531)).isEqualTo(320_000);
        assertThat(LayerUploader.wholeUpTo(CURRENT, 0, 320_000, 320_000)).isEqualTo(320_000);
    }

    /** A branch shares layers that its origin has gone on with meanwhile, further than the branch's own first LSN: they do not hold what it writes itself. */
    @Test
    void layersOfAnotherVolumeHoldNothingOfThisOnesOwn() {
        assertThat(LayerUploader.wholeUpTo(CURRENT, 2, 332_027, 450_000)).isEqualTo(430_354);
        assertThat(LayerUploader.wholeUpTo(CURRENT, 2, 440_000, 450_000)).isEqualTo(440_000);
        assertThat(LayerUploader.wholeUpTo(CURRENT, 2, 332_026, 450_000)).isEqualTo(332_026);
    }

    /** The images of a base take the place of what is older: a layer that begins before it and ends behind it would bring records that they have. */
    @Test
    void aBaseIsNotWithinALayer() {
        assertThat(LayerUploader.baseAt(CURRENT, 2, 332_027, storedUpTo(402_531)))
                .hasValue(402_531);
        assertThat(LayerUploader.baseAt(CURRENT, 2, 500_000, storedUpTo(402_531)))
                .hasValue(500_000);
        assertThat(LayerUploader.baseAt(CURRENT, 2, 332_026, storedUpTo(402_531)))
                .isEmpty();
        // The layers have records of this line that are not folded here yet.
        assertThat(LayerUploader.baseAt(CURRENT, 2, 332_027, storedUpTo(430_400)))
                .isEmpty();
        // The log goes on to the group's last record before the branch, the layers here do not yet.
        assertThat(LayerUploader.baseAt(
                        CURRENT, 2, 300_000, storedUpTo(200_000).withLog(new StoredLog("log", 200_000, 402_531, 10))))
                .isEmpty();
    }

    private static GroupIndex storedUpTo(long lsn) {
        StoredLayer layer = new StoredLayer("layer", false, 7, 0, lsn, 10, 0);
        TimelineTree first = TimelineTree.INITIAL;
        return GroupIndex.empty(new VolumeId(7), 2).withLayers(List.of(layer), first, List.of());
    }
}
