package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.engine.history.TimedPoint;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.runtime.time.Clock;
import org.junit.jupiter.api.Test;

/** What the time index says of when something was done. */
class TimeIndexTest {
    private static final long SECOND_NANOS = 1_000_000_000;

    private final SetClock clock = new SetClock();

    @Test
    void whatEndsAfterAPointIsInTheNext() {
        try (Fixture fixture = Fixture.withClock(clock)) {
            Transaction setup = fixture.begin();
            Table table = fixture.createTable(setup, "t");
            setup.commit();
            Transaction slow = fixture.begin();
            fixture.insert(slow, table, "a", "1");
            note(fixture);
            slow.commit();
            long committed = fixture.volume.vdl();
            note(fixture);

            List<TimedPoint> points = fixture.database.times().points();
            assertThat(points).hasSize(2);
            assertThat(points.getFirst().lsn()).isLessThan(committed);
            assertThat(points.getLast().lsn()).isGreaterThanOrEqualTo(committed);
            assertThat(points.getLast().millis()).isEqualTo(clock.wallMicros() / 1000);
        }
    }

    @Test
    void secondsInWhichNothingIsDoneHaveNoPoints() {
        try (Fixture fixture = Fixture.withClock(clock)) {
            fixture.begin().commit();
            note(fixture);
            int first = fixture.database.times().points().size();
            note(fixture);
            note(fixture);
            assertThat(fixture.database.times().points()).hasSize(first);
        }
    }

    /** Notes a second later. */
    private void note(Fixture fixture) {
        clock.nanos += SECOND_NANOS;
        fixture.database.times().note(fixture.database.newWorkspace());
    }

    /** A clock that stands still until it is set. */
    private static final class SetClock implements Clock {
        private long nanos = SECOND_NANOS;

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public long wallMicros() {
            return 1_700_000_000_000_000L + nanos / 1000;
        }
    }
}
