package org.borealisdb.server.region;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.runtime.config.ByteSize;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything of a region that runs in one process; the package description lists its files. Looking at a
 * folder changes nothing in it; {@link OpenDataFolder#open} makes it, takes its lock and runs it.
 */
public final class DataFolder {
    /** Written by this version; a newer one is refused. */
    static final int FORMAT_VERSION = 1;

    static final String IDENTITY_FILE = "borealis-region";
    static final String KEY_FILE = "region.key";
    static final String PASSWORD_FILE = "password";
    static final String LOCK_FILE = "lock";
    static final String STATUS_FILE = "status.json";
    static final String LOG_FILE = "borealis.log";
    static final String RESTORING_FILE = "restoring";
    static final String KEYS_FOLDER = "keys";

    private static final Pattern IDENTITY = Pattern.compile("borealis region, format ([0-9]{1,9})\\s*");

    /** Availability zones of a region in one process. */
    public static final List<String> ZONES = List.of("a", "b", "c");

    private final Path folder;

    public DataFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Where it is, absolute. */
    public Path path() {
        return folder;
    }

    /** The log of the region. Older parts are beside it, as {@code borealis.log.1} and so on. */
    public Path logFile() {
        return folder.resolve(LOG_FILE);
    }

    /** Name of a storage node, and of its folder. */
    public static String storageNode(String zone, int number) {
        return "storage-" + zone + number;
    }

    /** Storage nodes that there are in each zone, 0 if the region has never run: those counted from 1 on that any zone has a folder of. */
    public int nodesPerZone() {
        int highest = 0;
        while (hasNode(highest + 1)) {
            highest++;
        }
        return highest;
    }

    private boolean hasNode(int number) {
        return ZONES.stream().anyMatch(zone -> Files.isDirectory(folder.resolve(storageNode(zone, number))));
    }

    /** The folder of one part of the region, such as {@code storage-a1} or {@code metadata}. */
    public Path part(String name) {
        return folder.resolve(name);
    }

    public StatusFile statusFile() {
        return new StatusFile(folder.resolve(STATUS_FILE));
    }

    /** True if there is a region in it. */
    public boolean holdsRegion() {
        return Files.isRegularFile(folder.resolve(IDENTITY_FILE));
    }

    /** The process that runs this region; empty if none does. */
    public Optional<ProcessIdentity> runner() {
        return FolderLock.owner(folder.resolve(LOCK_FILE));
    }

    /** Fails with one line if somebody runs this region. Only a look: {@link OpenDataFolder#open} decides. */
    public void checkNotRunning() {
        Optional<ProcessIdentity> owner = runner();
        if (owner.isPresent()) {
            throw new RegionProblemException("the region in " + folder + " is already running (process "
                    + owner.get().pid() + "); see ./borealis status, or end it with ./borealis stop");
        }
    }

    /** Fails with one line if a restore into this folder has not ended. */
    public void checkNotRestoring() {
        if (Files.exists(folder.resolve(RESTORING_FILE))) {
            throw new RegionProblemException(
                    "a restore into " + folder + " was cut off; delete it with ./borealis destroy and restore again");
        }
    }

    /** Copies the files of a folder of master keys to where this region's are, readable by the owner alone. */
    public void copyKeys(Path from) {
        Path target = folder.resolve(KEYS_FOLDER);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from, Files::isRegularFile)) {
            Files.createDirectories(target);
            for (Path file : files) {
                Secrets.write(target.resolve(file.getFileName().toString()), Files.readAllBytes(file));
            }
        } catch (IOException failure) {
            throw problem("copy the keys in " + from, failure);
        }
    }

    /** Notes that the region is not whole, until {@link #restored}. */
    public void restoring() {
        try {
            Secrets.write(folder.resolve(RESTORING_FILE), "a restore has not ended\n");
        } catch (IOException failure) {
            throw problem("write to " + folder, failure);
        }
    }

    /** The region is whole. */
    public void restored() {
        try {
            Files.delete(folder.resolve(RESTORING_FILE));
        } catch (IOException failure) {
            throw problem("write to " + folder, failure);
        }
    }

    /** Fails with one line if there is no region in this folder, or one that this version cannot run. */
    public void checkHoldsRegion() {
        if (!Files.exists(folder)) {
            throw new RegionProblemException("there is no data folder " + folder + "; ./borealis start makes one");
        }
        if (!holdsRegion()) {
            throw new RegionProblemException(folder + " is not a data folder of Borealis");
        }
        checkFormat();
    }

    private void checkFormat() {
        String text;
        try {
            text = Files.readString(folder.resolve(IDENTITY_FILE), StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw problem("read " + folder.resolve(IDENTITY_FILE), failure);
        }
        Matcher matcher = IDENTITY.matcher(text);
        if (!matcher.matches()) {
            throw new RegionProblemException(folder.resolve(IDENTITY_FILE) + " is damaged: it does not name a format");
        }
        int format = Integer.parseInt(matcher.group(1));
        if (format > FORMAT_VERSION) {
            throw new RegionProblemException(folder + " was written by a newer Borealis (format " + format
                    + "; this version knows formats up to " + FORMAT_VERSION + ")");
        }
    }

    /** Makes the folder if there is none, for its owner alone, and the identity file in it; or checks those that are there. */
    void prepare() {
        if (holdsRegion()) {
            checkFormat();
            checkWritable();
            return;
        }
        try {
            if (!Files.exists(folder)) {
                createFolders(folder);
            } else if (!Files.isDirectory(folder)) {
                throw new NotDirectoryException(folder.toString());
            }
            checkEmpty();
        } catch (IOException failure) {
            throw problem("make the data folder " + folder, failure);
        }
        checkWritable();
        try {
            // Last of what makes a folder ours: `destroy` deletes only folders that have it.
            Secrets.write(folder.resolve(IDENTITY_FILE), "borealis region, format " + FORMAT_VERSION + "\n");
        } catch (IOException failure) {
            throw problem("write to the data folder " + folder, failure);
        }
    }

    private static void createFolders(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (UnsupportedOperationException noPosixPermissions) {
            Files.createDirectory(folder);
        }
    }

    private void checkEmpty() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                // What a start leaves that was cut off before it wrote the identity, or an empty disk of its own.
                if (!name.equals(LOCK_FILE) && !name.startsWith(IDENTITY_FILE) && !name.equals("lost+found")) {
                    throw new RegionProblemException(folder + " is not empty (it holds " + name
                            + ") and is not a data folder of Borealis; choose another one with --data");
                }
            }
        }
    }

    private void checkWritable() {
        if (!Files.isWritable(folder)) {
            throw new RegionProblemException("the data folder " + folder + " is not writable for user "
                    + System.getProperty("user.name") + "; choose another one with --data");
        }
    }

    /** Bytes left on the file system. */
    public ByteSize free() {
        try {
            return new ByteSize(Math.max(0, Files.getFileStore(folder).getUsableSpace()));
        } catch (IOException failure) {
            throw problem("ask for the room left in " + folder, failure);
        }
    }

    /** Bytes of all files in the folder. */
    public ByteSize used() {
        long[] bytes = {0};
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException vanished) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException vanished) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw problem("measure " + folder, failure);
        }
        return new ByteSize(bytes[0]);
    }

    /** Deletes the folder with everything in it. The caller has made sure that it holds a region that nobody runs. */
    public void delete() {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    // The identity goes last, so that a deletion that was cut off can be repeated.
                    if (!file.equals(folder.resolve(IDENTITY_FILE))) {
                        Files.delete(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    if (visited.equals(folder)) {
                        Files.delete(folder.resolve(IDENTITY_FILE));
                    }
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw problem("delete " + folder, failure);
        }
    }

    /** One line for a failed file operation, without the class names that a Java exception begins with. */
    static RegionProblemException problem(String attempt, IOException failure) {
        String why = switch (failure) {
            case AccessDeniedException denied -> "permission denied for " + denied.getFile();
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case NotDirectoryException notFolder -> notFolder.getFile() + " is not a folder";
            case FileSystemException other -> {
                String reason = other.getReason();
                yield reason == null ? String.valueOf(other.getMessage()) : reason;
            }
            default -> String.valueOf(failure.getMessage());
        };
        return new RegionProblemException("cannot " + attempt + ": " + why, failure);
    }
}
