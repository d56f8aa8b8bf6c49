package org.borealisdb.server.cli;

import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.role.InstancePlace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say where an instance is that is not in the region's file. A host agent gives them. */
final class AddedInstance {
    @ArgGroup(exclusive = false)
    private @Nullable Place place;

    private static final class Place {
        @Option(names = "--zone", required = true, hidden = true)
        private String zone = "";

        @Option(names = "--host", required = true, hidden = true)
        private String host = "";

        @Option(names = "--port", required = true, hidden = true)
        private int port;

        @Option(names = "--client-port", required = true, hidden = true)
        private int clientPort;

        @Option(names = "--memory", required = true, hidden = true, converter = StartCommand.SizeConverter.class)
        private ByteSize memory = ByteSize.ZERO;

        @Option(names = "--tier", required = true, hidden = true)
        private int tier;
    }

    /** Arguments that say so. */
    static List<String> arguments(InstancePlace place) {
        return List.of(
                "--zone",
                place.zone(),
                "--host",
                place.place().host(),
                "--port",
                String.valueOf(place.place().port()),
                "--client-port",
                String.valueOf(place.clients().port()),
                "--memory",
                place.pool().bytes() + "b",
                "--tier",
                String.valueOf(place.tier()));
    }

    /** Where the instance is, if these options were given. */
    Optional<InstancePlace> place(Address node) {
        return Optional.ofNullable(place)
                .map(given -> new InstancePlace(
                        node,
                        given.zone,
                        new HostPort(given.host, given.port),
                        new HostPort(given.host, given.clientPort),
                        given.memory,
                        0,
                        /* reader= */ false,
                        given.tier));
    }
}
