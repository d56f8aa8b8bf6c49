package org.borealisdb.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.storage.file.MemoryFiles;
import org.borealisdb.storage.seal.TestKeys;
import org.junit.jupiter.api.Test;

/** The bytes of a manifest, and that none of them may change unseen. */
class ManifestTest {
    private static final String NAME = "volume-7/group-2/manifest";
    private static final String DAMAGE = "volume-7/group-2/damage";
    private static final String REASON = "61206c617965722069732064616d61676564";
    private static final String CONTENT_OF_VERSION_1 = "0700000000000000" + "02000000" + "03000000" + "e803000000000000"
            + "b004000000000000" + "2003000000000000" + "bc02000000000000" + "0900000000000000" + "02000000"
            + "0500000000000000" + "0800000000000000" + "01000000" + "0600000000000000";

    private final MemoryFiles store = new MemoryFiles();
    private final SegmentFiles files = new SegmentFiles(store, TestKeys.none(), new VolumeId(7), 2);
    private final Manifest manifest = new Manifest(
            new VolumeId(7),
            2,
            3,
            1000,
            1200,
            800,
            700,
            9,
            List.of(5L, 8L),
            List.of(6L),
            new Abstention(900, 2),
            List.of(new LineEnd(2, 950)),
            600);

    @Test
    void hasItsGoldenBytes() {
        files.writeManifest(manifest);
        assertThat(HexFormat.of().formatHex(store.bytes(NAME)))
                .isEqualTo("42524d46" + "04000000" + "7c000000" + "84f02f5e" + CONTENT_OF_VERSION_1 + "8403000000000000"
                        + "02000000" + "01000000" + "02000000" + "b603000000000000" + "5802000000000000");
        assertThat(files.readManifest()).isEqualTo(manifest);
        assertThat(store.list("volume-7/group-2")).containsExactly("manifest");
    }

    @Test
    void theVersionBeforeTailsIsReadStill() {
        store.put(
                NAME,
                HexFormat.of()
                        .parseHex("42524d46" + "03000000" + "74000000" + "48526c68" + CONTENT_OF_VERSION_1
                                + "8403000000000000" + "02000000" + "01000000" + "02000000" + "b603000000000000"));
        assertThat(files.readManifest().trimmed()).isZero();
        assertThat(files.readManifest().lines()).isEqualTo(manifest.lines());
        assertThat(files.readManifest().layers()).isEqualTo(manifest.layers());
    }

    @Test
    void aTailHasNoLayersAndTellsWhatItLetGo() {
        Manifest next = manifest.withTrim(3, 1500, 1600, List.of());
        assertThat(next.layers()).isEmpty();
        assertThat(next.flushed()).isEqualTo(1500);
        assertThat(next.logFloor()).isEqualTo(1500);
        assertThat(next.trimmed()).isEqualTo(1500);
        assertThat(next.collectionFloor()).isEqualTo(manifest.collectionFloor());
        assertThat(next.withRawLog(3, 1600).trimmed()).isEqualTo(1500);
        assertThat(Manifest.trimmed(new VolumeId(7), 2, 3, 40, 50).flushed()).isEqualTo(40);
    }

    @Test
    void theVersionBeforeRewindsIsReadStill() {
        store.put(
                NAME,
                HexFormat.of()
                        .parseHex("42524d46" + "02000000" + "64000000" + "51607c76" + CONTENT_OF_VERSION_1
                                + "8403000000000000" + "02000000"));
        assertThat(files.readManifest().lines()).isEmpty();
        assertThat(files.readManifest().abstention()).isEqualTo(manifest.abstention());
    }

    @Test
    void theFirstVersionIsReadStill() {
        store.put(
                NAME,
                HexFormat.of().parseHex("42524d46" + "01000000" + "58000000" + "9e0f785b" + CONTENT_OF_VERSION_1));
        assertThat(files.readManifest())
                .isEqualTo(new Manifest(
                        new VolumeId(7),
                        2,
                        3,
                        1000,
                        1200,
                        800,
                        700,
                        9,
                        List.of(5L, 8L),
                        List.of(6L),
                        Abstention.NONE,
                        List.of(),
                        0));
    }

    @Test
    void aNewSegmentHasAnEmptyOneAndIsDamagedWithout() {
        assertThatThrownBy(files::readManifest).isInstanceOf(MalformedException.class);
        files.create();
        assertThat(files.readManifest()).isEqualTo(Manifest.empty(new VolumeId(7), 2));
        files.writeManifest(manifest);
        files.create();
        assertThat(files.readManifest()).isEqualTo(manifest);
    }

    @Test
    void theMarkOfDamageComesBackAsItWas() {
        assertThat(files.readDamage()).isEmpty();
        DamageMark mark = new DamageMark("a layer is damaged", new Abstention(5000, 3), 4);
        files.writeDamage(mark);
        assertThat(HexFormat.of().formatHex(store.bytes(DAMAGE)))
                .isEqualTo("42524447" + "02000000" + "26000000" + "46bd67a8" + "8813000000000000" + "03000000"
                        + "04000000" + "12000000" + REASON);
        assertThat(files.readDamage()).contains(mark);
        store.put(DAMAGE, HexFormat.of().parseHex("42524447" + "01000000" + "12000000" + "537cd1c5" + REASON));
        assertThat(files.readDamage()).contains(new DamageMark("a layer is damaged", Abstention.NONE, 1));
    }

    @Test
    void everyFlippedBitAndEveryCutIsSeen() {
        files.writeManifest(manifest);
        byte[] whole = store.bytes(NAME);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            store.flip(NAME, bit / 8, bit % 8);
            assertThatThrownBy(files::readManifest).as("bit %s", bit).isInstanceOf(MalformedException.class);
            store.flip(NAME, bit / 8, bit % 8);
        }
        for (int length = 0; length < whole.length; length++) {
            store.put(NAME, Arrays.copyOf(whole, length));
            assertThatThrownBy(files::readManifest).as("length %s", length).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aManifestOfAnotherSegmentIsDamage() {
        new SegmentFiles(store, TestKeys.none(), new VolumeId(7), 2).writeManifest(Manifest.empty(new VolumeId(7), 3));
        assertThatThrownBy(files::readManifest).isInstanceOf(MalformedException.class);
    }
}
