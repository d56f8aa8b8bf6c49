package org.borealisdb.volume.recovery;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.FetchLog;
import org.borealisdb.redo.message.FetchedLog;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.volume.geometry.NodeCalls;

/**
 * Which pages the end of a log changed: asked by who has just opened a volume, and has pages of it as of some LSN shortly before its end. Used by one task; waits.
 *
 * <p>The batches of a group form a chain, so it is known when all of those behind an LSN are here; up to the tail that the group had at the branch, which every complete segment has.
 */
public final class ChangedPages {
    private static final int FETCH_BYTES = 4 << 20;

    /** With more log than this behind, pages are not worth what finding out costs. */
    private static final long MOST_BYTES = 64L << 20;

    private final NodeCalls calls;
    private final Metrics metrics;
    private final VolumeMetadata opened;
    private final Collection<Address> nodes;
    private final SortedSet<Long> changed = new TreeSet<>();

    /**
     * Of a volume that was just opened.
     *
     * @param opened with the timeline that the opening has begun
     * @param nodes  those that have installed it
     */
    public ChangedPages(NodeCalls calls, Metrics metrics, VolumeMetadata opened, Collection<Address> nodes) {
        this.calls = calls;
        this.metrics = metrics;
        this.opened = opened;
        this.nodes = List.copyOf(nodes);
    }

    /** The pages that the log behind {@code lsn}, of the line that was opened, has changed; empty if it cannot be found out. */
    public Optional<SortedSet<Long>> after(long lsn) {
        Timeline begun = opened.timelines().current();
        Timeline line = opened.timelines().get(begun.parent());
        if (lsn < line.branchLsn() || begun.branchLsn() - Math.max(lsn, line.firstLsn()) > MOST_BYTES) {
            return Optional.empty();
        }
        for (int group = 0; group < opened.groups().size(); group++) {
            if (!collect(group, line, Math.max(lsn, line.groupTail(group)), begun.groupTail(group))) {
                metrics.count("volume.opening.changes-unknown");
                return Optional.empty();
            }
        }
        return Optional.of(changed);
    }

    /** True if all of the group's log in {@code (after, tail]} was seen. */
    private boolean collect(int group, Timeline line, long after, long tail) {
        long covered = after;
        for (Address node : nodes) {
            if (covered < tail && opened.group(group).contains(node)) {
                covered = collectFrom(node, group, line, after, covered, tail);
            }
        }
        return covered >= tail;
    }

    private long collectFrom(Address node, int group, Timeline line, long after, long coveredBefore, long tail) {
        long covered = coveredBefore;
        boolean more = true;
        while (more && covered < tail) {
            Optional<FetchedLog> fetched = fetch(node, group, line, covered, tail);
            long before = covered;
            if (fetched.isPresent()) {
                for (Batch batch : fetched.get().batches()) {
                    if (batch.previousGroupLsn() <= covered) {
                        covered = Math.max(covered, batch.lastGroupLsn());
                        note(batch, after);
                    }
                }
            }
            more = covered > before && fetched.get().more();
        }
        return covered;
    }

    private void note(Batch batch, long after) {
        batch.forEachRecord((offset, lsn) -> {
            if (lsn > after) {
                changed.add(RedoRecord.pageNumber(batch.memory(), offset));
            }
        });
    }

    private Optional<FetchedLog> fetch(Address node, int group, Timeline line, long after, long upTo) {
        FetchLog request = new FetchLog(opened.id(), opened.epoch(), group, line.id(), after, upTo, FETCH_BYTES);
        try {
            metrics.count("volume.opening.fetches");
            return calls.call(node, StorageMessages.encode(request)) instanceof FetchedLog log
                            && log.volume().equals(opened.id())
                            && log.group() == group
                    ? Optional.of(log)
                    : Optional.empty();
        } catch (OperationException e) {
            metrics.count("volume.opening.fetch-failed");
            return Optional.empty();
        }
    }
}
