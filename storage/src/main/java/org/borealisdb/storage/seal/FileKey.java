package org.borealisdb.storage.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.config.PlantedBug;
import org.jspecify.annotations.Nullable;

/**
 * The key of one use of one file. {@link #seal} is for the one task that writes the file; {@link #open} for any.
 *
 * <p>The nonce is 12 bytes, big-endian: u64 sequence, u32 part.
 */
public final class FileKey {
    /** Bytes that sealing adds. */
    public static final int TAG_BYTES = 16;

    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    /** What is sealed of a direct buffer at a time goes through an array: the JDK's cipher is three times as fast on those. */
    private static final int PIECE_BYTES = 64 << 10;

    private final SecretKey key;
    private final String name;
    private final SealListener listener;
    /** Made when the file is first written to: most files are only read. */
    private @Nullable Cipher sealer;

    /** One that nobody uses now: making one takes longer than opening a small section. */
    private final AtomicReference<@Nullable Cipher> opener = new AtomicReference<>();

    private byte[] plain = new byte[0];
    private byte[] sealed = new byte[2 * TAG_BYTES];

    FileKey(SecretKey key, SealListener listener) {
        this.key = key;
        this.listener = listener;
        this.name = listener.equals(SealListener.NONE) ? "" : name(key);
    }

    private static String name(SecretKey key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()), 0, DataKey.NAME_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no SHA-256", e);
        }
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no " + ALGORITHM, e);
        }
    }

    private static GCMParameterSpec nonce(long sequence, int part) {
        long counted = PlantedBug.REPEAT_NONCE.planted() ? 0 : sequence;
        byte[] nonce =
                ByteBuffer.allocate(NONCE_BYTES).putLong(counted).putInt(part).array();
        return new GCMParameterSpec(Byte.SIZE * TAG_BYTES, nonce);
    }

    private Cipher begin(long sequence, int part, byte[] associated) throws GeneralSecurityException {
        listener.sealing(name, PlantedBug.REPEAT_NONCE.planted() ? 0 : sequence, part);
        Cipher cipher = sealer;
        if (cipher == null) {
            cipher = cipher();
            sealer = cipher;
        }
        cipher.init(Cipher.ENCRYPT_MODE, key, nonce(sequence, part));
        cipher.updateAAD(associated);
        return cipher;
    }

    /** Seals {@code length} bytes at {@code at} in place; the tag goes behind them. */
    public void seal(long sequence, int part, byte[] associated, byte[] bytes, int at, int length) {
        try {
            begin(sequence, part, associated).doFinal(bytes, at, length, bytes, at);
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    /** The same in a buffer, by absolute positions. */
    public void seal(long sequence, int part, byte[] associated, ByteBuffer bytes, int at, int length) {
        if (plain.length < Math.min(length, PIECE_BYTES)) {
            plain = new byte[Math.min(PIECE_BYTES, Math.max(length, 2 * plain.length))];
            sealed = new byte[plain.length + 2 * TAG_BYTES];
        }
        try {
            Cipher cipher = begin(sequence, part, associated);
            int taken = 0;
            int given = 0;
            while (length - taken > plain.length) {
                bytes.get(at + taken, plain, 0, plain.length);
                taken += plain.length;
                int count = cipher.update(plain, 0, plain.length, sealed, 0);
                bytes.put(at + given, sealed, 0, count);
                given += count;
            }
            int rest = length - taken;
            bytes.get(at + taken, plain, 0, rest);
            int count = cipher.doFinal(plain, 0, rest, sealed, 0);
            bytes.put(at + given, sealed, 0, count);
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @param bytes  sealed bytes with their tag
     * @param length of both
     * @param what   for messages
     * @return what was sealed
     * @throws MalformedException if it is not what was sealed under this key and nonce with these associated bytes
     */
    public byte[] open(long sequence, int part, byte[] associated, byte[] bytes, int at, int length, String what) {
        if (length < TAG_BYTES) {
            throw new MalformedException(what + " is cut off: " + length + " sealed bytes");
        }
        Cipher kept = opener.getAndSet(null);
        Cipher taken = kept != null ? kept : cipher();
        try {
            taken.init(Cipher.DECRYPT_MODE, key, nonce(sequence, part));
            taken.updateAAD(associated);
            byte[] opened = taken.doFinal(bytes, at, length);
            opener.set(taken);
            return opened;
        } catch (AEADBadTagException e) {
            throw new MalformedException(what + " does not open: it is not what was sealed with its key", e);
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    private static IllegalStateException failed(GeneralSecurityException e) {
        return new IllegalStateException("AES-GCM failed", e);
    }
}
