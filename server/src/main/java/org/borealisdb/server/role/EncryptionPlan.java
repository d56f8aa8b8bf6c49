package org.borealisdb.server.role;

import java.nio.file.Path;
import java.util.Optional;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.server.region.RegionProblemException;

/**
 * What was said about encryption at rest. It is decided when the volume is created; what is said later must not contradict.
 *
 * @param keysFolder folder of the region's own master key, absolute
 * @param wanted     whether the volume is to be encrypted; empty: as it is, and a new one is
 * @param masterKey  name of the master key: {@code local} or an ARN; empty: as it is, and of a new volume {@code local}
 */
public record EncryptionPlan(Path keysFolder, Optional<Boolean> wanted, Optional<String> masterKey) {
    private static final String FOLDER = "keys";

    public EncryptionPlan {
        if (masterKey.isPresent() && !wanted.orElse(true)) {
            throw new RegionProblemException("a volume that is not encrypted has no master key: leave out the KMS key");
        }
    }

    /** Encrypted if the volume is new, under a master key in {@code keys} of {@code folder}. */
    public static EncryptionPlan standard(Path folder) {
        return new EncryptionPlan(folder.resolve(FOLDER), Optional.empty(), Optional.empty());
    }

    /** The same with what somebody said: {@code on} or {@code off}, and the name of a master key. */
    public EncryptionPlan with(Optional<String> encryption, Optional<String> kmsKey) {
        return new EncryptionPlan(
                keysFolder,
                encryption.map(text -> switch (text) {
                    case "on" -> true;
                    case "off" -> false;
                    default -> throw new RegionProblemException("encryption is 'on' or 'off', not '" + text + "'");
                }),
                kmsKey);
    }

    /** The master key of a new volume. */
    String newMasterKey() {
        return masterKey.orElse(KeyService.LOCAL);
    }
}
