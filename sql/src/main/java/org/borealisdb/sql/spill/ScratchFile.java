package org.borealisdb.sql.spill;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.file.FileException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.random.RandomSource;

/**
 * The file of one run of a statement: blocks of {@value #BLOCK_BYTES} bytes, which are used again once they are free. Belongs to one task.
 *
 * <p>A block is 8 bytes of the number of its write, the sealed content, and a tag of 16 bytes. The key is drawn for the file and never leaves memory; the nonce is the number of the
 * write, which counts up, so that none is used twice under a key, however often a block is used.
 */
final class ScratchFile implements AutoCloseable {
    /** On disk. */
    static final int BLOCK_BYTES = 8192;

    private static final int TAG_BYTES = 16;
    /** Of content. */
    static final int CONTENT_BYTES = BLOCK_BYTES - Long.BYTES - TAG_BYTES;

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final String ALGORITHM = "AES/GCM/NoPadding";

    private final ScratchSpace space;
    private final SessionMemory session;
    private final StoredFile file;
    private final String name;
    private final SecretKey key;
    private final Cipher cipher;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    private long writes;
    private int blocks;
    private int[] free = new int[16];
    private int freeCount;

    ScratchFile(ScratchSpace space, FileStore store, String name, SessionMemory session, RandomSource random) {
        this.space = space;
        this.session = session;
        this.name = name;
        byte[] drawn = new byte[KEY_BYTES];
        random.nextBytes(drawn);
        this.key = new SecretKeySpec(drawn, "AES");
        try {
            this.cipher = Cipher.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no " + ALGORITHM, e);
        }
        this.file = store.create(name, 0, WriteMode.BUFFERED);
    }

    private static GCMParameterSpec nonce(long number) {
        return new GCMParameterSpec(
                TAG_BYTES * Byte.SIZE,
                ByteBuffer.allocate(NONCE_BYTES).putLong(number).array());
    }

    /**
     * Writes a block of {@link #CONTENT_BYTES} and returns its number.
     *
     * @throws SqlException 53100 or 58030
     */
    int write(byte[] content) {
        int number = take();
        boolean written = false;
        try {
            writes++;
            block.clear().putLong(writes);
            cipher.init(Cipher.ENCRYPT_MODE, key, nonce(writes));
            cipher.doFinal(content, 0, CONTENT_BYTES, block.array(), Long.BYTES);
            file.write((long) number * BLOCK_BYTES, block.clear());
            written = true;
            return number;
        } catch (FileException failure) {
            throw ScratchSpace.failed("write to", name, failure);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        } finally {
            if (!written) {
                release(number);
            }
        }
    }

    /**
     * Reads a block that was written.
     *
     * @throws SqlException 58030
     */
    void read(int number, byte[] content) {
        try {
            int count = file.read((long) number * BLOCK_BYTES, block.clear());
            if (count != BLOCK_BYTES) {
                throw new FileException(
                        FileException.Kind.FAILED, "block " + number + " of " + name + " has " + count + " bytes");
            }
            cipher.init(Cipher.DECRYPT_MODE, key, nonce(block.getLong(0)));
            cipher.doFinal(block.array(), Long.BYTES, BLOCK_BYTES - Long.BYTES, content, 0);
        } catch (FileException failure) {
            throw ScratchSpace.failed("read", name, failure);
        } catch (GeneralSecurityException e) {
            throw new SqlException(
                    ErrorCode.IO_ERROR, "block " + number + " of temporary file \"" + name + "\" is damaged");
        }
    }

    private int take() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        session.takeScratch(BLOCK_BYTES);
        return blocks++;
    }

    /** Says that a block is not needed any more. */
    void release(int number) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, free.length * 2);
        }
        free[freeCount++] = number;
    }

    @Override
    public void close() {
        session.giveScratch((long) blocks * BLOCK_BYTES);
        blocks = 0;
        file.close();
        space.delete(name);
    }
}
