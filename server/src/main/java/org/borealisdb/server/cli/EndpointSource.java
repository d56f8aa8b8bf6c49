package org.borealisdb.server.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.server.cluster.EndpointRecord;

/** Whoever listens for the endpoints of a region that runs: its one process, or its gateways. Methods wait. Closed when done. */
sealed interface EndpointSource extends AutoCloseable permits GatewaysOfRegion, OwnEndpoints {
    /**
     * How an endpoint is served.
     *
     * @param urls    how clients connect; none if they cannot
     * @param dnsName its name in the DNS; empty if it has none
     * @param state   {@link #SERVING}, {@link #STARTING} or {@link #TROUBLED}
     * @param trouble what is wrong; empty if nothing is
     */
    record Served(List<String> urls, String dnsName, String state, String trouble) {
        /** Clients get what was asked for. */
        static final String SERVING = "serving";

        /** They will. */
        static final String STARTING = "starting";

        /** Somebody who should listen cannot. */
        static final String TROUBLED = "troubled";

        public Served {
            urls = List.copyOf(urls);
        }
    }

    /** What was said of all at a moment. */
    interface Saying {
        /** How an endpoint is served; empty if there is no such place, as for readers before there is one. */
        Optional<Served> of(Endpoint endpoint);

        /** How a custom one is. */
        Served custom(EndpointRecord record);

        /** Instances that have endpoints. */
        List<Endpoint.OfInstance> instances();

        /** All instances, as far as they are known. */
        TopologyView view();

        /** What else there is to be said, a line each. */
        List<String> notes();
    }

    /**
     * Fails unless somebody could serve another endpoint.
     *
     * @throws org.borealisdb.server.region.RegionProblemException with one line if nobody could
     */
    void check() throws IOException;

    /**
     * Waits until clients get what was asked for.
     *
     * @throws org.borealisdb.server.region.RegionProblemException with one line if they cannot
     */
    void awaitServed(EndpointRecord asked);

    /** Has an endpoint end, and waits until nobody listens for it. */
    void end(EndpointRecord record);

    /**
     * Asks how everything is.
     *
     * @throws org.borealisdb.server.region.RegionProblemException with one line if nobody answers
     */
    Saying ask() throws IOException;

    @Override
    void close();
}
