package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.TreeMap;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.volume.past.PastVolume;
import org.junit.jupiter.api.Test;

/** A database as it was at points of its history has what was committed by then, and nothing of what was not; whatever was done since. */
class PastTest {
    private static final long SEED = 20_261_126;
    private static final int ROUNDS = 300;
    private static final int KEYS = 40;

    @Test
    void hasWhatWasCommittedByThen() {
        Random random = new Random(SEED);
        MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, false);
        TreeMap<Long, String> seen = new TreeMap<>();
        long tree;
        try (Fixture fixture = new Fixture(volume, 128)) {
            Transaction setup = fixture.begin();
            Table table = fixture.createTable(setup, "t");
            setup.commit();
            tree = table.treeId();
            for (int round = 0; round < ROUNDS; round++) {
                // Some run while others commit, and are open at the points that are looked at.
                Transaction open = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
                change(fixture, open, table, "a" + random.nextInt(KEYS), random);
                Transaction other = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
                change(fixture, other, table, "b" + random.nextInt(KEYS), random);
                other.commit();
                if (random.nextInt(4) == 0) {
                    Transaction reader = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
                    seen.put(volume.appendedLsn(), fixture.all(reader, table));
                    reader.commit();
                    volume.awaitDurable(volume.appendedLsn());
                }
                if (random.nextBoolean()) {
                    open.commit();
                } else {
                    open.rollback();
                }
                if (random.nextInt(20) == 0) {
                    fixture.tidy();
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(ROUNDS / 10);
        seen.forEach((lsn, rows) -> {
            try (Fixture past = Fixture.asOf(volume, lsn)) {
                Table table = past.database.tables().registry().find(tree).orElseThrow();
                Transaction reader = past.begin();
                assertThat(past.all(reader, table))
                        .as("seed " + SEED + ", LSN " + lsn)
                        .isEqualTo(rows);
                reader.commit();
            }
        });
    }

    private static void change(Fixture fixture, Transaction transaction, Table table, String key, Random random) {
        if (fixture.get(transaction, table, key).equals("-")) {
            fixture.insert(transaction, table, key, "v" + random.nextInt(1000));
        } else if (random.nextInt(3) == 0) {
            fixture.delete(transaction, table, key);
        } else {
            fixture.update(transaction, table, key, "w".repeat(random.nextInt(800)));
        }
    }

    @Test
    void isNoWayToWrite() {
        MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, true);
        try (Fixture fixture = new Fixture(volume, 128)) {
            PastVolume past = new PastVolume(fixture.tasks, volume, volume.vdl());
            assertThatThrownBy(() -> past.growTo(2)).isInstanceOf(OperationException.class);
            assertThatThrownBy(() -> past.admit(PastVolume.MOST_BYTES + 1)).isInstanceOf(OperationException.class);
        }
    }
}
