package org.borealisdb.engine.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.borealisdb.engine.lock.LockOwner;
import org.junit.jupiter.api.Test;

/** Ranges are found by the keys in them, whatever was added and removed: compared with a list that is gone through. */
class ReadRangesTest {
    private static final long SEED = 20_261_129;

    private static byte[] key(Random random) {
        byte[] key = new byte[random.nextInt(3)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (random.nextInt(6) * 50);
        }
        return key;
    }

    private static boolean has(ReadRange range, byte[] low, byte[] high) {
        return Arrays.compareUnsigned(range.from, high) <= 0 && Arrays.compareUnsigned(range.to, low) > 0;
    }

    @Test
    void findsWhatAListFinds() {
        Random random = new Random(SEED);
        SerialTransactions all = new SerialTransactions();
        SerialTransaction reader = all.begin(new LockOwner("reader"), false, () -> {});
        ReadRanges ranges = new ReadRanges();
        List<ReadRange> list = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(5) < 2 && !list.isEmpty()) {
                ranges.remove(list.remove(random.nextInt(list.size())));
            } else if (list.size() < 200) {
                byte[] end = random.nextInt(10) == 0 ? ReadRange.END : key(random);
                ReadRange added = new ReadRange(reader, 1, key(random), end, step);
                ranges.add(added);
                list.add(added);
            }
            byte[] low = key(random);
            byte[] other = key(random);
            byte[] high = Arrays.compareUnsigned(low, other) <= 0 ? other : low;
            Set<ReadRange> found = new HashSet<>();
            ranges.forEachWith(low, high, range -> assertThat(found.add(range)).isTrue());
            Set<ReadRange> expected = new HashSet<>();
            list.stream().filter(range -> has(range, low, high)).forEach(expected::add);
            assertThat(found).as("step %d, seed %d", step, SEED).isEqualTo(expected);
            Set<ReadRange> everything = new HashSet<>();
            ranges.forEach(everything::add);
            assertThat(everything).hasSize(list.size());
            assertThat(ranges.isEmpty()).isEqualTo(list.isEmpty());
        }
    }
}
