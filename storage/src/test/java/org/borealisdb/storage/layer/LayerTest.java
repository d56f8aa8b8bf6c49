package org.borealisdb.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.PageApplier;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.TimelineTree;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.storage.file.MemoryFiles;
import org.borealisdb.storage.seal.TestKeys;
import org.borealisdb.storage.seal.VolumeKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of a layer; what it gives back is what a model has; a byte that changed is never served. */
@ParameterizedClass
@CsvSource({"false, PLAIN", "true, PLAIN", "false, PACKED", "true, PACKED"})
class LayerTest {
    private static final VolumeId VOLUME = new VolumeId(7);
    private static final String NAME = "volume-7/group-0/layer-1";

    private static final String OLD_CLEAR =
            // header
            "42524c59" + "01000000" + "0700000000000000" + "00000000" + "01000000" + "0000000000000000"
                    + "2c01000000000000"
                    // one delta
                    + "2c01000000000000" + "01000000" + "01000000" + "1a000000"
                    + "1a00020005000000000000000000000000000000" + "036400030009"
                    // index
                    + "0500000000000000" + "2800000000000000" + "2e000000" + "4366d415" + "01000000"
                    + "01000000" + "1a000080"
                    // footer
                    + "5600000000000000" + "01000000" + "273faacc" + "4bf3d6fa" + "01000000"
                    + "42524c45" + "e8168161";

    private static final String OLD_SEALED =
            // header, with the key's id and the salt
            "42524c59" + "02000000" + "0700000000000000" + "00000000" + "01000000" + "0000000000000000"
                    + "2c01000000000000"
                    + "d0000000000000000100000000000000"
                    + "5ac389a30c3b0363f83697934d3197c047c16b10f0d3923b45b905dac24e6e19"
                    // one delta, sealed, and its tag
                    + "4573f346356f4f3ef03885d19af18ee853a166b8c236166de20535c57acaa938ff1bf71ad39095649ae05c8413e4"
                    + "3da5fbbabf87199e5034d195e29b9ebd"
                    // index, and its tag
                    + "0500000000000000" + "5800000000000000" + "3e000000" + "fab157f0" + "01000000" + "01000000"
                    + "1a000080"
                    + "dd6a71d643c888da4d59cbb7567fc134"
                    // footer
                    + "9600000000000000" + "01000000" + "7bdd4832" + "4b2cca4d" + "02000000" + "42524c45" + "8641074a";

    private static final String WHOLE_CLEAR =
            // header
            "42524c59"
                    + "05000000"
                    + "0700000000000000"
                    + "00000000"
                    + "01000000"
                    + "0000000000000000"
                    + "2c01000000000000"
                    // one delta
                    + "2c01000000000000"
                    + "01000000"
                    + "01000000"
                    + "1a000000"
                    + "1a00020005000000000000000000000000000000036400030009"
                    // index
                    + "0500000000000000"
                    + "2800000000000000"
                    + "2e000000"
                    + "4366d415"
                    + "01000000"
                    + "00000000"
                    + "00000080"
                    + "01000000"
                    + "2c01000000000000"
                    + "2c01000000000000"
                    // footer
                    + "5600000000000000"
                    + "01000000"
                    + "4420c92e"
                    + "bb1de435"
                    + "05000000"
                    + "42524c45"
                    + "a228ec54";

    private static final String UNFREED_CLEAR =
            // header
            "42524c59"
                    + "03000000"
                    + "0700000000000000"
                    + "00000000"
                    + "01000000"
                    + "0000000000000000"
                    + "2c01000000000000"
                    // one delta
                    + "2c01000000000000"
                    + "01000000"
                    + "01000000"
                    + "1a000000"
                    + "1a00020005000000000000000000000000000000036400030009"
                    // index
                    + "0500000000000000"
                    + "2800000000000000"
                    + "2e000000"
                    + "4366d415"
                    + "01000000"
                    + "00000000"
                    + "00000080"
                    + "01000000"
                    + "2c01000000000000"
                    + "2c01000000000000"
                    // footer
                    + "5600000000000000"
                    + "01000000"
                    + "4420c92e"
                    + "33844f9d"
                    + "03000000"
                    + "42524c45"
                    + "991e7faf";

