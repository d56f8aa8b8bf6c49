package org.borealisdb.server.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.server.metrics.MetricsServer;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a process shows its metrics. */
final class MetricsOption {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int LARGEST_PORT = 65_535;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description =
                    "Shows metrics for Prometheus at http://127.0.0.1:PORT/metrics, and /healthz (default: none; 0: any"
                            + " free port). Whoever reaches it reads it: there is no password.")
    private @Nullable Integer port;

    @Option(
            names = "--metrics-listen",
            paramLabel = "ADDRESS",
            defaultValue = LOOPBACK,
            description = "Address for metrics (default: ${DEFAULT-VALUE}, this machine only; 0.0.0.0: every network).")
    private String listen = LOOPBACK;

    /** Where; empty if nobody asked for it. */
    Optional<HostPort> place() {
        return place(0);
    }

    /**
     * The same for a node whose {@code region.yaml} may name a port.
     *
     * @param planned 0 if it names none
     */
    Optional<HostPort> place(int planned) {
        Integer asked = port;
        if (asked != null && (asked < 0 || asked > LARGEST_PORT)) {
            throw new RegionProblemException("--metrics-port: a port is between 0 and 65535, not " + asked);
        }
        if (asked == null && planned == 0) {
            if (!listen.equals(LOOPBACK)) {
                throw new RegionProblemException("--metrics-listen: say with --metrics-port at which port");
            }
            return Optional.empty();
        }
        return Optional.of(new HostPort(listen, asked == null ? planned : asked));
    }

    /** The same options for a process in the background. */
    List<String> arguments() {
        Integer asked = port;
        if (asked == null) {
            return List.of();
        }
        return List.of("--metrics-port", String.valueOf(asked), "--metrics-listen", listen);
    }

    /** Shows {@code report} at a place, if there is one. */
    static Optional<MetricsServer> show(
            Optional<HostPort> place, Supplier<Optional<RegionReport>> report, Tasks tasks) {
        if (place.isEmpty()) {
            return Optional.empty();
        }
        // What a person has set on the command line stays.
        MetricsServer.LIMITS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        return Optional.of(MetricsServer.start(place.get(), report, Instant::now, tasks));
    }
}
