package org.borealisdb.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.AddressRange;
import org.borealisdb.server.role.EndpointPlan;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Where somebody asks a region in one process to have its endpoints. */
class EndpointOptionTest {
    private static final String ADDRESSES = "127.0.56.2-127.0.56.3";
    private static final String LISTEN = "127.0.0.1";

    private static EndpointOption option(String... words) {
        return CommandLine.populateCommand(new EndpointOption(), words);
    }

    private static void refused(String listen, String message, String... words) {
        assertThatThrownBy(() -> option(words).plan(listen))
                .isInstanceOf(RegionProblemException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatIsAskedForIsPassedOn() {
        assertThat(option().plan(LISTEN)).isEqualTo(EndpointPlan.NONE);
        assertThat(option().arguments()).isEmpty();
        EndpointOption both = option("--endpoint-addresses", ADDRESSES, "--dns", "0");
        assertThat(both.plan(LISTEN))
                .isEqualTo(new EndpointPlan(
                        Optional.of(AddressRange.parse(ADDRESSES)), Optional.of(HostPort.loopback(0))));
        assertThat(both.arguments()).isEqualTo(List.of("--endpoint-addresses", ADDRESSES, "--dns", "0"));
    }

    @Test
    void placesThatCannotBeAreRefusedInOneLine() throws IOException {
        refused(LISTEN, "--endpoint-addresses: are 2 to 256 addresses", "--endpoint-addresses", "127.0.0.2");
        refused(
                LISTEN,
                "127.0.0.1 is the cluster endpoint's (--listen)",
                "--endpoint-addresses",
                "127.0.0.1-127.0.0.9");
        refused(
                LISTEN,
                "this machine does not have the address 192.0.2.1",
                "--endpoint-addresses",
                "192.0.2.1-192.0.2.9");
        refused("0.0.0.0", "give --listen one address", "--endpoint-addresses", ADDRESSES);
        refused(LISTEN, "--dns: is a port, such as 5354", "--dns", "here");
        refused(LISTEN, "--dns: 192.0.2.1:5354 cannot be listened at", "--dns", "192.0.2.1:5354");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            refused(LISTEN, "--dns: 127.0.0.1:" + port + " cannot be listened at", "--dns", port);
        }
    }
}
