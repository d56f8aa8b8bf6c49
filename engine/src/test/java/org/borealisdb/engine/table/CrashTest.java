package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.btree.TreeCheck;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.SpaceCheck;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.redo.page.Page;
import org.junit.jupiter.api.Test;

/**
 * A crash at every boundary of mini-transactions: a random load of several transactions at a time, with splits, rollbacks, savepoints, DDL
 * and purge, is cut off behind each of them. The database opened from what is left has sound trees and exactly the committed
 * transactions, in tables and indexes.
 */
class CrashTest {
    private static final int FRAMES = 256;

    @Test
    void everyPrefixOfTheLogIsTheCommittedState() {
        MemoryVolume volume = new MemoryVolume(Fixture.GEOMETRY, true);
        RandomLoad load;
        try (Fixture fixture = new Fixture(volume, FRAMES)) {
            load = new RandomLoad(fixture, new Random(20_261_123));
            while (volume.consistencyPoints().size() < 2300) {
                load.step();
            }
            assertThat(load.loaded()).as("rows loaded").isGreaterThan(600);
            // The open transactions die here.
        }
        List<Long> boundaries = volume.consistencyPoints();
        assertThat(boundaries).hasSizeGreaterThanOrEqualTo(2000);
        for (int number = 0; number < boundaries.size(); number++) {
            long boundary = boundaries.get(number);
            try {
                verify(volume.branchAt(boundary), load.at(boundary), number % 25 == 0);
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError(
                        "after mini-transaction " + number + " of " + boundaries.size() + ", which ends at LSN "
                                + boundary + ", seed 20261123",
                        failed);
            }
        }
    }

    private static void verify(MemoryVolume crashed, RandomLoad.Content expected, boolean tidy) {
        try (Fixture fixture = new Fixture(crashed, FRAMES)) {
            compare(fixture, expected, false);
            if (tidy) {
                fixture.tidy();
                compare(fixture, expected, true);
                checkSpace(fixture);
                assertThat(fixture.database.transactions().allVisibleBelow())
                        .isEqualTo(fixture.database.transactions().nextId());
            }
        }
    }

    /** The meter is right, and no pages are left of trees that are gone: but of one whose making was cut off before anything said so, which is empty. */
    private static void checkSpace(Fixture fixture) {
        assertThat(fixture.database.usedBytes()).hasValue(SpaceCheck.usedPages(fixture.pool) * Page.BYTES);
        SortedSet<Long> owners = SpaceCheck.owners(fixture.pool);
        for (HeaderSlot slot : HeaderSlot.values()) {
            owners.remove(VolumeHeader.read(fixture.pool, slot));
        }
        Transaction transaction = fixture.begin();
        try (ReadView view = transaction.openView()) {
            for (CatalogObject object : fixture.database.catalog().all(fixture.workspace, view, CatalogKind.TABLE)) {
                owners.remove(object.tree());
                fixture.database
                        .catalog()
                        .related(fixture.workspace, view, object.id())
                        .forEach(index -> owners.remove(index.tree()));
            }
        }
        transaction.commit();
        assertThat(owners)
                .allMatch(owner -> SpaceCheck.pagesOf(fixture.pool, owner).size() == 1)
                .hasSizeLessThan(2);
    }

    /** The rows as entries alone tell them, but for those that are too long for that. */
    private static SortedMap<String, String> payloads(
            Fixture fixture, Table table, Index index, ReadView view, boolean tidied) {
        SortedMap<String, String> found = new TreeMap<>();
        IndexCursor entries =
                fixture.database.rows().scanEntries(fixture.workspace, table, index, view, KeyRange.all());
        while (entries.next()) {
            String value = entries.isLookedAt() ? Fixture.value(entries.row()) : Fixture.payload(entries);
            found.put(new String(entries.primaryKey(), StandardCharsets.UTF_8), value);
            assertThat(tidied && entries.isLookedAt()).isEqualTo(tidied && value.length() > 1600);
        }
        return found;
    }

    private static void compare(Fixture fixture, RandomLoad.Content expected, boolean tidied) {
        Transaction transaction = fixture.begin();
        SortedMap<String, SortedMap<String, String>> found = new TreeMap<>();
        try (ReadView view = transaction.openView()) {
            TreeCheck.entries(fixture.pool, fixture.database.catalog().table().tree());
            for (CatalogObject object : fixture.database.catalog().all(fixture.workspace, view, CatalogKind.TABLE)) {
                Table table =
                        fixture.database.tables().registry().find(object.tree()).orElseThrow();
                SortedMap<String, String> rows = new TreeMap<>();
                RowCursor cursor = fixture.database.rows().scan(fixture.workspace, table, view, KeyRange.all());
                while (cursor.next()) {
                    rows.put(new String(cursor.primaryKey(), StandardCharsets.UTF_8), Fixture.value(cursor.row()));
                }
                found.put(object.name(), rows);
                int versions = TreeCheck.entries(fixture.pool, table.tree()).size();
                for (Index index : table.indexes()) {
                    int entries = TreeCheck.entries(fixture.pool, index.tree()).size();
                    SortedMap<String, String> indexed = new TreeMap<>();
                    IndexCursor scan =
                            fixture.database.rows().scan(fixture.workspace, table, index, view, KeyRange.all());
                    while (scan.next()) {
                        assertThat(indexed.put(
                                        new String(scan.primaryKey(), StandardCharsets.UTF_8),
                                        Fixture.value(scan.row())))
                                .isNull();
                    }
                    assertThat(indexed).isEqualTo(rows);
                    if (index.key().hasPayload()) {
                        assertThat(payloads(fixture, table, index, view, tidied))
                                .as("payloads of %s", object.name())
                                .isEqualTo(rows);
                    }
                    if (tidied) {
                        assertThat(entries).as("entries of %s", object.name()).isEqualTo(rows.size());
                    }
                }
                if (tidied) {
                    assertThat(versions).as("versions in %s", object.name()).isEqualTo(rows.size());
                }
            }
        }
        assertThat(found).isEqualTo(expected.tables());
        transaction.commit();
    }
}
