package org.borealisdb.server.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.RegionProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and ports that endpoints may have, as people write them. */
class AddressRangeTest {
    @Test
    void addressesFollowEachOther() {
        AddressRange range = AddressRange.parse("127.0.0.254-127.0.1.2");
        assertThat(range.count()).isEqualTo(5);
        assertThat(range.at(0)).isEqualTo("127.0.0.254");
        assertThat(range.at(2)).isEqualTo("127.0.1.0");
        assertThat(range.at(4)).isEqualTo("127.0.1.2");
        assertThat(range).hasToString("127.0.0.254-127.0.1.2");
        assertThat(range.contains("127.0.0.255")).isTrue();
        assertThat(range.contains("127.0.1.3")).isFalse();
        assertThat(range.contains("localhost")).isFalse();
        assertThatThrownBy(() -> range.at(5)).hasMessageContaining("no address 5 among 5");
        assertThat(AddressRange.parse("255.255.255.254-255.255.255.255").at(1)).isEqualTo("255.255.255.255");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.2",
                "127.0.0.2-127.0.0.2",
                "127.0.0.3-127.0.0.2",
                "127.0.0.2-127.0.1.2",
                "127.0.0.2-127.0.0.256",
                "127.0.0-127.0.0.9",
                "127.0.0.2 - 127.0.0.9",
                "::2-::9",
                "a.b.c.d-a.b.c.e"
            })
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("are 2 to 256 addresses, such as 127.0.0.2-127.0.0.34, not " + text);
    }

    @Test
    void addressesOfOtherMachinesAreRefused() {
        // Set aside for documentation: nobody has them (RFC 5737).
        assertThatThrownBy(() -> AddressRange.parse("192.0.2.1-192.0.2.2").checkOurs("--endpoint-addresses"))
                .isInstanceOf(RegionProblemException.class)
                .hasMessageContaining("--endpoint-addresses: this machine does not have the address 192.0.2.1");
    }

    @Test
    void namesAreAskedForAtAPort() {
        assertThat(NamesPlace.parse("5354", "127.0.0.1")).isEqualTo(HostPort.loopback(5354));
        assertThat(NamesPlace.parse("10.0.0.1:53", "127.0.0.1")).isEqualTo(new HostPort("10.0.0.1", 53));
        assertThat(NamesPlace.parse("[::1]:53", "127.0.0.1")).isEqualTo(new HostPort("::1", 53));
        assertThat(NamesPlace.parse("0", "127.0.0.1")).isEqualTo(HostPort.loopback(0));
        for (String text : new String[] {"", "x", ":53", "10.0.0.1:", "10.0.0.1:x", "70000", "::1:53", "-1"}) {
            assertThatThrownBy(() -> NamesPlace.parse(text, "127.0.0.1"))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is a port, such as 5354 or 127.0.0.1:5354, not " + text);
        }
    }
}
