package org.borealisdb.storage.segment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.borealisdb.redo.message.LogRange;
import org.borealisdb.redo.message.SegmentContent;
import org.borealisdb.redo.record.RedoRecord;

/**
 * Says what a segment holds, for a fence (R8): the runs of records above the highest VDL it was told of on the current timeline, record by record, since a
 * later branch may cut a batch anywhere between two records. Under the volume's lock.
 */
final class SegmentSurvey {
    private final int timeline;
    private final long highestVdl;
    private final List<LogRange> found = new ArrayList<>();
    private long groupTail;
    private long start;
    private long end;
    private long consistencyPoint;

    private SegmentSurvey(Segment segment, int timeline, long highestVdl) {
        this.timeline = timeline;
        this.highestVdl = highestVdl;
        this.groupTail = Math.min(segment.flushed(), highestVdl);
    }

    static SegmentContent of(Segment segment, int timeline, long highestVdl, long lowestReadLsn) {
        SegmentSurvey survey = new SegmentSurvey(segment, timeline, highestVdl);
        segment.log().chained().forEach(survey::visit);
        segment.log().beyondGap().values().forEach(survey::visit);
        return new SegmentContent(
                segment.group(),
                segment.scl(),
                highestVdl,
                survey.joined(),
                survey.groupTail,
                Math.max(segment.historyFloor(), Math.min(lowestReadLsn, highestVdl)));
    }

    private void visit(LogEntry entry) {
        if (entry.upTo() <= highestVdl) {
            groupTail = Math.max(groupTail, entry.upTo());
            return;
        }
        boolean current = entry.batch().timeline() == timeline;
        var memory = entry.batch().memory();
        entry.batch().forEachRecord((at, lsn) -> {
            if (lsn <= entry.after() || lsn > entry.upTo()) {
                return;
            }
            if (lsn <= highestVdl) {
                groupTail = Math.max(groupTail, lsn);
            } else if (current) {
                record(lsn - RedoRecord.length(memory, at), lsn, RedoRecord.consistencyPoint(memory, at));
            }
        });
        close();
    }

    private void record(long from, long lsn, boolean isConsistencyPoint) {
        if (from != end || end == 0) {
            close();
            start = from;
        }
        end = lsn;
        if (isConsistencyPoint) {
            consistencyPoint = lsn;
        }
    }

    private void close() {
        if (end > start) {
            found.add(new LogRange(start, end, consistencyPoint));
        }
        start = 0;
        end = 0;
        consistencyPoint = 0;
    }

    private List<LogRange> joined() {
        found.sort(Comparator.comparingLong(LogRange::start).thenComparingLong(LogRange::end));
        List<LogRange> joined = new ArrayList<>();
        for (LogRange range : found) {
            LogRange last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && range.start() <= last.end()) {
                joined.set(
                        joined.size() - 1,
                        new LogRange(
                                last.start(),
                                Math.max(last.end(), range.end()),
                                Math.max(last.lastConsistencyPoint(), range.lastConsistencyPoint())));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }
}
