package org.borealisdb.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.cloud.key.LocalKeyService;
import org.borealisdb.cloud.key.RoutedKeyService;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.volume.encryption.DataKeys;
import org.borealisdb.volume.encryption.KeyRotation;
import org.borealisdb.volume.geometry.VolumeRecord;
import org.junit.jupiter.api.Test;

/** Data keys are wrapped anew while the volume is open, whatever becomes of the answers of the metadata log; and all of them, or none. */
class KeyRotationTest {
    private static final String LOCAL = KeyService.LOCAL;

    private final FakeRegion region = new FakeRegion(1);

    /** An administrator's process, with the region's keys on its disk. */
    private final class Administrator {
        final SimulatedHost.LiveProcess process =
                region.world.host("administrator").start();
        final LocalKeyService service = new LocalKeyService(process::files, process.random(), process.clock());
        final DataKeys keys = new DataKeys(new RoutedKeyService(service), process.random());
        final KeyRotation rotation = new KeyRotation(
                new VolumeRecord(
                        TestVolumes.VOLUME,
                        region.metadataLog.of(process.tasks(), region.world.scheduler()),
                        process.tasks(),
                        process.clock(),
                        process.metrics(),
                        20 * FakeRegion.SECOND),
                keys);
    }

    private static void create(FakeRegion.Writer writer, List<WrappedKey> keys) {
        writer.client.create(
                TestVolumes.VOLUME, TestVolumes.GEOMETRY, TestVolumes.members(), SegmentMix.SIX_FULL, keys);
    }

    @Test
    void wrapsAnewWhileTheVolumeIsOpenAndTheLogForgetsAnswers() {
        region.run(() -> {
            Administrator administrator = new Administrator();
            FakeRegion.Writer writer = region.writer("writer");
            WrappedKey key = administrator.keys.generate(LOCAL);
            create(writer, List.of(key));
            Volume volume = writer.open();
            region.metadataLog.lossPerMille(300);
            Task writing = writer.process.tasks().start("write", TaskKind.SESSION, () -> {
                for (int round = 0; round < 20; round++) {
                    volume.awaitDurable(FakeRegion.append(volume, round, round % 10));
                }
            });
            VolumeMetadata decided = writer.client.metadata(TestVolumes.VOLUME);
            for (int version = 2; version < 8; version++) {
                administrator.service.addVersion();
                decided = administrator.rotation.rotate(LOCAL);
            }
            writing.join();
            region.metadataLog.lossPerMille(0);

            assertThat(writer.client.metadata(TestVolumes.VOLUME).keys()).isEqualTo(decided.keys());
            WrappedKey anew = decided.keys().getFirst();
            assertThat(anew.id()).isEqualTo(key.id());
            byte[] plain =
                    administrator.service.unwrap(LOCAL, key.bytes(), key.id().toString());
            for (int version = 1; version < 7; version++) {
                administrator.process.files().delete("master-" + version);
            }
            assertThat(administrator.service.unwrap(
                            LOCAL, anew.bytes(), anew.id().toString()))
                    .isEqualTo(plain);
            administrator.keys.check(decided);
            volume.close();
            assertThat(FakeRegion.read(writer.open(), 9)).contains(19L);
        });
    }

    @Test
    void changesNothingWithoutTheMasterKey() {
        region.run(() -> {
            Administrator administrator = new Administrator();
            FakeRegion.Writer writer = region.writer("writer");
            create(writer, List.of(administrator.keys.generate(LOCAL), administrator.keys.generate(LOCAL)));
            VolumeMetadata before = writer.client.metadata(TestVolumes.VOLUME);

            assertThatThrownBy(() -> administrator.rotation.rotate("arn:aws:kms:x:1:key/1"))
                    .isInstanceOf(KeyUnavailableException.class);
            administrator.process.files().delete("master-1");
            assertThatThrownBy(() -> administrator.rotation.rotate(LOCAL)).isInstanceOf(KeyUnavailableException.class);
            assertThatThrownBy(() -> administrator.keys.check(before))
                    .isInstanceOf(KeyUnavailableException.class)
                    .hasMessageContaining("volume 7 is encrypted, and its key cannot be had");
            assertThat(writer.client.metadata(TestVolumes.VOLUME)).isEqualTo(before);
        });
    }

    @Test
    void aVolumeThatIsNotEncryptedStaysAsItIs() {
        region.run(() -> {
            Administrator administrator = new Administrator();
            FakeRegion.Writer writer = region.writer("writer");
            create(writer, List.of());
            VolumeMetadata before = writer.client.metadata(TestVolumes.VOLUME);
            assertThat(administrator.rotation.rotate(LOCAL)).isEqualTo(before);
        });
    }
}
