package org.borealisdb.server.role;

import org.borealisdb.runtime.net.HostPort;

/** The place that leads to whoever writes the main cluster, in a region in one process: the writer listens there itself. Safe for use by all tasks. */
final class ClusterPlace {
    private volatile HostPort place;

    /** One whose port the system may be to choose. */
    ClusterPlace(HostPort wanted) {
        this.place = wanted;
    }

    /** Where it is; the port is 0 as long as nobody has listened there. */
    HostPort get() {
        return place;
    }

    /** It was listened on: the port stays. */
    void opened(HostPort at) {
        place = at;
    }
}
