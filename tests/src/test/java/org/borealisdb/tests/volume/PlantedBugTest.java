package org.borealisdb.tests.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.borealisdb.runtime.config.PlantedBug;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation finds every planted bug: a mistake of that kind would not get past it. */
class PlantedBugTest {
    /** Within so many seeds each is found, by the project's own rule. */
    private static final long MOST_SEEDS = 500;

    /** Where to begin with those that take many seeds from 1 on; {@code docs/rules.md} says how many. */
    private static final Map<PlantedBug, Long> FIRST_SEED = new EnumMap<>(PlantedBug.class);

    static {
        FIRST_SEED.put(PlantedBug.FENCE_OF_TAILS, 15L);
        FIRST_SEED.put(PlantedBug.INDEX_BEFORE_OBJECT, 125L);
        FIRST_SEED.put(PlantedBug.SERVE_BEFORE_LEARNING, 52L);
        FIRST_SEED.put(PlantedBug.SETTLE_UNSEEN, 150L);
        FIRST_SEED.put(PlantedBug.SKIP_JOURNAL_CHECKSUM, 290L);
        FIRST_SEED.put(PlantedBug.TRIM_UNHELD, 50L);
        FIRST_SEED.put(PlantedBug.VDL_PAST_CPL, 45L);
    }

    /** Those whose search takes long. */
    private static final Set<PlantedBug> RARE = EnumSet.of(
            PlantedBug.FENCE_OF_TAILS,
            PlantedBug.INDEX_BEFORE_OBJECT,
            PlantedBug.SKIP_LAYER_CHECKSUM,
            PlantedBug.TRIM_UNHELD,
            PlantedBug.VDL_PAST_CPL);

    private static List<PlantedBug> common() {
        return PlantedBugSearch.bugs().stream()
                .filter(bug -> !RARE.contains(bug))
                .toList();
    }

    private static Set<PlantedBug> rare() {
        return RARE;
    }

    @ParameterizedTest
    @MethodSource("common")
    void isFound(PlantedBug bug) {
        search(bug);
    }

    @ParameterizedTest
    @Tag("long")
    @MethodSource("rare")
    void isFoundInTheEnd(PlantedBug bug) {
        search(bug);
    }

    private static void search(PlantedBug bug) {
        long first = FIRST_SEED.getOrDefault(bug, 1L);
        System.out.println("planted " + bug + ", seeds from " + first + " on");
        assertThat(PlantedBugSearch.search(bug, first, MOST_SEEDS)).isPresent();
    }
}
