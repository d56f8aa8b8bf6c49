package org.borealisdb.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.simulation.SimulatedRandom;
import org.borealisdb.storage.file.MemoryFiles;
import org.borealisdb.storage.file.ReplacedFile;
import org.borealisdb.storage.journal.JournalFormat.FileHeader;
import org.borealisdb.storage.seal.FileKey;
import org.borealisdb.storage.seal.TestKeys;
import org.borealisdb.storage.seal.VolumeKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** With and without encryption: what recovery makes of a journal whose bytes are not what was written: the end of the log, or damage, exactly as R4 has it. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class JournalRecoveryTest {
    private static final VolumeId VOLUME = new VolumeId(7);
    private static final int BLOCK = JournalFormat.ALIGNMENT;
    private static final JournalSettings SETTINGS = new JournalSettings(7 * BLOCK, 4 * BLOCK, 1);

    /** Where one write lies. */
    private record Write(String file, long generation, int at, int payloadEnd, List<String> entries) {}

    private final MemoryFiles files = new MemoryFiles();
    private final VolumeKeys keys;
    private final List<Write> writes = new ArrayList<>();
    private final RealTasks tasks = new RealTasks((name, failure) -> {
        throw new AssertionError(name, failure);
    });

    JournalRecoveryTest(boolean encrypted) {
        keys = encrypted ? TestKeys.of(VOLUME, 1) : TestKeys.none();
    }

    /** What recovery said. */
    private record Found(List<String> entries, Optional<String> damage) {}

    private Journal open(MemoryFiles store, List<String> found) {
        return Journal.open(
                store,
                tasks,
                SETTINGS,
                new SimulatedRandom(new SplittableRandom(7)),
                new Metrics(),
                keys,
                (_, bytes) -> found.add(text(bytes)));
    }

    private Found recover(MemoryFiles store) {
        List<String> found = new ArrayList<>();
        RecoveredJournal recovered = JournalRecovery.recover(store, BLOCK, keys, (_, bytes) -> found.add(text(bytes)));
        return new Found(found, recovered.damage());
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    }

    /** One write of {@code entries}, noted with its place. */
    private void write(Journal journal, String... entries) {
        int length = JournalFormat.BLOCK_HEADER + JournalFormat.SECTION_HEADER;
        for (String entry : entries) {
            assertThat(journal.add(VOLUME, ByteBuffer.wrap(entry.getBytes(StandardCharsets.ISO_8859_1))))
                    .isTrue();
            length += Integer.BYTES + entry.length();
        }
        length += keys.knows(VOLUME) ? FileKey.TAG_BYTES : 0;
        long generation = journal.commit();
        Write before = writes.isEmpty() ? null : writes.getLast();
        int at =
                before == null || before.generation() != generation ? BLOCK : JournalFormat.padded(before.payloadEnd());
        // Each generation takes a fresh file here, so they are numbered alike.
        writes.add(new Write("journal/file-" + generation, generation, at, at + length, List.of(entries)));
    }

    /** Two generations of three writes each, with a restart in between; the last write is the longest. */
    private void sample() {
        Journal first = open(files, new ArrayList<>());
        write(first, "a", "bb");
        write(first, "c".repeat(5000));
        write(first, "d");
        first.close();
        Journal second = open(files, new ArrayList<>());
        write(second, "e", "f");
        write(second, "g".repeat(100));
        write(second, "h".repeat(2 * BLOCK), "i");
        second.close();
    }

    private List<String> entriesOf(List<Write> some) {
        return some.stream().flatMap(each -> each.entries().stream()).toList();
    }

    @Test
    void soundJournalComesBackWhole() {
        sample();
        assertThat(recover(files)).isEqualTo(new Found(entriesOf(writes), Optional.empty()));
        assertThat(files.open()).isZero();
    }

    @Test
    void aJournalOfVersionOneIsReadAndGoesOn() {
        FileHeader header = new FileHeader(JournalFormat.CLEAR, 1, 99, 0, 0, new byte[0]);
        ByteBuffer file = ByteBuffer.allocate(4 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        JournalFormat.putFileHeader(file, header);
        ByteBuffer block = file.slice(BLOCK, BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(48, 1)
                .put(52, (byte) 'x')
                .putInt(53, 2)
                .put(57, (byte) 'y')
                .put(58, (byte) 'z');
        JournalFormat.putBlockHeader(block, 11, header, 1, 0, 2);
        files.put("journal/file-1", file.array());
        ReplacedFile.write(
                files,
                JournalRecovery.CONTROL,
                JournalRecovery.CONTROL_MAGIC,
                JournalRecovery.CONTROL_VERSION,
                new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
        Journal journal = open(files, new ArrayList<>());
        journal.add(VOLUME, ByteBuffer.wrap(new byte[] {'n'}));
        journal.commit();
        journal.close();
        assertThat(recover(files)).isEqualTo(new Found(List.of("x", "yz", "n"), Optional.empty()));
    }

    @Test
    void volumesLieInSectionsOfTheirOwn() {
        VolumeId other = new VolumeId(8);
        keys.learn(TestKeys.metadata(other, List.of(TestKeys.wrapped(2))));
        Journal journal = open(files, new ArrayList<>());
        for (VolumeId volume : List.of(VOLUME, other, other, VOLUME)) {
            journal.add(volume, ByteBuffer.wrap(("of " + volume.value()).getBytes(StandardCharsets.ISO_8859_1)));
        }
        journal.commit();
        journal.close();
        assertThat(recover(files).entries()).containsExactly("of 7", "of 8", "of 8", "of 7");
        assertThat(new String(files.bytes("journal/file-1"), StandardCharsets.ISO_8859_1))
                .doesNotContain("of 8");
        // A volume that this node does not know any more is passed over; one that it knows must open.
        assertThat(JournalRecovery.recover(files, BLOCK, TestKeys.of(VOLUME, 1), (_, _) -> {})
                        .damage())
                .isEmpty();
        VolumeKeys wrong = TestKeys.of(other, 3);
        assertThatThrownBy(() -> JournalRecovery.recover(files, BLOCK, wrong, (_, _) -> {}))
                .isInstanceOf(KeyUnavailableException.class)
                .hasMessageContaining(TestKeys.wrapped(2).id().toString());
    }

    @Test
    void everyFlippedByteIsDamageOrTheEndOrNothing() {
        sample();
        Write last = writes.getLast();
        SplittableRandom random = new SplittableRandom(3);
        for (String name : List.of("journal/file-1", "journal/file-2")) {
            int length = files.bytes(name).length;
            // Every byte that was written, and some of the padding.
            for (int at = 0; at < length; at += at < 88 || writeAt(name, at) >= 0 ? 1 : 31) {
                int bit = random.nextInt(8);
                files.flip(name, at, bit);
                Found found = recover(files);
                files.flip(name, at, bit);
                String where = name + " byte " + at;
                int hit = writeAt(name, at);
                if (at < 88) {
                    assertThat(found.damage()).as(where).isPresent();
                } else if (hit < 0) {
                    assertThat(found).as(where).isEqualTo(new Found(entriesOf(writes), Optional.empty()));
                } else if (writes.get(hit).equals(last)) {
                    // It may never have been acknowledged.
                    List<Write> before = writes.subList(0, hit);
                    assertThat(found).as(where).isEqualTo(new Found(entriesOf(before), Optional.empty()));
                } else {
                    assertThat(found.damage()).as(where).isPresent();
                    assertThat(found.entries()).as(where).isEqualTo(expectedBehindDamage(hit));
                }
            }
        }
    }

    /** The write whose bytes hold byte {@code at}; -1 for padding and what was never written. */
    private int writeAt(String name, int at) {
        for (int index = 0; index < writes.size(); index++) {
            Write write = writes.get(index);
            if (write.file().equals(name) && at >= write.at() && at < write.payloadEnd()) {
                return index;
            }
        }
        return -1;
    }

    /** A generation is read up to its first bad block; other generations are not concerned. */
    private List<String> expectedBehindDamage(int hit) {
        List<Write> readable = new ArrayList<>();
        for (int index = 0; index < writes.size(); index++) {
            if (index < hit || writes.get(index).generation() != writes.get(hit).generation()) {
                readable.add(writes.get(index));
            }
        }
        return entriesOf(readable);
    }

    @Test
    void everyFlippedByteOfTheControlFileIsDamage() {
        sample();
        for (int at = 0; at < files.bytes(JournalRecovery.CONTROL).length; at++) {
            MemoryFiles damaged = files.copy();
            damaged.flip(JournalRecovery.CONTROL, at, at % 8);
            assertThat(recover(damaged).damage()).as("byte %s", at).isPresent();
        }
        files.delete(JournalRecovery.CONTROL);
        assertThat(recover(files).damage()).isPresent();
    }

    @Test
    void aFileCutOffEndsTheLogOrIsDamage() {
        sample();
        for (int length = 0; length < files.bytes("journal/file-1").length; length += length % BLOCK < 80 ? 1 : 37) {
            MemoryFiles damaged = files.copy();
            damaged.put("journal/file-1", Arrays.copyOf(files.bytes("journal/file-1"), length));
            Found found = recover(damaged);
            boolean complete = length >= writes.get(2).payloadEnd();
            assertThat(found.damage().isPresent()).as("length %s", length).isEqualTo(!complete);
            damaged = files.copy();
            damaged.put("journal/file-2", Arrays.copyOf(files.bytes("journal/file-2"), length));
            int cut = length;
            List<Write> left = writes.stream()
                    .filter(write -> write.generation() == 1 || write.payloadEnd() <= cut)
                    .toList();
            assertThat(recover(damaged))
                    .as("length %s", length)
                    .isEqualTo(new Found(entriesOf(left), Optional.empty()));
        }
    }

    @Test
    void aMissingGenerationIsDamage() {
        sample();
        files.delete("journal/file-1");
        assertThat(recover(files).damage()).isPresent();
    }

    /** All subsets of the 4 KiB pieces of a write under way at the crash, over zeroes or over what an earlier use of the file left. */
    @Test
    void aTornLastWriteEndsTheLogForEver() {
        sample();
        Write last = writes.getLast();
        int pieces = JournalFormat.padded(last.payloadEnd() - last.at()) / BLOCK;
        assertThat(pieces).isEqualTo(3);
        byte[] whole = files.bytes(last.file());
        for (boolean recycled : new boolean[] {false, true}) {
            for (int subset = 0; subset < 1 << pieces; subset++) {
                MemoryFiles torn = files.copy();
                byte[] bytes = torn.bytes(last.file());
                for (int piece = 0; piece < pieces; piece++) {
                    int at = last.at() + piece * BLOCK;
                    if ((subset & 1 << piece) == 0) {
                        // What an earlier use left: a block that was good in its generation.
                        byte[] old = recycled
                                ? Arrays.copyOfRange(files.bytes("journal/file-1"), BLOCK, 2 * BLOCK)
                                : new byte[BLOCK];
                        System.arraycopy(old, 0, bytes, at, BLOCK);
                    } else {
                        System.arraycopy(whole, at, bytes, at, BLOCK);
                    }
                }
                boolean complete = subset == (1 << pieces) - 1;
                List<String> expected = entriesOf(complete ? writes : writes.subList(0, writes.size() - 1));
                String what = "pieces " + Integer.toBinaryString(subset) + (recycled ? " over old blocks" : "");
                assertThat(recover(torn)).as(what).isEqualTo(new Found(expected, Optional.empty()));
                // The next generation fixes where this one ended: what the torn write left is never log again.
                Journal next = open(torn, new ArrayList<>());
                next.add(VOLUME, ByteBuffer.wrap(new byte[] {'z'}));
                next.commit();
                next.close();
                List<String> more = new ArrayList<>(expected);
                more.add("z");
                assertThat(recover(torn)).as(what).isEqualTo(new Found(more, Optional.empty()));
            }
        }
    }

    @Test
    void aLaterBlockProvesDamageThoughItsOwnWriteIsTheLast() {
        sample();
        Write before = writes.get(writes.size() - 2);
        Arrays.fill(files.bytes(before.file()), before.at(), before.payloadEnd(), (byte) 0);
        Found found = recover(files);
        assertThat(found.damage()).isPresent();
        assertThat(found.entries()).isEqualTo(entriesOf(writes.subList(0, writes.size() - 2)));
        // Evidence stays: the next start finds the same.
        Journal next = open(files, new ArrayList<>());
        assertThat(next.damage()).isPresent();
        next.release(next.generation());
        next.close();
        assertThat(recover(files).damage()).isPresent();
    }

    @Test
    void anEntryThatIsNoBatchIsDamageThoughItsBlockIsGood() {
        sample();
        RecoveredJournal recovered = JournalRecovery.recover(files, BLOCK, keys, (generation, bytes) -> {
            if (generation == 2 && text(bytes).equals("f")) {
                throw new MalformedException("not a batch");
            }
        });
        assertThat(recovered.damage())
                .hasValueSatisfying(reason -> assertThat(reason).contains("generation 2", "not a batch"));
    }

    @Test
    void releasedFilesAreUsedAgainAndNeverReadAgain() {
        Journal journal = open(files, new ArrayList<>());
        List<String> kept = new ArrayList<>();
        for (int count = 0; count < 40; count++) {
            String entry = "entry " + count + " ".repeat(BLOCK);
            journal.add(VOLUME, ByteBuffer.wrap(entry.getBytes(StandardCharsets.ISO_8859_1)));
            long generation = journal.commit();
            if (generation > journal.oldestGeneration()) {
                journal.release(generation);
                kept.clear();
            }
            kept.add(entry);
        }
        journal.close();
        assertThat(files.list("journal")).hasSizeLessThan(5);
        assertThat(recover(files)).isEqualTo(new Found(kept, Optional.empty()));
    }

    @Test
    void newestGenerationWithoutWritesMayLoseItsHeader() {
        sample();
        open(files, new ArrayList<>()).close();
        Arrays.fill(files.bytes("journal/file-3"), 0, BLOCK, (byte) 0);
        assertThat(recover(files)).isEqualTo(new Found(entriesOf(writes), Optional.empty()));
    }
}
