package org.borealisdb.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.borealisdb.storage.journal.JournalFormat.Block;
import org.borealisdb.storage.journal.JournalFormat.FileHeader;
import org.junit.jupiter.api.Test;

/** The bytes of a journal, as the package description has them. */
class JournalFormatTest {
    private static final FileHeader HEADER = new FileHeader(3, 0x1122334455667788L, 8192, 9);

    @Test
    void fileHeaderHasItsGoldenBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        JournalFormat.putFileHeader(bytes, HEADER);
        assertThat(hex(bytes, 56))
                .isEqualTo("42524a46" + "01000000" + "38000000" + "b47f9fa6" + "0300000000000000" + "8877665544332211"
                        + "0020000000000000" + "0900000000000000" + "0000000000000000");
        assertThat(JournalFormat.fileHeader(bytes)).contains(HEADER);
    }

    @Test
    void blockHasItsGoldenBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(48, 2).put(52, (byte) 0xAB).put(53, (byte) 0xCD);
        int checksum = JournalFormat.putBlockHeader(bytes, 6, HEADER, 5, 0x01020304, 1);
        assertThat(hex(bytes, 54))
                .isEqualTo("42524a42" + "01000000" + "06000000" + "18652de3" + "0300000000000000" + "8877665544332211"
                        + "0500000000000000" + "04030201" + "01000000" + "02000000" + "abcd");
        assertThat(JournalFormat.block(bytes, 0, HEADER)).contains(new Block(5, checksum, 1, 6));
        assertThat(JournalFormat.previousChecksum(bytes, 0)).isEqualTo(0x01020304);
    }

    @Test
    void everyFlippedBitIsSeen() {
        ByteBuffer file = ByteBuffer.allocate(JournalFormat.ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        JournalFormat.putFileHeader(file, HEADER);
        for (int bit = 0; bit < 56 * 8; bit++) {
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
        assertThat(JournalFormat.block(block, 0, new FileHeader(4, HEADER.salt(), 0, 0)))
                .isEmpty();
        assertThat(JournalFormat.block(block, 0, new FileHeader(3, HEADER.salt() + 1, 0, 0)))
                .isEmpty();
        assertThat(JournalFormat.generationOfBlock(block, 0)).isEqualTo(3);
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
