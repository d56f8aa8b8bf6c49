package org.borealisdb.runtime.real;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;

/**
 * A folder of the machine. Folders and files that it makes are for their owner only. A crash while a file is being created may leave a shorter
 * one of that name behind: only the return of {@link #create} promises its length.
 */
public final class RealFileStore implements FileStore {
    /** Longest part of a name between slashes, the limit of the usual file systems. */
    private static final int MAX_PART_LENGTH = 255;

    /** How many zeroes a new file gets at a time. */
    private static final int ZERO_BYTES = 1 << 20;

    private static final System.Logger LOG = System.getLogger(RealFileStore.class.getName());

    private final Path root;
    /** Where the root lies; finding that out reads the table of all mounts, asking it for room does not. */
    private final java.nio.file.FileStore fileSystem;

    private final DirectAccess directAccess;
    private final FileAttribute<?>[] folderAttributes;
    private final FileAttribute<?>[] fileAttributes;
    private final ByteBuffer zeroes = aligned(ZERO_BYTES).asReadOnlyBuffer();

    /**
     * The store in {@code root}, which is made if it is not there.
     *
     * @throws FileException if it cannot be made, is no folder or cannot be written
     */
    public RealFileStore(Path root) {
        this(root, DirectAccess.AVAILABLE);
    }

