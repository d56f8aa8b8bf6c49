package org.borealisdb.server.role;

import org.borealisdb.runtime.net.HostPort;

/** Where a gateway listens for custom endpoints and instances: a place for each {@link org.borealisdb.server.cluster.EndpointNumber}. */
public sealed interface NumberedPlaces {
    /** How many there are. */
    int count();

    /** The one of a number below that. */
    HostPort at(int number);

    /** None: such a gateway has the cluster and the reader endpoint only. */
    record None() implements NumberedPlaces {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public HostPort at(int number) {
            throw new IllegalArgumentException("there is no place " + number);
        }
    }

    /** Ports one after the other. */
    record Ports(String host, int first, int count) implements NumberedPlaces {
        /** More than all endpoints that there can be. */
        static final int MOST = 256;

        public Ports {
            if (first < 1 || count < 2 || count > MOST) {
                throw new IllegalArgumentException("are 2 to " + MOST + " ports");
            }
        }

        @Override
        public HostPort at(int number) {
            if (number < 0 || number >= count) {
                throw new IllegalArgumentException("there is no port " + number + " among " + count);
            }
            return new HostPort(host, first + number);
        }
    }

    /**
     * Addresses one after the other, of which the first is the reader endpoint's.
     *
     * @param port the same at all
     */
    record Addresses(AddressRange range, int port) implements NumberedPlaces {
        /** Where the reader endpoint is. */
        public HostPort readers() {
            return new HostPort(range.at(0), port);
        }

        @Override
        public int count() {
            return range.count() - 1;
        }

        @Override
        public HostPort at(int number) {
            return new HostPort(range.at(number + 1), port);
        }
    }
}
