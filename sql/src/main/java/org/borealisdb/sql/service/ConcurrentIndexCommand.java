package org.borealisdb.sql.service;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.lock.LockKey;
import org.borealisdb.engine.lock.LockOwner;
import org.borealisdb.engine.lock.TableLockMode;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.system.ConcurrentIndexes;
import org.borealisdb.sql.system.ConcurrentIndexes.Place;

/**
 * CREATE, REINDEX and DROP INDEX CONCURRENTLY: several transactions, with a lock of the session on the table all the while that lets others read and change rows. A command that fails halfway
 * leaves an index that is not valid, as in PostgreSQL: it is dropped, or made anew. Belongs to the session's task.
 */
final class ConcurrentIndexCommand {
    private final Database database;
    private final LockOwner owner;
    private final DefinitionRuns definitions;
    private final TransactionBlock block;

    ConcurrentIndexCommand(Database database, LockOwner owner, DefinitionRuns definitions, TransactionBlock block) {
        this.database = database;
        this.owner = owner;
        this.definitions = definitions;
        this.block = block;
    }

    /** Makes an index. */
    void create(Definition.CreateIndex create, String text) {
        Optional<Place> declared =
                definitions.run(text, runner -> runner.concurrentIndexes().declare(create));
        declared.ifPresent(place -> locked(place, () -> fill(place, ConcurrentIndexes::fill, text)));
    }

    /** Has an index maintained and filled. */
    private void fill(Place place, BiConsumer<ConcurrentIndexes, Place> filling, String text) {
        boolean filled = false;
        try {
            step(text, ConcurrentIndexes::maintain, place);
            step(text, filling, place);
            filled = true;
        } finally {
            database.tables().settle(place.tree(), filled);
        }
    }

    /** Drops an index. */
    void drop(Definition.Drop drop, String text) {
        Optional<Place> found = definitions.run(text, runner -> runner.hide(drop));
        found.ifPresent(place -> locked(place, () -> retire(place, text)));
    }

    /** Makes indexes anew. */
    void reindex(Maintenance.Reindex reindex, String text) {
        List<Place> places = definitions.run(text, runner -> runner.rebuilds().concurrent(reindex));
        for (Place place : places) {
            locked(place, () -> {
                Place copy = made(text, ConcurrentIndexes::copy, place);
                fill(copy, (indexes, each) -> indexes.exchange(place, each), text);
                retire(copy, text);
            });
        }
    }

    /** Drops an index that nobody is to begin to read by any more, once nobody does; and once nobody maintains it. */
    private void retire(Place place, String text) {
        step(text, ConcurrentIndexes::await, place);
        step(text, ConcurrentIndexes::leave, place);
        step(text, ConcurrentIndexes::await, place);
        step(text, ConcurrentIndexes::remove, place);
    }

    private void locked(Place place, Runnable steps) {
        LockKey table = new LockKey.OfTable(place.table());
        TableLockMode mode = TableLockMode.SHARE_UPDATE_EXCLUSIVE;
        database.lockTable().acquire(owner, table, mode, block.transaction().lockWait());
        try {
            steps.run();
        } finally {
            database.lockTable().release(owner, table, mode);
        }
    }

    private void step(String text, BiConsumer<ConcurrentIndexes, Place> step, Place place) {
        made(
                text,
                (indexes, each) -> {
                    step.accept(indexes, each);
                    return true;
                },
                place);
    }

    /** Takes a step in a transaction of its own. */
    private <T> T made(String text, BiFunction<ConcurrentIndexes, Place, T> step, Place place) {
        block.synchronize();
        return definitions.run(text, runner -> step.apply(runner.concurrentIndexes(), place));
    }
}