    private static final String WHOLE_SEALED =
            // header, with the key's id and the salt
            "42524c59"
                    + "06000000"
                    + "0700000000000000"
                    + "00000000"
                    + "01000000"
                    + "0000000000000000"
                    + "2c01000000000000"
                    + "d0000000000000000100000000000000"
                    + "5ac389a30c3b0363f83697934d3197c047c16b10f0d3923b45b905dac24e6e19"
                    // one delta, sealed, and its tag
                    + "4573f346356f4f3ef03885d19af18ee853a166b8c236166de20535c57acaa938ff1bf71ad39095649ae05c8413e4"
                    + "3da5fbbabf87199e5034d195e29b9ebd"
                    // index, and its tag
                    + "0500000000000000"
                    + "5800000000000000"
                    + "3e000000"
                    + "fab157f0"
                    + "01000000"
                    + "00000000"
                    + "00000080"
                    + "01000000"
                    + "2c01000000000000"
                    + "2c01000000000000"
                    + "c80fdb47522a2070041b55e4cf127dc2"
                    // footer
                    + "9600000000000000"
                    + "01000000"
                    + "8092d0c1"
                    + "4745c13c"
                    + "06000000"
                    + "42524c45"
                    + "02c5838b";

    private static final String UNFREED_SEALED =
            // header, with the key's id and the salt
            "42524c59"
                    + "04000000"
                    + "0700000000000000"
                    + "00000000"
                    + "01000000"
                    + "0000000000000000"
                    + "2c01000000000000"
                    + "d0000000000000000100000000000000"
                    + "5ac389a30c3b0363f83697934d3197c047c16b10f0d3923b45b905dac24e6e19"
                    // one delta, sealed, and its tag
                    + "4573f346356f4f3ef03885d19af18ee853a166b8c236166de20535c57acaa938ff1bf71ad39095649ae05c8413e4"
                    + "3da5fbbabf87199e5034d195e29b9ebd"
                    // index, and its tag
                    + "0500000000000000"
                    + "5800000000000000"
                    + "3e000000"
                    + "fab157f0"
                    + "01000000"
                    + "00000000"
                    + "00000080"
                    + "01000000"
                    + "2c01000000000000"
                    + "2c01000000000000"
                    + "31054415c575af4b8854234bb73df291"
                    // footer
                    + "9600000000000000"
                    + "01000000"
                    + "8092d0c1"
                    + "c1f14404"
                    + "04000000"
                    + "42524c45"
                    + "73d72995";

    private static final String CLEAR =
            // header
            "42524c59070000000700000000000000000000000100000000000000000000002c01000000000000"
                    // one delta
                    + "2c0100000000000001000000010000001a0000001a00020005000000000000000000000000000000036400030009"
                    // index
                    + "050000000000000028000000000000002e0000004366d415010000000000000000000080010000002c0100000000"
                    + "00002c010000000000002e000000"
                    // footer
                    + "56000000000000000100000013ed249ac36a7d520700000042524c45abbd3611";

    private static final String SEALED =
            // header, with the key's id and the salt
            "42524c59080000000700000000000000000000000100000000000000000000002c01000000000000d00000000000"
                    + "000001000000000000005ac389a30c3b0363f83697934d3197c047c16b10f0d3923b45b905dac24e6e19"
                    // one delta, sealed, and its tag
                    + "4573f346356f4f3ef03885d19af18ee853a166b8c236166de20535c57acaa938ff1bf71ad39095649ae05c8413e4"
                    + "3da5fbbabf87199e5034d195e29b9ebd"
                    // index, and its tag
                    + "050000000000000058000000000000003e000000fab157f0010000000000000000000080010000002c0100000000"
                    + "00002c010000000000002e000000a3631eef7ca7153c5970a33c1aa8fa34"
                    // footer
                    + "96000000000000000100000098d7fe41d54a59970800000042524c4515fa4ccc";

