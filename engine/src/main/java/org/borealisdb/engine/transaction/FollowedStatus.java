package org.borealisdb.engine.transaction;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.space.HeaderSlot;
import org.borealisdb.engine.space.PageType;
import org.borealisdb.engine.space.VolumeHeader;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.task.Lock;

/**
 * What a reader knows of transactions: their commit LSNs, from the status pages as the applied log has them. Safe for use by all tasks.
 *
 * <p><b>What is kept.</b> A commit LSN never changes, so one that was seen is kept in memory, where it is found without a lock. That a transaction has none may change with
 * the next record, so the page is asked each time, which the applied log keeps up to date like every other page. Whether it runs or was rolled back is not known, and makes no difference to
 * a view.
 *
 * <p><b>Which page.</b> The chain of status pages is followed from where the volume header says, and further when an id is beyond its end: whoever meets an id has read a page
 * that was changed after the id's status page was added, so that one is found. A page at the chain's other end may be dropped at any time, and even be used for something else: so whoever
 * reads a slot looks in the same breath whether the page is still the one it was. If not, the id is below H by now, for H was raised before the page was dropped, and the log is applied in
 * order.
 */
@SuppressWarnings("ReferenceEquality") // Whether the chain is the very one that a task has looked at.
final class FollowedStatus implements Outcomes {
    /** Chunks whose commit LSNs are kept, 16 KiB each: the newest. */
    private static final int MAX_LOADED = 1024;

    /** What {@link #read} answers if the page is not that chunk's any more. */
    private static final long OTHER = Long.MIN_VALUE;

    private static final StatusChunk[] NONE = {};

    private final BufferPool pool;
    private final Lock following;

    /** The chunks known, in order; none before the first use and after {@link #forget}. */
    private volatile StatusChunk[] chunks = NONE;

    private volatile long allVisibleBelow = 1;

    FollowedStatus(BufferPool pool) {
        this.pool = pool;
        this.following = pool.tasks().lock("transaction status pages");
    }

    @Override
    public long allVisibleBelow() {
        return allVisibleBelow;
    }

    /** H was raised; views below the horizon that it was raised with were ended before. */
    synchronized void allVisibleBelow(long id) {
        if (id > allVisibleBelow) {
            allVisibleBelow = id;
        }
    }

    /** Log was missed: which pages there are must be found out anew. */
    void forget() {
        chunks = NONE;
    }

    @Override
    public long state(long id) {
        while (true) {
            StatusChunk[] all = chunks;
            long index = all.length == 0 ? -1 : StatusPage.chunk(id) - all[0].number();
            if (index < 0 || index >= all.length) {
                if (id < allVisibleBelow) {
                    return TransactionStatus.LONG_AGO;
                }
                follow(all, id);
                continue;
            }
            StatusChunk chunk = all[(int) index];
            AtomicLongArray known = chunk.states();
            long lsn = known == null ? 0 : known.get(StatusPage.slot(id));
            if (lsn != 0) {
                return lsn;
            }
            lsn = read(chunk, StatusPage.offset(id));
            if (lsn > 0) {
                states(chunk).set(StatusPage.slot(id), lsn);
            }
            if (lsn != OTHER) {
                return lsn;
            }
            if (id < allVisibleBelow) {
                return TransactionStatus.LONG_AGO;
            }
            // The page is of another time than the chain: log was missed meanwhile.
            drop(all);
        }
    }

    private long read(StatusChunk chunk, int offset) {
        while (true) {
            long token = pool.readable(chunk.page(), true, null);
            long at = pool.at(token);
            boolean same =
                    pool.memory().get(ValueLayout.JAVA_BYTE, at + Page.TYPE_OFFSET) == PageType.TRANSACTION_STATUS
                            && pool.memory().get(Page.LONG, at + StatusPage.NUMBER_OFFSET) == chunk.number();
            long value = pool.memory().get(Page.LONG, at + offset);
            if (pool.validate(token)) {
                return same ? value : OTHER;
            }
        }
    }

    private AtomicLongArray states(StatusChunk chunk) {
        AtomicLongArray states = chunk.states();
        if (states == null) {
            states = new AtomicLongArray(StatusPage.SLOTS);
            chunk.states(states);
        }
        return states;
    }

    private void drop(StatusChunk[] seen) {
        following.lock();
        try {
            if (chunks == seen) {
                chunks = NONE;
            }
        } finally {
            following.unlock();
        }
    }

    /** Finds the chunk of {@code id}, which {@code seen} does not have, unless another task has done so. Waits for pages. */
    private void follow(StatusChunk[] seen, long id) {
        following.lock();
        try {
            if (chunks != seen) {
                return;
            }
            boolean goesOn = seen.length > 0 && StatusPage.chunk(id) > seen[0].number();
            StatusChunk[] found = goesOn ? extended(seen) : fromHeader();
            if (goesOn && found == seen) {
                throw new IllegalStateException(
                        "transaction " + id + " has no status slot: they end before " + seen[seen.length - 1].endId());
            }
            for (int number = 0; number < found.length - MAX_LOADED; number++) {
                found[number].unload();
            }
            if (chunks == seen) {
                chunks = found;
            }
        } finally {
            following.unlock();
        }
    }

    /** The chunks from where the volume header says that they begin; none if the header is of another moment than the pages. */
    private StatusChunk[] fromHeader() {
        // After a restart nobody else says where H is by now. Views below the horizon that goes with it were ended
        // then.
        allVisibleBelow(VolumeHeader.read(pool, HeaderSlot.ALL_VISIBLE_BELOW));
        long first = VolumeHeader.read(pool, HeaderSlot.TRANSACTION_STATUS_ROOT);
        if (first == 0) {
            throw new IllegalStateException("the volume has no transaction status pages: no writer has opened it yet");
        }
        long number = number(first);
        return number < 0 ? NONE : extended(new StatusChunk[] {new StatusChunk(number, first)});
    }

    /** The same chunks, without those that are below H, and those after them; none if the last one was dropped, and so all of them. */
    private StatusChunk[] extended(StatusChunk[] known) {
        int dropped = 0;
        while (dropped < known.length - 1 && known[dropped].endId() <= allVisibleBelow) {
            dropped++;
        }
        StatusChunk[] all = dropped == 0 ? known : Arrays.copyOfRange(known, dropped, known.length);
        while (true) {
            StatusChunk last = all[all.length - 1];
            long next = read(last, StatusPage.NEXT_OFFSET);
            if (next == OTHER) {
                return NONE;
            }
            if (next == 0) {
                return all;
            }
            all = Arrays.copyOf(all, all.length + 1);
            all[all.length - 1] = new StatusChunk(last.number() + 1, next);
        }
    }

    /** The number of the chunk that a page has; negative if it is no status page. */
    private long number(long page) {
        while (true) {
            long token = pool.readable(page, true, null);
            long at = pool.at(token);
            boolean status =
                    pool.memory().get(ValueLayout.JAVA_BYTE, at + Page.TYPE_OFFSET) == PageType.TRANSACTION_STATUS;
            long number = pool.memory().get(Page.LONG, at + StatusPage.NUMBER_OFFSET);
            if (pool.validate(token)) {
                return status ? number : -1;
            }
        }
    }
}
