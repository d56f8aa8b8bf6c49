package org.borealisdb.storage.ingest;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.redo.volume.VolumeMetadata;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.storage.file.ReplacedFile;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.storage.segment.SegmentFounding;
import org.borealisdb.storage.segment.SegmentLimits;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * The volumes of a node. Their metadata are one replaced file each, {@code volumes/ID} (magic {@code BRVF}, version 2, content: the encoded metadata), outside
 * the journal: they survive damage there and hold back no journal file. Version 2 says, in addition to version 1, that every segment which the metadata place here
 * was given a manifest before, if it was new: one that has none has lost it, now or with a disk of before (R22). Only the journal's task adds or changes; anyone may look.
 */
public final class Volumes {
    private static final String FOLDER = "volumes";
    private static final int MAGIC = 0x46565242;
    private static final int VERSION = 2;
    /** Segments without files had no manifest. Still read, and replaced. */
    private static final int WITHOUT_MANIFESTS = 1;

    /** What became of metadata that someone showed. */
    enum Learning {
        /** They are newer than what was known, and durable now. */
        LEARNT,
        /** They are no newer. */
        KNOWN,
        /** They place a segment here whose former files are still being deleted. */
        TOO_EARLY,
        /** They are those of another volume of this name, or of a metadata log that has forgotten what it had decided. */
        FOREIGN
    }

    private final Address self;
    private final FileStore files;
    private final VolumeKeys keys;
    private final Tasks tasks;
    private final SegmentLimits limits;
    private final Consumer<String> onDamage;
    /** Sorted, so that its order may reach messages. */
    private final ConcurrentSkipListMap<VolumeId, VolumeReplica> volumes = new ConcurrentSkipListMap<>();

    /** No volumes yet; {@code onDamage} is told of segments that abstain, in words. */
    public Volumes(
            Address self,
            FileStore files,
            VolumeKeys keys,
            Tasks tasks,
            SegmentLimits limits,
            Consumer<String> onDamage) {
        this.self = self;
        this.files = files;
        this.keys = keys;
        this.tasks = tasks;
        this.limits = limits;
        this.onDamage = onDamage;
    }

    /**
     * Reads all volumes back.
     *
     * @throws org.borealisdb.runtime.codec.MalformedException if metadata are damaged: the node must not serve without knowing its epochs
     * @throws org.borealisdb.cloud.key.KeyUnavailableException if a volume's data cannot be read, for want of a key
     */
    public void recover() {
        for (String name : files.list(FOLDER)) {
            if (name.endsWith(".new")) {
                continue;
            }
            ReplacedFile.Content content = ReplacedFile.read(
                            files, FOLDER + "/" + name, MAGIC, WITHOUT_MANIFESTS, VERSION)
                    .orElseThrow();
            VolumeMetadata metadata = VolumeMetadata.decode(content.bytes());
            keys.learn(metadata);
            if (content.version() == WITHOUT_MANIFESTS) {
                // One that had not folded yet has its log in the journal on this same disk: nothing is forgotten.
                SegmentFounding.create(self, files, keys, metadata, _ -> true, Optional.empty());
                write(metadata);
            }
            volumes.put(
                    metadata.id(),
                    new VolumeReplica(self, files, keys, tasks, limits, onDamage, metadata, /* learnt= */ false));
        }
    }

    public Optional<VolumeReplica> find(VolumeId id) {
        return Optional.ofNullable(volumes.get(id));
    }

    /** All volumes, by id. */
    public Collection<VolumeReplica> all() {
        return volumes.values();
    }

    /**
     * Makes metadata durable and follows them, if they are newer than what is known, and go on from it: a metadata log that was lost, and begun anew, counts up to any revision in the end, and must not put what it knows in the place of what leads to the data. A segment that they place here is new if the ones before did not; unless those were all that a node
     * with a lost disk has heard so far, from somebody who was not up to date: it may have held this one too.
     */
    Learning learn(VolumeMetadata metadata) {
        // Whoever offered them has done this before, where waiting does not hold the journal up.
        keys.learn(metadata);
        VolumeReplica known = volumes.get(metadata.id());
        if (known == null) {
            SegmentFounding.create(self, files, keys, metadata, group -> neverHeld(metadata, group), origin(metadata));
            write(metadata);
            volumes.put(
                    metadata.id(),
                    new VolumeReplica(self, files, keys, tasks, limits, onDamage, metadata, /* learnt= */ true));
            return Learning.LEARNT;
        }
        VolumeMetadata before = known.metadata();
        if (!metadata.newerThan(before)) {
            return Learning.KNOWN;
        }
        if (!metadata.timelines().continues(before.timelines())) {
            return Learning.FOREIGN;
        }
        if (known.leaving().tooEarlyFor(metadata)) {
            return Learning.TOO_EARLY;
        }
        SegmentFounding.create(
                self,
                files,
                keys,
                metadata,
                group ->
                        (group >= before.groups().size() || !before.group(group).contains(self))
                                && !known.hasForgotten(),
                Optional.empty());
        write(metadata);
        known.adopt(metadata);
        return Learning.LEARNT;
    }

    /** True if the metadata of {@code id} read as they were written. */
    public boolean sound(VolumeId id) {
        try {
            return ReplacedFile.read(files, FOLDER + "/" + id.value(), MAGIC, WITHOUT_MANIFESTS, VERSION)
                    .isPresent();
        } catch (MalformedException | FileException e) {
            return false;
        }
    }

    /** Writes the metadata of {@code id} again. For the journal's task. */
    public void restore(VolumeId id) {
        VolumeReplica volume = volumes.get(id);
        if (volume != null) {
            write(volume.metadata());
        }
    }

    /**
     * True if this node, which does not know the volume, can't have held a segment of {@code group} before: nothing was ever written, or it is about to replace another. Otherwise it may
     * be one whose disk was lost, and what it held and acknowledged with it (R14).
     */
    private boolean neverHeld(VolumeMetadata metadata, int group) {
        return metadata.epoch().number() == 0
                || metadata.group(group).slots().stream()
                        .noneMatch(slot -> slot.current().node().equals(self));
    }

    /** The volume that a new one is branched off. */
    private Optional<VolumeReplica> origin(VolumeMetadata metadata) {
        return metadata.origin().flatMap(from -> find(from.source()));
    }

    /** Makes {@code metadata} those of a volume of a node that does not run, and whose segments have their manifests already. */
    public static void place(FileStore files, VolumeMetadata metadata) {
        ReplacedFile.write(files, FOLDER + "/" + metadata.id().value(), MAGIC, VERSION, metadata.encode());
    }

    private void write(VolumeMetadata metadata) {
        place(files, metadata);
    }
}
