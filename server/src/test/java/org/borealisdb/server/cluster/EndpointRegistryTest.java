package org.borealisdb.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.Endpoint.CustomType;
import org.borealisdb.proxy.endpoint.Membership;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.RealWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointRegistryTest {
    @TempDir
    private Path folder = Path.of("");

    private static EndpointRecord wanted(String name, long id) {
        return EndpointRecord.wanted(
                new Endpoint.Custom(name, CustomType.ANY, new Membership.AllBut(List.of())), id, 1000);
    }

    private void withRegistry(Consumer<EndpointRegistry> test) {
        try (RealWorld world = RealWorld.create((task, failure) -> {
            throw new AssertionError(task, failure);
        })) {
            test.accept(
                    new EndpointRegistry(new FileMetadataLog(new RealFileStore(folder), world.tasks(), world.clock())));
        }
    }

    @Test
    void theReaderEndpointIsThereAlwaysAndKeepsItsPort() {
        withRegistry(registry -> {
            EndpointRecord first = registry.all().getFirst();
            assertThat(registry.all()).hasSize(1);
            assertThat(first.endpoint()).isEqualTo(new Endpoint.OfReaders("reader"));
            assertThat(first.port()).isZero();
            registry.served(first, "", 5433);
            registry.add(wanted("another", 1));
            EndpointRecord stored = registry.all().getFirst();
            assertThat(stored.port()).isEqualTo(5433);
            assertThat(stored.upToDate()).isTrue();
            registry.served(stored, "127.0.0.2", 5434);
            assertThat(registry.all()).extracting(EndpointRecord::name).containsExactly("reader", "another");
            assertThat(registry.all().getFirst().port()).isEqualTo(5434);
            assertThat(registry.all().getFirst().address()).isEqualTo("127.0.0.2");
        });
    }

    @Test
    void whatIsServedIsTheRevisionThatWasSeen() {
        withRegistry(registry -> {
            registry.add(wanted("a", 1));
            EndpointRecord seen = registry.custom("a");
            registry.change(
                    seen,
                    record -> record.modified(
                            new Endpoint.Custom("a", CustomType.READER, new Membership.AllBut(List.of()))));
            registry.served(seen, "", 5433);
            EndpointRecord now = registry.custom("a");
            assertThat(now.port()).isEqualTo(5433);
            assertThat(now.served()).isEqualTo(1);
            assertThat(now.upToDate()).as("the change was not seen yet").isFalse();
            registry.served(now, "", 5433);
            assertThat(registry.custom("a").upToDate()).isTrue();
        });
    }

    @Test
    void refusesWhatCannotBe() {
        withRegistry(registry -> {
            for (int number = 1; number <= EndpointRegistry.MOST; number++) {
                registry.add(wanted("a" + number, number));
            }
            assertThatThrownBy(() -> registry.add(wanted("b", 99)))
                    .isInstanceOf(RegionProblemException.class)
                    .hasMessageContaining("at most 16 custom endpoints");
            assertThatThrownBy(() -> registry.add(wanted("a1", 99))).hasMessageContaining("'a1' already");
            assertThatThrownBy(() -> registry.add(wanted("reader", 99))).hasMessageContaining("belongs to the cluster");
            assertThatThrownBy(() -> registry.custom("reader")).hasMessageContaining("belongs to the cluster");
            assertThatThrownBy(() -> registry.custom("b")).hasMessageContaining("no endpoint 'b'");
            registry.change(registry.custom("a1"), EndpointRecord::left);
            assertThatThrownBy(() -> registry.custom("a1")).hasMessageContaining("no endpoint 'a1'");
            registry.add(wanted("a1", 99));
            assertThat(registry.change(wanted("a1", 1), EndpointRecord::leaving))
                    .as("another of that name")
                    .isEmpty();
        });
    }
}