    private final MemoryFiles files = new MemoryFiles();
    private final VolumeKeys keys;
    private final LayerPacking packing;

    LayerTest(boolean encrypted, LayerPacking packing) {
        keys = encrypted ? TestKeys.of(VOLUME, 1) : TestKeys.none();
        this.packing = packing;
    }

    private LayerWriter writer(LayerHeader header) {
        return new LayerWriter(files, NAME, header, keys, LayerCaching.PAST, packing);
    }

    @Test
    void hasItsGoldenBytes() {
        RecordWriter record = new RecordWriter(1000);
        record.begin(5, 0, RedoRecord.INIT);
        record.fill(100, 3, (byte) 9);
        record.end();
        try (LayerWriter writer = writer(new LayerHeader(VOLUME, 0, 1, 0, 300))) {
            writer.beginPage(5);
            writer.addDelta(300, 1, record.memory(), 0);
            writer.endPage();
            writer.finish();
        }
        assertThat(HexFormat.of().formatHex(files.bytes(NAME))).isEqualTo(keys.knows(VOLUME) ? SEALED : CLEAR);
    }

    /** A packed section, and an image that is a patch: the bytes by their checksum. */
    @Test
    void packsAsItEverDid() {
        byte[] image = new byte[Page.BYTES];
        try (LayerWriter writer = writer(new LayerHeader(VOLUME, 0, 1, 0, 300))) {
            writer.beginPage(5);
            for (int lsn = 100; lsn <= 300; lsn += 100) {
                Arrays.fill(image, lsn, lsn + 20, (byte) lsn);
                writer.addImage(lsn, 1, image);
            }
            writer.endPage();
            writer.finish();
        }
        byte[] bytes = files.bytes(NAME);
        String expected = packing + (keys.knows(VOLUME) ? " sealed " : " clear ");
        assertThat(expected + bytes.length + " " + Integer.toHexString(Checksum.of(bytes, 0, bytes.length)))
                .isIn(
                        "PLAIN clear 16624 947f22f3",
                        "PLAIN sealed 16704 cdfbc65",
                        "PACKED clear 272 6e1d0fb",
                        "PACKED sealed 352 7ee9347b");
    }

    /** Between its last section and its index, which is as long as the footer says. */
    @Test
    void aLargeLayerHasWholeBlocks() {
        write(new Random(13), packing == LayerPacking.PLAIN ? 150 : 6000, 3);
        byte[] bytes = files.bytes(NAME);
        assertThat(bytes.length).isGreaterThan(512 << 10);
        assertThat(bytes.length % FileStore.BLOCK_BYTES).isZero();
        int index = (int)
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(bytes.length - LayerHeader.FOOTER_BYTES);
        Layer layer = Layer.open(files, NAME, 1, keys);
        int last = layer.sections() - 1;
        int end = (int) layer.sectionAt(last) + layer.sectionLength(last);
        layer.release();
        assertThat(index).isBetween(end + 1, end + FileStore.BLOCK_BYTES - 1);
        for (int at = end; at < index; at++) {
            files.flip(NAME, at, at % 8);
            assertThatThrownBy(() -> Layer.open(files, NAME, 1, keys)).isInstanceOf(MalformedException.class);
            files.flip(NAME, at, at % 8);
        }
        assertThat(files.open()).isZero();
    }

