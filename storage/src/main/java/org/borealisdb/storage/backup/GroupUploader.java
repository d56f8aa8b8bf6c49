package org.borealisdb.storage.backup;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.cloud.objectstore.ObjectContent;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.config.PlantedBug;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.seal.VolumeKeys;
import org.borealisdb.storage.segment.LineEnd;
import org.borealisdb.storage.segment.LogEntry;
import org.borealisdb.storage.segment.Segment;
import org.borealisdb.storage.segment.VolumeReplica;

/**
 * One group's place in the backup, as seen by one of its nodes: takes the place of the uploader if nobody fills it, and then puts log into the store and replaces the index.
 * {@link #turn} is called by one task; layers come from another ({@link #add}).
 */
final class GroupUploader {
    /** What a floor that waits for the backup is called among those that copy. */
    private static final Address PIN = new Address("backup");

    private static final long PIN_NANOS = 30_000_000_000L;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final int MOST_OBJECTS_A_TURN = 8;

    private final Address self;
    private final Clock clock;
    private final VolumeKeys keys;
    private final Metrics metrics;
    private final BackupPlace place;
    private final ObjectStore store;
    private final BackupSettings settings;
    private final VolumeReplica volume;
    private final int group;
    private final IndexRecord record;

    // Of the task that takes turns.
    private long lastPoll;
    private boolean polled;
    private long unchangedSince;
    private long claimedAt;
    private long restingUntil;
    private final TimeNotes notes = new TimeNotes();

    /** Guards what follows. */
    private final Lock lock;

    private boolean uploading;
    private GroupIndex published;
    private long nextNumber;
    private final List<StoredLayer> added = new ArrayList<>();
    /** How far the layers that were added hold lines that were left. */
    private List<LineEnd> held = List.of();

    private boolean making;
    private long collectBelow;
    private long collectBefore;
    private final LagMeter meter = new LagMeter();
    private int timeline;

    GroupUploader(
            Address self,
            Tasks tasks,
            Clock clock,
            VolumeKeys keys,
            Metrics metrics,
            BackupPlace place,
            VolumeReplica volume,
            int group) {
        this.self = self;
        this.clock = clock;
        this.keys = keys;
        this.metrics = metrics;
        this.place = place;
        this.store = place.store();
        this.settings = place.settings();
        this.volume = volume;
        this.group = group;
        this.record = new IndexRecord(store, volume.id(), group);
        this.published = record.index();
        this.lock = tasks.lock("backup of group " + group);
        this.lastPoll = clock.nanoTime();
        this.unchangedSince = lastPoll;
        this.restingUntil = lastPoll;
    }

    VolumeId volume() {
        return volume.id();
    }

    int group() {
        return group;
    }

    VolumeReplica replica() {
        return volume;
    }

    /** True if this node uploads the group. */
    boolean uploading() {
        lock.lock();
        try {
            return uploading;
        } finally {
            lock.unlock();
        }
    }

    /** How long ago the volume was where the store is; 0 if this node does not upload. */
    long lagNanos() {
        long vdl;
        volume.lock().lock();
        try {
            vdl = volume.vdl();
        } finally {
            volume.lock().unlock();
        }
        lock.lock();
        try {
            return uploading ? meter.lag(clock.nanoTime(), vdl) : 0;
        } finally {
            lock.unlock();
        }
    }

