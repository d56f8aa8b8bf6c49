package org.borealisdb.tests.volume;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.runtime.config.PlantedBug;

/** Looks for the first seed that finds a planted bug. Not for concurrent use: the switch is one for the process. */
public final class PlantedBugSearch {
    /**
     * Mistakes that need more to happen at the same time than seeds bring about, and that others find: the model of the protocol ({@code tests.model}, mistake
     * {@code COUNT_NEWER_MEMBERSHIPS}, {@code VOTE_AT_ONCE}, {@code BRANCH_BEFORE_DURABLE} and those beside them), a test of the source of pages that collects while
     * it is copied ({@code PageSourceTest}), tests of segments that were lost ({@code SegmentRepairTest}, {@code RenewalTest}), and one of copies that differ with right
     * checksums, which no fault of a disk does ({@code ScrubTest}).
     */
    private static final Set<PlantedBug> FOUND_ELSEWHERE = EnumSet.of(
            PlantedBug.COUNT_OTHER_MEMBERSHIPS,
            PlantedBug.COPY_WITHOUT_PIN,
            PlantedBug.VOTE_BEFORE_REBUILT,
            PlantedBug.BRANCH_BEFORE_DURABLE,
            PlantedBug.TRUST_OWN_COPY);

    private PlantedBugSearch() {}

    /** The mistakes that the simulation must find. */
    public static List<PlantedBug> bugs() {
        return List.copyOf(EnumSet.complementOf(EnumSet.copyOf(FOUND_ELSEWHERE)));
    }

    /**
     * A seed that finds the bug.
     *
     * @param seed    the seed
     * @param tried   how many seeds it took, this one included
     * @param message how the bug showed
     */
    public record Finding(long seed, long tried, String message) {}

    /** Runs up to {@code count} seeds from {@code first} on, with {@code bug} planted, until one fails. */
    public static Optional<Finding> search(PlantedBug bug, long first, long count) {
        bug.plant();
        try {
            for (long seed = first; seed < first + count; seed++) {
                try {
                    new VolumeSimulation(seed).run();
                } catch (AssertionError e) {
                    return Optional.of(new Finding(seed, seed - first + 1, String.valueOf(e.getMessage())));
                }
            }
            return Optional.empty();
        } finally {
            PlantedBug.removeAll();
        }
    }
}
