package org.borealisdb.storage.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.borealisdb.redo.message.FetchPages;
import org.borealisdb.redo.message.FetchedPages;
import org.borealisdb.redo.message.Gossip;
import org.borealisdb.redo.message.PageEntry;
import org.borealisdb.redo.message.PageHistory;
import org.borealisdb.redo.message.PagesPrepared;
import org.borealisdb.redo.message.PreparePages;
import org.borealisdb.redo.message.ReadRefused;
import org.borealisdb.redo.message.SegmentProgress;
import org.borealisdb.redo.message.StorageMessage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.PageBuild;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node gives of its pages while it folds, merges and collects: all as of one base, until the asker has been silent for long. */
class PageSourceTest {
    private final TreeMap<Long, List<PageEntry>> copied = new TreeMap<>();
    private long floor;

    private static StorageMessage call(Endpoint asker, int node, StorageMessage request) {
        return StorageMessages.decode(
                asker.call(Region.address(node), StorageMessages.encode(request), 1_000_000_000L));
    }

    private static FetchPages fetch(long base, long page, long lsn) {
        return new FetchPages(Region.VOLUME, Region.EPOCH, 0, 1, base, page, lsn, 1000, 9000);
    }

    /**
     * The writer writes and wants nothing older kept; nor do the peers, for as far as they know the asker has everything: it told them before it was damaged. So the pin
     * alone keeps what is copied.
     */
    private static void write(Region region, Endpoint asker, int count) {
        SegmentProgress all = new SegmentProgress(Region.VOLUME, 0, 2, 1, region.tail());
        for (int node = 0; node < Membership.COPIES; node++) {
            asker.send(
                    Region.address(node),
                    StorageMessages.encode(
                            new Gossip(Region.VOLUME, region.metadata().revision(), 0, List.of(all))));
        }
        region.write(count, 0);
    }

    /** Copies everything as of {@code base} in small pieces from two nodes in turn, while log is written and collected. */
    private void copy(Region region, Endpoint asker, long base) {
        long page = 0;
        long lsn = 0;
        for (int piece = 0; page < 1000; piece++) {
            write(region, asker, 6);
            StorageMessage answer = call(asker, piece % 2, fetch(base, page, lsn));
            assertThat(answer).isInstanceOf(FetchedPages.class);
            FetchedPages pages = (FetchedPages) answer;
            for (PageHistory history : pages.pages()) {
                copied.computeIfAbsent(history.page(), _ -> new ArrayList<>()).addAll(history.entries());
            }
            floor = Math.max(floor, pages.collectionFloor());
            page = pages.nextPage();
            lsn = pages.nextLsn();
        }
    }

    private byte[] build(long page, long lsn) {
        PageBuild build = new PageBuild(page, lsn, TimelineTree.INITIAL.path());
        for (PageEntry entry : copied.getOrDefault(page, List.of()).reversed()) {
            MemorySegment memory = MemorySegment.ofBuffer(entry.bytes());
            build.add(new LayerEntry(
                    entry.lsn(),
                    entry.timeline(),
                    entry.image(),
                    memory,
                    0,
                    entry.bytes().remaining()));
        }
        return build.build().orElse(new byte[0]);
    }

    /** Whoever takes layers of nodes that nobody copies from, which may lack more, takes none that lack what this one keeps. */
    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, false", "4, true", "5, true", "6, true"})
    void givesAllPagesAsOfTheBaseWhileItCollects(long seed, boolean share) {
        Region region = new Region(seed, SegmentMix.SIX_FULL, share);
        region.world.run(() -> {
            region.openWithoutSpare();
            region.write(300, 20_000);
            region.replaceByTest(2);
            Endpoint asker = region.actAsSpare();
            PreparePages request = new PreparePages(Region.VOLUME, Region.EPOCH, 0, 1);
            PagesPrepared one = (PagesPrepared) call(asker, 0, request);
            PagesPrepared two = (PagesPrepared) call(asker, 1, request);
            long base = Math.min(one.highest(), two.highest());
            assertThat(base).isLessThanOrEqualTo(region.vdl()).isGreaterThan(one.lowest());
            copy(region, asker, base);
            assertThat(floor).isLessThanOrEqualTo(base);
            for (long lsn : List.of(base, floor, (base + floor) / 2)) {
                for (long page = 0; page < Region.PAGES; page++) {
                    assertThat(build(page, lsn))
                            .as("page %d at LSN %d", page, lsn)
                            .isEqualTo(region.version(page, lsn));
                }
            }
            // Nobody has asked for long: now it is collected, and the node says so.
            region.pause(4_000);
            write(region, asker, 600);
            assertThat(call(asker, 0, fetch(base, 0, 0)))
                    .isInstanceOfSatisfying(
                            ReadRefused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(ReadRefused.Reason.COLLECTED));
        });
        region.check();
    }

    /** Whoever does not know the asker's membership may still acknowledge to a writer who counts under the one before: what it tells bounds nothing. */
    @ParameterizedTest
    @ValueSource(longs = 5)
    void whoKnowsAnotherMembershipIsNoSource(long seed) {
        Region region = new Region(seed);
        region.world.run(() -> {
            region.openWithoutSpare();
            region.write(100, 20_000);
            region.replaceByTest(2);
            region.pause(1_000);
            Peers peers = new Peers(region.actAsSpare(), region.world.metrics(), RepairSettings.tiny(), _ -> {});
            VolumeMetadata known = region.metadata();
            assertThat(peers.prepare(known, 0).answers()).hasSize(6);
            VolumeMetadata renewed =
                    known.withMemberships(List.of(known.group(0).renewed()));
            assertThat(peers.prepare(renewed, 0).answers()).isEmpty();
        });
        region.check();
    }

    /** Who is no member of the group, or asks for what is not there, gets nothing. */
    @ParameterizedTest
    @ValueSource(longs = 4)
    void refusesWhatItCannotProve(long seed) {
        Region region = new Region(seed);
        region.world.run(() -> {
            region.openWithoutSpare();
            region.write(100, 20_000);
            Endpoint asker = region.actAsSpare();
            PreparePages request = new PreparePages(Region.VOLUME, Region.EPOCH, 0, 1);
            assertThat(call(asker, 0, request)).isNotInstanceOf(PagesPrepared.class);
            region.replaceByTest(2);
            assertThat(call(asker, 0, request)).isInstanceOf(PagesPrepared.class);
            assertThat(call(asker, 0, fetch(region.tail() + 1, 0, 0)))
                    .isInstanceOfSatisfying(
                            ReadRefused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(ReadRefused.Reason.BEHIND));
            assertThat(call(asker, 0, new PreparePages(Region.VOLUME, Region.EPOCH, 5, 1)))
                    .isNotInstanceOf(PagesPrepared.class);
        });
        region.check();
    }
}
