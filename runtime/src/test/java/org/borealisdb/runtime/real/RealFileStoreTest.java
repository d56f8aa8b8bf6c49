package org.borealisdb.runtime.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder of the machine as a file store. */
@Timeout(60)
class RealFileStoreTest {
    private static final int BLOCK = FileStore.BLOCK_BYTES;

    /** Flags of open(2) on Linux, x86-64 and AArch64 alike but for O_DIRECT. */
    private static final int O_DSYNC = 0x1000;

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(DirectAccess.class)
    void aDurableFileIsZeroedThenHoldsWhatIsWritten(DirectAccess access) {
        long seed = 20_261_123;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        RealFileStore store = new RealFileStore(folder, access);
        int blocks = 600;
        byte[] model = new byte[blocks * BLOCK];
        try (StoredFile file = store.create("journal/1", model.length, WriteMode.DURABLE)) {
            assertThat(file.size()).isEqualTo(model.length);
            assertThat(contents(file, model.length)).isEqualTo(model);
            for (int write = 0; write < 50; write++) {
                int count = 1 + random.nextInt(8);
                int first = random.nextInt(blocks - count + 1);
                byte[] bytes = new byte[count * BLOCK];
                random.nextBytes(bytes);
                System.arraycopy(bytes, 0, model, first * BLOCK, bytes.length);
                ByteBuffer source = store.alignedBuffer(bytes.length).put(bytes).flip();
                file.write((long) first * BLOCK, source);
                assertThat(source.hasRemaining()).isFalse();
            }
            for (int read = 0; read < 50; read++) {
                int from = random.nextInt(model.length);
                ByteBuffer target = random.nextBoolean()
                        ? ByteBuffer.allocate(random.nextInt(3 * BLOCK))
                        : ByteBuffer.allocateDirect(random.nextInt(3 * BLOCK));
                int expected = Math.min(target.remaining(), model.length - from);
                assertThat(file.read(from, target)).isEqualTo(expected);
                assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(model, from, expected));
            }
            file.sync();
        }
        try (StoredFile again = store.open("journal/1", WriteMode.BUFFERED)) {
            assertThat(contents(again, model.length)).isEqualTo(model);
        }
    }

    @ParameterizedTest
    @EnumSource(DirectAccess.class)
    void durableWritesMustBeAligned(DirectAccess access) {
        RealFileStore store = new RealFileStore(folder, access);
        try (StoredFile file = store.create("file", 4 * BLOCK, WriteMode.DURABLE)) {
            ByteBuffer aligned = store.alignedBuffer(BLOCK);
            assertThatThrownBy(() -> file.write(512, aligned)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> file.write(0, aligned.slice(0, 512))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> file.write(0, ByteBuffer.allocate(BLOCK)))
                    .isInstanceOf(IllegalArgumentException.class);
            ByteBuffer shifted = store.alignedBuffer(2 * BLOCK).slice(512, BLOCK);
            assertThatThrownBy(() -> file.write(0, shifted)).isInstanceOf(IllegalArgumentException.class);
            // None of them reached the file, so it still takes good ones.
            file.write(0, aligned);
        }
        assertThatThrownBy(() -> store.create("odd", 100, WriteMode.DURABLE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.alignedBuffer(100)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(DirectAccess.class)
    void directWritesAreOfWholeBlocksFromAnyBuffer(DirectAccess access) {
        RealFileStore store = new RealFileStore(folder, access);
        byte[] content = new byte[3 * BLOCK];
        new Random(5).nextBytes(content);
        try (StoredFile file = store.create("file", 0, WriteMode.DIRECT)) {
            file.write(0, ByteBuffer.wrap(content, 0, BLOCK));
            file.write(
                    BLOCK,
                    store.alignedBuffer(2 * BLOCK)
                            .put(content, BLOCK, 2 * BLOCK)
                            .flip());
            assertThatThrownBy(() -> file.write(100, ByteBuffer.allocate(BLOCK)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> file.write(0, ByteBuffer.allocate(100)))
                    .isInstanceOf(IllegalArgumentException.class);
            file.sync();
            ByteBuffer whole = ByteBuffer.allocate(4 * BLOCK);
            assertThat(file.read(0, whole)).isEqualTo(3 * BLOCK);
            assertThat(whole.array()).startsWith(content);
            ByteBuffer odd = ByteBuffer.allocate(100);
            assertThat(file.read(BLOCK + 7, odd)).isEqualTo(100);
            assertThat(odd.flip()).isEqualTo(ByteBuffer.wrap(content, BLOCK + 7, 100));
        }
        try (StoredFile file = store.open("file", WriteMode.BUFFERED)) {
            ByteBuffer whole = ByteBuffer.allocate(4 * BLOCK);
            assertThat(file.read(0, whole)).isEqualTo(3 * BLOCK);
            assertThat(whole.array()).startsWith(content);
        }
    }

    @Test
    void theLastPartialBlockOfADurableFileCanBeRead() {
        RealFileStore store = new RealFileStore(folder);
        try (StoredFile file = store.create("odd", 0, WriteMode.BUFFERED)) {
            file.write(0, ByteBuffer.wrap(new byte[BLOCK + 100]));
            file.sync();
        }
        try (StoredFile file = store.open("odd", WriteMode.DURABLE)) {
            assertThat(file.read(0, store.alignedBuffer(4 * BLOCK))).isEqualTo(BLOCK + 100);
            assertThat(file.read(BLOCK, ByteBuffer.allocate(10))).isEqualTo(10);
            assertThat(file.read(BLOCK + 95, ByteBuffer.allocate(10))).isEqualTo(5);
            assertThat(file.read(2 * BLOCK, ByteBuffer.allocate(10))).isZero();
            assertThat(file.read(10 * BLOCK, store.alignedBuffer(BLOCK))).isZero();
        }
    }

    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads the flags of open files from /proc")
    @ParameterizedTest
    @EnumSource(DirectAccess.class)
    void durableFilesAreOpenedForSynchronousWrites(DirectAccess access) throws IOException {
        RealFileStore store = new RealFileStore(folder, access);
        try (StoredFile durable = store.create("durable", BLOCK, WriteMode.DURABLE);
                StoredFile buffered = store.create("buffered", BLOCK, WriteMode.BUFFERED)) {
            int direct = System.getProperty("os.arch").equals("aarch64") ? 0x10000 : 0x4000;
            assertThat(flags(durable) & O_DSYNC).isNotZero();
            assertThat((flags(durable) & direct) != 0).isEqualTo(store.direct());
            assertThat(flags(buffered) & (O_DSYNC | direct)).isZero();
        }
        assertThat(new RealFileStore(folder, DirectAccess.REFUSED).direct()).isFalse();
    }

    @Test
    void aBufferedFileGrowsByWrites() {
        RealFileStore store = new RealFileStore(folder);
        byte[] large = new byte[(3 << 20) + 17];
        new Random(7).nextBytes(large);
        try (StoredFile file = store.create("layer", 0, WriteMode.BUFFERED)) {
            assertThat(file.size()).isZero();
            ByteBuffer source = ByteBuffer.wrap(large);
            file.write(5, source);
            assertThat(source.hasRemaining()).isFalse();
            file.sync();
            assertThat(file.size()).isEqualTo(large.length + 5);
            byte[] read = new byte[large.length];
            assertThat(file.read(5, ByteBuffer.wrap(read))).isEqualTo(large.length);
            assertThat(read).isEqualTo(large);
            assertThatThrownBy(() -> file.write(-1, ByteBuffer.allocate(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void namesAreCreatedOpenedListedReplacedAndDeleted() {
        RealFileStore store = new RealFileStore(folder.resolve("new/root"));
        assertThat(store.list("")).isEmpty();
        assertThat(store.list("nowhere")).isEmpty();
        write(store, "segment/b", "b");
        write(store, "segment/a", "a");
        write(store, "top", "top");
        assertThat(store.list("segment")).containsExactly("a", "b");
        assertThat(store.list("")).containsExactly("top");
        assertThat(store.exists("segment/a")).isTrue();
        assertThat(store.exists("segment")).isFalse();
        assertFails(FileException.Kind.EXISTS, () -> store.create("segment/a", 0, WriteMode.BUFFERED));
        assertFails(FileException.Kind.EXISTS, () -> store.create("segment/a", BLOCK, WriteMode.DURABLE));
        assertThat(read(store, "segment/a")).isEqualTo("a");
        store.replace("segment/a", "segment/b");
        assertThat(store.list("segment")).containsExactly("b");
        assertThat(read(store, "segment/b")).isEqualTo("a");
        store.replace("segment/b", "other/c");
        assertThat(read(store, "other/c")).isEqualTo("a");
        assertFails(FileException.Kind.NOT_FOUND, () -> store.replace("segment/b", "x"));
        store.delete("other/c");
        store.delete("other/c");
        store.delete("never/was");
        assertThat(store.exists("other/c")).isFalse();
        assertFails(FileException.Kind.NOT_FOUND, () -> store.open("other/c", WriteMode.DURABLE));
        assertFails(FileException.Kind.NOT_FOUND, () -> store.open("segment", WriteMode.BUFFERED));
        assertFails(FileException.Kind.FAILED, () -> store.delete("segment"));
        assertThat(store.usableBytes()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "..",
                "../up",
                "a/../../up",
                "a//b",
                "a/",
                ".",
                "a/./b",
                "a\\b",
                "a b",
                "é",
                "a\u0000"
            })
    void namesNeverLeaveTheFolder(String name) {
        RealFileStore store = new RealFileStore(folder);
        assertThatThrownBy(() -> store.create(name, 0, WriteMode.BUFFERED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.open(name, WriteMode.BUFFERED)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.exists(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.lock(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @EnabledOnOs(value = OS.LINUX, disabledReason = "/dev/full exists on Linux only")
    @Test
    void aFullFileSystemIsToldApartAndTheFileTakesNoMore() throws IOException {
        RealFileStore store = new RealFileStore(folder);
        Files.createSymbolicLink(folder.resolve("full"), Path.of("/dev/full"));
        try (StoredFile file = store.open("full", WriteMode.BUFFERED)) {
            assertFails(FileException.Kind.FULL, () -> file.write(0, ByteBuffer.allocate(100)));
            assertFails(FileException.Kind.FAILED, () -> file.write(0, ByteBuffer.allocate(100)));
            assertFails(FileException.Kind.FAILED, file::sync);
        }
    }

    @Test
    void aFileThatDoesNotFitIsRefusedBeforeTheDiskIsFull() {
        RealFileStore store = new RealFileStore(folder);
        assertFails(FileException.Kind.FULL, () -> store.create("huge", 1L << 60, WriteMode.DURABLE));
        assertThat(store.exists("huge")).isFalse();
    }

    @Test
    void aClosedFileFails() {
        StoredFile file = new RealFileStore(folder).create("closed", BLOCK, WriteMode.DURABLE);
        file.close();
        assertFails(FileException.Kind.FAILED, () -> file.read(0, ByteBuffer.allocate(1)));
        assertFails(FileException.Kind.FAILED, file::sync);
        assertFails(FileException.Kind.FAILED, file::size);
    }

    @Test
    void aRootThatIsAFileOrUnreachableIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertFails(FileException.Kind.FAILED, () -> new RealFileStore(file));
        assertFails(FileException.Kind.FAILED, () -> new RealFileStore(file.resolve("below")));
    }

    @Test
    void newFoldersBelongToTheirOwnerOnly() throws IOException {
        new RealFileStore(folder.resolve("mine"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("mine"))))
                .isEqualTo("rwx------");
        assertThat(new RealFileStore(folder.resolve("mine")).list("")).isEmpty();
    }

    @Test
    void newFilesBelongToTheirOwnerOnly() throws IOException {
        RealFileStore store = new RealFileStore(folder.resolve("mine"));
        store.create("grows", 0, WriteMode.BUFFERED).close();
        store.create("zeroed", FileStore.BLOCK_BYTES, WriteMode.DURABLE).close();
        for (String name : store.list("")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("mine/" + name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aLockIsHeldOnceInAProcess() throws IOException {
        RealFileStore store = new RealFileStore(folder);
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, folder);
        try (FileLock held = store.lock("owner.lock")) {
            assertThat(held).isNotNull();
            assertFails(FileException.Kind.LOCKED, () -> store.lock("owner.lock"));
            assertFails(FileException.Kind.LOCKED, () -> new RealFileStore(link).lock("owner.lock"));
            // The refused attempts must not have given the lock up on the way (POSIX).
            assertThat(lockedElsewhere()).isTrue();
        }
        assertThat(lockedElsewhere()).isFalse();
        FileLock again = store.lock("owner.lock");
        again.close();
        again.close();
        store.lock("owner.lock").close();
    }

    @Test
    void aLockIsHeldByOneProcessAndEndsWithIt() throws IOException, InterruptedException {
        RealFileStore store = new RealFileStore(folder);
        Process holder = startHolder();
        try (BufferedReader output = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("locked");
            assertThatThrownBy(() -> store.lock("owner.lock"))
                    .isInstanceOf(FileException.class)
                    .hasMessageContaining("locked by process " + holder.pid());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        store.lock("owner.lock").close();
    }

    /** True if another process is refused the lock. */
    private boolean lockedElsewhere() throws IOException {
        Process holder = startHolder();
        try (BufferedReader output = holder.inputReader(StandardCharsets.UTF_8)) {
            return !"locked".equals(output.readLine());
        } finally {
            holder.destroyForcibly().onExit().join();
        }
    }

    private Process startHolder() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LockHolder.class.getName(),
                        folder.toString(),
                        "owner.lock")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int flags(StoredFile file) throws IOException {
        Path wanted = Path.of(file.name()).toRealPath();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            Path descriptor = descriptors
                    .filter(link -> target(link).equals(wanted.toString()))
                    .findFirst()
                    .orElseThrow();
            List<String> information =
                    Files.readAllLines(Path.of("/proc/self/fdinfo").resolve(descriptor.getFileName()));
            String flags = information.stream()
                    .filter(line -> line.startsWith("flags:"))
                    .findFirst()
                    .orElseThrow();
            return Integer.parseInt(flags.substring("flags:".length()).strip(), 8);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException _) {
            // The descriptor of the listing itself is gone by now.
            return "";
        }
    }

    private static byte[] contents(StoredFile file, int bytes) {
        byte[] contents = new byte[bytes];
        assertThat(file.read(0, ByteBuffer.wrap(contents))).isEqualTo(bytes);
        return contents;
    }

    private static void write(FileStore store, String name, String text) {
        try (StoredFile file = store.create(name, 0, WriteMode.BUFFERED)) {
            file.write(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            file.sync();
        }
    }

    private static String read(FileStore store, String name) {
        try (StoredFile file = store.open(name, WriteMode.BUFFERED)) {
            return new String(contents(file, (int) file.size()), StandardCharsets.UTF_8);
        }
    }

    private static void assertFails(FileException.Kind kind, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        FileException.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind));
    }
}