    /** One section after the other, and in any order. */
    @Test
    void aReaderHasTheSameEntries() {
        Random random = new Random(14);
        write(random, 150, 3);
        Layer layer = Layer.open(files, NAME, 1, keys);
        int sections = layer.sections();
        try (LayerReader reader = layer.reader(LayerCaching.PAST)) {
            for (int turn = 0; turn < 2 * sections; turn++) {
                int place = turn < sections ? turn : random.nextInt(sections);
                assertThat(shown(reader.section(place))).isEqualTo(shown(layer.section(place)));
            }
        }
        files.flip(NAME, (int) layer.sectionAt(5) + 3, 4);
        try (LayerReader reader = layer.reader(LayerCaching.PAST)) {
            assertThatThrownBy(() -> reader.section(5)).isInstanceOf(DamagedSectionException.class);
        }
        layer.release();
        assertThat(files.open()).isZero();
    }

    /** Through the page cache or past it: what is written is the same, and what is read. */
    @Test
    void aLargeLayerIsTheSameWhicheverWayItGoes() {
        List<List<List<String>>> read = new ArrayList<>();
        for (LayerCaching written : LayerCaching.values()) {
            Random random = new Random(15);
            byte[] image = new byte[Page.BYTES];
            LayerHeader header = new LayerHeader(VOLUME, 0, 1, 0, 100);
            try (LayerWriter writer = new LayerWriter(files, NAME, header, keys, written, packing)) {
                for (long page = 0; page < 60; page++) {
                    random.nextBytes(image);
                    writer.beginPage(page);
                    writer.addImage(100, 1, image);
                    writer.endPage();
                }
                assertThat(writer.finish()).isGreaterThan(60 * Page.BYTES);
            }
            Layer layer = Layer.open(files, NAME, 1, keys);
            for (LayerCaching readBy : LayerCaching.values()) {
                List<List<String>> sections = new ArrayList<>();
                try (LayerReader reader = layer.reader(readBy)) {
                    for (int place = 0; place < layer.sections(); place++) {
                        sections.add(shown(reader.section(place)));
                    }
                }
                read.add(sections);
            }
            layer.release();
            files.delete(NAME);
        }
        assertThat(read).hasSize(4).containsOnly(read.getFirst());
        assertThat(read.getFirst()).hasSize(60).doesNotHaveDuplicates();
        assertThat(files.open()).isZero();
    }

    private static List<String> shown(List<LayerEntry> entries) {
        return entries.stream()
                .map(entry -> entry.lsn() + " " + entry.timeline() + " " + entry.image() + " "
                        + HexFormat.of()
                                .formatHex(entry.memory()
                                        .asSlice(entry.at(), entry.length())
                                        .toArray(ValueLayout.JAVA_BYTE)))
                .toList();
    }

    @Test
    void saysWhichPagesEndHere() {
        RecordWriter begins = new RecordWriter(100);
        begins.begin(6, 0, RedoRecord.INIT);
        begins.end();
        RecordWriter ends = new RecordWriter(100);
        ends.free(6, 0);
        try (LayerWriter writer = writer(new LayerHeader(VOLUME, 0, 1, 0, 300))) {
            for (long page = 5; page < 8; page++) {
                writer.beginPage(page);
                writer.addDelta(100, 1, begins.memory(), 0);
                if (page > 5) {
                    writer.addDelta(200, 1, ends.memory(), 0);
                }
                if (page > 6) {
                    writer.addDelta(300, 1, begins.memory(), 0);
                }
                writer.endPage();
            }
            writer.finish();
        }
        Layer layer = Layer.open(files, NAME, 1, keys);
        assertThat(layer.freed()).containsExactly(1);
        assertThat(layer.highest(1)).isEqualTo(200);
        assertThat(layer.deltas(1)).isZero();
        assertThat(layer.deltaBytes(1)).isZero();
        assertThat(layer.hasBase(1)).isTrue();
        assertThat(read(layer, 6, 100)).isPresent();
        assertThat(read(layer, 6, 200)).isEmpty();
        assertThat(read(layer, 7, 300)).isPresent();
        layer.release();
    }

