package org.borealisdb.tests.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The checker on a puzzle whose states one can count: two jugs, each filled, emptied or poured into the other. */
class CheckerTest {
    private record Jugs(int one, int other) {}

    /**
     * @param alike two jugs of one size, whose names do not matter
     */
    private record Pouring(int first, int second, int unwanted, boolean alike) implements Model<Jugs> {
        @Override
        public Jugs initial() {
            return new Jugs(0, 0);
        }

        @Override
        public void steps(Jugs jugs, Steps<Jugs> steps) {
            steps.step(() -> "fill the first", new Jugs(first, jugs.other));
            steps.step(() -> "fill the second", new Jugs(jugs.one, second));
            steps.step(() -> "empty the first", new Jugs(0, jugs.other));
            steps.step(() -> "empty the second", new Jugs(jugs.one, 0));
            int there = Math.min(jugs.one, second - jugs.other);
            steps.step(() -> "pour the first into the second", new Jugs(jugs.one - there, jugs.other + there));
            int back = Math.min(jugs.other, first - jugs.one);
            steps.step(() -> "pour the second into the first", new Jugs(jugs.one + back, jugs.other - back));
        }

        @Override
        public Jugs canonical(Jugs jugs) {
            return alike ? new Jugs(Math.min(jugs.one, jugs.other), Math.max(jugs.one, jugs.other)) : jugs;
        }

        @Override
        public Optional<String> broken(Jugs jugs) {
            return jugs.one == unwanted || jugs.other == unwanted
                    ? Optional.of("a jug holds " + unwanted)
                    : Optional.empty();
        }
    }

    @Test
    void visitsEveryState() {
        // One of the two is always full or empty: 2 * (3 + 5) states on the edge of a rectangle.
        Verdict verdict = new Checker<>(new Pouring(3, 5, 9, false), 100).check();
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Holds.class, holds -> {
            assertThat(holds.states()).isEqualTo(16);
            assertThat(holds.steps()).isEqualTo(16 * 6);
        });
    }

    @Test
    void findsTheShortestWay() {
        Verdict verdict = new Checker<>(new Pouring(3, 5, 4, false), 100).check();
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Broken.class, broken -> {
            assertThat(broken.trace())
                    .containsExactly(
                            "fill the second",
                            "pour the second into the first",
                            "empty the first",
                            "pour the second into the first",
                            "fill the second",
                            "pour the second into the first");
            assertThat(broken.message()).isEqualTo("a jug holds 4");
        });
        assertThat(verdict.toString()).contains("   1. fill the second", "   6. pour");
    }

    @Test
    void visitsOneOfThoseThatAreAlike() {
        assertThat(new Checker<>(new Pouring(3, 3, 9, false), 100).check().states())
                .isEqualTo(4);
        assertThat(new Checker<>(new Pouring(3, 3, 9, true), 100).check().states())
                .isEqualTo(3);
    }

    @Test
    void givesUpAtTheBound() {
        Verdict verdict = new Checker<>(new Pouring(3, 5, 9, false), 7).check();
        assertThat(verdict).isInstanceOf(Verdict.Unfinished.class);
        assertThat(verdict.toString()).contains("more than 7 states");
    }
}
