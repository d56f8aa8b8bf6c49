package org.borealisdb.storage.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.borealisdb.redo.message.FetchPages;
import org.borealisdb.redo.message.FetchedPages;
import org.borealisdb.redo.message.PageEntry;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Timeline;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeEpoch;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.file.MemoryFiles;
import org.borealisdb.storage.layer.Layer;
import org.borealisdb.storage.layer.LayerEntry;
import org.borealisdb.storage.layer.LayerHeader;
import org.borealisdb.storage.layer.LayerWriter;
import org.borealisdb.storage.layer.PageBuild;
import org.borealisdb.storage.seal.TestKeys;
import org.borealisdb.storage.segment.LogByPage;
import org.junit.jupiter.api.Test;

/** What a source sends of a page whose history has lines. */
class PagePieceTest {
    /** Line 1 ends at 100; line 2 goes on from its 50, and ends at 250; line 3 goes on where line 1 ended. */
    private static final TimelineTree BACK_AND_FORTH = TimelineTree.INITIAL
            .with(new Timeline(2, 1, 50, 200, List.of(50L), 100, List.of(100L)))
            .with(new Timeline(3, 1, 100, 300, List.of(100L), 250, List.of(250L)));

    private static LayerEntry image(long lsn, int timeline) {
        return new LayerEntry(lsn, timeline, true, MemorySegment.ofArray(new byte[Page.BYTES]), 0, Page.BYTES);
    }

    private static List<Long> sent(long sentUpTo, long base, long floor, LayerEntry... entries) {
        return PagePiece.retained(List.of(entries), sentUpTo, base, floor, BACK_AND_FORTH.path()).stream()
                .map(LayerEntry::lsn)
                .toList();
    }

    @Test
    void entriesComeInTheOrderOfTheirLsnsWhateverTheOrderOfLayers() {
        assertThat(sent(0, 400, 0, image(40, 1), image(210, 2), image(60, 1), image(310, 3)))
                .containsExactly(40L, 60L, 210L, 310L);
    }

    @Test
    void whereAnAnswerEndedTheNextGoesOnThoughALaterEntryLiesBefore() {
        assertThat(sent(50, 400, 0, image(40, 1), image(210, 2), image(40, 1), image(60, 1), image(70, 1)))
                .containsExactly(60L, 70L, 210L);
    }

    @Test
    void whatSeveralLayersHaveIsSentOnce() {
        assertThat(sent(0, 400, 0, image(40, 1), image(60, 1), image(40, 1), image(60, 1)))
                .containsExactly(40L, 60L);
    }

    @Test
    void nothingAboveTheBaseIsSent() {
        assertThat(sent(0, 100, 0, image(40, 1), image(210, 2), image(60, 1))).containsExactly(40L, 60L);
    }

    @Test
    void theFirstIsTheCurrentLinesNewestBaseAtOrBelowTheFloor() {
        assertThat(sent(0, 400, 220, image(40, 1), image(210, 2), image(60, 1), image(310, 3)))
                .containsExactly(60L, 210L, 310L);
    }

    private static final long PAGE = 3;
    private static final VolumeId VOLUME = new VolumeId(7);

    private final MemoryFiles files = new MemoryFiles();
    private long number;

    private static LayerEntry record(long lsn, boolean begins, boolean ends) {
        RecordWriter record = new RecordWriter(200);
        if (ends) {
            record.free(PAGE, 0);
        } else {
            record.begin(PAGE, begins ? 0 : lsn - 10, begins ? RedoRecord.INIT : 0);
            record.fill(Page.HEADER_BYTES, 100, (byte) lsn);
            record.end();
        }
        return new LayerEntry(lsn, 1, false, record.memory(), 0, record.length());
    }

    private Layer layer(long upTo, LayerEntry... entries) {
        String name = "volume-7/group-0/layer-" + ++number;
        LayerHeader header = new LayerHeader(VOLUME, 0, 1, 0, upTo);
        try (LayerWriter writer = new LayerWriter(files, name, header, TestKeys.none())) {
            if (entries.length > 0) {
                writer.beginPage(PAGE);
                List.of(entries).forEach(writer::add);
                writer.endPage();
            }
            writer.finish();
        }
        return Layer.open(files, name, number, TestKeys.none());
    }

    /** What {@code layers} send of the page behind {@code sentUpTo}, of about {@code bytes}. */
    private static FetchedPages piece(Layer layers, long sentUpTo, long base, long floor, int bytes) {
        FetchPages request =
                new FetchPages(VOLUME, new VolumeEpoch(1, 1), 0, 1, base, sentUpTo > 0 ? PAGE : 0, sentUpTo, 10, bytes);
        SimulatedWorld world = new SimulatedWorld(1, 1_000_000, 3_600_000_000_000L);
        return new PagePiece(
                        world.host("node").start().tasks(),
                        List.of(layers),
                        new LogByPage(List.of(), base),
                        request,
                        TimelineTree.INITIAL.path(),
                        floor)
                .read();
    }

    /** The LSN that the page has at {@code lsn} of what was sent; 0 if there is no page. */
    private static long version(List<PageEntry> sent, long lsn) {
        PageBuild build = new PageBuild(PAGE, lsn, TimelineTree.INITIAL.path());
        for (PageEntry entry : sent.reversed()) {
            MemorySegment bytes = MemorySegment.ofBuffer(entry.bytes());
            build.add(new LayerEntry(entry.lsn(), entry.timeline(), entry.image(), bytes, 0, (int) bytes.byteSize()));
        }
        return build.build()
                .map(page -> Page.lsn(MemorySegment.ofArray(page), 0))
                .orElse(0L);
    }

    @Test
    void aSourceThatHasLeftOutAFreePageDoesNotBringItBackByGoingOnWithIt() {
        Layer whole = layer(
                200,
                record(10, true, false),
                record(20, false, false),
                record(30, false, false),
                record(40, false, true));
        for (Layer left : List.of(layer(200), layer(200, record(60, true, false), record(70, false, false)))) {
            for (long begun : List.of(10L, 20L, 30L, 40L)) {
                List<PageEntry> sent = new ArrayList<>();
                for (long upTo = 0; upTo < begun; upTo += 10) {
                    sent.addAll(piece(whole, upTo, 200, 0, 1).pages().getFirst().entries());
                }
                assertThat(sent.getLast().lsn()).isEqualTo(begun);
                long upTo = begun;
                while (upTo > 0) {
                    FetchedPages next = piece(left, upTo, 200, 50, 1);
                    next.pages().forEach(page -> sent.addAll(page.entries()));
                    upTo = next.nextPage() == PAGE ? next.nextLsn() : 0;
                }
                assertThat(version(sent, 50)).as("begun up to %d", begun).isZero();
                assertThat(version(sent, 200)).isEqualTo(left.sections() == 0 ? 0 : 70);
            }
        }
    }
}
