package org.borealisdb.engine.transaction;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.mtr.MiniTransaction;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.PageType;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.engine.undo.PageSource;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.task.Lock;

/**
 * Commit LSNs by transaction id: status pages, a chain that grows at its end as ids are handed out and shrinks at its start as
 * {@code allVisibleBelow} rises, and a lock-free cache of the recent ones. Safe for use by all tasks.
 *
 * <p><b>Why views are stable.</b> A view at LSN S must count a transaction as committed from the moment that its commit record, at or
 * below S, is in the log, and S may include it before the committer has learnt its own LSN. So the committer marks its state
 * {@code COMMITTING} before it appends; whoever meets that asks the page, which the committer has latched until the LSN is in it.
 */
final class TransactionStatus implements Outcomes {
    /** Chunks kept in memory, 16 KiB each. */
    private static final int MAX_LOADED = 1024;

    /** Stands for the commit LSN of transactions that no longer have a slot. */
    static final long LONG_AGO = 1;

    private final BufferPool pool;
    private final PageSource pages;
    private final Lock growing;

    /** The chunks that exist, in order; replaced when one is added or dropped. */
    private volatile StatusChunk[] chunks;

    /** Ids below this and without a commit LSN are dead: they belong to an earlier opening. */
    private final long deadBelow;

    private volatile long allVisibleBelow;

    /** Chunks in memory; guarded by {@code growing}. */
    private int loaded;

    /** Follows the chain of status pages that the volume header names; makes the first page if there is none. */
    TransactionStatus(BufferPool pool, PageSource pages, MiniTransaction mtr, long deadBelow) {
        this.pool = pool;
        this.pages = pages;
        this.growing = pool.tasks().lock("transaction status pages");
        this.deadBelow = deadBelow;
        this.allVisibleBelow = Math.max(1, VolumeHeader.read(pool, HeaderSlot.ALL_VISIBLE_BELOW));
        long firstPage = VolumeHeader.read(pool, HeaderSlot.TRANSACTION_STATUS_ROOT);
        if (firstPage == 0) {
            firstPage = pages.allocate(mtr, VolumeHeader.PAGE, (transaction, header, page, fresh) -> {
                transaction.initialise(page, PageType.TRANSACTION_STATUS);
                VolumeHeader.set(transaction, header, HeaderSlot.TRANSACTION_STATUS_ROOT, fresh);
            });
        }
        StatusChunk[] found = new StatusChunk[16];
        int count = 0;
        for (long page = firstPage; page != 0; page = read(page, StatusPage.NEXT_OFFSET)) {
            if (count == found.length) {
                found = Arrays.copyOf(found, count * 2);
            }
            found[count++] = new StatusChunk(read(page, StatusPage.NUMBER_OFFSET), page);
        }
        this.chunks = Arrays.copyOf(found, count);
        // The last chunk has the ids to come: only now are its empty slots known to be theirs.
        load(chunks[count - 1]);
    }

    /** Ids below this one have a slot. */
    long endId() {
        return chunks[chunks.length - 1].endId();
    }

    @Override
    public long allVisibleBelow() {
        return allVisibleBelow;
    }

    void allVisibleBelow(long id) {
        allVisibleBelow = id;
    }

    @Override
    public long state(long id) {
        StatusChunk[] all = chunks;
        long index = StatusPage.chunk(id) - all[0].number();
        if (index < 0) {
            return LONG_AGO;
        }
        StatusChunk chunk = index < all.length ? all[(int) index] : chunkOf(id);
        long state = states(chunk).get(StatusPage.slot(id));
        return state == StatusChunk.COMMITTING ? read(chunk.page(), StatusPage.offset(id)) : state;
    }

    /** Notes that a transaction was rolled back. Nothing is written: an empty slot is enough. */
    void aborted(long id) {
        states(chunkOf(id)).set(StatusPage.slot(id), StatusChunk.ABORTED);
    }

    /** Logs the commit of a transaction, in a mini-transaction of its own; waits for nothing after the append. */
    long commit(MiniTransaction mtr, long id, boolean catalogChanged) {
        StatusChunk chunk = chunkOf(id);
        AtomicLongArray states = states(chunk);
        mtr.begin(1);
        try {
            int page = mtr.fix(chunk.page());
            mtr.latch(page);
            if (catalogChanged) {
                mtr.catalogChanged();
            }
            states.set(StatusPage.slot(id), StatusChunk.COMMITTING);
            mtr.stamp(page, StatusPage.offset(id));
            long lsn = mtr.commit();
            states.set(StatusPage.slot(id), lsn);
            return lsn;
        } finally {
            mtr.close();
        }
    }

