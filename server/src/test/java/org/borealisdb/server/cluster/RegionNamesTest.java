package org.borealisdb.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.role.RealWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionNamesTest {
    private static final RegionNames NAMES = new RegionNames("c0ffee", "local-1", "borealis.local");

    @TempDir
    private Path folder = Path.of("");

    private static RegionNames decode(byte[] bytes) {
        return RegionNames.decode(ByteBuffer.wrap(bytes));
    }

    @Test
    void theyAreChosenOnceAndKept() {
        try (RealWorld world = RealWorld.create((task, failure) -> {
            throw new AssertionError(task, failure);
        })) {
            FileMetadataLog log = new FileMetadataLog(new RealFileStore(folder), world.tasks(), world.clock());
            assertThat(RegionNames.known(log)).isEmpty();
            RegionNames chosen = RegionNames.of(log, world.random());
            assertThat(chosen.id()).matches("c[a-z0-9]{11}");
            assertThat(RegionNames.of(log, world.random())).isEqualTo(chosen);
            assertThat(RegionNames.known(log)).contains(chosen);
            assertThat(chosen.of("main").nameOf(new Endpoint.OfCluster("cluster")))
                    .isEqualTo("main.cluster-" + chosen.id() + ".local-1.borealis.local");
        }
    }

    @Test
    void theyAreTheseBytes() {
        byte[] bytes = NAMES.encode();
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo(
                        "42524e4d01000000370000008b6da87206000000633066666565070000006c6f63616c2d310e000000626f7265616c69"
                                + "732e6c6f63616c");
        assertThat(decode(bytes)).isEqualTo(NAMES);
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> decode(part)).isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> decode(new RegionNames("a b", "local-1", "borealis.local").encode()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("cannot be part of a name");
    }
}
