package org.borealisdb.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.TimelineTree;
import org.junit.jupiter.api.Test;

/** A page from records and images of layers that lie across one another. */
class PageBuildTest {
    private static final long PAGE = 3;

    private static LayerEntry record(long lsn, long previous, int value) {
        RecordWriter writer = new RecordWriter(1 << 10);
        writer.begin(PAGE, previous, previous == 0 ? RedoRecord.INIT : 0);
        writer.set(Page.HEADER_BYTES, MemorySegment.ofArray(new byte[] {(byte) value}), 0, 1);
        writer.end();
        writer.finish();
        return PageBuild.record(lsn, 1, writer.memory(), 0);
    }

    private static LayerEntry image(long lsn, int value) {
        PageBuild build = build();
        build.add(record(lsn, 0, value));
        byte[] bytes = build.build().orElseThrow();
        return new LayerEntry(lsn, 1, true, MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    private static PageBuild build() {
        return new PageBuild(PAGE, 1000, TimelineTree.INITIAL.path());
    }

    private static int value(PageBuild build) {
        return build.build().orElseThrow()[Page.HEADER_BYTES];
    }

    @Test
    void anImageTakesThePlaceOfRecordsThatItHas() {
        PageBuild build = build();
        // What comes before the record at 20 is nowhere: the image stands for it.
        build.add(record(40, 30, 4));
        build.add(record(30, 20, 3));
        build.add(record(20, 10, 2));
        build.add(image(30, 3));
        assertThat(build.complete()).isTrue();
        assertThat(build.records()).isEqualTo(1);
        assertThat(value(build)).isEqualTo(4);
    }

    @Test
    void anImageOfTheNewestRecordIsThePage() {
        PageBuild build = build();
        build.add(record(20, 10, 2));
        build.add(image(20, 2));
        assertThat(build.records()).isZero();
        assertThat(build.newest().orElseThrow().lsn()).isEqualTo(20);
        assertThat(value(build)).isEqualTo(2);
    }

    @Test
    void repeatedRecordsAreOne() {
        PageBuild build = build();
        build.add(record(20, 10, 2));
        build.add(record(20, 10, 2));
        build.add(image(10, 1));
        assertThat(build.records()).isEqualTo(1);
        assertThat(value(build)).isEqualTo(2);
    }
}
