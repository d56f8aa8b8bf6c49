package org.borealisdb.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.storage.file.MemoryFiles;
import org.borealisdb.storage.seal.TestKeys;
import org.borealisdb.storage.seal.VolumeKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** A layer that another node copies is the same byte for byte, or nothing. */
@ParameterizedClass
@CsvSource({"false, 3", "false, 200", "true, 3", "true, 200"})
class LayerSourceTest {
    private static final VolumeId VOLUME = new VolumeId(7);
    private static final String NAME = "volume-7/group-0/layer-1";
    private static final String COPY = "volume-7/group-0/layer-9";

    private final MemoryFiles files = new MemoryFiles();
    private final MemoryFiles others = new MemoryFiles();
    private final VolumeKeys keys;
    private final int pages;
    private final LayerSource source;

    LayerSourceTest(boolean encrypted, int pages) {
        this.keys = encrypted ? TestKeys.of(VOLUME, 1) : TestKeys.none();
        this.pages = pages;
        this.source = write(300);
    }

    /** A layer of images up to {@code upTo}. */
    private LayerSource write(long upTo) {
        Random random = new Random(upTo);
        try (LayerWriter writer = new LayerWriter(files, NAME, new LayerHeader(VOLUME, 0, 1, 0, upTo), keys)) {
            for (long page = 0; page < pages; page++) {
                byte[] image = new byte[Page.BYTES];
                random.nextBytes(image);
                writer.beginPage(page);
                writer.addImage(upTo, 1, image);
                writer.endPage();
            }
            writer.finish();
        }
        Layer layer = Layer.open(files, NAME, 1, keys);
        LayerSource written = layer.source();
        layer.release();
        return written;
    }

    private void copy() {
        source.copyTo(others, COPY, keys, LayerCaching.PAST, () -> {});
    }

    private void isLost() {
        assertThatThrownBy(this::copy).isInstanceOf(LostLayerException.class);
        assertThat(files.open()).isZero();
        assertThat(others.open()).isZero();
    }

    @Test
    void isTheSameByteForByte() {
        copy();
        assertThat(others.bytes(COPY)).isEqualTo(files.bytes(NAME));
        assertThat(files.open()).isZero();
        assertThat(others.open()).isZero();
        Layer layer = Layer.open(others, COPY, 9, keys);
        assertThat(layer.mark()).isEqualTo(source.mark());
        layer.release();
    }

    /** What is neither section nor index is checked when the copy is opened. */
    @Test
    void noSectionIsCopiedThatIsDamaged() {
        Layer layer = Layer.open(files, NAME, 1, keys);
        for (int place = 0; place < pages; place++) {
            int at = (int) layer.sectionAt(place) + place % layer.sectionLength(place);
            files.flip(NAME, at, place % 8);
            assertThatThrownBy(this::copy).isInstanceOf(LostLayerException.class);
            files.flip(NAME, at, place % 8);
            others.delete(COPY);
        }
        layer.release();
        copy();
        assertThat(others.bytes(COPY)).isEqualTo(files.bytes(NAME));
    }

    @Test
    void whatIsGoneIsLost() {
        files.delete(NAME);
        isLost();
    }

    @Test
    void anotherLayerOfTheSameNameIsNotTaken() {
        files.delete(NAME);
        write(301);
        isLost();
    }

    @Test
    void whatIsCutOffIsLost() {
        files.put(NAME, Arrays.copyOf(files.bytes(NAME), files.bytes(NAME).length - 1));
        isLost();
    }

    /** That is a failure of the node that copies. */
    @Test
    void aCopyThatCannotBeWrittenIsNotALostLayer() {
        others.put(COPY, new byte[1]);
        assertThatThrownBy(this::copy).isInstanceOf(FileException.class);
        assertThat(files.open()).isZero();
    }
}
