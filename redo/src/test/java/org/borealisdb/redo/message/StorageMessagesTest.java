package org.borealisdb.redo.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.runtime.codec.Checksum;
import org.borealisdb.runtime.codec.MalformedException;
import org.junit.jupiter.api.Test;

/** Every message survives encoding; nothing else than a whole message decodes. */
class StorageMessagesTest {
    @Test
    void everyMessageComesBackAsItWas() {
        for (StorageMessage message : MessageSamples.all()) {
            ByteBuffer bytes = StorageMessages.encode(message);
            StorageMessage again =
                    StorageMessages.decode(bytes.asReadOnlyBuffer().order(ByteOrder.BIG_ENDIAN));
            assertThat(StorageMessages.encode(again)).isEqualTo(bytes);
            assertThat(again.volume()).isEqualTo(MessageSamples.VOLUME);
            if (!(message instanceof Batch || message instanceof FetchedLog)) {
                assertThat(again).isEqualTo(message);
            }
        }
    }

    @Test
    void thereIsASampleOfEveryType() {
        List<Integer> codes = new ArrayList<>();
        MessageSamples.all()
                .forEach(message ->
                        codes.add((int) StorageMessages.encode(message).get(5)));
        for (MessageType type : MessageType.values()) {
            assertThat(codes).contains(type.code());
        }
    }

    @Test
    void recordsOfABatchThatRotInMemoryEndNevertheless() {
        byte[] bytes = bytes(MessageSamples.batch());
        Batch batch = (Batch) StorageMessages.decode(ByteBuffer.wrap(bytes));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(batch.recordsAt(), (short) 0);
        assertThatThrownBy(() -> batch.forEachRecord((_, _) -> {})).isInstanceOf(MalformedException.class);
    }

    @Test
    void anyFlippedByteAndAnyCutIsRefused() {
        for (StorageMessage message : MessageSamples.all()) {
            byte[] good = bytes(message);
            int step = good.length > 2000 ? 97 : 1;
            for (int at = 0; at < good.length; at += step) {
                byte[] bad = good.clone();
                bad[at] ^= 0x20;
                assertThatThrownBy(() -> StorageMessages.decode(ByteBuffer.wrap(bad)))
                        .isInstanceOf(MalformedException.class);
                ByteBuffer cut = ByteBuffer.wrap(good, 0, at);
                assertThatThrownBy(() -> StorageMessages.decode(cut)).isInstanceOf(MalformedException.class);
            }
        }
    }

