package org.borealisdb.storage.backup;

import java.nio.ByteBuffer;
import org.borealisdb.cloud.objectstore.ObjectContent;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;

/** Whose backup a store has: two regions, whose volumes have the same numbers, must not mix. Used by one task. */
public final class StoreOwner {
    private static final String NAME = "owner";
    private static final int MAGIC = 0x4F425242;
    private static final int VERSION = 1;

    private final BackupPlace place;
    private boolean checked;

    public StoreOwner(BackupPlace place) {
        this.place = place;
    }

    /**
     * Makes an empty store this region's, and fails if it is another's.
     *
     * @throws ObjectStoreException that says so, or that the store can't be asked
     */
    public void check() {
        if (checked) {
            return;
        }
        ObjectStore store = place.store();
        store.putIfAbsent(NAME, ObjectContent.of(encode(place.owner())));
        String owner = store.read(NAME)
                .map(found -> decode(found.bytes()))
                .orElseThrow(() -> new ObjectStoreException(
                        ObjectStoreException.Kind.UNAVAILABLE, store.place() + " does not keep what is stored in it"));
        if (!owner.equals(place.owner())) {
            throw new ObjectStoreException(
                    ObjectStoreException.Kind.UNAVAILABLE,
                    store.place() + " has the backup of another region; choose another place for this one's");
        }
        checked = true;
    }

    /**
     * Makes {@code target}, if it is empty, a store of the same region as {@code source}.
     *
     * @throws ObjectStoreException if it is another's
     */
    public static void copy(ObjectStore source, ObjectStore target) {
        String owner = source.read(NAME).map(found -> decode(found.bytes())).orElse("");
        new StoreOwner(new BackupPlace(target, BackupPlace.SHORTEST, owner, BackupSettings.standard())).check();
    }

    private static byte[] encode(String owner) {
        return Framed.encode(MAGIC, VERSION, new Encoder(32).putString(owner));
    }

    private static String decode(ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "owner of a backup");
        String owner = in.getString();
        in.end();
        return owner;
    }
}
