package org.borealisdb.server.role;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.cloud.key.LocalKeyService;
import org.borealisdb.cloud.key.RoutedKeyService;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.redo.volume.WrappedKey;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.volume.encryption.DataKeys;

/** The keys of a region: its key service, and what has to be true of a volume's keys before anything of it is started. May be used by any task. */
public final class RegionKeys {
    private final EncryptionPlan plan;
    private final LocalKeyService local;
    private final KeyService service;
    private final DataKeys dataKeys;

    public RegionKeys(RegionPlan region, RealWorld world) {
        this.plan = region.encryption();
        Folder folder = new Folder(plan.keysFolder());
        this.local = new LocalKeyService(folder::files, world.random(), world.clock());
        this.service = new RoutedKeyService(local);
        this.dataKeys = new DataKeys(service, world.random());
    }

    /** A folder that is made when it is first needed. */
    private static final class Folder {
        private final Path path;
        private Optional<FileStore> files = Optional.empty();

        Folder(Path path) {
            this.path = path;
        }

        synchronized FileStore files() {
            if (files.isEmpty()) {
                files = Optional.of(new RealFileStore(path));
            }
            return files.get();
        }
    }

    /** What is decided of all volumes of a region, by name. */
    public static List<VolumeMetadata> volumes(MetadataLog log) {
        List<VolumeMetadata> volumes = new ArrayList<>();
        for (String key : log.keys("volumes/")) {
            log.read(key).ifPresent(value -> volumes.add(VolumeMetadata.decode(value.bytes())));
        }
        return volumes;
    }

    /** The service that wraps and unwraps. */
    public KeyService service() {
        return service;
    }

    /** The part of it that is in files of the region. */
    public LocalKeyService local() {
        return local;
    }

    public DataKeys dataKeys() {
        return dataKeys;
    }

    /**
     * Before anything is started: makes sure that a volume is as it is wanted, and that its keys can be had; or makes the key of a new one.
     *
     * @param existing what is decided of the volume; empty if it is still to be created
     * @return the keys of a volume that is to be created
     * @throws RegionProblemException  if it is encrypted and is not to be, or the other way round
     * @throws KeyUnavailableException if its keys are not to be had
     */
    List<WrappedKey> prepare(Optional<VolumeMetadata> existing) {
        if (existing.isEmpty()) {
            return plan.wanted().orElse(true) ? List.of(dataKeys.generate(plan.newMasterKey())) : List.of();
        }
        checkWanted(existing.get());
        check(existing.get());
        return List.of();
    }

    /**
     * Makes sure that the keys of a volume can be had.
     *
     * @throws KeyUnavailableException if not; says where they belong
     */
    void check(VolumeMetadata volume) {
        try {
            dataKeys.check(volume);
        } catch (KeyUnavailableException e) {
            boolean isLocal =
                    volume.keys().stream().anyMatch(key -> key.masterKey().equals(KeyService.LOCAL));
            throw isLocal
                    ? new KeyUnavailableException(e.getMessage() + " (" + plan.keysFolder() + ")", e.retryable(), e)
                    : e;
        }
    }

    /**
     * The data keys of its own that a branch of {@code source} is to have: one, unless it is not to be encrypted, or would have too many.
     *
     * @param masterKey what somebody wants to have it wrapped by; empty: what wraps that of the source, if it is encrypted
     * @throws KeyUnavailableException if the master key is not to be had
     */
    List<WrappedKey> ofBranch(VolumeMetadata source, Optional<String> masterKey) {
        if (source.keys().size() < VolumeMetadata.MOST_KEYS) {
            Optional<String> inherited =
                    source.encrypted() ? Optional.of(source.keys().getLast().masterKey()) : Optional.empty();
            return masterKey.or(() -> inherited).map(dataKeys::generate).stream()
                    .toList();
        }
        if (masterKey.isPresent()) {
            throw new RegionProblemException(source.id() + " has " + VolumeMetadata.MOST_KEYS
                    + " data keys, the most there can be, of those that it was cloned from: leave out the KMS key");
        }
        return List.of();
    }

    private void checkWanted(VolumeMetadata volume) {
        if (plan.wanted().isPresent() && plan.wanted().get() != volume.encrypted()) {
            throw new RegionProblemException(volume.id() + " was created "
                    + (volume.encrypted()
                            ? "with encryption, which cannot be taken away: start without --encryption off"
                            : "without encryption, which cannot be added in place: start without --encryption on"));
        }
        if (plan.masterKey().isEmpty()) {
            return;
        }
        if (!volume.encrypted()) {
            throw new RegionProblemException(
                    volume.id() + " was created without encryption, so it has no master key: start without --kms-key");
        }
        String known = volume.keys().getLast().masterKey();
        if (!known.equals(plan.masterKey().get())) {
            throw new RegionProblemException("the master key of " + volume.id() + " is " + known + ", not "
                    + plan.masterKey().get()
                    + ": start without --kms-key, or change it with ./borealis key rotate --kms-key "
                    + plan.masterKey().get());
        }
    }
}
