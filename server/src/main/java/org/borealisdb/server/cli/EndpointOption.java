package org.borealisdb.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.PortOwner;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.role.AddressRange;
import org.borealisdb.server.role.EndpointPlan;
import org.borealisdb.server.role.NamesPlace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the endpoints of a region in one process are, and who answers their names. */
final class EndpointOption {
    private static final String ADDRESSES = "--endpoint-addresses";
    private static final String DNS = "--dns";
    private static final String LOOPBACK = "127.0.0.1";

    @Option(
            names = ADDRESSES,
            paramLabel = "FROM-TO",
            description =
                    "Gives the reader endpoint and custom endpoints an address each, and all the port --port, such as"
                            + " 127.0.0.2-127.0.0.18 (default: ports of their own at --listen). Instances keep their ports.")
    private @Nullable String addresses;

    @Option(
            names = DNS,
            paramLabel = "[ADDRESS:]PORT",
            description = "Answers names of endpoints and instances, which are shaped as Aurora's, by UDP and TCP"
                    + " (default: no names; ADDRESS: 127.0.0.1; PORT 0: any free one).")
    private @Nullable String dns;

    /**
     * What was asked for.
     *
     * @param listen where clients connect to the cluster
     * @throws RegionProblemException with one line if that cannot be
     */
    EndpointPlan plan(String listen) {
        return new EndpointPlan(
                Optional.ofNullable(addresses).map(text -> addresses(text, listen)),
                Optional.ofNullable(dns).map(EndpointOption::names));
    }

    private static AddressRange addresses(String text, String listen) {
        AddressRange range;
        try {
            range = AddressRange.parse(text);
        } catch (IllegalArgumentException unfit) {
            throw new RegionProblemException(ADDRESSES + ": " + unfit.getMessage(), unfit);
        }
        if (range.contains(listen)) {
            throw new RegionProblemException(
                    ADDRESSES + ": " + listen + " is the cluster endpoint's (--listen), and cannot be another's");
        }
        if (listen.equals("0.0.0.0") || listen.equals("::")) {
            throw new RegionProblemException(
                    ADDRESSES + ": the cluster endpoint has the port at all addresses; give --listen one address");
        }
        range.checkOurs(ADDRESSES);
        return range;
    }

    private static HostPort names(String text) {
        HostPort place;
        try {
            place = NamesPlace.parse(text, LOOPBACK);
        } catch (IllegalArgumentException unfit) {
            throw new RegionProblemException(DNS + ": " + unfit.getMessage(), unfit);
        }
        if (!PortOwner.isFree(place.host(), place.port())) {
            throw new RegionProblemException(
                    DNS + ": " + place + " cannot be listened at: it is taken, or not this machine's");
        }
        return place;
    }

    /** The same options for a process in the background. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        String asked = addresses;
        if (asked != null) {
            arguments.addAll(List.of(ADDRESSES, asked));
        }
        String place = dns;
        if (place != null) {
            arguments.addAll(List.of(DNS, place));
        }
        return arguments;
    }
}
