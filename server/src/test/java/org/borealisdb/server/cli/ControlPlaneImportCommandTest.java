package org.borealisdb.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.borealisdb.cloud.metadata.FileMetadataLog;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.server.role.ControlPlaneRole;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ExitCode;

/** A metadata log moves from a folder to a control plane that runs. */
class ControlPlaneImportCommandTest {
    private static final int NODES = 8;

    @TempDir
    private Path folder = Path.of("");

    private final RealWorld world = RealWorld.create((task, failure) -> {
        throw new AssertionError(task, failure);
    });
    private final List<AutoCloseable> running = new ArrayList<>();

    private static final class NoHandler implements MessageHandler {
        @Override
        public void receive(Address from, ByteBuffer message) {}

        @Override
        public ByteBuffer answer(Address from, ByteBuffer request) {
            return request;
        }
    }

    @BeforeEach
    void describe() throws IOException {
        byte[] key = new byte[32];
        new Random(7).nextBytes(key);
        Path keyFile = Files.createFile(
                folder.resolve("region.key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(keyFile, key);
        List<Integer> ports = freePorts();
        StringBuilder text = new StringBuilder("key-file: region.key\npassword-file: password\nstorage-nodes:\n");
        int next = 0;
        for (String name : List.of("a1", "a2", "b1", "b2", "c1", "c2")) {
            text.append("  - {name: storage-" + name + ", zone: " + name.charAt(0) + ", folder: " + name + ", port: "
                    + ports.get(next++) + "}\n");
        }
        text.append("instances:\n  - {name: writer, zone: a, client-port: 1, port: " + ports.get(next++) + "}\n");
        text.append(
                "control-plane:\n  - {name: control-1, zone: a, folder: control-1, port: " + ports.get(next) + "}\n");
        Files.writeString(regionFile(), text);
    }

    private static List<Integer> freePorts() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            ports.add(sockets.getLast().getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : running) {
            each.close();
        }
        world.close();
    }

    private Path regionFile() {
        return folder.resolve("region.yaml");
    }

    private FileMetadataLog file() {
        return new FileMetadataLog(new RealFileStore(folder.resolve("metadata")), world.tasks(), world.clock());
    }

    private RegionNetwork network() throws IOException {
        RegionNetwork network = RegionNetwork.of(RegionOption.read(regionFile()), world);
        running.addFirst(network);
        return network;
    }

    private void startControlPlane() throws IOException {
        RegionPlan plan = RegionOption.read(regionFile());
        ControlPlaneRole role = new ControlPlaneRole(
                plan.services().controlPlane().getFirst(),
                plan,
                world,
                network().network(),
                _ -> {},
                _ -> {});
        running.addFirst(role);
        role.open();
    }

    private String run(int exitCode, String from) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed, true);
        int code = Main.commandLine()
                .setOut(out)
                .setErr(out)
                .execute(
                        "control-plane",
                        "import",
                        "--yes",
                        "--region",
                        regionFile().toString(),
                        "--from",
                        folder.resolve(from).toString());
        assertThat(code).as(printed.toString()).isEqualTo(exitCode);
        return printed.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void itMovesAndTheFolderAnswersNobodyAnyMore() throws IOException {
        MetadataLog file = file();
        assertThat(file.compareAndSet("a", 0, bytes("one"))).isTrue();
        assertThat(file.compareAndSet("a", 1, bytes("two"))).isTrue();
        assertThat(file.compareAndSet("b", 0, bytes("other"))).isTrue();
        startControlPlane();
        assertThat(run(ExitCode.OK, "metadata")).contains("has the metadata log now: 2 keys");
        assertThatThrownBy(() -> file.read("a")).hasMessageContaining("has moved to the control plane, [control-1]");
        MetadataLog moved = network().log();
        assertThat(moved.keys("")).containsExactly("a", "b");
        assertThat(moved.read("a").orElseThrow().version()).isEqualTo(2);
        // As after an interruption.
        assertThat(run(ExitCode.OK, "metadata")).contains("2 keys");
        assertThat(moved.compareAndSet("a", 2, bytes("three"))).isTrue();
        assertThat(run(ExitCode.SOFTWARE, "metadata")).contains("another 'a'").hasLineCount(1);
    }

    @Test
    void whatWouldBeWrongIsRefusedAndTheFolderStaysAsItIs() throws IOException {
        MetadataLog file = file();
        assertThat(file.compareAndSet("a", 0, bytes("one"))).isTrue();
        startControlPlane();
        Files.createDirectory(folder.resolve("empty"));
        assertThat(run(ExitCode.SOFTWARE, "empty")).contains("there is no metadata log in");
        assertThat(run(ExitCode.SOFTWARE, "nowhere")).contains("there is no folder");

        try (Endpoint instance = network().network().bind(new Address("writer"), new NoHandler())) {
            assertThat(instance.self()).isEqualTo(new Address("writer"));
            assertThat(run(ExitCode.SOFTWARE, "metadata")).contains("writer may be running (it answers)");
        }
        assertThat(network().log().compareAndSet("of another", 0, bytes("x"))).isTrue();
        assertThat(run(ExitCode.SOFTWARE, "metadata"))
                .contains("the control plane has a metadata log already")
                .hasLineCount(1);
        assertThat(file.read("a")).isPresent();
    }

    @Test
    void aLogThatHasMovedElsewhereIsNotMovedAgain() throws IOException {
        FileMetadataLog elsewhere = file();
        assertThat(elsewhere.compareAndSet("a", 0, bytes("one"))).isTrue();
        elsewhere.moveTo("the control plane, [other]");
        startControlPlane();
        assertThat(run(ExitCode.SOFTWARE, "metadata")).contains("has moved to the control plane, [other]");
    }
}
