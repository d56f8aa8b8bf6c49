package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.catalog.SequenceState;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.time.Clock;
import org.junit.jupiter.api.Test;

/** The catalog, sequences and opening again. */
class DatabaseTest {
    private static final int VALUES = 8_192;

    private static void fails(Runnable action, ErrorCode code) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        SqlException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void ddlIsPartOfItsTransaction() {
        try (Fixture fixture = Fixture.create()) {
            Transaction old = fixture.beginBeside(IsolationLevel.REPEATABLE_READ);
            try (ReadView view = old.openView()) {
                assertThat(fixture.database.catalog().all(old.workspace(), view, CatalogKind.TABLE))
                        .isEmpty();
            }
            long before = fixture.database.transactions().catalogChangedAt();
            Transaction transaction = fixture.begin();
            Table table = fixture.createTable(transaction, "t");
            fixture.insert(transaction, table, "a", "1");
            transaction.commit();
            assertThat(fixture.database.transactions().catalogChangedAt())
                    .isGreaterThan(before)
                    .isEqualTo(transaction.commitLsn());
            try (ReadView view = old.openView()) {
                assertThat(fixture.database.catalog().all(old.workspace(), view, CatalogKind.TABLE))
                        .isEmpty();
            }
            old.commit();
            Transaction undone = fixture.begin();
            Table gone = fixture.createTable(undone, "u");
            fixture.insert(undone, gone, "a", "1");
            undone.rollback();
            fixture.tidy();
            assertThat(fixture.database.tables().registry().find(gone.treeId())).isEmpty();
            Transaction after = fixture.begin();
            try (ReadView view = after.openView()) {
                assertThat(fixture.database.catalog().children(fixture.workspace, view, 1, NameSpace.RELATIONS))
                        .extracting(CatalogObject::name)
                        .containsExactly("t");
            }
            fails(() -> fixture.createTable(after, "t"), ErrorCode.DUPLICATE_OBJECT);
            after.rollback();
        }
    }

