package org.borealisdb.sql.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.borealisdb.expr.value.ByteSink;
import org.junit.jupiter.api.Test;

class KeyTableTest {
    @Test
    void findsWhatAMapFinds() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Integer> model = new LinkedHashMap<>();
        KeyTable<Integer> table = new KeyTable<>();
        assertThat(table.isEmpty()).isTrue();
        ByteSink key = new ByteSink();
        for (int round = 0; round < 20_000; round++) {
            String text = "k".repeat(random.nextInt(20)) + random.nextInt(3000);
            key.clear();
            key.putBytes(text.getBytes(StandardCharsets.UTF_8));
            Integer known = model.get(text);
            assertThat(table.get(key)).as("seed %d, key %s", seed, text).isEqualTo(known);
            if (known == null) {
                model.put(text, round);
                table.add(key, round);
            }
        }
        assertThat(table.size()).isEqualTo(model.size());
        assertThat(table.values()).as("seed %d", seed).containsExactlyElementsOf(model.values());
    }

    @Test
    void theKeyWithoutBytesIsAKey() {
        KeyTable<String> table = new KeyTable<>();
        table.add(new ByteSink(), "all");
        assertThat(table.get(new ByteSink())).isEqualTo("all");
    }
}
