package org.borealisdb.sql.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Counts of statements, and which are given up. */
class StatementRegisterTest {
    private long time = 5;
    private final StatementRegister register = new StatementRegister(100, () -> time);

    private StatementCounts find(long query) {
        return register.find(new StatementKey(1, 2, query, true), () -> "query " + query);
    }

    @Test
    void runsAreSummedUp() {
        StatementCounts counts = find(7);
        assertThat(register.all()).isEmpty();
        counts.add(2_000_000, 3);
        counts.add(4_000_000, 1);
        counts.add(6_000_000, 0);
        assertThat(find(7)).isSameAs(counts);
        assertThat(register.all()).containsExactly(counts);
        assertThat(counts.calls()).isEqualTo(3);
        assertThat(counts.rows()).isEqualTo(4);
        assertThat(counts.totalMillis()).isEqualTo(12.0);
        assertThat(counts.leastMillis()).isEqualTo(2.0);
        assertThat(counts.mostMillis()).isEqualTo(6.0);
        assertThat(counts.meanMillis()).isEqualTo(4.0);
        assertThat(counts.deviationMillis()).isCloseTo(Math.sqrt(8.0 / 3), within(1e-9));
        assertThat(counts.text()).isEqualTo("query 7");
    }

    @Test
    void whatIsUsedLeastMakesRoom() {
        for (int query = 0; query < 100; query++) {
            StatementCounts counts = find(query);
            for (int run = 0; run <= query; run++) {
                counts.add(1, 0);
            }
        }
        StatementCounts first = find(0);
        assertThat(register.evictions()).isZero();
        find(1000).add(1, 0);
        assertThat(register.evictions()).isOne();
        assertThat(register.all()).hasSize(91);
        assertThat(first.isForgotten()).isTrue();
        assertThat(register.all().stream().map(counts -> counts.key().queryId()))
                .doesNotContain(0L, 9L)
                .contains(10L, 99L, 1000L);
        for (int query = 2000; query < 12_000; query++) {
            find(query).add(1, 0);
            assertThat(register.all().size()).isLessThanOrEqualTo(100);
        }
    }

    @Test
    void oneOrAllAreForgotten() {
        StatementCounts one = find(1);
        StatementCounts two = find(2);
        one.add(1, 0);
        two.add(1, 0);
        time = 9;
        register.reset(key -> key.queryId() == 1, false);
        assertThat(one.isForgotten()).isTrue();
        assertThat(two.isForgotten()).isFalse();
        assertThat(register.all()).containsExactly(two);
        assertThat(register.resetAt()).isEqualTo(5);
        register.reset(key -> true, true);
        assertThat(register.all()).isEmpty();
        assertThat(register.resetAt()).isEqualTo(9);
        assertThat(find(2)).isNotSameAs(two);
    }
}