    /** The same, with O_DIRECT only if {@code wanted}. */
    RealFileStore(Path root, DirectAccess wanted) {
        this.root = root.toAbsolutePath().normalize();
        try {
            this.folderAttributes = mode("rwx------");
            this.fileAttributes = mode("rw-------");
            makeFolder(this.root);
            this.fileSystem = Files.getFileStore(this.root);
            this.directAccess = wanted == DirectAccess.REFUSED ? wanted : DirectAccess.probe(this.root);
        } catch (IOException failure) {
            throw FileFailures.of("use the folder", this.root.toString(), failure);
        }
        if (directAccess == DirectAccess.REFUSED) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The file system of {0} refuses O_DIRECT: durable writes go through the page cache, with O_DSYNC.",
                    this.root);
        }
    }

    private FileAttribute<?>[] mode(String permissions) {
        return root.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** True if durable writes pass the page cache by. */
    public boolean direct() {
        return directAccess == DirectAccess.AVAILABLE;
    }

    /** True if a disk that holds one of these two stores holds the other. */
    public boolean onFileSystemOf(RealFileStore other) {
        return fileSystem.equals(other.fileSystem);
    }

    @Override
    public StoredFile create(String name, long bytes, WriteMode mode) {
        if (bytes < 0 || (mode != WriteMode.BUFFERED && bytes % BLOCK_BYTES != 0)) {
            throw new IllegalArgumentException(
                    "a " + mode + " file cannot have " + bytes + " bytes: " + name + " in " + root);
        }
        Path path = path(name);
        try {
            makeFolder(folderOf(path));
            checkRoom(path, bytes);
            if (bytes == 0) {
                Files.createFile(path, fileAttributes);
            } else {
                createZeroed(path, bytes);
            }
            syncFolder(folderOf(path));
            return new RealFile(display(path), mode, open(path, mode));
        } catch (IOException failure) {
            throw FileFailures.of("create " + bytes + " bytes as", display(path), failure);
        }
    }

    @Override
    public StoredFile open(String name, WriteMode mode) {
        Path path = path(name);
        try {
            if (Files.isDirectory(path)) {
                throw new FileException(FileException.Kind.NOT_FOUND, display(path) + " is a folder, not a file");
            }
            return new RealFile(display(path), mode, open(path, mode));
        } catch (IOException failure) {
            throw FileFailures.of("open", display(path), failure);
        }
    }

    @Override
    public boolean exists(String name) {
        return Files.isRegularFile(path(name));
    }

    @Override
    public List<String> list(String folder) {
        Path path = folder.isEmpty() ? root : path(folder);
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(Files::isRegularFile)
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        } catch (IOException failure) {
            throw FileFailures.of("list", display(path), failure);
        }
    }

    @Override
    public void delete(String name) {
        Path path = path(name);
        try {
            if (Files.isDirectory(path)) {
                throw new FileException(FileException.Kind.FAILED, display(path) + " is a folder, not a file");
            }
            if (Files.deleteIfExists(path)) {
                syncFolder(folderOf(path));
            }
        } catch (IOException failure) {
            throw FileFailures.of("delete", display(path), failure);
        }
    }

    @Override
    public void replace(String from, String to) {
        Path source = path(from);
        Path target = path(to);
        try {
            makeFolder(folderOf(target));
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            // The new entry first: should the machine stop in between, the file has two names rather than none.
            syncFolder(folderOf(target));
            if (!folderOf(source).equals(folderOf(target))) {
                syncFolder(folderOf(source));
            }
        } catch (IOException failure) {
            throw FileFailures.of("rename " + display(source) + " to", display(target), failure);
        }
    }

    @Override
    public void link(String existing, String name) {
        Path source = path(existing);
        Path target = path(name);
        try {
            makeFolder(folderOf(target));
            Files.createLink(target, source);
            syncFolder(folderOf(target));
        } catch (UnsupportedOperationException noLinks) {
            throw new FileException(
                    FileException.Kind.FAILED, "the file system of " + root + " has no hard links, which clones need");
        } catch (IOException failure) {
            throw FileFailures.of("link " + display(source) + " to", display(target), failure);
        }
    }

    @Override
    public long usableBytes() {
        try {
            return fileSystem.getUsableSpace();
        } catch (IOException failure) {
            throw FileFailures.of("ask for the free space of", root.toString(), failure);
        }
    }

    @Override
    public ByteBuffer alignedBuffer(int bytes) {
        return aligned(bytes);
    }

    @Override
    public FileLock lock(String name) {
        Path path = path(name);
        try {
            makeFolder(folderOf(path));
        } catch (IOException failure) {
            throw FileFailures.of("lock", display(path), failure);
        }
        return ProcessFileLock.take(folderOf(path), path.getFileName());
    }

    /** A zeroed direct buffer of {@code bytes} whose address is a multiple of {@link #BLOCK_BYTES}. */
    static ByteBuffer aligned(int bytes) {
        if (bytes < 0 || bytes % BLOCK_BYTES != 0) {
            throw new IllegalArgumentException("not a multiple of " + BLOCK_BYTES + ": " + bytes);
        }
        return ByteBuffer.allocateDirect(Math.addExact(bytes, BLOCK_BYTES))
                .alignedSlice(BLOCK_BYTES)
                .slice(0, bytes);
    }

    /** Fails before the disk is filled with zeroes that do not help anyone. */
    private void checkRoom(Path path, long bytes) {
        long usable = bytes == 0 ? 0 : usableBytes();
        if (bytes > usable && !Files.exists(path)) {
            throw new FileException(
                    FileException.Kind.FULL,
                    "no space left for the " + bytes + " bytes of " + path + ": only " + usable + " are usable");
        }
    }

    /**
     * Writes real zeroes rather than setting a length: later writes then change nothing but data, so that a durable one costs one
     * flush and no journal transaction of the file system.
     */
    private void createZeroed(Path path, long bytes) throws IOException {
        boolean complete = false;
        try (FileChannel channel = FileChannel.open(path, zeroingOptions(bytes), fileAttributes)) {
            for (long at = 0; at < bytes; ) {
                int piece = (int) Math.min(ZERO_BYTES, bytes - at);
                at += channel.write(zeroes.slice(0, piece), at);
            }
            channel.force(true);
            complete = true;
        } catch (FileAlreadyExistsException exists) {
            // Not ours to delete below.
            complete = true;
            throw exists;
        } finally {
            if (!complete) {
                Files.deleteIfExists(path);
            }
        }
    }

    private Set<OpenOption> zeroingOptions(long bytes) {
        OpenOption[] options = {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
        return bytes % BLOCK_BYTES == 0 ? directAccess.with(options) : Set.of(options);
    }

    private FileChannel open(Path path, WriteMode mode) throws IOException {
        return FileChannel.open(
                path,
                switch (mode) {
                    case BUFFERED -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
                    case DIRECT -> directAccess.with(StandardOpenOption.READ, StandardOpenOption.WRITE);
                    case DURABLE ->
                        directAccess.with(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
                });
    }

    /** Makes {@code folder} and those above it, durably. */
    private void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            makeFolder(parent);
        }
        try {
            Files.createDirectory(folder, folderAttributes);
        } catch (FileAlreadyExistsException exists) {
            if (!Files.isDirectory(folder)) {
                throw new FileSystemException(folder.toString(), null, "is not a folder");
            }
        }
        if (parent != null) {
            syncFolder(parent);
        }
    }

    @Override
    public void syncFolder(String name) {
        Path folder = name.isEmpty() ? root : path(name);
        try {
            syncFolder(folder);
        } catch (IOException failure) {
            throw FileFailures.of("sync", display(folder), failure);
        }
    }

    /** Makes the entries of {@code folder} durable. */
    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path folderOf(Path path) {
        Path folder = path.getParent();
        return folder == null ? root : folder;
    }

    private String display(Path path) {
        return path.toString();
    }

    /** Where the file of that name is, after making sure that it is in this folder. */
    private Path path(String name) {
        for (String part : name.split("/", -1)) {
            boolean plain = !part.isEmpty()
                    && part.length() <= MAX_PART_LENGTH
                    && !part.equals(".")
                    && !part.equals("..")
                    && part.chars().allMatch(character -> character > ' ' && character < 0x7f && character != '\\');
            if (!plain) {
                throw new IllegalArgumentException("not a name of a file in a store: '" + name + "'");
            }
        }
        return root.resolve(name);
    }
}
