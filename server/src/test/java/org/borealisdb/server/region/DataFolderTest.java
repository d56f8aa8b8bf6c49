package org.borealisdb.server.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.config.ByteSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a data folder accepts, refuses and keeps. */
class DataFolderTest {
    @TempDir
    private Path parent = Path.of("");

    private OpenDataFolder open(DataFolder folder, String password) {
        return OpenDataFolder.open(
                folder, password.isEmpty() ? Optional.empty() : Optional.of(password), ByteSize.ZERO, ByteSize.ZERO);
    }

    @Test
    void firstOpeningMakesSecretsThatTheNextKeeps() throws IOException {
        DataFolder folder = new DataFolder(parent.resolve("a/b"));
        assertThat(folder.holdsRegion()).isFalse();
        byte[] key;
        String password;
        try (OpenDataFolder first = open(folder, "")) {
            key = first.regionKey();
            password = first.password();
        }
        assertThat(folder.holdsRegion()).isTrue();
        assertThat(key).hasSize(Secrets.KEY_BYTES).isNotEqualTo(new byte[Secrets.KEY_BYTES]);
        assertThat(password).hasSize(20);
        for (String secret : List.of(DataFolder.KEY_FILE, DataFolder.PASSWORD_FILE)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.part(secret))))
                    .as(secret)
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                .isEqualTo("rwx------");
        try (OpenDataFolder second = open(folder, "")) {
            assertThat(second.regionKey()).isEqualTo(key);
            assertThat(second.password()).isEqualTo(password);
        }
    }

    @Test
    void storageNodesAreCountedByTheirFolders() throws IOException {
        DataFolder folder = new DataFolder(parent.resolve("data"));
        assertThat(folder.nodesPerZone()).isZero();
        open(folder, "").close();
        assertThat(folder.nodesPerZone()).isZero();
        Files.createDirectory(folder.part(DataFolder.storageNode("a", 1)));
        Files.createDirectory(folder.part(DataFolder.storageNode("b", 2)));
        Files.createFile(folder.part(DataFolder.storageNode("c", 3)));
        assertThat(folder.nodesPerZone()).isEqualTo(2);
    }

    @Test
    void aGivenPasswordReplacesTheOldOne() {
        DataFolder folder = new DataFolder(parent.resolve("data"));
        open(folder, "").close();
        open(folder, "pass word ü").close();
        try (OpenDataFolder again = open(folder, "")) {
            assertThat(again.password()).isEqualTo("pass word ü");
        }
    }

    @Test
    void passwordsThatNobodyCanTypeAreRefusedBeforeAnythingIsMade() {
        DataFolder folder = new DataFolder(parent.resolve("data"));
        assertThatThrownBy(() -> open(folder, "a\nb")).hasMessageContaining("control characters");
        assertThatThrownBy(() -> open(folder, "x".repeat(OpenDataFolder.MAX_PASSWORD_LENGTH + 1)))
                .hasMessageContaining("longer than");
        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void aSecondOwnerIsToldWhoHasIt() {
        DataFolder folder = new DataFolder(parent.resolve("data"));
        long self = ProcessHandle.current().pid();
        assertThat(folder.runner()).isEmpty();
        try (OpenDataFolder _ = open(folder, "")) {
            assertThat(folder.runner())
                    .hasValueSatisfying(owner -> assertThat(owner.pid()).isEqualTo(self));
            assertThatThrownBy(() -> open(folder, ""))
                    .isInstanceOf(RegionProblemException.class)
                    .hasMessageContaining("already running (process " + self + ")");
            assertThatThrownBy(folder::checkNotRunning).hasMessageContaining("process " + self);
        }
        assertThat(folder.runner()).isEmpty();
        open(folder, "").close();
    }

    @Test
    void aFailedOpeningGivesTheLockBack() {
        DataFolder folder = new DataFolder(parent.resolve("data"));
        ByteSize tooMuch = new ByteSize(Long.MAX_VALUE);
        assertThatThrownBy(() -> OpenDataFolder.open(folder, Optional.empty(), tooMuch, ByteSize.ZERO))
                .isInstanceOf(RegionProblemException.class)
                .hasMessageContaining("too small")
                .hasMessageContaining("--data");
        open(folder, "").close();
        // The region exists now, so only the room for going on counts.
        OpenDataFolder.open(folder, Optional.empty(), tooMuch, ByteSize.ZERO).close();
    }

    @Test
    void foldersOfOthersAreLeftAlone() throws IOException {
        Path foreign = Files.createDirectory(parent.resolve("photos"));
        Files.writeString(foreign.resolve("holiday.jpg"), "x");
        DataFolder folder = new DataFolder(foreign);
        assertThatThrownBy(() -> open(folder, "")).hasMessageContaining("not empty (it holds holiday.jpg)");
        assertThatThrownBy(folder::checkHoldsRegion).hasMessageContaining("not a data folder of Borealis");
        try (var entries = Files.list(foreign)) {
            assertThat(entries).hasSize(1);
        }
    }

    @Test
    void aFileInPlaceOfTheFolderIsNamed() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "x");
        assertThatThrownBy(() -> open(new DataFolder(file), "")).hasMessageContaining(file + " is not a folder");
    }

    @Test
    void newerFormatsAndDamagedFilesAreRefused() throws IOException {
        DataFolder folder = new DataFolder(parent.resolve("data"));
        open(folder, "").close();
        Path identity = folder.part(DataFolder.IDENTITY_FILE);
        Files.writeString(identity, "borealis region, format 2\n");
        assertThatThrownBy(() -> open(folder, "")).hasMessageContaining("newer Borealis (format 2");
        Files.writeString(identity, "borealis");
        assertThatThrownBy(() -> open(folder, "")).hasMessageContaining("damaged");
        Files.writeString(identity, "borealis region, format 1\n");
        Files.write(folder.part(DataFolder.KEY_FILE), new byte[31]);
        assertThatThrownBy(() -> open(folder, "")).hasMessageContaining("31 bytes instead of 32");
    }

    @Test
    void deletingTakesEverything() throws IOException {
        DataFolder folder = new DataFolder(parent.resolve("data"));
        open(folder, "").close();
        Files.createDirectories(folder.part("storage-a1/journal"));
        Files.writeString(folder.part("storage-a1/journal/1"), "12345");
        assertThat(folder.used().bytes()).isGreaterThan(5);
        folder.delete();
        assertThat(folder.path()).doesNotExist();
        assertThat(parent).exists();
    }
}
