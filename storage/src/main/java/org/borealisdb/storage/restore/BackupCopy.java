package org.borealisdb.storage.restore;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.borealisdb.cloud.objectstore.ObjectContent;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.TaggedObject;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.storage.backup.BackupNames;
import org.borealisdb.storage.backup.BackupPin;
import org.borealisdb.storage.backup.GroupIndex;
import org.borealisdb.storage.backup.GroupPlan;
import org.borealisdb.storage.backup.StoreOwner;
import org.borealisdb.storage.backup.StoredLayer;
import org.borealisdb.storage.backup.TimePoint;

/**
 * Copies a volume's backup to another store, from which it can be restored in the same way: all of it, or only what one point needs, which is a snapshot. Objects first, then the indexes that name
 * them, so that a copy that is cut off shows nothing; to be repeated then. The source stays in use meanwhile: a pin keeps what is copied. Used by one task.
 */
public final class BackupCopy {
    private static final Duration PINNED = Duration.ofDays(2);
    private static final long MICROS_PER_MILLI = 1_000;

    private final BackupView view;
    private final ObjectStore source;
    private final ObjectStore target;
    private final Clock clock;
    private final RandomSource random;
    private long bytes;

    public BackupCopy(BackupView view, ObjectStore target, Clock clock, RandomSource random) {
        this.view = view;
        this.source = view.store();
        this.target = target;
        this.clock = clock;
        this.random = random;
    }

    /** Copies everything; what the target has already is not copied again. Answers the bytes that were. */
    public long all() {
        return copy(view.groups().stream().map(GroupIndex::left).toList());
    }

    /**
     * Copies what a restore at {@code point} needs; answers the bytes.
     *
     * @throws RestoreException if the point can't be restored
     */
    public long snapshot(TimePoint point) {
        List<GroupPlan> plans =
                view.plan(point).orElseThrow(() -> new RestoreException("LSN " + point.lsn() + " can't be restored"));
        List<GroupIndex> indexes = new ArrayList<>();
        for (GroupPlan plan : plans) {
            List<StoredLayer> layers = new ArrayList<>(plan.layers());
            layers.addAll(plan.cut());
            indexes.add(view.groups().get(plan.group()).snapshot(layers, plan.logs(), point));
        }
        return copy(indexes);
    }

    private long copy(List<GroupIndex> indexes) {
        StoreOwner.copy(source, target);
        String pin = BackupNames.pins(view.metadata().id()) + "/" + Long.toHexString(random.nextLong());
        long until = clock.wallMicros() / MICROS_PER_MILLI + PINNED.toMillis();
        source.putIfAbsent(pin, ObjectContent.of(new BackupPin(0, until).encode()));
        for (GroupIndex index : indexes) {
            String folder = BackupNames.group(index.volume(), index.group()) + "/";
            TreeSet<String> names = index.objects();
            names.forEach(name -> copyObject(folder + name));
        }
        // That of group 0 says that there is a volume: last.
        indexes.reversed().forEach(this::replaceIndex);
        target.putIfAbsent(BackupNames.volume(view.metadata().id()), ObjectContent.of(new byte[] {1}));
        source.delete(pin);
        return bytes;
    }

    private void copyObject(String name) {
        long length =
                source.length(name).orElseThrow(() -> new RestoreException(name + " is missing in " + source.place()));
        boolean copied = target.putIfAbsent(name, new ObjectContent() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public int read(long position, ByteBuffer into) {
                return source.read(name, position, into);
            }
        });
        bytes += copied ? length : 0;
    }

    private void replaceIndex(GroupIndex index) {
        String name = BackupNames.index(index.volume(), index.group());
        Optional<TaggedObject> before = target.read(name);
        if (target.compareAndSet(name, before.map(TaggedObject::tag).orElse(""), index.encode())
                .isEmpty()) {
            throw new RestoreException("somebody else writes to " + target.place() + " at the same time");
        }
    }
}
