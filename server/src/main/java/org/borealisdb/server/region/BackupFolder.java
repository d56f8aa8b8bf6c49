package org.borealisdb.server.region;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A folder that holds backups: a folder in it for each zone. */
public final class BackupFolder {
    private static final String ZONE = "zone-";
    private static final int OWNER_BYTES = 16;

    private BackupFolder() {}

    /** Where the copies of each object are. */
    public static List<Path> copies(Path folder) {
        return DataFolder.ZONES.stream()
                .map(zone -> folder.resolve(ZONE + zone))
                .toList();
    }

    /** True if there is one. */
    public static boolean exists(Path folder) {
        return copies(folder).stream().anyMatch(Files::isDirectory);
    }

    /**
     * Names a region to its backup: by a digest of the region's key, which tells nothing of the key.
     *
     * @throws RegionProblemException if the key cannot be read
     */
    public static String owner(Path keyFile) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("borealis backup".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(keyFile)), 0, OWNER_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw DataFolder.problem("read the region key " + keyFile, e);
        }
    }
}