    @Test
    void storageMayDropWhatIsBelowVdlThoughOldViewsAreOpen() {
        MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, false);
        try (Fixture fixture = new Fixture(volume, 128)) {
            Transaction old = fixture.beginBeside(IsolationLevel.REPEATABLE_READ);
            try (ReadView view = old.openView()) {
                Transaction transaction = fixture.begin();
                fixture.insert(transaction, fixture.createTable(transaction, "t"), "a", "1");
                transaction.commit();
                long vdl = volume.vdl();
                assertThat(view.lsn()).isLessThan(vdl);
                fixture.database.maintenance().run();
                assertThat(volume.lowestReadLsn()).isGreaterThanOrEqualTo(vdl);
                assertThat(fixture.database.purgeHorizon()).isLessThanOrEqualTo(view.lsn());
            }
            old.commit();
        }
    }

    @Test
    void objectsAreFoundRenamedAndRemoved() {
        try (Fixture fixture = Fixture.create()) {
            Transaction transaction = fixture.begin();
            long id = fixture.database.catalog().newId(fixture.workspace);
            CatalogObject role =
                    CatalogObject.of(CatalogKind.ROLE, id, 0, "postgres").with("login", "true");
            fixture.database.catalog().add(transaction, role);
            CatalogObject renamed = role.withName("admin");
            fixture.database.catalog().replace(transaction, renamed);
            try (ReadView view = transaction.openView()) {
                assertThat(fixture.database.catalog().find(fixture.workspace, view, 0, NameSpace.ROLES, "postgres"))
                        .isEmpty();
                assertThat(fixture.database.catalog().find(fixture.workspace, view, 0, NameSpace.ROLES, "admin"))
                        .contains(renamed);
                assertThat(fixture.database.catalog().find(fixture.workspace, view, CatalogKind.ROLE, id))
                        .contains(renamed);
            }
            fixture.database.catalog().remove(transaction, renamed);
            fails(() -> fixture.database.catalog().replace(transaction, renamed), ErrorCode.UNDEFINED_OBJECT);
            transaction.commit();
        }
    }

    @Test
    void openingAgainFindsWhatWasCommittedAndNothingElse() {
        MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, true);
        long lastValue;
        long rowId;
        try (Fixture fixture = new Fixture(volume, 128)) {
            Transaction transaction = fixture.begin();
            Table table = fixture.createTable(transaction, "t");
            fixture.insert(transaction, table, "a", "1");
            fixture.createIndex(transaction, table, "t_value", true);
            fixture.database.sequences().create(transaction, 77, SequenceState.from(10));
            transaction.commit();
            lastValue = fixture.database.sequences().next(fixture.workspace, 77);
            rowId = fixture.database.rowIds().next(fixture.workspace)[7];
            Transaction dead = fixture.begin();
            fixture.update(dead, table, "a", "2");
            fixture.insert(dead, table, "b", "3");
            fixture.createTable(dead, "dead");
        }
        try (Fixture fixture = new Fixture(volume.branchAt(volume.vdl()), 128)) {
            Transaction transaction = fixture.begin();
            Table table;
            try (ReadView view = transaction.openView()) {
                CatalogObject object = fixture.database
                        .catalog()
                        .find(fixture.workspace, view, 1, NameSpace.RELATIONS, "t")
                        .orElseThrow();
                table = fixture.database.tables().registry().find(object.tree()).orElseThrow();
                assertThat(fixture.database.catalog().find(fixture.workspace, view, 1, NameSpace.RELATIONS, "dead"))
                        .isEmpty();
            }
            assertThat(fixture.all(transaction, table)).isEqualTo("a|1");
            assertThat(table.indexes()).hasSize(1);
            assertThat(table.indexes().getFirst().unique()).isTrue();
            // The dead transaction's lock and unique key are nobody's any more.
            assertThat(fixture.insert(transaction, table, "c", "3")).isEqualTo(RowResult.DONE);
            assertThat(fixture.update(transaction, table, "a", "5")).isEqualTo(RowResult.DONE);
            transaction.commit();
            assertThat(fixture.database.sequences().next(fixture.workspace, 77)).isGreaterThan(lastValue);
            assertThat(fixture.database.rowIds().next(fixture.workspace)[5])
                    .as("beyond the mark")
                    .isPositive();
            assertThat(rowId).isEqualTo(1);
            fixture.tidy();
            assertThat(fixture.entries(table)).isEqualTo(2);
            assertThat(fixture.entries(table.indexes().getFirst())).isEqualTo(2);
        }
    }

    @Test
    void valuesThatAreTakenQuicklyAreReservedMoreAtATime() {
        AtomicLong nanos = new AtomicLong();
        try (Fixture fixture = Fixture.withClock(new Clock() {
            @Override
            public long nanoTime() {
                return nanos.get();
            }

            @Override
            public long wallMicros() {
                return 0;
            }
        })) {
            Transaction transaction = fixture.begin();
            fixture.database.sequences().create(transaction, 50, SequenceState.from(1));
            transaction.commit();
            int atOnce = reservations(fixture, 50, 1, () -> {});
            assertThat(atOnce).as("32, 64, ... 1,024, 1,024, ...").isEqualTo(13);
            int slowly = reservations(fixture, 50, 1 + VALUES, () -> nanos.addAndGet(2_000_000));
            assertThat(slowly).as("32 in 64 ms, after the 992 that were left").isEqualTo((VALUES - 992) / 32);
        }
    }

    /** Takes values, which are one after the other, and answers how many times some were reserved. */
    private static int reservations(Fixture fixture, long id, long first, Runnable between) {
        int reservations = 0;
        for (int i = 0; i < VALUES; i++) {
            long before = fixture.volume.appendedLsn();
            assertThat(fixture.database.sequences().next(fixture.workspace, id)).isEqualTo(first + i);
            reservations += fixture.volume.appendedLsn() > before ? 1 : 0;
            between.run();
        }
        return reservations;
    }

    @Test
    void sequencesSurviveRollbacksAndStopAtTheirEnd() {
        try (Fixture fixture = Fixture.create()) {
            Transaction transaction = fixture.begin();
            fixture.database.sequences().create(transaction, 50, new SequenceState(1, false, 1, 1, 3, false, 2));
            transaction.commit();
            Transaction user = fixture.begin();
            assertThat(fixture.database.sequences().next(fixture.workspace, 50)).isEqualTo(1);
            user.rollback();
            assertThat(fixture.database.sequences().next(fixture.workspace, 50)).isEqualTo(2);
            assertThat(fixture.database.sequences().next(fixture.workspace, 50)).isEqualTo(3);
            fails(
                    () -> fixture.database.sequences().next(fixture.workspace, 50),
                    ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE);
            fixture.database.sequences().setValue(fixture.workspace, 50, 1, true);
            assertThat(fixture.database.sequences().next(fixture.workspace, 50)).isEqualTo(2);
            Transaction undone = fixture.begin();
            fixture.database.sequences().create(undone, 51, SequenceState.from(1));
            undone.rollback();
            fixture.tidy();
            fails(() -> fixture.database.sequences().next(fixture.workspace, 51), ErrorCode.UNDEFINED_TABLE);
        }
    }

    /** Too few storage nodes for a while must not end an instance, nor leave what an aborted transaction did for ever. */
    @Test
    void backgroundWorkGoesOnWhenAVolumeCanBeReadAgain() {
        MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, true);
        try (Fixture fixture = new Fixture(volume, 128)) {
            Transaction making = fixture.begin();
            Table table = fixture.createTable(making, "t");
            making.commit();
            Transaction aborted = fixture.begin();
            // Twice as much as the pool holds, so that undoing it must read pages.
            for (int i = 0; i < 1500; i++) {
                fixture.insert(aborted, table, "key" + i, "x".repeat(1000));
            }
            volume.unreadable(true);
            fixture.database.maintenance().start();
            aborted.rollback();
            while (volume.failedReads() == 0) {
                fixture.checkTasks();
                Thread.onSpinWait();
            }
            volume.unreadable(false);
            fixture.database.maintenance().stop();
            fixture.tidy();
            assertThat(fixture.entries(table)).isZero();
        }
    }

    @Test
    void anIdleDatabaseWritesNothing() {
        try (Fixture fixture = Fixture.create()) {
            Transaction setup = fixture.begin();
            Table table = fixture.createTable(setup, "t");
            fixture.insert(setup, table, "a", "1");
            setup.commit();
            Transaction aborted = fixture.begin();
            fixture.insert(aborted, table, "b", "2");
            aborted.rollback();
            fixture.tidy();
            assertThat(writesInTurns(fixture)).isZero();

            // Nor while a transaction idles that has changed something; and what it did is purged when it has ended.
            Transaction idle = fixture.beginBeside(IsolationLevel.READ_COMMITTED);
            fixture.delete(idle, table, "a");
            fixture.tidy();
            assertThat(writesInTurns(fixture)).isZero();
            assertThat(fixture.entries(table)).isOne();
            idle.commit();
            fixture.tidy();
            assertThat(fixture.entries(table)).isZero();
            assertThat(writesInTurns(fixture)).isZero();
        }
    }

    private static long writesInTurns(Fixture fixture) {
        long before = fixture.volume.appendedLsn();
        for (int turn = 0; turn < 20; turn++) {
            fixture.volume.awaitDurable(fixture.volume.appendedLsn());
            fixture.database.maintenance().run();
        }
        return fixture.volume.appendedLsn() - before;
    }

    @Test
    void viewsOfReadersHoldPurgeBackAndNoLongerThanTheyLast() {
        MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, false);
        try (Fixture fixture = new Fixture(volume, 128)) {
            Transaction first = fixture.begin();
            fixture.insert(first, fixture.createTable(first, "t"), "a", "1");
            first.commit();
            fixture.tidy();
            long view = volume.vdl();
            volume.oldestViewOfReaders(view);
            Transaction second = fixture.begin();
            fixture.insert(second, fixture.createTable(second, "u"), "b", "2");
            second.commit();
            fixture.tidy();
            assertThat(volume.vdl()).isGreaterThan(view);
            assertThat(fixture.database.purgeHorizon()).isLessThanOrEqualTo(view);
            volume.oldestViewOfReaders(volume.vdl());
            fixture.tidy();
            assertThat(fixture.database.purgeHorizon()).isGreaterThan(view);
        }
    }

    /** A reader is always a little behind: if the horizon were raised to that again and again, each record of it would be news to raise it to. */
    @Test
    void anIdleDatabaseWithReadersComesToRest() {
        MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, false);
        try (Fixture fixture = new Fixture(volume, 128)) {
            Transaction first = fixture.begin();
            fixture.insert(first, fixture.createTable(first, "t"), "a", "1");
            first.commit();
            for (int round = 0; round < 20; round++) {
                volume.oldestViewOfReaders(volume.vdl());
                volume.awaitDurable(volume.appendedLsn());
                fixture.database.maintenance().run();
            }
            long rest = volume.appendedLsn();
            for (int round = 0; round < 20; round++) {
                volume.oldestViewOfReaders(volume.vdl());
                volume.awaitDurable(volume.appendedLsn());
                fixture.database.maintenance().run();
            }
            assertThat(volume.appendedLsn()).isEqualTo(rest);
        }
    }
}
