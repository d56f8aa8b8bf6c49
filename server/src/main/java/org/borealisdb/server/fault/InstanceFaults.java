package org.borealisdb.server.fault;

import java.util.List;
import org.borealisdb.sql.postgres.FaultInjection;

/** The faults of a region as one of its instances injects them: a crash is its own, everything else is the region's. */
public final class InstanceFaults implements FaultInjection {
    private static final System.Logger LOG = System.getLogger(InstanceFaults.class.getName());

    private final FaultInjection region;
    private final Runnable crash;

    /** Injects into {@code region}; {@code crash} makes the instance crash, and does not wait for that. */
    public InstanceFaults(FaultInjection region, Runnable crash) {
        this.region = region;
        this.crash = crash;
    }

    @Override
    public String inject(Request request) {
        if (request.kind() != Kind.CRASH) {
            return region.inject(request);
        }
        String what = "the " + request.target() + " crashes";
        LOG.log(System.Logger.Level.WARNING, "fault injected: {0}", what);
        crash.run();
        return what;
    }

    @Override
    public List<Active> active() {
        return region.active();
    }

    @Override
    public int endAll() {
        return region.endAll();
    }
}
