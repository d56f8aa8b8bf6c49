package org.borealisdb.cloud.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import org.borealisdb.runtime.file.FileLock;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.simulation.SimulatedHost;
import org.borealisdb.simulation.SimulatedWorld;
import org.junit.jupiter.api.Test;

/** The region's own master key, on simulated disks. */
class LocalKeyServiceTest {
    private static final long MINUTE = 60_000_000_000L;
    private static final String LOCAL = KeyService.LOCAL;
    private static final String NAME = "00000000000000000000000000000001";

    @Test
    void whatItWrapsItUnwrapsWithEveryVersion() {
        inWorld(1, (process, _) -> {
            LocalKeyService keys = service(process);
            GeneratedKey made = keys.generate(LOCAL, NAME);
            assertThat(made.plain()).hasSize(KeyService.DATA_KEY_BYTES);
            assertThat(made.toString()).doesNotContain("[");
            assertThat(keys.unwrap(LOCAL, made.wrapped(), NAME)).isEqualTo(made.plain());

            assertThat(keys.addVersion()).isEqualTo(2);
            byte[] anew = keys.wrap(LOCAL, made.plain(), NAME);
            assertThat(keys.unwrap(LOCAL, anew, NAME)).isEqualTo(made.plain());
            assertThat(keys.unwrap(LOCAL, made.wrapped(), NAME)).isEqualTo(made.plain());
            assertThat(keys.describe(LOCAL))
                    .extracting(MasterKeyVersion::version)
                    .containsExactly(1, 2);

            // What the older one wrapped needs it, what the newer one wrapped does not.
            process.files().delete("master-1");
            assertThat(keys.unwrap(LOCAL, anew, NAME)).isEqualTo(made.plain());
            assertThatThrownBy(() -> keys.unwrap(LOCAL, made.wrapped(), NAME))
                    .isInstanceOf(KeyUnavailableException.class)
                    .hasMessageContaining("version 1 of the local master key is missing");
        });
    }

    @Test
    void survivesACrash() {
        SimulatedWorld world = new SimulatedWorld(2, 10_000_000, MINUTE);
        world.run(() -> {
            SimulatedHost host = world.host("a");
            GeneratedKey made = service(host.start()).generate(LOCAL, NAME);
            host.crash();
            assertThat(service(host.start()).unwrap(LOCAL, made.wrapped(), NAME))
                    .isEqualTo(made.plain());
        });
    }

    @Test
    void wrapsTheSameKeyDifferentlyEachTime() {
        inWorld(3, (process, _) -> {
            LocalKeyService keys = service(process);
            GeneratedKey made = keys.generate(LOCAL, NAME);
            assertThat(keys.wrap(LOCAL, made.plain(), NAME)).isNotEqualTo(made.wrapped());
        });
    }

    @Test
    void aChangedByteIsNeverUnwrapped() {
        inWorld(4, (process, _) -> {
            LocalKeyService keys = service(process);
            byte[] good = keys.generate(LOCAL, NAME).wrapped();
            for (int at = 0; at < good.length; at++) {
                byte[] bad = good.clone();
                bad[at] ^= 1;
                assertThatThrownBy(() -> keys.unwrap(LOCAL, bad, NAME)).isInstanceOf(KeyUnavailableException.class);
            }
            assertThatThrownBy(() -> keys.unwrap(LOCAL, good, "another name"))
                    .isInstanceOf(KeyUnavailableException.class)
                    .hasMessageContaining("does not open data key another name");
        });
    }

    @Test
    void aChangedByteOfTheFileIsSaid() {
        inWorld(5, (process, _) -> {
            LocalKeyService keys = service(process);
            byte[] wrapped = keys.generate(LOCAL, NAME).wrapped();
            byte[] file = read(process.files());
            for (int at = 0; at < file.length; at++) {
                byte[] bad = file.clone();
                bad[at] ^= 4;
                write(process.files(), bad);
                assertThatThrownBy(() -> keys.unwrap(LOCAL, wrapped, NAME))
                        .isInstanceOf(KeyUnavailableException.class)
                        .hasMessageContaining("put a good copy in its place");
            }
        });
    }

    @Test
    void theKeyOfAnotherRegionIsTold() {
        inWorld(6, (process, other) -> {
            byte[] wrapped = service(process).generate(LOCAL, NAME).wrapped();
            service(other).generate(LOCAL, NAME);
            assertThatThrownBy(() -> service(other).unwrap(LOCAL, wrapped, NAME))
                    .isInstanceOf(KeyUnavailableException.class)
                    .hasMessageContaining("that of another region");
        });
    }

    @Test
    void aLostFolderIsNotANewKey() {
        inWorld(7, (process, other) -> {
            byte[] wrapped = service(process).generate(LOCAL, NAME).wrapped();
            LocalKeyService lost = service(other);
            assertThatThrownBy(() -> lost.unwrap(LOCAL, wrapped, NAME)).hasMessageContaining("is missing");
            assertThatThrownBy(() -> lost.wrap(LOCAL, new byte[32], NAME)).hasMessageContaining("is missing");
            assertThatThrownBy(() -> lost.describe(LOCAL)).hasMessageContaining("is missing");
            assertThat(other.files().list("")).isEmpty();
        });
    }

    @Test
    void whoAddsAVersionIsAlone() {
        inWorld(8, (process, _) -> {
            LocalKeyService keys = service(process);
            keys.addVersion();
            try (FileLock _ = process.files().lock("lock")) {
                assertThatThrownBy(keys::addVersion)
                        .isInstanceOf(KeyUnavailableException.class)
                        .hasMessageContaining("somebody else");
            }
            assertThat(keys.addVersion()).isEqualTo(2);
        });
    }

    @Test
    void nobodyKnowsAKeyOfAnotherKind() {
        inWorld(9, (process, _) -> {
            KeyService routed = new RoutedKeyService(service(process));
            assertThat(routed.generate(LOCAL, NAME).plain()).hasSize(32);
            for (String name : List.of("", "Local", "vault:x")) {
                assertThatThrownBy(() -> routed.generate(name, NAME))
                        .isInstanceOf(KeyUnavailableException.class)
                        .hasMessageContaining("no key service knows a master key '" + name + "'");
            }
        });
    }

    private static LocalKeyService service(SimulatedHost.LiveProcess process) {
        return new LocalKeyService(process::files, process.random(), process.clock());
    }

    private static byte[] read(FileStore files) {
        try (StoredFile file = files.open("master-1", WriteMode.BUFFERED)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(0, bytes);
            return bytes.array();
        }
    }

    private static void write(FileStore files, byte[] bytes) {
        files.delete("master-1");
        try (StoredFile file = files.create("master-1", 0, WriteMode.BUFFERED)) {
            file.write(0, ByteBuffer.wrap(bytes));
            file.sync();
        }
    }

    /** Runs it with processes on two machines. */
    private static void inWorld(long seed, BiConsumer<SimulatedHost.LiveProcess, SimulatedHost.LiveProcess> test) {
        SimulatedWorld world = new SimulatedWorld(seed, 10_000_000, MINUTE);
        world.run(() -> test.accept(world.host("a").start(), world.host("b").start()));
        assertThat(world.escapes()).isEmpty();
    }
}
