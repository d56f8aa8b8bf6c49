package org.borealisdb.storage.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.storage.file.MemoryFiles;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerMark;
import org.borealisdb.storage.layer.LayerSource;
import org.junit.jupiter.api.Test;

/** What the nodes of a process know of each other's layers, and who does which work. */
class SharedLayersTest {
    private static final VolumeId VOLUME = new VolumeId(7);
    private static final long SECOND = 1_000_000_000;

    private final SharedLayers layers = new SharedLayers();
    private final NodeShare one = layers.of(new Address("one"));
    private final NodeShare other = layers.of(new Address("other"));

    private static LayerSource source(int timeline, long after, long upTo) {
        return new LayerSource(
                new MemoryFiles(),
                "layer-" + upTo,
                new LayerMark(new LayerHeader(VOLUME, 3, timeline, after, upTo), 1000, (int) upTo));
    }

    private static FoldedLayer folded(int timeline, long after, long upTo) {
        return new FoldedLayer(source(timeline, after, upTo), (int) upTo, 0);
    }

    @Test
    void aLayerIsFoundByWhereItBegins() {
        one.offer(folded(1, 10, 20));
        one.offer(folded(1, 20, 30));
        FoldedLayer again = folded(1, 20, 25);
        other.offer(again);
        assertThat(other.folded(VOLUME, 3, 1, 10))
                .map(FoldedLayer::header)
                .contains(source(1, 10, 20).mark().header());
        assertThat(other.folded(VOLUME, 3, 1, 20)).contains(again);
        assertThat(other.folded(VOLUME, 3, 1, 30)).isEmpty();
        assertThat(other.folded(VOLUME, 3, 2, 20)).isEmpty();
        assertThat(other.folded(VOLUME, 4, 1, 20)).isEmpty();
        assertThat(other.folded(new VolumeId(8), 3, 1, 20)).isEmpty();
    }

    /** Whoever has fallen out of step ends where another's newest layer does. */
    @Test
    void endsOfLayersAreKnown() {
        one.offer(folded(1, 10, 20));
        one.offer(folded(1, 20, 30));
        assertThat(other.end(VOLUME, 3, 5, 29)).isEqualTo(20);
        assertThat(other.end(VOLUME, 3, 5, 30)).isEqualTo(30);
        assertThat(other.end(VOLUME, 3, 5, 99)).isEqualTo(30);
        assertThat(other.end(VOLUME, 3, 5, 19)).isEqualTo(19);
        assertThat(other.end(VOLUME, 3, 30, 99)).isEqualTo(99);
        assertThat(other.end(VOLUME, 2, 5, 99)).isEqualTo(99);
    }

    @Test
    void onlyTheNewestAreKnown() {
        for (long after = 0; after < 1000; after++) {
            one.offer(folded(1, after, after + 1));
            one.offer(new MergedLayer(source(1, 0, after + 1), List.of(), 1, 0));
        }
        assertThat(other.folded(VOLUME, 3, 1, 991)).isEmpty();
        assertThat(other.folded(VOLUME, 3, 1, 992)).isPresent();
        assertThat(other.merged(VOLUME, 3, 1)).hasSize(8);
        assertThat(other.merged(VOLUME, 3, 1).getFirst().header().upTo()).isEqualTo(1000);
        assertThat(other.merged(VOLUME, 3, 2)).isEmpty();
    }

    /** What is forgotten is made anew, and never taken for something else. */
    @Test
    void groupsAreBounded() {
        for (int volume = 1; volume <= 20_000; volume++) {
            one.claim(new VolumeId(volume), 0, Work.FOLD, 0);
        }
        other.separate(VOLUME, 3);
        int known = 0;
        for (int volume = 1; volume <= 20_000; volume++) {
            known += other.claim(new VolumeId(volume), 0, Work.FOLD, 0) ? 0 : 1;
        }
        assertThat(known).isLessThanOrEqualTo(4096);
    }

    @Test
    void oneNodeDoesAPieceOfWork() {
        assertThat(one.claim(VOLUME, 3, Work.FOLD, 0)).isTrue();
        assertThat(other.claim(VOLUME, 3, Work.FOLD, SECOND)).isFalse();
        assertThat(other.claim(VOLUME, 3, Work.MERGE, SECOND)).isTrue();
        assertThat(other.claim(VOLUME, 4, Work.FOLD, SECOND)).isTrue();
        assertThat(one.claim(VOLUME, 3, Work.FOLD, SECOND)).isTrue();
        assertThat(other.claim(VOLUME, 3, Work.FOLD, 2 * SECOND)).isFalse();
        other.done(VOLUME, 3, Work.FOLD);
        assertThat(other.claim(VOLUME, 3, Work.FOLD, 2 * SECOND)).isFalse();
        one.done(VOLUME, 3, Work.FOLD);
        assertThat(other.claim(VOLUME, 3, Work.FOLD, 2 * SECOND)).isTrue();
    }

    /** A node that is frozen, or gone, holds nobody up. */
    @Test
    void whoIsNotHeardOfHasStopped() {
        assertThat(one.claim(VOLUME, 3, Work.FOLD, 0)).isTrue();
        assertThat(other.claim(VOLUME, 3, Work.FOLD, SECOND + 1)).isTrue();
        assertThat(one.claim(VOLUME, 3, Work.FOLD, SECOND + 2)).isFalse();
        one.done(VOLUME, 3, Work.FOLD);
        assertThat(one.claim(VOLUME, 3, Work.FOLD, SECOND + 3)).isFalse();
    }

    @Test
    void ofAGroupWhoseCopiesDifferNothingIsShared() {
        one.offer(folded(1, 10, 20));
        other.separate(VOLUME, 3);
        one.offer(folded(1, 20, 30));
        one.offer(new MergedLayer(source(1, 0, 30), List.of(), 1, 0));
        assertThat(other.folded(VOLUME, 3, 1, 10)).isEmpty();
        assertThat(other.folded(VOLUME, 3, 1, 20)).isEmpty();
        assertThat(other.merged(VOLUME, 3, 1)).isEmpty();
        assertThat(other.end(VOLUME, 3, 5, 99)).isEqualTo(99);
        assertThat(one.claim(VOLUME, 3, Work.FOLD, 0)).isTrue();
        assertThat(other.claim(VOLUME, 3, Work.FOLD, 0)).isTrue();
    }
}
