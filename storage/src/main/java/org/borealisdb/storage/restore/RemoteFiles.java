package org.borealisdb.storage.restore;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.storage.file.ReplacedFile;

/**
 * The files of a node that are still in an object store; see the package description for the bytes.
 *
 * @param place of the store
 * @param pin   object that keeps them there
 * @param files by name
 */
record RemoteFiles(String place, String pin, SortedMap<String, Remote> files) {
    private static final String NAME = "restore/files";
    private static final int MAGIC = 0x53525242;
    private static final int VERSION = 1;

    /**
     * Where a file is.
     *
     * @param object whole name of the object
     * @param length of it
     */
    record Remote(String object, long length) {}

    RemoteFiles {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    RemoteFiles without(String name) {
        TreeMap<String, Remote> fewer = new TreeMap<>(files);
        fewer.remove(name);
        return new RemoteFiles(place, pin, fewer);
    }

    RemoteFiles with(String name, Remote file) {
        TreeMap<String, Remote> more = new TreeMap<>(files);
        more.put(name, file);
        return new RemoteFiles(place, pin, more);
    }

    static Optional<RemoteFiles> read(FileStore files) {
        return ReplacedFile.read(files, NAME, MAGIC, VERSION).map(content -> {
            Decoder in = new Decoder(content, NAME);
            String place = in.getString();
            String pin = in.getString();
            TreeMap<String, Remote> remote = new TreeMap<>();
            int count = in.getCount(16);
            for (int file = 0; file < count; file++) {
                remote.put(in.getString(), new Remote(in.getString(), in.getPositiveLong()));
            }
            in.end();
            return new RemoteFiles(place, pin, remote);
        });
    }

    void write(FileStore store) {
        Encoder out = new Encoder(256).putString(place).putString(pin).putInt(files.size());
        files.forEach(
                (name, remote) -> out.putString(name).putString(remote.object()).putLong(remote.length()));
        ByteBuffer done = out.finish();
        byte[] bytes = new byte[done.remaining()];
        done.get(bytes);
        ReplacedFile.write(store, NAME, MAGIC, VERSION, bytes);
    }

    /** True if what is in the folder of {@code store} is this. */
    boolean sound(FileStore store) {
        try {
            return read(store).equals(Optional.of(this));
        } catch (MalformedException | FileException e) {
            return false;
        }
    }

    static void remove(FileStore store) {
        store.delete(NAME);
    }
}
