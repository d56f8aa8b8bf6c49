package org.borealisdb.storage.backup;

import java.util.Optional;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.TaggedObject;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.MalformedException;

/** The index of one group in the store, as it was last read or written here. Used by one task. */
final class IndexRecord {
    private final ObjectStore store;
    private final VolumeId volume;
    private final int group;
    private GroupIndex index;
    private String tag = "";

    IndexRecord(ObjectStore store, VolumeId volume, int group) {
        this.store = store;
        this.volume = volume;
        this.group = group;
        this.index = GroupIndex.empty(volume, group);
    }

    GroupIndex index() {
        return index;
    }

    /** True if there is one in the store. */
    boolean exists() {
        return !tag.isEmpty();
    }

    /** Reads it again; true if it has changed. */
    boolean read() {
        Optional<TaggedObject> found = store.read(BackupNames.index(volume, group));
        String before = tag;
        if (found.isPresent()) {
            GroupIndex read = GroupIndex.decode(found.get().bytes());
            if (!read.volume().equals(volume) || read.group() != group) {
                throw new MalformedException("the backup index of group " + group + " of " + volume + " is another's");
            }
            index = read;
            tag = found.get().tag();
        } else {
            index = GroupIndex.empty(volume, group);
            tag = "";
        }
        return !before.equals(tag);
    }

    /** Replaces it, if it is still what was read; otherwise reads it. True if {@code next} is what is stored. */
    boolean replace(GroupIndex next) {
        Optional<String> stored = store.compareAndSet(BackupNames.index(volume, group), tag, next.encode());
        if (stored.isPresent()) {
            index = next;
            tag = stored.get();
            return true;
        }
        read();
        // A replacement whose outcome was unknown may have been this very one.
        return index.equals(next);
    }
}
