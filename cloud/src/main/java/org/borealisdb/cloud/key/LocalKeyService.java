package org.borealisdb.cloud.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.time.Clock;

/**
 * The master key of a region in files of its own: one for each version, {@code master-1}, {@code master-2} and so on, none of which ever changes. All versions of a region
 * carry the same random number, and so does everything they wrap, so that the key of another region is recognised. Whoever has the files has the data: they are the
 * owner's alone, and belong into a backup of their own. The package description has the bytes.
 *
 * <p>Files are read at each call, for calls are rare and another process may have added a version. Safe for use by all tasks.
 */
public final class LocalKeyService implements KeyService {
    private static final String PREFIX = "master-";
    private static final String LOCK = "lock";
    private static final int FILE_MAGIC = 0x4B4D5242;
    private static final int WRAP_MAGIC = 0x4B575242;
    private static final int VERSION = 1;
    private static final int REGION_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MOST_FILE_BYTES = 4096;

    private final Supplier<FileStore> folder;
    private final RandomSource random;
    private final Clock clock;

    private record Master(long regionHigh, long regionLow, int version, long createdMicros, SecretKeySpec key) {}

    /**
     * The service over the files in {@code folder}, which is asked for when it is needed.
     *
     * @param random must be good enough for keys
     */
    public LocalKeyService(Supplier<FileStore> folder, RandomSource random, Clock clock) {
        this.folder = folder;
        this.random = random;
        this.clock = clock;
    }

    /** Makes the first version if there is none. */
    @Override
    public GeneratedKey generate(String masterKey, String dataKey) {
        if (masters().isEmpty()) {
            addVersion();
        }
        byte[] plain = bytes(DATA_KEY_BYTES);
        return new GeneratedKey(plain, wrap(masterKey, plain, dataKey));
    }

    /**
     * Adds a version, or makes the first, which wraps from now on, and answers its number. The older ones stay: they are needed until all data keys have been wrapped anew, and by copies of them
     * that were made before.
     */
    public int addVersion() {
        FileStore files = folder.get();
        // A version that somebody else replaced would take with it what it has wrapped.
        try (FileLock _ = files.lock(LOCK)) {
            List<Master> masters = masters();
            if (masters.isEmpty()) {
                add(files, ByteBuffer.wrap(bytes(REGION_BYTES)), 1);
                return 1;
            }
            Master newest = masters.getLast();
            ByteBuffer region = ByteBuffer.allocate(REGION_BYTES)
                    .putLong(newest.regionHigh())
                    .putLong(newest.regionLow())
                    .flip();
            add(files, region, newest.version() + 1);
            return newest.version() + 1;
        } catch (FileException e) {
            if (e.kind() == FileException.Kind.LOCKED) {
                throw new KeyUnavailableException(
                        "somebody else is adding a version to the local master key: try again", true, e);
            }
            throw e;
        }
    }

    private void add(FileStore files, ByteBuffer region, int version) {
        Encoder content = new Encoder(128);
        content.putLong(region.getLong()).putLong(region.getLong()).putInt(version);
        content.putLong(clock.wallMicros()).putBytes(bytes(DATA_KEY_BYTES));
        String fresh = "new-" + PREFIX + version;
        files.delete(fresh);
        try (StoredFile file = files.create(fresh, 0, WriteMode.BUFFERED)) {
            file.write(0, ByteBuffer.wrap(Framed.encode(FILE_MAGIC, VERSION, content)));
            file.sync();
        }
        files.replace(fresh, PREFIX + version);
    }