    @Test
    void readsTheVersionsWithoutDividedPages() {
        readsOld(keys.knows(VOLUME) ? OLD_SEALED : OLD_CLEAR);
    }

    @Test
    void readsTheVersionsWithoutFreedPages() {
        readsOld(keys.knows(VOLUME) ? UNFREED_SEALED : UNFREED_CLEAR);
    }

    @Test
    void readsTheVersionsWithoutPackedSections() {
        readsOld(keys.knows(VOLUME) ? WHOLE_SEALED : WHOLE_CLEAR);
    }

    private void readsOld(String bytes) {
        files.put(NAME, HexFormat.of().parseHex(bytes));
        Layer layer = Layer.open(files, NAME, 1, keys);
        assertThat(read(layer, 5, 300)).hasValueSatisfying(page -> {
            assertThat(page.get(99)).isZero();
            assertThat(page.get(100)).isEqualTo((byte) 9);
        });
        assertThat(read(layer, 4, 300)).isEmpty();
        layer.verifyFrame();
        layer.release();
    }

    /** A page that is written all the time, and whose history is kept: any version is folded from one small section. */
    @Test
    void aPageWithMuchHistoryIsDivided() {
        Random random = new Random(17);
        byte[] image = new byte[Page.BYTES];
        List<byte[]> versions = new ArrayList<>();
        List<Long> lsns = new ArrayList<>();
        long lsn = 0;
        try (LayerWriter writer = writer(new LayerHeader(VOLUME, 0, 1, 0, 1 << 20))) {
            for (long page = 3; page < 6; page++) {
                writer.beginPage(page);
                Arrays.fill(image, (byte) 0);
                for (int count = 0; count < (page == 4 ? 3000 : 1); count++) {
                    RecordWriter record = new RecordWriter(1000);
                    record.begin(page, Page.lsn(MemorySegment.ofArray(image), 0), count == 0 ? RedoRecord.INIT : 0);
                    record.fill(Page.HEADER_BYTES + random.nextInt(900), 50, (byte) count);
                    record.end();
                    lsn += record.length();
                    PageApplier.apply(MemorySegment.ofArray(image), 0, record.memory(), 0, lsn);
                    writer.addDelta(lsn, 1, record.memory(), 0);
                    if (count % 40 == 39) {
                        writer.addImage(lsn, 1, image);
                    }
                    if (page == 4) {
                        versions.add(image.clone());
                        lsns.add(lsn);
                    }
                }
                writer.endPage();
            }
            writer.finish();
        }
        Layer layer = Layer.open(files, NAME, 1, keys);
        int sections = layer.newest(4) - layer.oldest(4) + 1;
        assertThat(sections).isGreaterThan(5);
        assertThat(layer.sections()).isEqualTo(sections + 2);
        assertThat(layer.oldest(2)).isNegative();
        assertThat(layer.newest(6)).isNegative();
        assertThat(layer.newest(5)).isEqualTo(layer.oldest(5)).isEqualTo(sections + 1);
        for (int place = layer.oldest(4); place >= 0; place = layer.newer(place)) {
            assertThat(layer.contentLength(place)).isLessThan(80 << 10);
            assertThat(layer.sectionLength(place))
                    .isLessThan(packing == LayerPacking.PLAIN ? 80 << 10 : layer.contentLength(place) / 2);
            assertThat(layer.hasBase(place)).isTrue();
            assertThat(layer.lowest(place)).isLessThanOrEqualTo(layer.highest(place));
            assertThat(layer.older(place) < 0 || layer.highest(layer.older(place)) <= layer.lowest(place))
                    .isTrue();
        }
        for (int version = 0; version < versions.size(); version++) {
            PageBuild build = new PageBuild(4, lsns.get(version), TimelineTree.INITIAL.path());
            build.add(layer);
            assertThat(build.build().orElseThrow()).isEqualTo(versions.get(version));
            assertThat(build.records()).isLessThanOrEqualTo(40);
        }
        layer.release();
    }

