package org.borealisdb.server.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.RegionProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionFileTest {
    private static final Path FILE = Path.of("/etc/borealis/region.yaml");

    private static String region() {
        StringBuilder text = new StringBuilder("""
                metadata: metadata
                key-file: /secret/region.key
                password-file: ../password
                storage-nodes:
                """);
        int port = 7000;
        for (String name : new String[] {"a1", "a2", "b1", "b2", "c1", "c2"}) {
            text.append("  - {name: storage-" + name + ", zone: " + name.charAt(0) + ", host: 10.0.0.1, port: " + ++port
                    + ", folder: " + name + "}\n");
        }
        return text + "instances:\n  - {name: writer, zone: b, port: 7100, client-port: 5433, memory: 64MB}\n";
    }

    @Test
    void readsARegion() {
        RegionPlan plan = RegionFile.parse(region(), FILE);
        assertThat(plan.metadataFolder()).isEqualTo(Path.of("/etc/borealis/metadata"));
        assertThat(plan.keyFile()).isEqualTo(Path.of("/secret/region.key"));
        assertThat(plan.passwordFile()).isEqualTo(Path.of("/etc/password"));
        assertThat(plan.storageNodes()).hasSize(6);
        assertThat(plan.storageNodes().getLast().place()).isEqualTo(new HostPort("10.0.0.1", 7006));
        assertThat(plan.storageNodes().getLast().folder()).isEqualTo(Path.of("/etc/borealis/c2"));
        InstancePlace writer = plan.instances().getFirst();
        assertThat(writer.clients()).isEqualTo(HostPort.loopback(5433));
        assertThat(writer.pool()).isEqualTo(ByteSize.ofMebibytes(64));
    }

    @Test
    void encryptionIsDecidedAtTheFirstOpening() {
        RegionPlan silent = RegionFile.parse(region(), FILE);
        assertThat(silent.encryption())
                .isEqualTo(new EncryptionPlan(Path.of("/etc/borealis/keys"), Optional.empty(), Optional.empty()));
        RegionPlan said = RegionFile.parse("keys: /secret/keys\nencryption: on\nkms-key: local\n" + region(), FILE);
        assertThat(said.encryption())
                .isEqualTo(new EncryptionPlan(Path.of("/secret/keys"), Optional.of(true), Optional.of("local")));
        assertThat(RegionFile.parse("encryption: off\n" + region(), FILE)
                        .encryption()
                        .wanted())
                .contains(false);
    }

    @Test
    void whatSegmentsAreIsDecidedAtTheFirstOpening() {
        assertThat(RegionFile.parse(region(), FILE).segments()).isEmpty();
        assertThat(RegionFile.parse("segments: three-full-three-tail\n" + region(), FILE)
                        .segments())
                .contains(SegmentMix.THREE_FULL_THREE_TAIL);
        assertThatThrownBy(() -> RegionFile.parse("segments: four\n" + region(), FILE))
                .hasMessageContaining("segments: segments are six-full or three-full-three-tail, not 'four'");
    }

    @Test
    void nodesShowMetricsWhereTheFileSaysSo() {
        String text = region().replaceFirst("memory: 64MB", "memory: 64MB, metrics-port: 9187");
        RegionPlan plan = RegionFile.parse(text, FILE);
        assertThat(plan.instances().getFirst().metricsPort()).isEqualTo(9187);
        assertThat(plan.storageNodes()).allMatch(node -> node.metricsPort() == 0);
    }

    @Test
    void hostsHaveTheNodesOfTheirZoneAndAddress() {
        String hosts = """
                hosts:
                  - {name: host-b, zone: b, host: 10.0.0.1, instance-ports: 7500-7599}
                  - {name: host-x, zone: x, host: 10.0.0.2}
                """;
        Services services = RegionFile.parse(region() + hosts, FILE).services();
        HostPlace host = services.hosts().getFirst();
        assertThat(services.runsMore()).isTrue();
        assertThat(host.firstPort()).isEqualTo(7500);
        assertThat(host.lastPort()).isEqualTo(7599);
        assertThat(host.has("b", new HostPort("10.0.0.1", 7003))).isTrue();
        assertThat(host.has("a", new HostPort("10.0.0.1", 7001))).isFalse();
        assertThat(host.has("b", HostPort.loopback(7100))).isFalse();
        assertThat(services.hosts().getLast().runsMore()).isFalse();
        for (String ports : new String[] {"7500", "7500-7500", "0-9", "7500-70000", "7599-7500"}) {
            assertThatThrownBy(() -> RegionFile.parse(region() + hosts.replace("7500-7599", ports), FILE))
                    .as(ports)
                    .isInstanceOf(RegionProblemException.class)
                    .hasMessageContaining("hosts[0].instance-ports: are two ports or more");
        }
        assertThatThrownBy(() -> RegionFile.parse(region() + hosts.replace("zone: b", "zone: d"), FILE))
                .hasMessageContaining("host-b is in zone d, which has no storage");
        assertThatThrownBy(() -> RegionFile.parse(region() + hosts.replace("host-b", "storage-b1"), FILE))
                .hasMessageContaining("two nodes have the name storage-b1");
    }

    private static String gateways(String first, String second) {
        return "gateways:\n  - {name: gateway-1, zone: a, port: 7301, " + first
                + "}\n  - {name: gateway-2, zone: b, port: 7302, " + second + "}\n";
    }

    @Test
    void gatewaysHavePortsOrAddressesForEndpoints() {
        String ports =
                "client-host: 10.0.0.1, writer-port: 5432, reader-port: 5433, endpoint-ports: 5440-5471, dns: 5354";
        String addresses = "writer-port: 5432, endpoint-addresses: 127.0.0.2-127.0.0.34, dns: '127.0.0.1:53'";
        Services services =
                RegionFile.parse(region() + gateways(ports, addresses), FILE).services();
        GatewayPlace first = services.gateways().getFirst();
        assertThat(first.readers()).isEqualTo(new HostPort("10.0.0.1", 5433));
        assertThat(first.numbered().count()).isEqualTo(32);
        assertThat(first.numbered().at(0)).isEqualTo(new HostPort("10.0.0.1", 5440));
        assertThat(first.numbered().at(31)).isEqualTo(new HostPort("10.0.0.1", 5471));
        assertThatThrownBy(() -> first.numbered().at(32)).hasMessageContaining("no port 32");
        assertThat(first.names()).contains(new HostPort("10.0.0.1", 5354));
        GatewayPlace second = services.gateways().getLast();
        assertThat(second.writer()).isEqualTo(HostPort.loopback(5432));
        assertThat(second.readers()).isEqualTo(new HostPort("127.0.0.2", 5432));
        assertThat(second.numbered().count()).isEqualTo(32);
        assertThat(second.numbered().at(0)).isEqualTo(new HostPort("127.0.0.3", 5432));
        assertThat(second.numbered().at(31)).isEqualTo(new HostPort("127.0.0.34", 5432));
        assertThat(second.names()).contains(HostPort.loopback(53));
        assertThat(services.endpointNumbers()).isEqualTo(32);
        String fewer = addresses.replace("0.34", "0.9");
        String neither = "writer-port: 6432, reader-port: 6433";
        assertThat(RegionFile.parse(region() + gateways(ports, fewer), FILE)
                        .services()
                        .endpointNumbers())
                .as("of the gateway that has the fewest")
                .isEqualTo(7);
        assertThat(RegionFile.parse(region() + gateways(ports, neither), FILE)
                        .services()
                        .endpointNumbers())
                .as("of those that have any")
                .isEqualTo(32);
        assertThat(RegionFile.parse(region() + gateways(neither, neither.replace("64", "65")), FILE)
                        .services()
                        .endpointNumbers())
                .isZero();
    }

    @Test
    void placesOfGatewaysThatCannotBeAreRefused() {
        String fine = "writer-port: 6432, reader-port: 6433";
        String ports = "writer-port: 5432, reader-port: 5433, endpoint-ports: ";
        for (String range : new String[] {"5440", "5440-5440", "0-9", "65530-65540", "5471-5440", "6000-6256"}) {
            refused(
                    region() + gateways(ports + range, fine),
                    "gateways[0].endpoint-ports: are 2 to 256 ports, such as 5440-5471, not " + range);
        }
        String addresses = "writer-port: 5432, endpoint-addresses: 127.0.0.2-127.0.0.34";
        refused(
                region() + gateways(fine, addresses + ", reader-port: 5433"),
                "gateways[1].endpoint-addresses: all endpoints have the writer-port, each at an address of its own: leave reader-port out");
        refused(region() + gateways(fine, addresses + ", endpoint-ports: 1-2"), "leave endpoint-ports out");
        refused(
                region() + gateways(fine, addresses.replace("0.34", "0.1")),
                "gateways[1].endpoint-addresses: are 2 to 256 addresses");
        refused(region() + gateways(fine, addresses + ", dns: here"), "gateways[1].dns: is a port, such as");
        refused(region() + gateways(fine, "writer-port: 5432"), "gateways[1].reader-port: is missing");
        refused(region() + gateways(fine, ports + "5430-5440"), "gateway-2 has 127.0.0.1:5432 for two endpoints");
        refused(
                region() + gateways(fine, addresses + ", client-host: 127.0.0.2"),
                "gateway-2 has 127.0.0.2:5432 for two endpoints");
        refused(
                region() + gateways(fine, ports + "6430-6440"),
                "gateways: gateway-1 and gateway-2 both have 127.0.0.1:6432");
        String elsewhere = "host: 10.0.0.9, " + fine;
        assertThat(RegionFile.parse(region() + gateways(fine, elsewhere), FILE)
                        .services()
                        .gateways())
                .as("the loopback addresses of two machines")
                .hasSize(2);
    }

    private static String controlPlane(int nodes, int folders) {
        StringBuilder text = new StringBuilder("control-plane:\n");
        for (int i = 1; i <= nodes; i++) {
            text.append("  - {name: control-" + i + ", zone: a, port: " + (7200 + i)
                    + (i <= folders ? ", folder: control-" + i : "") + "}\n");
        }
        return text.toString();
    }

    @Test
    void theMetadataLogIsInAFolderOrWithTheControlPlane() {
        String without = region().replace("metadata: metadata\n", "");
        RegionPlan three = RegionFile.parse(without + controlPlane(3, 3), FILE);
        assertThat(three.services().metadataGroup().orElseThrow().members()).hasSize(3);
        assertThat(three.services().controlPlane().getFirst().folder()).contains(Path.of("/etc/borealis/control-1"));
        assertThat(RegionFile.parse(without + controlPlane(1, 1), FILE)
                        .services()
                        .metadataGroup())
                .isPresent();
        assertThat(RegionFile.parse(region() + controlPlane(1, 0), FILE)
                        .services()
                        .metadataGroup())
                .isEmpty();
        refused(region() + controlPlane(3, 3), "metadata: the metadata log is either in this folder, or");
        refused(without + controlPlane(3, 2), "control-plane: the metadata log has one copy or three");
        refused(without + controlPlane(2, 2), "control-plane: the metadata log has one copy or three");
        refused(region() + controlPlane(3, 0), "control-plane: several nodes keep the metadata log together");
        refused(without + controlPlane(1, 0), "metadata: is missing");
        refused(
                without + controlPlane(3, 3).replace("folder: control-3", "folder: control-1"),
                "control-plane: the folder of control-3 is another node's");
        refused(
                without + controlPlane(3, 3).replace("folder: control-3", "folder: a1"),
                "control-plane: the folder of control-3 is another node's");
    }

    @Test
    void nodesOfAControlPlaneAreTheSameGroupInAnyOrder() {
        String text = region().replace("metadata: metadata\n", "") + controlPlane(3, 3);
        String other = text.replace("control-1", "control-0")
                .replace("control-3", "control-1")
                .replace("control-0", "control-3");
        assertThat(RegionFile.parse(other, FILE).services().metadataGroup())
                .isEqualTo(RegionFile.parse(text, FILE).services().metadataGroup());
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> RegionFile.parse(text, FILE))
                .isInstanceOf(RegionProblemException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port: 7003|port: 70000|storage-nodes[2].port: a port is a number from 1 to 65535, not 70000",
                "port: 7003|port: x|storage-nodes[2].port: a port is a number",
                "port: 7003, |''|storage-nodes[2].port: is missing",
                "zone: b, host|zon: b, host|storage-nodes[2].zon: there is no such field",
                "memory: 64MB|memory: 64MB, metrics-port: 0|instances[0].metrics-port: a port is a number",
                "memory: 64MB|memory: lots|instances[0].memory: 'lots' is not a size",
                "metadata: metadata|metadata: [1]|metadata: a text is expected",
                "storage-b1|storage-a1|two nodes have the name storage-a1",
                "writer, zone: b|writer, zone: z|writer is in zone z, which has no storage",
                "metadata:|{|not YAML"
            })
    void mistakesAreOneLineThatNamesTheField(String from, String to, String message) {
        String text = region().replaceFirst(Pattern.quote(from), to);
        assertThat(text).isNotEqualTo(region());
        assertThatThrownBy(() -> RegionFile.parse(text, FILE))
                .isInstanceOf(RegionProblemException.class)
                .hasMessageStartingWith("region.yaml: ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void anythingElseIsRefusedCleanly() {
        long seed = 20_261_123;
        Random random = new Random(seed);
        String whole = region();
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder(whole.substring(0, random.nextInt(whole.length() + 1)));
            for (int change = random.nextInt(4); change > 0 && !text.isEmpty(); change--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(128));
            }
            try {
                RegionFile.parse(text.toString(), FILE);
            } catch (RegionProblemException refused) {
                assertThat(refused.getMessage())
                        .as("seed %d, round %d", seed, round)
                        .startsWith("region.yaml: ");
            }
        }
    }
}
