package org.borealisdb.server.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortOwnerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void aPortInUseIsNamedWithItsOwnerAndAFreeOne() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            int port = taken.getLocalPort();
            var refusal = assertThatThrownBy(() -> PortOwner.checkFree(LOOPBACK, port))
                    .isInstanceOf(RegionProblemException.class)
                    .hasMessageContaining("port " + port + " is in use")
                    .hasMessageContaining("--port");
            if (Files.exists(Path.of("/proc/net/tcp"))) {
                refusal.hasMessageContaining(
                        "process " + ProcessHandle.current().pid() + " (");
            }
        }
    }

    @Test
    void aFreePortIsFine() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            port = socket.getLocalPort();
        }
        PortOwner.checkFree(LOOPBACK, port);
        PortOwner.checkFree(LOOPBACK, 0);
    }

    @Test
    void anAddressOfAnotherMachineIsNotCalledInUse() throws IOException {
        // Reserved for documentation (RFC 5737), so that no machine has it.
        InetAddress elsewhere = InetAddress.getByName("192.0.2.1");
        for (int port : new int[] {0, 5432}) {
            assertThatThrownBy(() -> PortOwner.checkFree(elsewhere, port))
                    .isInstanceOf(RegionProblemException.class)
                    .hasMessageContaining("cannot listen on 192.0.2.1 port " + port)
                    .hasMessageContaining("--listen");
        }
    }

    @Test
    void readsTheKernelsTable() {
        List<String> table = List.of(
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                "   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000   104        0 41234 1 0 100 0 0 10 0",
                "   1: 0100007F:1538 0100007F:9C40 01 00000000:00000000 00:00000000 00000000   104        0 41240 1 0 20 4 30 10 -1",
                "   2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17 1 0 100 0 0 10 0",
                "   3: garbage");
        assertThat(PortOwner.listeningInodes(table, 5432)).containsExactly("41234");
        assertThat(PortOwner.listeningInodes(table, 22)).containsExactly("17");
        assertThat(PortOwner.listeningInodes(table, 80)).isEmpty();
    }
}
