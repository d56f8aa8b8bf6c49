package org.borealisdb.server.role;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.borealisdb.runtime.net.HostPort;

/**
 * A gateway of a region.
 *
 * @param node     the process
 * @param writer   where clients are led to the writer
 * @param readers  where they are led to the readers in turn
 * @param numbered where they are led to custom endpoints and instances
 * @param names    where it answers names; empty if it does not
 */
public record GatewayPlace(
        ServicePlace node, HostPort writer, HostPort readers, NumberedPlaces numbered, Optional<HostPort> names) {
    /** All places where it listens for clients, now or later. */
    List<HostPort> places() {
        return Stream.concat(
                        Stream.of(writer, readers),
                        IntStream.range(0, numbered.count()).mapToObj(numbered::at))
                .toList();
    }
}