    @Override
    public byte[] wrap(String masterKey, byte[] plain, String dataKey) {
        Master master = newest();
        byte[] nonce = bytes(NONCE_BYTES);
        Encoder out = new Encoder(128);
        out.putLong(master.regionHigh()).putLong(master.regionLow()).putInt(master.version());
        out.putBytes(nonce);
        try {
            out.putBytes(cipher(Cipher.ENCRYPT_MODE, master, nonce, dataKey).doFinal(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM cannot wrap a data key", e);
        }
        return Framed.encode(WRAP_MAGIC, VERSION, out);
    }

    @Override
    public byte[] unwrap(String masterKey, byte[] wrapped, String dataKey) {
        long regionHigh;
        long regionLow;
        int version;
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] sealed;
        try {
            Decoder in = Framed.decode(WRAP_MAGIC, VERSION, ByteBuffer.wrap(wrapped), "wrapped key");
            regionHigh = in.getLong();
            regionLow = in.getLong();
            version = in.getInt();
            in.getBytes(NONCE_BYTES).get(nonce);
            sealed = new byte[in.remaining()];
            in.getBytes(sealed.length).get(sealed);
        } catch (MalformedException e) {
            throw new KeyUnavailableException(
                    "data key " + dataKey + " was not wrapped by a local master key: " + e.getMessage(), false, e);
        }
        List<Master> masters = masters();
        if (masters.isEmpty()) {
            throw missing();
        }
        Master master = masters.stream()
                .filter(each -> each.version() == version)
                .findFirst()
                .orElseThrow(() -> new KeyUnavailableException(
                        "version " + version + " of the local master key is missing: put the file " + PREFIX + version
                                + " back into the folder of keys",
                        false));
        if (master.regionHigh() != regionHigh || master.regionLow() != regionLow) {
            throw new KeyUnavailableException(
                    "the local master key is that of another region: put the files " + PREFIX
                            + "* of this region back into the folder of keys",
                    false);
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, master, nonce, dataKey).doFinal(sealed);
        } catch (AEADBadTagException e) {
            throw new KeyUnavailableException(
                    "version " + version + " of the local master key does not open data key " + dataKey
                            + ": the key file or the wrapped key was changed",
                    false,
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM cannot unwrap a data key", e);
        }
    }

    @Override
    public List<MasterKeyVersion> describe(String masterKey) {
        List<Master> masters = masters();
        if (masters.isEmpty()) {
            throw missing();
        }
        return masters.stream()
                .map(master -> new MasterKeyVersion(master.version(), master.createdMicros(), "enabled"))
                .toList();
    }

    private Master newest() {
        List<Master> masters = masters();
        if (masters.isEmpty()) {
            throw missing();
        }
        return masters.getLast();
    }

    private static KeyUnavailableException missing() {
        return new KeyUnavailableException(
                "the local master key is missing: put the files " + PREFIX
                        + "* of this region back into the folder of keys; without them its data cannot be read",
                false);
    }

    /** All versions, ascending. */
    private List<Master> masters() {
        FileStore files = folder.get();
        List<Master> masters = new ArrayList<>();
        for (String name : files.list("")) {
            if (name.startsWith(PREFIX)) {
                masters.add(read(files, name));
            }
        }
        masters.sort((one, other) -> Integer.compare(one.version(), other.version()));
        return masters;
    }

    private static Master read(FileStore files, String name) {
        try (StoredFile file = files.open(name, WriteMode.BUFFERED)) {
            long size = file.size();
            if (size > MOST_FILE_BYTES) {
                throw new MalformedException(name + " has " + size + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            file.read(0, bytes);
            Decoder in = Framed.decode(FILE_MAGIC, VERSION, bytes.flip(), name);
            long high = in.getLong();
            long low = in.getLong();
            int version = in.getInt();
            long created = in.getLong();
            byte[] key = new byte[DATA_KEY_BYTES];
            in.getBytes(DATA_KEY_BYTES).get(key);
            in.end();
            if (!name.equals(PREFIX + version)) {
                throw new MalformedException(name + " holds version " + version);
            }
            return new Master(high, low, version, created, new SecretKeySpec(key, "AES"));
        } catch (MalformedException e) {
            throw new KeyUnavailableException(
                    "the file of the local master key is damaged (" + e.getMessage()
                            + "): put a good copy in its place",
                    false,
                    e);
        }
    }

    private static Cipher cipher(int mode, Master master, byte[] nonce, String dataKey)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, master.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(dataKey.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
