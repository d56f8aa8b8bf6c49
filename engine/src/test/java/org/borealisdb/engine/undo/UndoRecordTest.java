package org.borealisdb.engine.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.borealisdb.redo.page.RowHeader;
import org.borealisdb.runtime.codec.MalformedException;
import org.junit.jupiter.api.Test;

/** The format of undo records, row versions and undo pointers. */
class UndoRecordTest {
    private final byte[] bytes = new byte[UndoPage.MAX_RECORD];
    private final MemorySegment memory = MemorySegment.ofArray(bytes);

    private int encode(byte[] key, RowVersion before) {
        return UndoRecord.encode(memory, 0, UndoKind.ROW, 5, UndoPointer.of(3, 40), 2, 66, key, key.length, before);
    }

    @Test
    void theFormatIsPinned() {
        RowVersion before = new RowVersion();
        before.set(4, UndoPointer.of(2, 41), 1, RowHeader.DELETED, new byte[] {(byte) 0xaa}, 0, 1);
        int length = encode(new byte[] {1, 2}, before);
        assertThat(HexFormat.of().formatHex(bytes, 0, length))
                .isEqualTo("3c00" + "01" + "00" + "0500000000000000" + "28c0000000000000" + "02000000"
                        + "4200000000000000" + "0200" + "0000" + "0102" + "0400000000000000" + "2980000000000000"
                        + "01000000" + "01" + "aa");
    }

    @Test
    void whatIsEncodedIsDecoded() {
        Random random = new Random(11);
        UndoRecord record = new UndoRecord();
        for (int round = 0; round < 500; round++) {
            byte[] key = new byte[random.nextInt(100)];
            random.nextBytes(key);
            byte[] row = new byte[random.nextInt(4000)];
            random.nextBytes(row);
            RowVersion before = new RowVersion();
            if (random.nextInt(4) > 0) {
                before.set(random.nextLong(), random.nextLong(), random.nextInt(), 0, row, 0, row.length);
            }
            int length = encode(key, before);
            assertThat(record.decode(memory, 0, length)).isEqualTo(length);
            assertThat(record.kind()).isEqualTo(UndoKind.ROW);
            assertThat(record.transactionId()).isEqualTo(5);
            assertThat(record.previous()).isEqualTo(UndoPointer.of(3, 40));
            assertThat(record.changeNumber()).isEqualTo(2);
            assertThat(record.treeId()).isEqualTo(66);
            assertThat(record.key()).isEqualTo(key);
            assertThat(record.done()).isFalse();
            assertThat(record.before().exists()).isEqualTo(before.exists());
            assertThat(record.before().row()).isEqualTo(before.exists() ? row : new byte[0]);
        }
    }

    @Test
    void cutAndDamagedRecordsAreRefusedOrWhole() {
        Random random = new Random(12);
        RowVersion before = new RowVersion();
        before.set(4, 0, 1, 0, new byte[50], 0, 50);
        int length = encode(new byte[20], before);
        byte[] good = Arrays.copyOf(bytes, length);
        UndoRecord record = new UndoRecord();
        for (int cut = 0; cut < length; cut++) {
            int end = cut;
            assertThatThrownBy(() -> record.decode(memory, 0, end)).isInstanceOf(MalformedException.class);
        }
        for (int round = 0; round < 5000; round++) {
            byte[] damaged = good.clone();
            for (int count = 1 + random.nextInt(4); count > 0; count--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(record.decode(MemorySegment.ofArray(damaged), 0, damaged.length))
                        .isBetween(UndoRecord.HEADER_BYTES, damaged.length);
            } catch (MalformedException refused) {
                assertThat(refused).hasMessageContaining("undo record");
            }
        }
    }

    @Test
    void pointersTakeApartAsTheyWerePutTogether() {
        long pointer = UndoPointer.of((1L << 33) - 1, 16_383);
        assertThat(UndoPointer.page(pointer)).isEqualTo((1L << 33) - 1);
        assertThat(UndoPointer.offset(pointer)).isEqualTo(16_383);
        assertThatThrownBy(() -> UndoPointer.of(0, 40)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UndoPointer.of(1, 16_384)).isInstanceOf(IllegalArgumentException.class);
    }
}
