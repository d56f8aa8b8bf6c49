package org.borealisdb.engine.undo;

import java.util.Iterator;

/**
 * Goes through all undo records that there are, stream by stream, each from its oldest record on. No page may be dropped meanwhile ({@link UndoLog#dropHead}); whether records are found that are appended
 * meanwhile is not told. Used by one task, which has no latch.
 */
public final class UndoScan {
    private final UndoLog undo;
    private final Iterator<UndoStream> streams;
    private final UndoRecord record = new UndoRecord();

    /** The page of the current record; 0 if the stream is at its end. */
    private long page;

    private int offset;
    private int end;
    private long pointer;

    /** Stands before the first record. */
    public UndoScan(UndoLog undo) {
        this.undo = undo;
        this.streams = undo.streams().iterator();
    }

    /** Goes to the next record; false if there is none. */
    public boolean next() {
        while (offset >= end) {
            if (page != 0) {
                page = undo.next(page);
            } else if (streams.hasNext()) {
                page = streams.next().head();
            } else {
                return false;
            }
            offset = UndoPage.RECORDS;
            end = page == 0 ? offset : undo.end(page);
        }
        pointer = UndoPointer.of(page, offset);
        undo.read(pointer, record);
        offset += UndoRecord.length(record.key().length, record.before().end());
        return true;
    }

    /** Where the current record is. */
    public long pointer() {
        return pointer;
    }

    /** The current record; valid until the next. */
    public UndoRecord record() {
        return record;
    }
}