    /** Adds status pages until {@code id} has a slot. Waits. */
    void growTo(MiniTransaction mtr, long id, LongSupplier lowestRunning) {
        growing.lock();
        try {
            while (id >= endId()) {
                grow(mtr, lowestRunning);
            }
        } finally {
            growing.unlock();
        }
    }

    /** Called with {@code growing} held. */
    private void grow(MiniTransaction mtr, LongSupplier lowestRunning) {
        StatusChunk last = chunks[chunks.length - 1];
        long newPage = pages.allocate(mtr, last.page(), (transaction, link, page, fresh) -> {
            transaction.initialise(page, PageType.TRANSACTION_STATUS);
            transaction.setLong(page, StatusPage.NUMBER_OFFSET, last.number() + 1);
            transaction.setLong(link, StatusPage.NEXT_OFFSET, fresh);
        });
        StatusChunk added = new StatusChunk(last.number() + 1, newPage);
        added.states(new AtomicLongArray(StatusPage.SLOTS));
        StatusChunk[] longer = Arrays.copyOf(chunks, chunks.length + 1);
        longer[chunks.length] = added;
        chunks = longer;
        loaded++;
        if (loaded > MAX_LOADED) {
            unloadBelow(lowestRunning.getAsLong());
        }
    }

    /** Chunks whose transactions have all ended can be read again from their pages. Called with {@code growing} held. */
    private void unloadBelow(long id) {
        for (StatusChunk chunk : chunks) {
            if (loaded <= MAX_LOADED / 2 || chunk.endId() > id) {
                return;
            }
            if (chunk.states() != null) {
                chunk.unload();
                loaded--;
            }
        }
    }

    /** Frees the pages all of whose transactions are below {@code id}, a logged {@code allVisibleBelow}. Waits. One task at a time. */
    void dropBelow(MiniTransaction mtr, long id) {
        growing.lock();
        try {
            while (chunks.length > 1 && chunks[0].endId() <= id) {
                StatusChunk dropped = chunks[0];
                long next = chunks[1].page();
                if (dropped.states() != null) {
                    loaded--;
                }
                // Nobody asks for these ids any more: they are below H, which is asked first.
                chunks = Arrays.copyOfRange(chunks, 1, chunks.length);
                pages.free(
                        mtr,
                        VolumeHeader.PAGE,
                        dropped.page(),
                        (transaction, header, unusedPage, unusedNumber) ->
                                VolumeHeader.set(transaction, header, HeaderSlot.TRANSACTION_STATUS_ROOT, next));
            }
        } finally {
            growing.unlock();
        }
    }

    private StatusChunk chunkOf(long id) {
        StatusChunk[] all = chunks;
        long index = StatusPage.chunk(id) - all[0].number();
        if (index < 0 || index >= all.length) {
            throw new IllegalStateException("transaction " + id + " has no status slot: they begin at "
                    + all[0].number() * StatusPage.SLOTS + " and end before " + all[all.length - 1].endId());
        }
        return all[(int) index];
    }

    private AtomicLongArray states(StatusChunk chunk) {
        AtomicLongArray states = chunk.states();
        return states != null ? states : load(chunk);
    }

    /**
     * Reads the states of a chunk. That happens at opening, when the ids from {@code deadBelow} on have not begun, and to chunks that were
     * unloaded, all of whose transactions have ended. So an empty slot is a dead transaction, or one that has not begun.
     */
    private AtomicLongArray load(StatusChunk chunk) {
        growing.lock();
        try {
            AtomicLongArray present = chunk.states();
            if (present != null) {
                return present;
            }
            AtomicLongArray states = new AtomicLongArray(StatusPage.SLOTS);
            long first = chunk.number() * StatusPage.SLOTS;
            boolean unloaded = first >= deadBelow;
            while (true) {
                long token = pool.readable(chunk.page(), true, null);
                long at = pool.at(token) + StatusPage.FIRST_SLOT;
                for (int slot = 0; slot < StatusPage.SLOTS; slot++) {
                    long lsn = pool.memory().get(Page.LONG, at + (long) slot * Long.BYTES);
                    boolean dead = unloaded || first + slot < deadBelow;
                    states.set(slot, lsn != 0 ? lsn : dead ? StatusChunk.ABORTED : StatusChunk.RUNNING);
                }
                if (pool.validate(token)) {
                    chunk.states(states);
                    loaded++;
                    return states;
                }
            }
        } finally {
            growing.unlock();
        }
    }

    private long read(long page, int offset) {
        while (true) {
            long token = pool.readable(page, true, null);
            long value = pool.memory().get(Page.LONG, pool.at(token) + offset);
            if (pool.validate(token)) {
                return value;
            }
        }
    }
}
