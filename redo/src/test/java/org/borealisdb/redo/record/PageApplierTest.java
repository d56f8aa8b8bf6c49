package org.borealisdb.redo.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.borealisdb.redo.page.Page;
import org.borealisdb.runtime.codec.MalformedException;
import org.junit.jupiter.api.Test;

/** Records as written, checked and applied, against plain edits of an array. */
class PageApplierTest {
    @Test
    void applyingIsEditing() {
        long seed = 11;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] model = new byte[Page.BYTES];
            MemorySegment pages = MemorySegment.ofArray(new byte[Page.BYTES + 64]);
            int page = 8 * random.nextInt(8);
            long lsn = 0;
            RecordWriter writer = new RecordWriter(1 << 17);
            for (int record = 0; record < 10; record++) {
                writer.clear();
                boolean init = record == 0;
                writer.begin(77, lsn, init ? RedoRecord.INIT : 0);
                lsn += 1000;
                for (int operation = random.nextInt(4); operation >= 0; operation--) {
                    edit(random, writer, model, lsn);
                }
                writer.end();
                writer.finish();
                assertThat(RedoRecord.check(writer.memory(), 0, writer.length()))
                        .isEqualTo(writer.length());
                assertThat(RedoRecord.consistencyPoint(writer.memory(), 0)).isTrue();
                PageApplier.apply(pages, page, writer.memory(), 0, lsn);
                ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN).putLong(Page.LSN_OFFSET, lsn);
                byte[] applied = pages.asSlice(page, Page.BYTES).toArray(ValueLayout.JAVA_BYTE);
                assertThat(Arrays.equals(applied, model))
                        .as("seed %d round %d record %d", seed, round, record)
                        .isTrue();
            }
        }
    }

    private static void edit(Random random, RecordWriter writer, byte[] model, long lsn) {
        int offset = 8 + random.nextInt(Page.BYTES - 8);
        int room = Page.BYTES - offset;
        int count = random.nextInt(Math.min(room, 500) + 1);
        switch (random.nextInt(5)) {
            case 0 -> {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                writer.set(offset, MemorySegment.ofArray(bytes), 0, count);
                System.arraycopy(bytes, 0, model, offset, count);
            }
            case 1 -> {
                int source = 8 + random.nextInt(Page.BYTES - 8 - count + 1);
                writer.move(offset, source, count);
                System.arraycopy(model, source, model, offset, count);
            }
            case 2 -> {
                byte value = (byte) random.nextInt(256);
                writer.fill(offset, count, value);
                Arrays.fill(model, offset, offset + count, value);
            }
            case 3 -> {
                int at = Math.min(offset, Page.BYTES - 8);
                writer.stamp(at);
                ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN).putLong(at, lsn);
            }
            default -> {
                byte[] image = new byte[Page.BYTES];
                random.nextBytes(image);
                int hole = Page.BYTES - 8 < 12000 ? 8 : 8 + random.nextInt(100);
                Arrays.fill(image, hole, hole + 12000, (byte) 0);
                writer.image(MemorySegment.ofArray(image), 0, hole, 12000);
                System.arraycopy(image, 8, model, 8, Page.BYTES - 8);
            }
        }
    }

    @Test
    void aMissingRecordIsNoticed() {
        MemorySegment page = MemorySegment.ofArray(new byte[Page.BYTES]);
        RecordWriter writer = record(0, RedoRecord.INIT);
        PageApplier.apply(page, 0, writer.memory(), 0, 100);
        RecordWriter late = record(150, 0);
        assertThatThrownBy(() -> PageApplier.apply(page, 0, late.memory(), 0, 200))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("follows LSN 150");
    }

    @Test
    void anInitRecordStartsFromZeroes() {
        MemorySegment page = MemorySegment.ofArray(new byte[Page.BYTES]);
        page.fill((byte) 3);
        PageApplier.apply(page, 0, record(12345, RedoRecord.INIT).memory(), 0, 100);
        assertThat(page.get(ValueLayout.JAVA_BYTE, 5000)).isZero();
        assertThat(Page.lsn(page, 0)).isEqualTo(100);
    }

    @Test
    void afterItsEndAPageIsAsOneThatWasNeverWritten() {
        MemorySegment page = MemorySegment.ofArray(new byte[Page.BYTES]);
        PageApplier.apply(page, 0, record(0, RedoRecord.INIT).memory(), 0, 100);
        PageApplier.apply(page, 0, freeing().memory(), 0, 200);
        assertThat(page.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(new byte[Page.BYTES]);
        PageApplier.apply(page, 0, record(0, RedoRecord.INIT).memory(), 0, 300);
        assertThat(Page.lsn(page, 0)).isEqualTo(300);
    }

    private static RecordWriter freeing() {
        RecordWriter writer = new RecordWriter(20);
        writer.free(7, 0);
        writer.finish();
        return writer;
    }

    @Test
    void aRecordThatFreesHasTheseBytes() {
        RecordWriter writer = freeing();
        assertThat(RedoRecord.check(writer.memory(), 0, writer.length())).isEqualTo(20);
        byte[] bytes = writer.memory().asSlice(0, writer.length()).toArray(ValueLayout.JAVA_BYTE);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("14000b00" + "0700000000000000" + "0000000000000000");
    }

    @Test
    void aRecordThatFreesDoesNothingElse() {
        RecordWriter edits = record(0, RedoRecord.INIT | RedoRecord.FREE);
        assertThatThrownBy(() -> RedoRecord.check(edits.memory(), 0, edits.length()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("frees page 7");
        RecordWriter follows = freeing();
        follows.memory().set(ValueLayout.JAVA_BYTE, 2, (byte) RedoRecord.FREE);
        assertThatThrownBy(() -> RedoRecord.check(follows.memory(), 0, follows.length()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("frees page 7");
    }

    @Test
    void recordsHaveTheseBytes() {
        RecordWriter writer = new RecordWriter(200);
        writer.begin(5, 0x0102, RedoRecord.INIT | RedoRecord.CATALOG);
        writer.set(30, MemorySegment.ofArray(new byte[] {1, 2}), 0, 2);
        writer.move(40, 50, 60);
        writer.fill(70, 80, (byte) 9);
        writer.stamp(90);
        writer.end();
        writer.finish();
        byte[] bytes = writer.memory().asSlice(0, writer.length()).toArray(ValueLayout.JAVA_BYTE);
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("2b000700" + "0500000000000000" + "0201000000000000" + "011e0002000102" + "02280032003c00"
                        + "034600500009" + "045a00");
    }

    @Test
    void nonsenseIsRefusedOrHarmless() {
        Random random = new Random(12);
        MemorySegment pages = MemorySegment.ofArray(new byte[Page.BYTES]);
        int applied = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = new byte[20 + random.nextInt(60)];
            random.nextBytes(bytes);
            ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            header.putShort(0, (short) (random.nextInt(20) == 0 ? random.nextInt() : bytes.length));
            header.put(2, (byte) random.nextInt(8)).put(3, (byte) 0).putLong(4, random.nextInt(1000));
            for (int at = 20; at + 5 <= bytes.length && random.nextInt(4) > 0; at += 7) {
                header.put(at, (byte) (1 + random.nextInt(5))).putShort(at + 1, (short) random.nextInt(17000));
                header.putShort(at + 3, (short) random.nextInt(8));
            }
            MemorySegment record = MemorySegment.ofArray(bytes);
            try {
                RedoRecord.check(record, 0, bytes.length);
                Page.setLsn(pages, 0, RedoRecord.previousLsn(record, 0));
                PageApplier.apply(pages, 0, record, 0, 9);
                assertThat(Page.lsn(pages, 0)).isEqualTo(9);
                applied++;
            } catch (MalformedException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(applied).isPositive();
    }

    @Test
    void theWriterRefusesWhatCannotBeRead() {
        RecordWriter writer = new RecordWriter(100);
        writer.begin(1, 0, 0);
        MemorySegment body = MemorySegment.ofArray(new byte[100]);
        assertThatThrownBy(() -> writer.set(4, body, 0, 8)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.set(Page.BYTES - 1, body, 0, 2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.set(30, body, 0, 90)).hasMessageContaining("limit of 100");
        assertThatThrownBy(() -> writer.begin(2, 0, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }

    private static RecordWriter record(long previous, int flags) {
        RecordWriter writer = new RecordWriter(200);
        writer.begin(7, previous, flags);
        writer.fill(30, 10, (byte) 1);
        writer.end();
        writer.finish();
        return writer;
    }
}
