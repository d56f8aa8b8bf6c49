package org.borealisdb.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.borealisdb.redo.volume.DataKeyId;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.storage.journal.JournalFormat.Block;
import org.borealisdb.storage.journal.JournalFormat.FileHeader;
import org.borealisdb.storage.seal.DataKey;
import org.junit.jupiter.api.Test;

/** The bytes of a journal, as the package description has them. */
class JournalFormatTest {
    private static final FileHeader CLEAR =
            new FileHeader(JournalFormat.CLEAR, 3, 0x1122334455667788L, 8192, 9, new byte[0]);
    private static final FileHeader HEADER =
            new FileHeader(JournalFormat.VERSION, 3, 0x1122334455667788L, 8192, 9, salt());

    private static byte[] salt() {
        byte[] salt = new byte[DataKey.SALT_BYTES];
        Arrays.fill(salt, (byte) 0x5A);
        return salt;
    }

    @Test
    void fileHeaderHasItsGoldenBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        JournalFormat.putFileHeader(bytes, HEADER);
        assertThat(hex(bytes, 88))
                .isEqualTo("42524a46" + "02000000" + "58000000" + "d38e608b" + "0300000000000000" + "8877665544332211"
                        + "0020000000000000" + "0900000000000000" + "0000000000000000" + "5a".repeat(32));
        assertThat(JournalFormat.fileHeader(bytes).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(HEADER);
    }

    @Test
    void fileHeaderOfVersionOneIsRead() {
        ByteBuffer bytes = ByteBuffer.allocate(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        JournalFormat.putFileHeader(bytes, CLEAR);
        assertThat(hex(bytes, 56))
                .isEqualTo("42524a46" + "01000000" + "38000000" + "b47f9fa6" + "0300000000000000" + "8877665544332211"
                        + "0020000000000000" + "0900000000000000" + "0000000000000000");
        assertThat(JournalFormat.fileHeader(bytes).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(CLEAR);
    }

    @Test
    void sectionHeaderHasItsGoldenBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        JournalFormat.putSectionHeader(bytes, 0, new VolumeId(7), new DataKeyId(0x1122, 0x3344));
        JournalFormat.countEntry(bytes, 0, 10);
        JournalFormat.countEntry(bytes, 0, 20);
        assertThat(hex(bytes, 32))
                .isEqualTo("0700000000000000" + "2211000000000000" + "4433000000000000" + "1e000000" + "02000000");
    }

    @Test
    void blockOfVersionOneIsRead() {
        ByteBuffer bytes = ByteBuffer.allocate(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(48, 2).put(52, (byte) 0xAB).put(53, (byte) 0xCD);
        int checksum = JournalFormat.putBlockHeader(bytes, 6, CLEAR, 5, 0x01020304, 1);
        assertThat(hex(bytes, 54))
                .isEqualTo("42524a42" + "01000000" + "06000000" + "18652de3" + "0300000000000000" + "8877665544332211"
                        + "0500000000000000" + "04030201" + "01000000" + "02000000" + "abcd");
        assertThat(JournalFormat.block(bytes, 0, CLEAR)).contains(new Block(5, checksum, 1, 6));
        assertThat(JournalFormat.previousChecksum(bytes, 0)).isEqualTo(0x01020304);
    }

    @Test
    void everyFlippedBitIsSeen() {
        ByteBuffer file = ByteBuffer.allocate(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        JournalFormat.putFileHeader(file, HEADER);
        for (int bit = 0; bit < 88 * 8; bit++) {
            flip(file, bit);
            assertThat(JournalFormat.fileHeader(file)).as("bit %s", bit).isEmpty();
            flip(file, bit);
        }
        ByteBuffer block = ByteBuffer.allocate(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        JournalFormat.putBlockHeader(block, 20, HEADER, 5, 1, 0);
        for (int bit = 0; bit < 68 * 8; bit++) {
            flip(block, bit);
            assertThat(JournalFormat.block(block, 0, HEADER)).as("bit %s", bit).isEmpty();
            flip(block, bit);
        }
        assertThat(JournalFormat.block(block, 0, HEADER)).isPresent();
    }

    @Test
    void aBlockOfAnotherUseOfTheFileIsNone() {
        ByteBuffer block = ByteBuffer.allocate(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        JournalFormat.putBlockHeader(block, 20, HEADER, 5, 1, 0);
        assertThat(JournalFormat.block(block, 0, header(4, HEADER.salt()))).isEmpty();
        assertThat(JournalFormat.block(block, 0, header(3, HEADER.salt() + 1))).isEmpty();
        assertThat(JournalFormat.generationOfBlock(block, 0)).isEqualTo(3);
    }

    private static FileHeader header(long generation, long salt) {
        return new FileHeader(JournalFormat.VERSION, generation, salt, 0, 0, salt());
    }

    private static void flip(ByteBuffer bytes, int bit) {
        bytes.put(bit / 8, (byte) (bytes.get(bit / 8) ^ (1 << bit % 8)));
    }

    private static String hex(ByteBuffer bytes, int count) {
        byte[] first = new byte[count];
        bytes.get(0, first);
        return HexFormat.of().formatHex(first);
    }
}
