package org.borealisdb.engine.btree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.PageEngine;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.simulation.SimulatedRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Leaves that are drawn from trees whose nodes have few and many children. */
class LeafSamplerTest {
    /** Long, so that a node has few children, and the tree three levels. */
    private static final int KEY_BYTES = 200;

    private static final byte[] VALUE = new byte[500];
    private static final int ENTRIES = 12_000;
    private static final int DRAWS = 20_000;

    private static RandomSource drawn(Random random) {
        return new SimulatedRandom(new SplittableRandom(random.nextLong()));
    }

    /** A tree that was appended to, and filled at random places of its first tenth, so that nodes differ. */
    private static BTree unequal(PageEngine engine, Random random) {
        BTree tree = new BTree(engine.pool, BTree.create(engine.mtr(), engine.leaf()));
        TreeWriter writer = new TreeWriter(engine, tree);
        for (int number = 0; number < ENTRIES; number++) {
            int place = number % 3 == 0 ? random.nextInt(ENTRIES / 10) : number;
            writer.put(
                    ByteBuffer.allocate(KEY_BYTES).putInt(place).putInt(number).array(), VALUE);
        }
        return tree;
    }

    private static List<byte[]> firstKeys(BTree tree) {
        List<byte[]> first = new ArrayList<>();
        TreeCursor cursor = new TreeCursor(tree);
        cursor.seekFirst();
        long page = -1;
        while (cursor.next()) {
            if (cursor.leafPage() != page) {
                page = cursor.leafPage();
                byte[] key = new byte[cursor.keyLength()];
                cursor.copyKey(key);
                first.add(key);
            }
        }
        return first;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachLeafIsAsLikelyAsTheOthers(long seed) {
        Random random = new Random(seed);
        try (PageEngine engine = new PageEngine(new MemoryVolume(new Geometry(1 << 16), true), 4096)) {
            BTree tree = unequal(engine, random);
            List<byte[]> first = firstKeys(tree);
            LeafSampler sampler = new LeafSampler(tree, drawn(random));
            assertThat(sampler.leaves()).isCloseTo(first.size(), withinPercentage(15));
            Map<Integer, Integer> drawn = new HashMap<>();
            for (int draw = 0; draw < DRAWS; draw++) {
                LeafSampler.Leaf leaf = sampler.draw(1, () -> {}).getFirst();
                drawn.merge(place(first, leaf), 1, Integer::sum);
            }
            double expected = (double) DRAWS / first.size();
            double difference = 0;
            for (int place = 0; place < first.size(); place++) {
                difference += Math.pow(drawn.getOrDefault(place, 0) - expected, 2) / expected;
            }
            // Chi-squared: its mean is the freedom, its variance twice that.
            int freedom = first.size() - 1;
            assertThat(difference).isLessThan(freedom + 6 * Math.sqrt(2.0 * freedom));
        }
    }

    /** The leaf whose keys are those from {@code low} on, below {@code high}. */
    private static int place(List<byte[]> first, LeafSampler.Leaf leaf) {
        int found = Collections.binarySearch(first, leaf.low(), Arrays::compareUnsigned);
        int place = found < 0 ? ~found : found;
        if (place + 1 < first.size()) {
            assertThat(Arrays.compareUnsigned(first.get(place + 1), leaf.high()))
                    .isGreaterThanOrEqualTo(0);
        } else {
            assertThat(leaf.high()).isEmpty();
        }
        return place;
    }

    @Test
    void leavesAreAnsweredOnceEachInOrder() {
        Random random = new Random(4);
        try (PageEngine engine = new PageEngine(new MemoryVolume(new Geometry(1 << 16), true), 4096)) {
            BTree tree = unequal(engine, random);
            int leaves = firstKeys(tree).size();
            List<LeafSampler.Leaf> drawn = new LeafSampler(tree, drawn(random)).draw(20 * leaves, () -> {});
            assertThat(drawn).hasSize(leaves);
            assertThat(drawn.getFirst().low()).isEmpty();
            for (int place = 1; place < leaves; place++) {
                assertThat(drawn.get(place).low())
                        .isEqualTo(drawn.get(place - 1).high());
            }
            assertThat(drawn.getLast().high()).isEmpty();
        }
    }

    @Test
    void aLeafThatIsTheRootIsAllThereIs() {
        try (PageEngine engine = new PageEngine(new MemoryVolume(new Geometry(1 << 16), true), 128)) {
            BTree tree = new BTree(engine.pool, BTree.create(engine.mtr(), engine.leaf()));
            LeafSampler sampler = new LeafSampler(tree, drawn(new Random(5)));
            assertThat(sampler.leaves()).isEqualTo(1);
            assertThat(sampler.draw(3, () -> {})).singleElement().satisfies(leaf -> {
                assertThat(leaf.low()).isEmpty();
                assertThat(leaf.high()).isEmpty();
            });
        }
    }
}
