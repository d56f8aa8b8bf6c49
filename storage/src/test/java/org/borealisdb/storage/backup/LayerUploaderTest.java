package org.borealisdb.storage.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.redo.volume.Timeline;
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
}