    /** Images that differ little from the one before them, or much, or not at all, asked for in any order. */
    @Test
    void imagesThatAreAlikeTakeLittle() {
        Random random = new Random(18);
        byte[] image = new byte[Page.BYTES];
        random.nextBytes(image);
        List<byte[]> images = new ArrayList<>();
        try (LayerWriter writer = writer(new LayerHeader(VOLUME, 0, 1, 0, 40))) {
            writer.beginPage(3);
            for (int lsn = 1; lsn <= 40; lsn++) {
                int changed = lsn % 10 == 0 ? Page.BYTES : random.nextInt(60);
                for (int count = 0; count < changed; count++) {
                    image[random.nextInt(Page.BYTES)]++;
                }
                image[0] = (byte) lsn;
                image[Page.BYTES - 1] = (byte) (lsn / 2);
                writer.addImage(lsn, 1, image);
                images.add(image.clone());
            }
            writer.endPage();
            assertThat(writer.finish()).isLessThan(16 * Page.BYTES);
        }
        Layer layer = Layer.open(files, NAME, 1, keys);
        List<LayerEntry> entries = new ArrayList<>();
        for (int place = layer.oldest(3); place >= 0; place = layer.newer(place)) {
            entries.addAll(layer.section(place));
        }
        assertThat(entries).hasSize(40);
        for (int turn = 0; turn < 200; turn++) {
            int place = random.nextInt(40);
            LayerEntry entry = entries.get(place);
            assertThat(entry.image()).isTrue();
            assertThat(entry.length()).isEqualTo(Page.BYTES);
            assertThat(entry.memory().asSlice(entry.at(), entry.length()).toArray(ValueLayout.JAVA_BYTE))
                    .isEqualTo(images.get(place));
        }
        layer.release();
    }

    /** Even where checksums fit, because somebody made them fit, nothing is read beyond what is there. */
    @Test
    void aWrongLengthOfContentIsDamage() {
        assumeTrue(!keys.knows(VOLUME));
        write(new Random(19), 3, 3);
        byte[] whole = files.bytes(NAME);
        int indexAt = (int)
                ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(whole.length - LayerHeader.FOOTER_BYTES);
        for (int wrong : List.of(-1, 0, 1, 5000, LayerHeader.MOST_UNPACKED, Integer.MAX_VALUE)) {
            byte[] bytes = whole.clone();
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putInt(indexAt + LayerHeader.WHOLE_INDEX_BYTES, wrong);
            int footer = bytes.length - LayerHeader.FOOTER_BYTES;
            buffer.putInt(footer + 12, Checksum.of(bytes, indexAt, footer - indexAt));
            buffer.putInt(footer + 28, Checksum.of(bytes, footer, 28));
            files.put(NAME, bytes);
            Layer layer = Layer.open(files, NAME, 1, keys);
            assertThatThrownBy(() -> layer.section(0)).isInstanceOf(DamagedSectionException.class);
            assertThat(layer.section(1)).isNotEmpty();
            layer.release();
        }
    }

    @Test
    void everyVersionIsWhatTheModelHas() {
        Random random = new Random(11);
        SortedMap<Long, NavigableMap<Long, byte[]>> model = write(random, 12, 25);
        Layer layer = Layer.open(files, NAME, 1, keys);
        for (long page = 0; page < 14; page++) {
            NavigableMap<Long, byte[]> versions = model.getOrDefault(page, new TreeMap<>());
            for (long lsn = 0; lsn <= layer.header().upTo(); lsn += 1 + random.nextInt(200)) {
                var entry = versions.floorEntry(lsn);
                assertThat(read(layer, page, lsn))
                        .as("page %s at %s", page, lsn)
                        .isEqualTo(Optional.ofNullable(entry).map(found -> ByteBuffer.wrap(found.getValue())));
            }
        }
        layer.release();
        assertThat(files.open()).isZero();
    }

