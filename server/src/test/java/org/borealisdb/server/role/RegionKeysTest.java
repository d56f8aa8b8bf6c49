package org.borealisdb.server.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.storage.node.StorageSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encryption is decided when a region is made; later starts go on with it, or say what contradicts it, or what they lack, before anything is started. */
class RegionKeysTest {
    @TempDir
    private Path data = Path.of("");

    private EncryptionPlan saying(String encryption, String kmsKey) {
        return EncryptionPlan.standard(data).with(said(encryption), said(kmsKey));
    }

    private static Optional<String> said(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Starts and ends the region; answers how it said it is encrypted. */
    private String start(String encryption, String kmsKey) {
        RegionPlan plan = RegionPlan.inOneProcess(data, HostPort.loopback(0), ByteSize.ofMebibytes(64))
                .withEncryption(saying(encryption, kmsKey));
        try (RealWorld world = RealWorld.create((task, failure) -> {
                    throw new AssertionError(task, failure);
                });
                RegionInOneProcess region = new RegionInOneProcess(plan, StorageSettings.tiny(), world, _ -> {})) {
            region.open("secret");
            assertThat(region.health())
                    .allSatisfy(node -> assertThat(node.state()).isEqualTo("running"));
            return region.encryption();
        }
    }

    private List<Path> files(String folder) {
        try (Stream<Path> files = Files.walk(data.resolve(folder))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertRefused(Class<? extends OperationException> type, String why, ThrowingCallable start) {
        assertThatThrownBy(start).isInstanceOf(type).hasMessageContaining(why).hasMessageNotContaining("\n");
    }

    @Test
    void aNewRegionIsEncryptedUnderAKeyOfItsOwn() throws IOException {
        assertThat(start("", "")).isEqualTo("AES-256-GCM, key under local");
        assertThat(start("on", "local")).isEqualTo("AES-256-GCM, key under local");
        Path master = data.resolve("keys").resolve("master-1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(master)))
                .isEqualTo("rw-------");
        assertRefused(RegionProblemException.class, "created with encryption", () -> start("off", ""));
        String arn = "arn:aws:kms:eu-central-1:111122223333:key/1";
        assertRefused(RegionProblemException.class, "is local, not " + arn, () -> start("", arn));
    }

    @Test
    void aRegionWithoutEncryptionStaysWithoutIt() {
        assertThat(start("off", "")).isEqualTo("not encrypted");
        assertThat(start("", "")).isEqualTo("not encrypted");
        assertThat(Files.exists(data.resolve("keys"))).isFalse();
        assertRefused(RegionProblemException.class, "created without encryption", () -> start("on", ""));
        assertRefused(RegionProblemException.class, "has no master key", () -> start("", "local"));
    }

    @Test
    void contradictionsAndNonsenseAreRefused() {
        assertRefused(RegionProblemException.class, "leave out the KMS key", () -> start("off", "local"));
        assertRefused(RegionProblemException.class, "'on' or 'off', not 'yes'", () -> start("yes", ""));
        assertRefused(
                KeyUnavailableException.class, "no key service knows a master key 'mine'", () -> start("", "mine"));
        assertThat(Files.exists(data.resolve("storage-a1").resolve("journal"))).isFalse();
        assertThat(start("", "")).startsWith("AES");
    }

    @Test
    void withoutItsKeyNothingIsStartedAndNothingIsChanged() throws IOException {
        start("", "");
        Path keys = data.resolve("keys");
        Path away = data.resolve("away");
        Files.move(keys, away);
        List<Path> before = files("storage-a1");

        assertRefused(KeyUnavailableException.class, "is missing: put the files master-*", () -> start("", ""));
        assertRefused(KeyUnavailableException.class, "(" + keys + ")", () -> start("", ""));
        assertThat(files("storage-a1")).isEqualTo(before);
        assertThat(files("keys")).isEmpty();

        Files.delete(keys);
        Files.move(away, keys);
        assertThat(start("", "")).startsWith("AES");
    }

    @Test
    void aBranchHasAKeyOfItsOwnUnderTheMasterKeyOfItsSource() {
        start("", "");
        RegionPlan plan = RegionPlan.inOneProcess(data, HostPort.loopback(0), ByteSize.ofMebibytes(64));
        try (RealWorld world = RealWorld.create((task, failure) -> {
            throw new AssertionError(task, failure);
        })) {
            RegionKeys keys = new RegionKeys(plan, world);
            VolumeMetadata source = RegionKeys.volumes(
                            new FileMetadataLog(new RealFileStore(plan.metadataFolder()), world.tasks(), world.clock()))
                    .getFirst();
            WrappedKey own = keys.ofBranch(source, Optional.empty()).getFirst();
            assertThat(own.masterKey()).isEqualTo("local");
            assertThat(own.id()).isNotEqualTo(source.keys().getFirst().id());
            VolumeMetadata clear = withKeys(source, List.of());
            assertThat(keys.ofBranch(clear, Optional.empty())).isEmpty();
            assertThat(keys.ofBranch(clear, Optional.of("local"))).hasSize(1);

            VolumeMetadata full = withKeys(
                    source,
                    Stream.generate(() -> keys.dataKeys().generate("local"))
                            .limit(VolumeMetadata.MOST_KEYS)
                            .toList());
            keys.check(full);
            assertThat(keys.ofBranch(full, Optional.empty())).isEmpty();
            assertRefused(
                    RegionProblemException.class,
                    "the most there can be",
                    () -> keys.ofBranch(full, Optional.of("local")));
        }
    }

    private static VolumeMetadata withKeys(VolumeMetadata volume, List<WrappedKey> keys) {
        return new VolumeMetadata(
                volume.id(),
                volume.revision(),
                volume.geometry(),
                volume.epoch(),
                volume.allocationLimit(),
                volume.timelines(),
                volume.groups(),
                keys);
    }

    @Test
    void theKeyOfAnotherRegionIsToldApart() throws IOException {
        start("", "");
        Path own = data.resolve("keys").resolve("master-1");
        Path mine = data;
        data = data.resolve("another");
        start("", "");
        Path other = data.resolve("keys").resolve("master-1");
        data = mine;
        Files.write(own, Files.readAllBytes(other));

        assertRefused(KeyUnavailableException.class, "that of another region", () -> start("", ""));
    }
}
