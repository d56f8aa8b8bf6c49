package org.borealisdb.redo.message;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.Membership;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.net.Address;

/** One message of every type. */
final class MessageSamples {
    static final VolumeId VOLUME = new VolumeId(7);
    static final VolumeEpoch EPOCH = new VolumeEpoch(3, 0x1122334455667788L);

    private MessageSamples() {}

    static List<StorageMessage> all() {
        List<SegmentProgress> progress =
                List.of(new SegmentProgress(VOLUME, 0, 1, 2, 900), new SegmentProgress(VOLUME, 1, 3, 2, 800));
        List<StorageMessage> all = new ArrayList<>(List.of(
                batch(),
                new Acknowledgement(VOLUME, EPOCH, 5, progress),
                new Heartbeat(VOLUME, EPOCH, 2, 6, 1000, 500, List.of(900L, 800L)),
                new Rejection(metadata()),
                new Fence(metadata()),
                new Fenced(
                        VOLUME,
                        List.of(
                                new SegmentContent(
                                        0,
                                        900,
                                        850,
                                        List.of(new LogRange(850, 900, 880), new LogRange(910, 920, 0)),
                                        850,
                                        300),
                                new SegmentContent(1, 0, 0, List.of(), 0, 0))),
                new Install(metadata()),
                new Installed(VOLUME, 4, progress),
                new FetchLog(VOLUME, EPOCH, 1, 2, 10, 20, 1 << 20),
                new FetchedLog(VOLUME, 1, List.of(batch(), batch()), true),
                new ReadPage(VOLUME, EPOCH, 2, 33, 1000, 900)));
        all.addAll(List.of(
                new PageImage(VOLUME, 33, ByteBuffer.allocate(Page.BYTES)),
                new PageImage(VOLUME, 33, ByteBuffer.allocate(0)),
                new ReadRefused(VOLUME, ReadRefused.Reason.COLLECTED, 77),
                new Gossip(VOLUME, 4, 1000, progress),
                new StatusRequest(VOLUME),
                new NodeStatus(
                        VOLUME,
                        true,
                        "serving",
                        progress,
                        1,
                        2,
                        3,
                        List.of(new SegmentRepair(VOLUME, 1, "log is gone at its peers", 10, 0, 3)),
                        new ScrubProgress(1_700_000_000_000L, 10, 20, 3, 2, 1),
                        new NodeLoad(5, 1L << 40, 90, 7, List.of(new SegmentLoad(1, 80, 60, 4))),
                        new ReadWork(11, 12, 13, 14, 15))));
        all.addAll(List.of(
                new FetchedLog(VOLUME, 1, List.of(), false, true, 0),
                new FetchedLog(VOLUME, 1, List.of(), false, false, 900),
                new Settle(VOLUME, EPOCH, 3, 1000, List.of(900L, 800L)),
                new Settled(VOLUME, progress),
                new PreparePages(VOLUME, EPOCH, 1, 2),
                new PagesPrepared(VOLUME, 1, 3, 900, 100, 800, 200, 1 << 20, List.of(7L, 9L)),
                new FetchPages(VOLUME, EPOCH, 1, 2, 800, 7, 120, 9, 1 << 20),
                new FetchedPages(VOLUME, 1, 100, 9, 0, List.of(history(), new PageHistory(8, List.of())))));
        all.addAll(List.of(
                new ChecksumPages(VOLUME, EPOCH, 1, 2, 800, 7, 100),
                new PageChecksums(VOLUME, 1, 9, List.of(new PageChecksums.Sum(7, -5), new PageChecksums.Sum(8, 5))),
                new CompareAgain(VOLUME, 1, 7)));
        all.addAll(stream());
        return all;
    }

    /** What goes between a writer and its readers. */
    static List<StreamMessage> stream() {
        return List.of(
                new Follow(VOLUME, -5, "reader-1"),
                new Welcome(-5, metadata(), 1000, List.of(900L, 800L), 300),
                new StreamedLog(
                        VOLUME, EPOCH, 2, 1000, 990, 1_700_000_000_000_000L, ByteBuffer.wrap(new byte[] {1, 2, 3})),
                new StreamedLog(VOLUME, EPOCH, 2, 1003, 1003, 1_700_000_000_000_001L, ByteBuffer.allocate(0)),
                new WriterReport(
                        VOLUME,
                        EPOCH,
                        2,
                        -5,
                        77,
                        true,
                        1003,
                        1_700_000_000_000_001L,
                        5000,
                        1_700_000_000_000_002L,
                        1003,
                        300,
                        4,
                        List.of(new LaggingSegment(1, new Address("n2"), 700))),
                new ReaderReport(VOLUME, -5, 77, 990, 1003, 980, 950, 1500, 4, true, new ReaderLoad(7, 3, 120)),
                new NewMetadata(metadata()),
                new Farewell(VOLUME, -5, Farewell.Reason.TOO_FAR_BEHIND, "it lacks 40 MiB"),
                new Question(VOLUME, ByteBuffer.wrap(new byte[] {4, 5})),
                new Reply(VOLUME, ByteBuffer.wrap(new byte[] {6, 7, 8})));
    }

    /** An image and a record behind it. */
    static PageHistory history() {
        RecordWriter writer = new RecordWriter(1000);
        writer.begin(5, 100, 0);
        writer.fill(100, 50, (byte) 9);
        writer.end();
        byte[] image = new byte[Page.BYTES];
        MemorySegment.ofArray(image).set(Page.LONG, Page.LSN_OFFSET, 100);
        ByteBuffer record =
                ByteBuffer.wrap(writer.memory().asSlice(0, writer.length()).toArray(ValueLayout.JAVA_BYTE));
        return new PageHistory(
                5, List.of(new PageEntry(100, 1, true, ByteBuffer.wrap(image)), new PageEntry(150, 2, false, record)));
    }

    static VolumeMetadata metadata() {
        List<Member> members = new ArrayList<>();
        for (int index = 0; index < 6; index++) {
            members.add(new Member(new Address("n" + index), "z" + index / 2));
        }
        return new VolumeMetadata(
                VOLUME,
                4,
                new Geometry(1000),
                EPOCH,
                1 << 20,
                TimelineTree.INITIAL.with(new Timeline(2, 1, 100, 2000, List.of(90L))),
                List.of(
                        Membership.initial(members),
                        Membership.initial(members).replacing(2, new Member(new Address("n9"), "z1"))));
    }

    /** Three records in two runs. */
    static Batch batch() {
        RecordWriter writer = new RecordWriter(1000);
        MemorySegment body = MemorySegment.ofArray(new byte[] {1, 2, 3, 4});
        writer.begin(5, 0, RedoRecord.INIT);
        writer.set(30, body, 0, 4);
        writer.end();
        writer.begin(5, 126, 0);
        writer.fill(100, 50, (byte) 9);
        writer.stamp(200);
        writer.end();
        int second = writer.length();
        writer.begin(6, 0, 0);
        writer.move(300, 301, 10);
        writer.end();
        writer.finish();
        BatchBuilder builder = new BatchBuilder();
        builder.add(writer.memory(), 0, second, 100);
        builder.add(writer.memory(), second, writer.length() - second, 500);
        return builder.build(VOLUME, 0, 2, EPOCH, 1, 90, 80, 70);
    }
}
