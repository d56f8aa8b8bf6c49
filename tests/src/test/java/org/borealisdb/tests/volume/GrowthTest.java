package org.borealisdb.tests.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.borealisdb.redo.page.Page;
import org.borealisdb.redo.record.RecordWriter;
import org.borealisdb.redo.record.RedoRecord;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.storage.node.StorageSettings;
import org.borealisdb.volume.PreviousWriter;
import org.borealisdb.volume.Volume;
import org.borealisdb.volume.VolumeClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A volume of tiny groups that grows to hundreds of them while it is written, on six storage nodes. */
class GrowthTest {
    private static final long SEED = 20_261_126;
    private static final long SECOND = 1_000_000_000L;
    private static final VolumeId VOLUME = new VolumeId(7);
    private static final int PAGES_PER_GROUP = 4;
    /** More, with {@code -Dgrowth.groups}. */
    private static final int GROUPS = Integer.getInteger("growth.groups", 300);

    private final SimulatedWorld world = new SimulatedWorld(SEED, 200_000_000, 100_000 * SECOND);
    private final SimulatedRegion region =
            new SimulatedRegion(world, StorageSettings.tiny(), 0, 0, /* encrypted= */ false, /* backedUp= */ false);

    @Test
    void aVolumeGrowsWhileItIsWritten() {
        world.run(() -> {
            region.startAll();
            withClient("creator", client -> client.create(VOLUME, new Geometry(PAGES_PER_GROUP), region.homes(0)));
            withClient("writer", client -> {
                Volume volume = client.open(VOLUME, PreviousWriter.KNOWN_DEAD);
                write(volume, 0, 1);
                while (volume.groups() < GROUPS) {
                    int groups = volume.groups();
                    // As an allocator does it.
                    volume.growTo(Math.min(GROUPS, groups + Math.max(1, groups / 64)));
                    write(volume, groups, volume.groups());
                }
            });
            withClient("next", client -> {
                Volume volume = client.open(VOLUME, PreviousWriter.KNOWN_DEAD);
                assertThat(volume.groups()).isEqualTo(GROUPS);
                for (int group = 0; group < GROUPS; group++) {
                    assertThat(read(volume, page(group))).isEqualTo(group);
                }
                volume.growTo(GROUPS + 1);
                write(volume, GROUPS, GROUPS + 1);
                volume.close();
            });
        });
        world.checkNothingEscaped();
    }

    private static long page(int group) {
        return (long) group * PAGES_PER_GROUP + group % PAGES_PER_GROUP;
    }

    private static void write(Volume volume, int from, int to) {
        long lsn = 0;
        for (int group = from; group < to; group++) {
            RecordWriter records = new RecordWriter(1 << 12);
            MemorySegment body = MemorySegment.ofArray(new byte[16]);
            body.set(Page.LONG, 0, page(group));
            body.set(Page.LONG, 8, group);
            records.begin(page(group), 0, RedoRecord.INIT);
            records.set(Page.NUMBER_OFFSET, body, 0, 8);
            records.set(Page.HEADER_BYTES, body, 8, 8);
            records.end();
            records.finish();
            volume.admit(records.length());
            lsn = volume.append(records.memory(), records.length()) + records.length();
        }
        volume.awaitDurable(lsn);
    }

    private static long read(Volume volume, long page) {
        MemorySegment content = MemorySegment.ofArray(new byte[Page.BYTES]);
        assertThat(volume.readPage(page, content, 0)).as("page %d", page).isTrue();
        return content.get(Page.LONG, Page.HEADER_BYTES);
    }

    /** Does something with the volume in a process of its own, which then dies. */
    private void withClient(String name, Consumer<VolumeClient> work) {
        SimulatedInstance instance = new SimulatedInstance(world, region, name);
        VolumeClient client = instance.client(1 << 20, 1 << 18, 1 << 16);
        AtomicReference<@Nullable AssertionError> failed = new AtomicReference<>();
        instance.process()
                .tasks()
                .start(name, TaskKind.SESSION, () -> {
                    try {
                        work.accept(client);
                    } catch (AssertionError failure) {
                        // What escapes from a task ends its process, and nobody would ever come to the end of it.
                        failed.set(failure);
                    }
                })
                .join();
        world.checkNothingEscaped();
        AssertionError failure = failed.get();
        if (failure != null) {
            throw failure;
        }
        instance.crash();
    }
}
