package org.borealisdb.engine.btree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.PageEngine;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.OwnerDrop;
import org.borealisdb.engine.space.PageType;
import org.borealisdb.engine.space.SpaceCheck;
import org.borealisdb.engine.space.SpaceMeter;
import org.borealisdb.engine.space.SpacePlan;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.Geometry;
import org.junit.jupiter.api.Test;

/** Trees of several extents are given back, with a pool that has part of their pages. */
class TreeDropTest {
    private static final int FRAMES = 64;
    private static final int PAGES = 300;

    private final MemoryVolume volume = new MemoryVolume(new Geometry(1 << 16), true);

    /** Makes a tree of more than {@link #PAGES} pages beside another one, which takes pages of its own in between. */
    private static BTree tree(PageEngine engine) {
        BTree tree = new BTree(engine.pool, BTree.create(engine.mtr(), engine.leaf()));
        BTree other = new BTree(engine.pool, BTree.create(engine.mtr(), engine.leaf()));
        TreeWriter writer = new TreeWriter(engine, tree);
        TreeWriter beside = new TreeWriter(engine, other);
        for (int entry = 0; SpaceCheck.pagesOf(engine.pool, tree.root()).size() < PAGES; entry++) {
            for (int more = 0; more < 40; more++) {
                writer.put(key(entry * 40 + more), new byte[2_500]);
            }
            beside.put(key(entry), new byte[2_500]);
        }
        return tree;
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private boolean written(long page) {
        return volume.readPage(page, MemorySegment.ofArray(new byte[Page.BYTES]), 0);
    }

    private static OwnerDrop.Last noting(List<String> done) {
        return new OwnerDrop.Last() {
            @Override
            public void fix(MiniTransaction mtr) {
                mtr.fix(VolumeHeader.PAGE);
            }

            @Override
            public void latch(MiniTransaction mtr) {
                done.add("latched");
            }

            @Override
            public void edit(MiniTransaction mtr) {
                done.add("edited");
            }
        };
    }

    @Test
    void allPagesAreFreedAndNoneIsRead() {
        try (PageEngine engine = new PageEngine(volume, FRAMES)) {
            BTree tree = tree(engine);
            Set<Long> pages = SpaceCheck.pagesOf(engine.pool, tree.root());
            assertThat(pages).hasSizeGreaterThanOrEqualTo(PAGES).allMatch(this::written);
            long before = volume.appendedLsn();
            List<String> done = new ArrayList<>();
            // The map and the header are cached.
            assertThat(VolumeHeader.formatted(engine.pool)).isTrue();
            volume.unreadable(true);
            engine.allocator.drop(tree.root()).finish(engine.mtr(), noting(done));
            volume.unreadable(false);
            assertThat(done).containsExactly("latched", "edited");
            assertThat(SpaceCheck.pagesOf(engine.pool, tree.root())).isEmpty();
            assertThat(pages).noneMatch(this::written);
            assertThat(volume.appendedLsn() - before).as("bytes of log").isLessThan(PAGES * 30L);
            assertThatThrownBy(() -> new TreeWriter(engine, tree).put(key(1), new byte[100]))
                    .hasMessageContaining("it was dropped");
        }
    }

    @Test
    void pagesAreUsedAgainWhetherTheyWereCachedOrNot() {
        try (PageEngine engine = new PageEngine(volume, FRAMES)) {
            BTree tree = tree(engine);
            Set<Long> freed = SpaceCheck.pagesOf(engine.pool, tree.root());
            tree.drop(engine.mtr(), engine.allocator);
            BTree again = tree(engine);
            assertThat(SpaceCheck.pagesOf(engine.pool, again.root())).anyMatch(freed::contains);
            assertThat(TreeCheck.entries(engine.pool, again)).isNotEmpty();
        }
        assertThat(volume.witnessed()).isPositive();
    }

    /** Until the last step the first page is the owner's, so that no other can get its name; and the drop is begun anew. */
    @Test
    void aDropThatIsInterruptedIsFinishedLater() {
        long root;
        long from;
        try (PageEngine engine = new PageEngine(volume, FRAMES)) {
            BTree tree = tree(engine);
            root = tree.root();
            from = volume.appendedLsn();
            tree.drop(engine.mtr(), engine.allocator);
        }
        List<Long> steps =
                volume.consistencyPoints().stream().filter(lsn -> lsn >= from).toList();
        assertThat(steps).hasSizeGreaterThan(5);
        for (long step : steps) {
            MemoryVolume crashed = volume.branchAt(step);
            try (PageEngine engine = new PageEngine(crashed, FRAMES)) {
                assertThat(engine.allocator.owns(root, root)).isEqualTo(step != steps.getLast());
                List<String> done = new ArrayList<>();
                OwnerDrop drop = engine.allocator.drop(root);
                int count = 1;
                while (!drop.step(engine.mtr(), noting(done))) {
                    assertThat(done).isEmpty();
                    assertThat(engine.allocator.owns(root, root)).isTrue();
                    count++;
                }
                assertThat(done).containsExactly("latched", "edited");
                assertThat(count).isLessThanOrEqualTo(steps.size());
                assertThat(SpaceCheck.pagesOf(engine.pool, root)).isEmpty();
            }
        }
    }

    @Test
    void theMeterCountsWhatTheMapsCallUsed() {
        try (PageEngine engine = new PageEngine(volume, FRAMES)) {
            SpaceMeter meter = engine.allocator.meter();
            BTree first = tree(engine);
            assertThat(meter.usedBytes()).isEmpty();
            assertThat(meter.count(engine.mtr())).isTrue();
            // Counted, but nobody knows yet that there are no more maps: changes of this one are noted already.
            BTree second = tree(engine);
            while (meter.count(engine.mtr())) {
                assertThat(SpaceCheck.usedPages(engine.pool)).isPositive();
            }
            assertThat(meter.usedBytes()).hasValue(SpaceCheck.usedPages(engine.pool) * Page.BYTES);
            first.drop(engine.mtr(), engine.allocator);
            second.drop(engine.mtr(), engine.allocator);
            assertThat(meter.usedBytes()).hasValue(SpaceCheck.usedPages(engine.pool) * Page.BYTES);
        }
    }

    /** Of a volume that grows meanwhile, regions that come later count too. */
    @Test
    void theMeterFollowsAVolumeThatGrows() {
        MemoryVolume small = new MemoryVolume(new Geometry(1 << 16), true);
        try (PageEngine engine = new PageEngine(small, FRAMES)) {
            SpaceMeter meter = engine.allocator.meter();
            while (meter.count(engine.mtr())) {
                assertThat(small.groups()).isOne();
            }
            // Each a new extent: more than one group has, which is more than one region.
            SpacePlan plan = engine.allocator.plan();
            while (small.groups() < 2) {
                allocate(engine, plan);
            }
            allocate(engine, plan);
            assertThat(meter.usedBytes()).hasValue(SpaceCheck.usedPages(engine.pool) * Page.BYTES);
        }
    }

    private static void allocate(PageEngine engine, SpacePlan plan) {
        MiniTransaction mtr = engine.mtr();
        long number = plan.reserve(mtr, 0, 0);
        mtr.begin(2);
        plan.fixMaps(mtr);
        int page = mtr.fixNew(number);
        mtr.latch(page);
        plan.latchMaps(mtr);
        mtr.initialise(page, PageType.OVERFLOW);
        plan.apply(mtr);
        mtr.commit();
        plan.settle(true);
    }
}