    @Test
    void aFlippedByteIsNeverServed() {
        Random random = new Random(12);
        SortedMap<Long, NavigableMap<Long, byte[]>> model = write(random, 3, 3);
        int seen = 0;
        int flips = 0;
        int length = files.bytes(NAME).length;
        // All of what is small and odd at both ends, and a sample of the images in between.
        for (int at = 0; at < length; at += at < 600 || at > length - 600 ? 1 : 113) {
            int bit = random.nextInt(8);
            files.flip(NAME, at, bit);
            try {
                Layer layer = Layer.open(files, NAME, 1, keys);
                try {
                    for (var versions : model.entrySet()) {
                        var newest = versions.getValue().lastEntry();
                        assertThat(read(layer, versions.getKey(), newest.getKey()))
                                .contains(ByteBuffer.wrap(newest.getValue()));
                    }
                } finally {
                    layer.release();
                }
            } catch (MalformedException e) {
                seen++;
            }
            files.flip(NAME, at, bit);
            flips++;
            assertThat(files.open()).as("open files").isZero();
        }
        // All pages were read, so every byte of the file was needed by something.
        assertThat(seen).isEqualTo(flips);
    }

    @Test
    void aWrongKeyOpensNothing() {
        assumeTrue(keys.knows(VOLUME));
        write(new Random(15), 3, 3);
        VolumeKeys another = TestKeys.of(VOLUME, 2);
        assertThatThrownBy(() -> Layer.open(files, NAME, 1, another))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageContaining(TestKeys.WRAPPED.id().toString());
        // A key that claims to be the right one.
        VolumeKeys forged = TestKeys.none();
        WrappedKey forgery = new WrappedKey(
                TestKeys.WRAPPED.id(), "local", TestKeys.wrapped(2).wrapped());
        forged.learn(TestKeys.metadata(VOLUME, List.of(forgery)));
        assertThatThrownBy(() -> Layer.open(files, NAME, 1, forged))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("does not open");
        assertThat(files.open()).isZero();
    }

    @Test
    void aSectionPassesForNoOther() {
        assumeTrue(keys.knows(VOLUME));
        for (long page : List.of(3L, 4L)) {
            files.delete(NAME);
            try (LayerWriter writer = writer(new LayerHeader(VOLUME, 0, 1, 0, 300))) {
                writer.beginPage(page);
                writer.addImage(300, 1, new byte[Page.BYTES]);
                writer.endPage();
                writer.finish();
            }
        }
        byte[] bytes = files.bytes(NAME);
        // The index says another page, with checksums that fit: somebody did it on purpose.
        int indexAt = bytes.length - LayerHeader.FOOTER_BYTES - 16 - LayerHeader.INDEX_BYTES;
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(indexAt, 3);
        int footer = bytes.length - LayerHeader.FOOTER_BYTES;
        buffer.putInt(footer + 12, Checksum.of(bytes, indexAt, LayerHeader.INDEX_BYTES));
        buffer.putInt(footer + 28, Checksum.of(bytes, footer, 28));
        files.put(NAME, bytes);
        assertThatThrownBy(() -> Layer.open(files, NAME, 1, keys))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("its index does not open");
    }

