package org.borealisdb.storage.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.runtime.codec.MalformedException;
import org.junit.jupiter.api.Test;

/** Derivation and sealing, against the definitions of HKDF (RFC 5869) and AES-GCM. */
class FileKeyTest {
    private static final byte[] PLAIN = new byte[32];
    private static final byte[] SALT = new byte[DataKey.SALT_BYTES];
    private static final byte[] ASSOCIATED = {1, 2, 3};

    static {
        Arrays.fill(PLAIN, (byte) 0x11);
        Arrays.fill(SALT, (byte) 0x22);
    }

    private static FileKey key(Purpose purpose, byte[] salt) {
        return new DataKey(new DataKeyId(1, 2), PLAIN, SealListener.NONE).derive(purpose, salt);
    }

    private static byte[] hmac(byte[] key, byte[] bytes) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(bytes);
    }

    @Test
    void isWhatTheFormatSays() throws GeneralSecurityException {
        byte[] clear = "sixteen and more bytes".getBytes(StandardCharsets.US_ASCII);
        byte[] sealed = Arrays.copyOf(clear, clear.length + FileKey.TAG_BYTES);
        key(Purpose.LAYER, SALT).seal(0x0102030405060708L, 9, ASSOCIATED, sealed, 0, clear.length);

        byte[] extracted = hmac(SALT, PLAIN);
        byte[] expanded = hmac(extracted, "borealis layer 2\u0001".getBytes(StandardCharsets.US_ASCII));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(expanded, "AES"), new GCMParameterSpec(128, new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 9
        }));
        cipher.updateAAD(ASSOCIATED);
        assertThat(sealed).isEqualTo(cipher.doFinal(clear));
    }

    @Test
    void opensWhatItSealedWhateverItsLengthAndPlace() {
        Random random = new Random(3);
        FileKey key = key(Purpose.JOURNAL, SALT);
        int sequence = 0;
        for (int length : List.of(0, 1, 15, 16, 17, 4096, 65_535, 65_536, 65_537, 131_072, 200_001)) {
            byte[] clear = new byte[length];
            random.nextBytes(clear);
            byte[] array = new byte[7 + length + FileKey.TAG_BYTES];
            System.arraycopy(clear, 0, array, 7, length);
            sequence++;
            key.seal(sequence, 0, ASSOCIATED, array, 7, length);
            assertThat(key.open(sequence, 0, ASSOCIATED, array, 7, length + FileKey.TAG_BYTES, "array"))
                    .isEqualTo(clear);

            // Through a direct buffer, in pieces, it is the same.
            ByteBuffer buffer = ByteBuffer.allocateDirect(array.length).put(7, clear);
            key(Purpose.JOURNAL, SALT).seal(sequence, 0, ASSOCIATED, buffer, 7, length);
            byte[] found = new byte[array.length];
            buffer.get(0, found);
            assertThat(Arrays.copyOfRange(found, 7, found.length))
                    .as("%s bytes", length)
                    .isEqualTo(Arrays.copyOfRange(array, 7, array.length));
        }
    }

    @Test
    void opensNothingElse() {
        byte[] sealed = Arrays.copyOf(new byte[] {4, 5, 6}, 3 + FileKey.TAG_BYTES);
        FileKey key = key(Purpose.LAYER, SALT);
        key.seal(1, 2, ASSOCIATED, sealed, 0, 3);
        byte[] otherSalt = SALT.clone();
        otherSalt[31]++;
        assertRefused(key(Purpose.RAW_LOG, SALT), 1, 2, ASSOCIATED, sealed);
        assertRefused(key(Purpose.LAYER, otherSalt), 1, 2, ASSOCIATED, sealed);
        assertRefused(key, 2, 2, ASSOCIATED, sealed);
        assertRefused(key, 1, 1, ASSOCIATED, sealed);
        assertRefused(key, 1, 2, new byte[] {1, 2}, sealed);
        assertRefused(key, 1, 2, ASSOCIATED, Arrays.copyOf(sealed, 15));
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] bad = sealed.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(key, 1, 2, ASSOCIATED, bad);
        }
        assertThat(key.open(1, 2, ASSOCIATED, sealed, 0, sealed.length, "it")).containsExactly(4, 5, 6);
    }

    private static void assertRefused(FileKey key, long sequence, int part, byte[] associated, byte[] sealed) {
        assertThatThrownBy(() -> key.open(sequence, part, associated, sealed, 0, sealed.length, "it"))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("it ");
    }

    @Test
    void tellsTheListenerOfEachSealingAndNeverTheKey() {
        List<String> heard = new ArrayList<>();
        DataKey key = new DataKey(
                new DataKeyId(1, 2), PLAIN, (name, sequence, part) -> heard.add(name + " " + sequence + " " + part));
        FileKey one = key.derive(Purpose.LAYER, SALT);
        FileKey same = key.derive(Purpose.LAYER, SALT);
        FileKey other = key.derive(Purpose.JOURNAL, SALT);
        for (FileKey each : List.of(one, same, other)) {
            each.seal(1, 0, ASSOCIATED, new byte[FileKey.TAG_BYTES], 0, 0);
        }
        assertThat(heard).hasSize(3);
        assertThat(heard.get(0)).isEqualTo(heard.get(1)).isNotEqualTo(heard.get(2));
        assertThat(key.toString()).doesNotContain("1111");
    }
}
