package org.borealisdb.storage.segment;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.storage.layer.DamagedSectionException;
import org.borealisdb.storage.layer.Layer;

/** Where it is told what was found to be wrong with the files of a volume's segments, and what that means for them. Called by any task, without the volume's lock. */
public final class SegmentDamage {
    private final VolumeReplica volume;
    private final Consumer<String> listener;
    private final AtomicLong found = new AtomicLong();
    private final AtomicLong mended = new AtomicLong();

    SegmentDamage(VolumeReplica volume, Consumer<String> listener) {
        this.volume = volume;
        this.listener = listener;
    }

    /** Parts of files that were found not to read as they were written. */
    public long found() {
        return found.get();
    }

    /** Parts of files that are sound again. */
    public long mended() {
        return mended.get();
    }

    /** So many parts of files are sound again. */
    public void mended(int parts) {
        mended.addAndGet(parts);
    }

    void tell(Segment segment, String reason) {
        listener.accept(name(segment) + " abstains: " + reason);
    }

    private static String name(Segment segment) {
        return "group " + segment.group() + " of " + segment.volume();
    }

    /**
     * Reading the files of {@code segment} failed: a damaged section of a layer is mended by itself (R15), anything else takes the segment out of service.
     *
     * @throws DamageUnrecordedException if the disk does not take the mark
     */
    public void found(Segment segment, RuntimeException cause) {
        if (!(cause instanceof DamagedSectionException section) || !toBeMended(segment, section)) {
            found(segment, String.valueOf(cause.getMessage()));
        }
    }

    /**
     * Takes a segment out of service: damage was found in its files. Remembered across restarts.
     *
     * @throws DamageUnrecordedException if the disk does not take the mark
     */
    public void found(Segment segment, String reason) {
        volume.lock().lock();
        try {
            if (!segment.healthy()) {
                // Many may find the same damage; the first one has told of it.
                return;
            }
            segment.setDamage(reason, volume.timelines());
            segment.health().setBeingMarked();
            volume.changed().signalAll();
        } finally {
            volume.lock().unlock();
        }
        found.incrementAndGet();
        tell(segment, reason);
        try {
            mark(segment);
        } catch (FileException e) {
            throw new DamageUnrecordedException(
                    name(segment) + " is damaged (" + reason + "), and the disk does not take the mark: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Makes damage known to later starts; called again for what a start found by itself, by the task that owns the files. */
    public void mark(Segment segment) {
        DamageMark mark;
        volume.lock().lock();
        try {
            mark = segment.health().mark();
        } finally {
            volume.lock().unlock();
        }
        segment.files().writeDamage(mark);
        volume.lock().lock();
        try {
            segment.health().setMarked();
        } finally {
            volume.lock().unlock();
        }
    }

    /** Notes a damaged section; false if there are too many of them. */
    private boolean toBeMended(Segment segment, DamagedSectionException section) {
        volume.lock().lock();
        try {
            DamagedSections known = segment.damagedSections();
            // A reader that began before it was mended meets the old layer.
            Optional<Layer> damaged = segment.layers().stream()
                    .filter(layer -> layer.number() == section.layer())
                    .findFirst();
            // What is not here yet is fetched until it is sound.
            if (damaged.isEmpty() || damaged.get().remote() || known.contains(section.layer(), section.page())) {
                return true;
            }
            if (!segment.healthy() || !known.add(section.layer(), section.page())) {
                return false;
            }
        } finally {
            volume.lock().unlock();
        }
        found.incrementAndGet();
        listener.accept(name(segment) + " has to be mended: " + section.getMessage());
        return true;
    }

    /** The header or index of a layer of {@code segment} is damaged on the disk, while memory has it; false if the layer is not there any more. */
    public boolean foundFrame(Segment segment, Layer layer, String reason) {
        volume.lock().lock();
        try {
            if (!volume.holds(segment) || !segment.layers().contains(layer)) {
                return false;
            }
            segment.damagedSections().addFrame(layer.number());
        } finally {
            volume.lock().unlock();
        }
        found.incrementAndGet();
        listener.accept(name(segment) + " has to be mended: " + reason);
        return true;
    }

    /** A peer has another content of {@code page} (R15): it is not served any more. Called by the task that compares. */
    public void differs(Segment segment, long page, DifferingPages.Difference difference, String what) {
        byte[] all;
        volume.lock().lock();
        try {
            if (!segment.differingPages().add(page, difference)) {
                return;
            }
            all = segment.differingPages().encode();
        } finally {
            volume.lock().unlock();
        }
        listener.accept(what);
        segment.files().writeDiffering(all);
    }

    /** Enough peers have {@code page} as it is here: it is served again. Called by the task that compares. */
    public void agrees(Segment segment, long page, String what) {
        byte[] all;
        volume.lock().lock();
        try {
            if (!segment.differingPages().remove(page)) {
                return;
            }
            all = segment.differingPages().encode();
        } finally {
            volume.lock().unlock();
        }
        listener.accept(what);
        segment.files().writeDiffering(all);
    }
}