    /** What a branch shares with its parent is not sealed, or sealed with the parent's key; what it writes is sealed with its own. */
    @Test
    void aBranchWithAKeyOfItsOwnReadsWhatItShares() {
        SortedMap<Long, NavigableMap<Long, byte[]>> model = write(new Random(16), 3, 3);
        VolumeId branch = new VolumeId(8);
        VolumeKeys both = TestKeys.none(17);
        both.learn(TestKeys.metadata(
                branch,
                keys.knows(VOLUME) ? List.of(TestKeys.WRAPPED, TestKeys.wrapped(2)) : List.of(TestKeys.wrapped(2))));
        Layer shared = Layer.open(files, NAME, 1, both);
        String own = "volume-8/group-0/layer-2";
        try (LayerWriter writer = new LayerWriter(files, own, new LayerHeader(branch, 0, 1, 0, 300), both)) {
            writer.beginPage(3);
            byte[] image = new byte[Page.BYTES];
            Page.setLsn(MemorySegment.ofArray(image), 0, 300);
            writer.addImage(300, 1, image);
            writer.endPage();
            writer.finish();
        }
        Layer written = Layer.open(files, own, 2, both);
        model.forEach((page, versions) -> versions.forEach(
                (lsn, content) -> assertThat(read(shared, page, lsn)).contains(ByteBuffer.wrap(content))));
        assertThat(read(written, 3, 300)).isPresent();
        shared.release();
        written.release();
        assertThatThrownBy(() -> Layer.open(files, own, 2, keys))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageContaining(TestKeys.wrapped(2).id().toString());
    }

    @Test
    void aLayerCutOffIsRefused() {
        write(new Random(13), 3, 3);
        byte[] whole = files.bytes(NAME);
        for (int length = 0; length < whole.length; length += length < 200 || length > whole.length - 200 ? 1 : 499) {
            files.put(NAME, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Layer.open(files, NAME, 1, keys)).isInstanceOf(MalformedException.class);
        }
        assertThat(files.open()).isZero();
    }

    @Test
    void theFileOutlivesItsReaders() {
        write(new Random(14), 2, 2);
        Layer layer = Layer.open(files, NAME, 1, keys);
        Layer reader = layer.acquire();
        layer.retire();
        assertThat(files.exists(NAME)).isTrue();
        assertThat(reader.section(0)).isNotEmpty();
        reader.release();
        assertThat(files.exists(NAME)).isFalse();
        assertThat(files.open()).isZero();
    }

    private static Optional<ByteBuffer> read(Layer layer, long page, long lsn) {
        PageBuild build = new PageBuild(page, lsn, TimelineTree.INITIAL.path());
        build.add(layer);
        return build.build().map(ByteBuffer::wrap);
    }

    /** A layer of random records, some pages with an image; answers all versions of each page. */
    private SortedMap<Long, NavigableMap<Long, byte[]>> write(Random random, int pages, int records) {
        SortedMap<Long, NavigableMap<Long, byte[]>> versions = new TreeMap<>();
        long lsn = 0;
        files.delete(NAME);
        List<Runnable> sections = new ArrayList<>();
        LayerWriter[] writer = new LayerWriter[1];
        for (long page = 0; page < pages; page++) {
            byte[] image = new byte[Page.BYTES];
            long number = page;
            sections.add(() -> writer[0].beginPage(number));
            for (int count = 0; count < 1 + random.nextInt(records); count++) {
                RecordWriter record = new RecordWriter(1000);
                record.begin(page, Page.lsn(MemorySegment.ofArray(image), 0), count == 0 ? RedoRecord.INIT : 0);
                byte[] bytes = new byte[1 + random.nextInt(60)];
                random.nextBytes(bytes);
                record.set(Page.HEADER_BYTES + random.nextInt(900), MemorySegment.ofArray(bytes), 0, bytes.length);
                record.end();
                lsn += record.length();
                long at = lsn;
                PageApplier.apply(MemorySegment.ofArray(image), 0, record.memory(), 0, lsn);
                versions.computeIfAbsent(page, _ -> new TreeMap<>()).put(lsn, image.clone());
                sections.add(() -> writer[0].addDelta(at, 1, record.memory(), 0));
            }
            if (page % 3 == 1) {
                byte[] whole = image.clone();
                long at = lsn;
                sections.add(() -> writer[0].addImage(at, 1, whole));
            }
            sections.add(() -> writer[0].endPage());
        }
        try (LayerWriter opened = writer(new LayerHeader(VOLUME, 0, 1, 0, lsn))) {
            writer[0] = opened;
            sections.forEach(Runnable::run);
            opened.finish();
        }
        return versions;
    }
}
