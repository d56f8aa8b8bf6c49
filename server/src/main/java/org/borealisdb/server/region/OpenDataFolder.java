package org.borealisdb.server.region;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.borealisdb.runtime.config.ByteSize;

/** A data folder that this process has locked and runs. Used by one task. */
public final class OpenDataFolder implements AutoCloseable {
    /** Longest password, in characters: room for any, and a bound for what is read from a file. */
    static final int MAX_PASSWORD_LENGTH = 1000;

    private static final int MAX_PASSWORD_FILE_BYTES = 4 * MAX_PASSWORD_LENGTH + 2;

    private final DataFolder folder;
    private final FolderLock lock;
    private final byte[] regionKey;
    private final String password;

    private OpenDataFolder(DataFolder folder, FolderLock lock, byte[] regionKey, String password) {
        this.folder = folder;
        this.lock = lock;
        this.regionKey = regionKey;
        this.password = password;
    }

    /**
     * Makes the folder if there is none, takes its lock, and reads or makes its secrets.
     *
     * @param newPassword replaces the password that the folder has; empty: it keeps it, or is given a random one
     * @param firstNeed   room that a new region takes at once
     * @param laterNeed   room without which a region that exists should not start
     * @throws RegionProblemException if that is not possible: one line says why
     */
    public static OpenDataFolder open(
            DataFolder folder, Optional<String> newPassword, ByteSize firstNeed, ByteSize laterNeed) {
        newPassword.ifPresent(OpenDataFolder::checkPassword);
        folder.prepare();
        boolean first = !Files.exists(folder.path().resolve(DataFolder.KEY_FILE));
        FolderLock lock = takeLock(folder);
        try {
            ByteSize need = first ? firstNeed : laterNeed;
            if (folder.free().compareTo(need) < 0) {
                throw new RegionProblemException("the disk of " + folder.path() + " is too small: " + folder.free()
                        + " are free and " + need + " are needed; choose another folder with --data");
            }
            byte[] key = readOrMakeKey(folder.path().resolve(DataFolder.KEY_FILE));
            String password = readOrMakePassword(folder.path().resolve(DataFolder.PASSWORD_FILE), newPassword);
            return new OpenDataFolder(folder, lock, key, password);
        } catch (RuntimeException | IOException failure) {
            release(lock);
            if (failure instanceof IOException fileFailure) {
                throw DataFolder.problem("use the data folder " + folder.path(), fileFailure);
            }
            throw (RuntimeException) failure;
        }
    }

    private static FolderLock takeLock(DataFolder folder) {
        Path file = folder.path().resolve(DataFolder.LOCK_FILE);
        try {
            return FolderLock.take(file)
                    .orElseThrow(() -> new RegionProblemException("the region in " + folder.path()
                            + " is already running"
                            + folder.runner()
                                    .map(owner -> " (process " + owner.pid() + ")")
                                    .orElse("")
                            + "; see ./borealis status, or end it with ./borealis stop"));
        } catch (IOException failure) {
            throw DataFolder.problem("lock the data folder " + folder.path(), failure);
        }
    }

    private static byte[] readOrMakeKey(Path file) throws IOException {
        if (!Files.exists(file)) {
            Secrets.write(file, Secrets.newKey());
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length != Secrets.KEY_BYTES) {
            throw new RegionProblemException(
                    file + " is damaged: it has " + key.length + " bytes instead of " + Secrets.KEY_BYTES);
        }
        return key;
    }

    private static String readOrMakePassword(Path file, Optional<String> newPassword) throws IOException {
        if (newPassword.isPresent()) {
            Secrets.write(file, newPassword.get() + "\n");
        } else if (!Files.exists(file)) {
            Secrets.write(file, Secrets.newPassword() + "\n");
        }
        return readPassword(file);
    }

    /**
     * The password in a file: its first line.
     *
     * @throws RegionProblemException if the file cannot be read or has no fitting password
     */
    public static String readPassword(Path file) {
        String text;
        try {
            if (Files.size(file) > MAX_PASSWORD_FILE_BYTES) {
                throw new RegionProblemException(
                        file + " is too long for a password of at most " + MAX_PASSWORD_LENGTH + " characters");
            }
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw DataFolder.problem("read the password from " + file, failure);
        }
        String password = text.lines().findFirst().orElse("");
        try {
            checkPassword(password);
        } catch (RegionProblemException unfit) {
            throw new RegionProblemException(file + ": " + unfit.getMessage(), unfit);
        }
        return password;
    }

    private static void checkPassword(String password) {
        if (password.isEmpty()) {
            throw new RegionProblemException("the password is empty");
        }
        if (password.length() > MAX_PASSWORD_LENGTH) {
            throw new RegionProblemException("the password is longer than " + MAX_PASSWORD_LENGTH + " characters");
        }
        if (password.chars().anyMatch(character -> character < ' ' || character == 0x7f)) {
            throw new RegionProblemException("the password holds control characters");
        }
    }

    public DataFolder folder() {
        return folder;
    }

    /** The key with which the nodes of this region know each other. */
    public byte[] regionKey() {
        return regionKey.clone();
    }

    /** Password of the role that owns the region. */
    public String password() {
        return password;
    }

    /** Removes the status file and gives the folder back. */
    @Override
    public void close() {
        try {
            folder.statusFile().remove();
        } catch (IOException failure) {
            throw DataFolder.problem("remove the status file of " + folder.path(), failure);
        } finally {
            release(lock);
        }
    }

    private static void release(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException failure) {
            throw DataFolder.problem("unlock the data folder", failure);
        }
    }
}
