package org.borealisdb.engine.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.junit.jupiter.api.Test;

/** What serializable transactions commit could have been done one after the other, and nothing is kept of them for long. */
class SerialTransactionsTest {
    private static final int HISTORIES = 6000;
    private static final int KEYS = 5;
    private static final int TOGETHER = 4;
    private static final int TRANSACTIONS = 14;

    private record Running(SnapshotStore.Session session, boolean prepared, int left) {}

    /** Runs transactions beside each other, in an order that a seed gives. */
    private static SnapshotStore history(SerialTransactions serials, long seed, boolean watched) {
        Random random = new Random(seed);
        SnapshotStore store = new SnapshotStore(serials, KEYS, watched);
        List<Running> running = new ArrayList<>();
        int begun = 0;
        while (begun < TRANSACTIONS || !running.isEmpty()) {
            if (begun < TRANSACTIONS && running.size() < TOGETHER && random.nextInt(3) == 0) {
                running.add(new Running(store.begin(random.nextInt(4) == 0), false, 1 + random.nextInt(4)));
                begun++;
            } else if (!running.isEmpty()) {
                int at = random.nextInt(running.size());
                Running one = running.remove(at);
                step(store, one, random).ifPresent(running::add);
            }
        }
        return store;
    }

    private static Optional<Running> step(SnapshotStore store, Running one, Random random) {
        SnapshotStore.Session session = one.session();
        if (one.prepared()) {
            store.commit(session);
            return Optional.empty();
        }
        boolean goesOn;
        if (one.left() == 0) {
            if (random.nextInt(10) == 0) {
                store.abort(session);
                return Optional.empty();
            }
            goesOn = store.prepare(session);
            return goesOn ? Optional.of(new Running(session, true, 0)) : Optional.empty();
        }
        if (session.isReadOnly() || random.nextBoolean()) {
            int from = random.nextInt(KEYS);
            goesOn = store.read(session, from, Math.min(KEYS - 1, from + random.nextInt(2)));
        } else {
            goesOn = store.write(session, random.nextInt(KEYS));
        }
        return goesOn ? Optional.of(new Running(session, false, one.left() - 1)) : Optional.empty();
    }

    @Test
    void whatIsCommittedHasAnOrder() {
        SerialTransactions serials = new SerialTransactions();
        long committed = 0;
        for (long seed = 1; seed <= HISTORIES; seed++) {
            SnapshotStore store = history(serials, seed, true);
            assertThat(store.withoutOrder())
                    .as("transactions without an order, seed %d", seed)
                    .isZero();
            assertThat(serials.size()).as("transactions kept, seed %d", seed).isZero();
            assertThat(serials.usedBytes()).as("memory kept, seed %d", seed).isZero();
            committed += store.committed();
        }
        // Most of them are: failing all would do, too.
        assertThat(committed).isGreaterThan((long) HISTORIES * TRANSACTIONS / 2);
    }

    @Test
    void withoutWatchingThereWouldBeNoOrder() {
        long without = 0;
        for (long seed = 1; seed <= 500; seed++) {
            without += history(new SerialTransactions(), seed, false).withoutOrder() > 0 ? 1 : 0;
        }
        assertThat(without).isGreaterThan(100);
    }

    @Test
    void aBoundOfMemoryIsKeptByFailing() {
        SerialTransactions serials = new SerialTransactions(100_000);
        SerialTransaction slow = serials.begin(new LockOwner("slow"), false, () -> {});
        slow.reads(1, new byte[] {1}, new byte[] {2}, true);
        for (int i = 1; i < 2000; i++) {
            SerialTransaction quick = serials.begin(new LockOwner("quick " + i), false, () -> {});
            quick.identified(i);
            for (int j = 0; j < 10; j++) {
                byte[] key = {(byte) (i >> 8), (byte) i, (byte) j};
                quick.reads(2, key, new byte[] {key[0], key[1], key[2], 0}, true);
                quick.wrote(2, key, key);
            }
            quick.prepare();
            quick.ended(true);
            assertThat(serials.usedBytes()).isLessThan(120_000);
        }
        assertThat(serials.size()).isZero();
        assertThat(catchThrowableOfType(SqlException.class, slow::prepare).code())
                .isEqualTo(ErrorCode.SERIALIZATION_FAILURE);
        slow.ended(false);
        assertThat(serials.usedBytes()).isZero();
    }

    @Test
    void manyRangesOfOneTreeBecomeOne() {
        SerialTransactions serials = new SerialTransactions();
        SerialTransaction reader = serials.begin(new LockOwner("reader"), false, () -> {});
        SerialTransaction beside = serials.begin(new LockOwner("beside"), false, () -> {});
        for (int i = 0; i < 100_000; i++) {
            byte[] key = {(byte) (i >> 16), (byte) (i >> 8), (byte) i};
            reader.reads(1, key, new byte[] {key[0], key[1], key[2], 0}, true);
        }
        assertThat(serials.usedBytes()).isLessThan(100_000);
        beside.identified(1);
        beside.wrote(1, new byte[] {0, 3, 3}, new byte[] {0, 3, 3});
        assertThat(reader.out).containsExactly(beside);
        reader.ended(false);
        beside.ended(false);
        assertThat(serials.usedBytes()).isZero();
    }

    @Test
    void whatWasReadOfATreeThatIsGoneIsWrittenByWhoeverWrites() {
        SerialTransactions serials = new SerialTransactions();
        SerialTransaction beside = serials.begin(new LockOwner("beside"), false, () -> {});
        SerialTransaction reader = serials.begin(new LockOwner("reader"), false, () -> {});
        reader.reads(1, new byte[] {1}, new byte[] {2}, true);
        reader.prepare();
        reader.ended(true);
        serials.dropped(1);
        beside.identified(1);
        beside.wrote(9, new byte[] {9}, new byte[] {9});
        assertThat(beside.in).containsExactly(reader);
        beside.ended(false);
    }

    @Test
    void aReaderIsSafeOnceWritersHaveEnded() {
        SerialTransactions serials = new SerialTransactions();
        SerialTransaction writer = serials.begin(new LockOwner("writer"), false, () -> {});
        SerialTransaction reader = serials.begin(new LockOwner("reader"), true, () -> {});
        reader.reads(1, new byte[] {1}, new byte[] {2}, true);
        assertThat(reader.source()).isPresent();
        writer.prepare();
        writer.ended(true);
        assertThat(reader.source()).isEmpty();
        assertThat(reader.isUnsafe()).isFalse();
        assertThat(serials.usedBytes()).isZero();
        assertThat(serials.begin(new LockOwner("alone"), true, () -> {}).source())
                .isEmpty();
    }
}