    @Test
    void nonsenseBehindAGoodChecksumIsRefusedOrDecodesWhole() {
        long seed = 20261123;
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            List<StorageMessage> all = MessageSamples.all();
            byte[] bytes = bytes(all.get(round % all.size()));
            int flips = 1 + random.nextInt(4);
            for (int flip = 0; flip < flips; flip++) {
                int at = 16 + random.nextInt(Math.min(bytes.length - 16, 200));
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(3) - 1);
            }
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, 16 + random.nextInt(bytes.length - 15));
            }
            ByteBuffer sealed = seal(bytes);
            try {
                touch(StorageMessages.decode(sealed));
            } catch (MalformedException e) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(2000);
    }

    @Test
    void batchesHaveTheseBytes() {
        assertThat(HexFormat.of().formatHex(bytes(MessageSamples.batch()))).isEqualTo(GOLDEN_BATCH);
    }

    /** As the version before wrote them, in which no record freed a page. */
    @Test
    void batchesOfVersionOneAreRead() {
        ByteBuffer old = ByteBuffer.wrap(HexFormat.of().parseHex(GOLDEN_BATCH)).put(4, (byte) 1);
        assertThat(StorageMessages.decode(old)).isInstanceOf(Batch.class);
        ByteBuffer unknown =
                ByteBuffer.wrap(HexFormat.of().parseHex(GOLDEN_BATCH)).put(4, (byte) 3);
        assertThatThrownBy(() -> StorageMessages.decode(unknown)).hasMessageContaining("unknown version 3");
    }

    @Test
    void messagesHaveTheseBytes() {
        assertThat(hex(new Heartbeat(MessageSamples.VOLUME, MessageSamples.EPOCH, 2, 6, 1000, 500, List.of(900L))))
                .isEqualTo("4252534d01030000" + "50000000" + CRC_OF_HEARTBEAT + "0700000000000000" + "0300000000000000"
                        + "8877665544332211" + "02000000" + "0600000000000000" + "e803000000000000"
                        + "f401000000000000" + "01000000" + "8403000000000000");
        assertThat(hex(new StatusRequest(MessageSamples.VOLUME)))
                .isEqualTo("4252534d010f0000" + "18000000" + CRC_OF_STATUS_REQUEST + "0700000000000000");
        assertThat(hex(new ReadPage(MessageSamples.VOLUME, MessageSamples.EPOCH, 2, 33, 1000, 900)))
                .isEqualTo("4252534d010b0000" + "44000000" + CRC_OF_READ_PAGE + "0700000000000000"
                        + "0300000000000000" + "8877665544332211" + "02000000" + "2100000000000000"
                        + "e803000000000000" + "8403000000000000");
    }

    /** The body of each; the bodies of metadata are golden elsewhere. */
    @Test
    void messagesOfTheStreamHaveTheseBytes() {
        List<String> bodies = new ArrayList<>();
        String metadata = HexFormat.of().formatHex(MessageSamples.metadata().encode());
        for (StreamMessage message : MessageSamples.stream()) {
            String hex = hex(message);
            bodies.add(hex.substring(8, 12) + " " + hex.substring(32).replace(metadata, "metadata"));
        }
        String volume = "0700000000000000";
        String epoch = "0300000000000000" + "8877665544332211";
        String joining = "fbffffffffffffff";
        assertThat(bodies)
                .containsExactly(
                        "011d " + volume + joining + "08000000" + "7265616465722d31",
                        "011e " + volume + joining + "e803000000000000" + "2c01000000000000" + "02000000"
                                + "8403000000000000" + "2003000000000000" + "metadata",
                        "011f " + volume + epoch + "02000000" + "e803000000000000" + "de03000000000000"
                                + "00401e18240a0600" + "010203",
                        "011f " + volume + epoch + "02000000" + "eb03000000000000" + "eb03000000000000"
                                + "01401e18240a0600",
                        "0120 " + volume + epoch + "02000000" + joining + "4d00000000000000" + "01" + "eb03000000000000"
                                + "01401e18240a0600" + "8813000000000000" + "02401e18240a0600" + "eb03000000000000"
                                + "2c01000000000000" + "0400000000000000"
                                + "01000000" + "01000000" + "02000000" + "6e32" + "bc02000000000000",
                        "0121 " + volume + joining + "4d00000000000000" + "de03000000000000" + "eb03000000000000"
                                + "d403000000000000" + "b603000000000000" + "dc05000000000000" + "0400000000000000"
                                + "01" + "07000000" + "03000000" + "78000000",
                        "0122 " + volume + "metadata",
                        "0123 " + volume + joining + "02" + "0f000000" + "6974206c61636b73203430204d6942",
                        "0138 " + volume + "0405",
                        "0139 " + volume + "060708");
    }

    @Test
    void messagesOfTheStreamHaveBounds() {
        assertThatThrownBy(() -> new Follow(MessageSamples.VOLUME, 1, "r".repeat(64)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StreamedLog(
                        MessageSamples.VOLUME,
                        MessageSamples.EPOCH,
                        1,
                        0,
                        0,
                        0,
                        ByteBuffer.allocate(StreamedLog.MOST_BYTES + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Question(MessageSamples.VOLUME, ByteBuffer.allocate(Question.MOST_BYTES + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Farewell(MessageSamples.VOLUME, 1, Farewell.Reason.LEAVING, "x".repeat(1000)).detail())
                .hasSize(Farewell.LONGEST_DETAIL);
    }

    @Test
    void batchesTellTheirRecords() {
        Batch batch = Batch.decode(MessageSamples.batch().bytes());
        List<Long> lsns = new ArrayList<>();
        List<Long> pages = new ArrayList<>();
        batch.forEachRecord((offset, lsn) -> {
            lsns.add(lsn);
            pages.add(RedoRecord.pageNumber(batch.memory(), offset));
        });
        assertThat(lsns).containsExactly(129L, 158L, 527L);
        assertThat(pages).containsExactly(5L, 5L, 6L);
        assertThat(batch.runs()).isEqualTo(2);
        assertThat(batch.lastGroupLsn()).isEqualTo(527);
        assertThat(batch.previousGroupLsn()).isEqualTo(90);
        assertThat(batch.epoch()).isEqualTo(MessageSamples.EPOCH);
    }

    private static final String GOLDEN_BATCH =
            "4252534d02010000c50000009436f04c07000000000000000000000002000000030000000000000088776655"
                    + "4433221101000000020000005a000000000000000f0200000000000050000000000000004600000000000000"
                    + "64000000000000003a000000f4010000000000001b0000001d00020005000000000000000000000000000000"
                    + "011e000400010203041d00000005000000000000007e0000000000000003640032000904c8001b0001000600"
                    + "0000000000000000000000000000022c012d010a00";
    private static final String CRC_OF_HEARTBEAT = "dfe50f40";
    private static final String CRC_OF_STATUS_REQUEST = "8eb77176";
    private static final String CRC_OF_READ_PAGE = "6e9def40";

    private static void touch(StorageMessage message) {
        if (message instanceof Batch batch) {
            batch.forEachRecord((offset, _) -> RedoRecord.check(batch.memory(), offset, batch.length()));
        }
        assertThat(StorageMessages.encode(message).remaining()).isPositive();
    }

    /** Makes length and checksum right, whatever the rest says. */
    private static ByteBuffer seal(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(8, bytes.length);
        buffer.putInt(12, Checksum.of(bytes, 16, bytes.length - 16));
        return buffer;
    }

    private static String hex(StorageMessage message) {
        return HexFormat.of().formatHex(bytes(message));
    }

    private static byte[] bytes(StorageMessage message) {
        ByteBuffer buffer = StorageMessages.encode(message);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
