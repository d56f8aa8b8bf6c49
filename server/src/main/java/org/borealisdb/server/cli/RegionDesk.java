package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What commands need that ask a running region for something in its metadata log, and wait for what becomes of that. Closed when done. */
final class RegionDesk implements AutoCloseable {
    private static final String REMOVED = "somebody else has removed it meanwhile";
    private static final long POLL_NANOS = 20_000_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final RegionPlace region;
    private final RegionPlan plan;
    private final RealWorld world;
    private final RegionLog opened;
    private final MetadataLog log;
    private final long began;

    /** A desk of a region that runs. */
    RegionDesk(RegionPlace region) throws IOException {
        this.region = region;
        this.plan = region.plan();
        if (!region.mayRun()) {
            throw new RegionProblemException("the region does not run; start it first");
        }
        this.world = RealWorld.create(RegionDesk::taskFailed);
        this.opened = RegionLog.of(plan, world);
        this.log = opened.log();
        this.began = world.clock().nanoTime();
    }

    /** The logger is found only now: a log file may be chosen after the command line was made. */
    private static void taskFailed(String task, Throwable failure) {
        System.getLogger(RegionDesk.class.getName()).log(System.Logger.Level.ERROR, task, failure);
    }

    RegionPlan plan() {
        return plan;
    }

    RealWorld world() {
        return world;
    }

    MetadataLog log() {
        return log;
    }

    /** Tells what is asked for from all else. */
    long newId() {
        return world.random().nextLong();
    }

    /** Milliseconds since 1970. */
    long nowMillis() {
        return world.clock().wallMicros() / MICROS_PER_MILLI;
    }

    /** How long the desk has been there. */
    double seconds() {
        return (world.clock().nanoTime() - began) / NANOS_PER_SECOND;
    }

    /**
     * What the writer last said.
     *
     * @throws RegionProblemException if none runs
     */
    RegionReport report() throws IOException {
        return region.writersReport().orElseThrow(() -> new RegionProblemException(region.notRunning()));
    }

    /** Whether its roles are processes of their own. */
    boolean ofProcesses() {
        return region.ofProcesses();
    }

    /** Whether it is such a region, and a control plane watches it. */
    boolean isManaged() {
        return !plan.services().controlPlane().isEmpty();
    }

    /**
     * How the instances of such a region are.
     *
     * @throws RegionProblemException if no node of the control plane answers
     */
    FleetView fleet() throws IOException {
        try (FleetDesk fleet = openFleet()) {
            return fleet.view()
                    .orElseThrow(
                            () -> new RegionProblemException("no node of the control plane answers; does one run?"));
        }
    }

    /** Where such a region is asked again and again. */
    FleetDesk openFleet() throws IOException {
        return new FleetDesk(plan, world);
    }

    /**
     * Waits until a record is as it is to be.
     *
     * @param now     what it is, unless another has its name
     * @param instead what has become of it instead, if there is nothing to wait for any more
     * @return what it was then
     */
    <R> R await(Supplier<Optional<R>> now, Predicate<R> done, Function<R, Optional<String>> instead) {
        long deadline = world.clock().nanoTime() + PATIENCE_NANOS;
        while (world.clock().nanoTime() - deadline < 0) {
            R record = now.get().orElseThrow(() -> new RegionProblemException(REMOVED));
            if (done.test(record)) {
                return record;
            }
            Optional<String> problem = instead.apply(record);
            if (problem.isPresent()) {
                throw new RegionProblemException(problem.get());
            }
            world.tasks().sleep(POLL_NANOS);
        }
        throw new RegionProblemException(
                "nobody has done it within a minute; ./borealis status and ./borealis logs may say why");
    }

    /** What is said of a record that has gone while somebody waited for it. */
    static <R> Function<R, Optional<String>> removedIf(Predicate<R> gone) {
        return record -> gone.test(record) ? Optional.of(REMOVED) : Optional.empty();
    }

    /** How clients connect to a port, as far as it can be told. */
    String url(int port) throws IOException {
        return region.writersReport()
                .map(RegionReport::url)
                .map(url -> ConnectionUrl.withPort(url, port))
                .orElse("port " + port);
    }

    /** Prints it for programs. */
    static void print(Object value, PrintWriter out) {
        out.println(JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(value));
    }

    @Override
    public void close() {
        opened.close();
        world.close();
    }
}