    /** The index, if this node uploads and everything that was added is in it. */
    Optional<GroupIndex> settled() {
        lock.lock();
        try {
            return uploading && added.isEmpty() && collectBelow == 0 ? Optional.of(published) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** A name that no other object of the group has. */
    String newName(String kind) {
        lock.lock();
        try {
            return BackupNames.object(published.generation(), nextNumber++, kind);
        } finally {
            lock.unlock();
        }
    }

    /** Has layers, which are in the store, named by the index, unless somebody else uploads by now; {@code lines} says how far they hold lines that were left. */
    void add(long generation, List<StoredLayer> layers, List<LineEnd> lines) {
        lock.lock();
        try {
            if (uploading && published.generation() == generation) {
                added.addAll(layers);
                held = List.copyOf(lines);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says that a layer is being made, or that it is done: meanwhile the place of the uploader is kept. */
    void making(boolean now) {
        lock.lock();
        try {
            making = now;
        } finally {
            lock.unlock();
        }
    }

    private boolean isMaking() {
        lock.lock();
        try {
            return making;
        } finally {
            lock.unlock();
        }
    }

    /** Has the index let go of layers at or below {@code floor}, and of times before {@code millis}. */
    void collect(long generation, long floor, long millis) {
        lock.lock();
        try {
            if (uploading && published.generation() == generation) {
                collectBelow = floor;
                collectBefore = millis;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does what is to be done now.
     *
     * @throws ObjectStoreException if the store fails
     */
    void turn() {
        long now = clock.nanoTime();
        try {
            if (!uploading()) {
                poll(now);
            }
            if (uploading()) {
                upload(now);
            }
        } catch (RuntimeException e) {
            // Whether it was replaced is unknown: read before the next attempt.
            polled = false;
            pin(now);
            archived(Long.MAX_VALUE);
            noteLag(now);
            throw e;
        }
        pin(now);
    }

    private void noteLag(long now) {
        Optional<LogView> found = LogView.of(volume, group, self, record.index().upTo(), 0);
        found.ifPresent(view -> measure(now, view));
        if (uploading()) {
            found.ifPresent(this::noteTime);
        }
    }

    /** The clock is read right behind VDL: earlier, what is written after a time would be restored at it; later, what was written before would not. */
    private void noteTime(LogView view) {
        if (group == 0) {
            notes.note(clock.wallMicros() / MICROS_PER_MILLI, view.timeline(), view.vdl());
        }
    }

    private void measure(long now, LogView view) {
        lock.lock();
        try {
            if (timeline != view.timeline()) {
                timeline = view.timeline();
                meter.clear();
            }
            meter.note(now, view.vdl(), record.index().wholeUpTo(view.timeline()));
        } finally {
            lock.unlock();
        }
    }

    /** What the store lacks stays readable here, up to a bound. */
    private void pin(long now) {
        long layers = record.index().layersUpTo();
        volume.lock().lock();
        try {
            Optional<Segment> segment = volume.segment(group);
            if (segment.isPresent()
                    && volume.timelines().logBytes(layers, segment.get().flushed()) <= settings.retainedBytes()) {
                segment.get().pins().set(PIN, layers, now + PIN_NANOS);
            }
        } finally {
            volume.lock().unlock();
        }
    }

    private void archived(long lsn) {
        volume.lock().lock();
        try {
            volume.segment(group).ifPresent(segment -> segment.setArchived(lsn));
        } finally {
            volume.lock().unlock();
        }
    }

    private void poll(long now) {
        if (polled && now - lastPoll < settings.poll().toNanos()) {
            return;
        }
        lastPoll = now;
        if (record.read() || !polled) {
            unchangedSince = now;
        }
        polled = true;
        GroupIndex index = record.index();
        Optional<LogView> view = LogView.of(volume, group, self, index.upTo(), index.generation());
        if (view.isEmpty() || view.get().whole() <= index.wholeUpTo(view.get().timeline()) || now < restingUntil) {
            return;
        }
        long patience = settings.poll().toNanos() * view.get().rank()
                + (index.uploader().isEmpty() ? 0 : settings.takeOver().toNanos());
        if (now - unchangedSince >= patience) {
            claim(now, index);
        }
    }

    private void claim(long now, GroupIndex index) {
        if (!record.exists() && group == 0) {
            store.putIfAbsent(BackupNames.volume(volume.id()), ObjectContent.of(new byte[] {1}));
        }
        boolean won = record.replace(index.claimed(self.name()));
        metrics.count(won ? "storage.backup.claimed" : "storage.backup.claim-lost");
        if (won) {
            claimedAt = now;
            lock.lock();
            try {
                meter.clear();
                uploading = true;
                published = record.index();
                nextNumber = 0;
                added.clear();
                collectBelow = 0;
            } finally {
                lock.unlock();
            }
        } else {
            unchangedSince = now;
        }
    }

    private void lost(long now) {
        notes.clear();
        lock.lock();
        try {
            uploading = false;
            added.clear();
            collectBelow = 0;
        } finally {
            lock.unlock();
        }
        archived(Long.MAX_VALUE);
        unchangedSince = now;
        lastPoll = now;
        metrics.count("storage.backup.turn-ended");
    }

    private void upload(long now) {
        if (!polled) {
            record.read();
            polled = true;
            if (record.index().generation() != published.generation()
                    || !record.index().uploader().equals(self.name())) {
                lost(now);
                return;
            }
        }
        GroupIndex before = record.index();
        Optional<LogView> found = LogView.of(volume, group, self, before.upTo(), 0);
        found.ifPresent(this::noteTime);
        boolean over = now - claimedAt >= settings.turn().toNanos() && settled().isPresent() && !isMaking();
        if (found.isEmpty() || over) {
            record.replace(before.left());
            restingUntil = now + 6 * settings.poll().toNanos();
            lost(now);
            return;
        }
        LogView view = found.get();
        int taken;
        GroupIndex next;
        lock.lock();
        try {
            // What was made under another timeline may lack what is needed under this one.
            added.removeIf(layer -> layer.timeline() != view.timeline());
            taken = added.size();
            next = before.withLayers(added, view.metadata().timelines(), held);
            if (collectBelow > 0) {
                next = next.collected(collectBelow, collectBefore);
            }
        } finally {
            lock.unlock();
        }
        next = log(next, view);
        if (group == 0) {
            next = times(metadata(next, view));
        }
        if (next.equals(before) && isMaking()) {
            next = next.beating();
        }
        if (!next.equals(before)) {
            if (!record.replace(next)) {
                metrics.count("storage.backup.outrun");
                lost(now);
                return;
            }
            metrics.count("storage.backup.indexes");
        }
        lock.lock();
        try {
            added.subList(0, taken).clear();
            notes.clear();
            collectBelow = 0;
            published = next;
        } finally {
            lock.unlock();
        }
        archived(next.upTo());
        measure(now, view);
    }

    private GroupIndex log(GroupIndex index, LogView view) {
        boolean sound = index.sound(view.metadata().timelines());
        if (view.gap()) {
            // It was folded before its turn came: layers bring it, and it is whole as far as they go.
            long upTo = Math.min(view.whole(), Math.min(index.layersUpTo(), view.flushed()));
            return sound ? index.withProgress(view.timeline(), upTo) : index;
        }
        GroupIndex next = index;
        long stored = next.upTo();
        int at = 0;
        int objects = 0;
        List<LogEntry> entries = view.entries();
        while (at < entries.size() && objects < MOST_OBJECTS_A_TURN) {
            int end = at;
            long bytes = 0;
            while (end < entries.size()
                    && (end == at || bytes + entries.get(end).batch().length() <= settings.logBytes())) {
                bytes += entries.get(end).batch().length();
                end++;
            }
            List<LogEntry> part = entries.subList(at, end);
            if (part.getLast().upTo() > stored) {
                byte[] content = LogObject.encode(part, volume.id(), keys);
                String name = newName("log");
                put(name, ObjectContent.of(content));
                next = next.withLog(new StoredLog(name, stored, part.getLast().upTo(), content.length));
                stored = part.getLast().upTo();
                objects++;
            }
            at = end;
        }
        if (!sound) {
            return next;
        }
        return next.withProgress(view.timeline(), at == entries.size() ? view.whole() : Math.min(view.whole(), stored));
    }

    private GroupIndex metadata(GroupIndex index, LogView view) {
        if (view.metadata().revision() <= index.revision()) {
            return index;
        }
        String name = newName("metadata");
        put(name, ObjectContent.of(view.metadata().encode()));
        return index.withMetadata(name, view.metadata().revision());
    }

    private GroupIndex times(GroupIndex index) {
        List<TimePoint> times = notes.behind(index.times());
        if (times.size() == index.times().size()) {
            return index;
        }
        List<TimeObject> sealed = new ArrayList<>(index.sealed());
        while (times.size() > TimeObject.POINTS) {
            List<TimePoint> part = times.subList(0, TimeObject.POINTS);
            String name = newName("times");
            put(name, ObjectContent.of(TimeObject.content(part)));
            sealed.add(new TimeObject(
                    name, part.getFirst().millis(), part.getLast().millis()));
            part.clear();
        }
        return index.withTimes(sealed, times);
    }

    /** Stores a new object of the group: the index may name it when this returns. */
    void put(String name, ObjectContent content) {
        if (!stored(BackupNames.group(volume.id(), group) + "/" + name, content)) {
            throw new ObjectStoreException(
                    ObjectStoreException.Kind.UNAVAILABLE,
                    name + " is in " + place.store().place() + " already");
        }
        metrics.counter("storage.backup.bytes").add(content.length());
        metrics.count("storage.backup.objects");
    }

    private boolean stored(String name, ObjectContent content) {
        try {
            return store.putIfAbsent(name, content);
        } catch (ObjectStoreException e) {
            if (PlantedBug.INDEX_BEFORE_OBJECT.planted()) {
                return true;
            }
            throw e;
        }
    }

    /** A small object of the group, whole. */
    ByteBuffer read(String name) {
        String whole = BackupNames.group(volume.id(), group) + "/" + name;
        return store.read(whole)
                .orElseThrow(() -> new ObjectStoreException(
                        ObjectStoreException.Kind.NOT_FOUND, place.store().place() + " has no " + whole))
                .bytes();
    }
}
