package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.borealisdb.controlplane.fleet.FleetMember;
import org.borealisdb.controlplane.fleet.FleetRole;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.InstanceState;
import org.borealisdb.controlplane.fleet.WriterChange;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.controlplane.fleet.WriterRegistry;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.server.cluster.InstanceRecord;
import org.borealisdb.server.cluster.InstanceRegistry;
import org.borealisdb.server.region.ConnectionUrl;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.role.StorageNodePlace;

/** Where commands ask a running region for instances, and for another writer, and wait for what becomes of that. Closed when done. */
final class InstanceDesk implements AutoCloseable {
    /** Smallest page cache of an instance. */
    static final ByteSize LEAST_POOL = ByteSize.ofMebibytes(1);

    private final RegionDesk desk;
    private final InstanceRegistry registry;
    private final WriterRegistry writers;

    /** What an instance is to be. */
    record Wish(String name, long poolBytes, int tier, Optional<String> zone) {}

    /** An instance as it is shown. */
    private record Shown(String name, String zone, int tier, String role, String state, String note, String url) {}

    /** A desk of a region that runs. */
    InstanceDesk(RegionPlace region) throws IOException {
        this.desk = new RegionDesk(region);
        this.registry = new InstanceRegistry(desk.log());
        this.writers = new WriterRegistry(desk.log());
    }

    /** Has one added, and says so. */
    void add(Wish wish, boolean json, PrintWriter out) throws IOException {
        String name = wish.name();
        InstanceRecord.checkName(name);
        if (desk.ofProcesses() && !(desk.isManaged() && desk.plan().services().runsMore())) {
            throw new RegionProblemException("nobody could run it: the region's file needs a control-plane, and hosts"
                    + " with instance-ports whose agents run; or list it under instances, and start it there");
        }
        Stream<Address> known = Stream.concat(
                desk.plan().storageNodes().stream().map(StorageNodePlace::address),
                Stream.of(RegionPlan.CONTROL_PLANE));
        if (known.anyMatch(node -> node.name().equals(name))) {
            throw new RegionProblemException("there is a node '" + name + "' already; choose another name");
        }
        InstanceRecord wanted = InstanceRecord.wanted(
                name, desk.newId(), wish.poolBytes(), desk.nowMillis(), zone(wish.zone()), wish.tier());
        registry.add(wanted);
        InstanceRecord made = await(wanted, record -> record.port() != 0);
        String url = desk.ofProcesses() ? ConnectionUrl.at(awaitServing(name).clients()) : desk.url(made.port());
        double seconds = desk.seconds();
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", name);
            fields.put("role", "reader");
            fields.put("zone", made.zone());
            fields.put("tier", made.tier());
            fields.put("port", made.port());
            fields.put("url", url);
            fields.put("seconds", seconds);
            RegionDesk.print(fields, out);
        } else {
            out.println(String.format(
                    Locale.ROOT, "The reader %s serves in zone %s, after %.2f s.", name, made.zone(), seconds));
            out.println("  Connect  psql \"" + url + "\"");
        }
    }

    /** What an instance says of itself as soon as it serves. */
    private InstanceReport awaitServing(String name) throws IOException {
        try (FleetDesk fleet = desk.openFleet()) {
            return desk.await(
                            () -> Optional.of(fleet.view().flatMap(view -> view.member(name))),
                            member -> member.filter(FleetMember::healthy).isPresent(),
                            _ -> Optional.empty())
                    .map(FleetMember::report)
                    .orElseThrow();
        }
    }

    /** The zone that was asked for, or the one with the fewest instances. */
    private String zone(Optional<String> asked) {
        List<String> zones = desk.plan().zones();
        if (asked.isPresent()) {
            if (!zones.contains(asked.get())) {
                throw new RegionProblemException(
                        "there is no zone '" + asked.get() + "'; there are " + String.join(", ", zones));
            }
            return asked.get();
        }
        List<InstanceRecord> all = registry.all();
        return zones.stream()
                .min(Comparator.comparingLong((String zone) -> all.stream()
                        .filter(record -> record.zone().equals(zone))
                        .count()))
                .orElseThrow();
    }

    /** Has one removed. */
    void remove(String name) throws IOException {
        InstanceRecord record = registry.get(name);
        if (writer().filter(decided -> decided.writer().equals(name)).isPresent()) {
            throw new RegionProblemException(
                    "'" + name
                            + "' is the writer, which cannot be removed; make another one the writer first: ./borealis instance promote NAME");
        }
        if (desk.ofProcesses() && record.home().agent().isEmpty()) {
            removeOfFile(record);
            return;
        }
        registry.change(record, InstanceRecord::leaving);
        await(record, InstanceRecord::gone);
    }

    /** One whose process nobody but a person started, or that nobody took. */
    private void removeOfFile(InstanceRecord record) throws IOException {
        boolean listed = desk.plan().instances().stream()
                .anyMatch(place -> place.address().name().equals(record.name()));
        if (listed) {
            throw new RegionProblemException("'" + record.name()
                    + "' is in the region's file: take it out there, stop its process, and try again");
        }
        boolean runs = desk.isManaged()
                && desk.fleet()
                        .member(record.name())
                        .filter(FleetMember::healthy)
                        .isPresent();
        if (runs) {
            throw new RegionProblemException("the process of '" + record.name() + "' runs still; stop it first");
        }
        registry.change(record, InstanceRecord::left);
    }

    /** Restarts one, and says so. */
    void restart(String name, PrintWriter out) {
        restart(registry.get(name), out);
    }

    private void restart(InstanceRecord record, PrintWriter out) {
        if (desk.ofProcesses() && desk.plan().services().hosts().isEmpty()) {
            throw new RegionProblemException("nobody could start '" + record.name()
                    + "' again: the region's file has no hosts, whose agents do that; stop and start its process");
        }
        double began = desk.seconds();
        int asked = registry.change(record, InstanceRecord::toRestart)
                .map(InstanceRecord::restarts)
                .orElseThrow(() -> new RegionProblemException("'" + record.name() + "' was removed meanwhile"));
        await(record, now -> now.restarted() >= asked);
        out.println(
                String.format(Locale.ROOT, "%s serves again, after %.2f s.", record.name(), desk.seconds() - began));
        out.flush();
    }

    /** Restarts all, one after the other: readers first, then the writer, after one of them has taken over from it. */
    void restartAll(PrintWriter out) throws IOException {
        String writer = writer().map(WriterRecord::writer)
                .orElseThrow(() -> new RegionProblemException("the region has no writer yet"));
        List<InstanceRecord> readers = registry.all().stream()
                .filter(record -> record.state() == InstanceRecord.State.WANTED
                        && !record.name().equals(writer))
                .toList();
        for (InstanceRecord reader : readers) {
            restart(reader, out);
        }
        if (!readers.isEmpty()) {
            promote(Optional.empty(), WriterChange.SWITCHOVER, /* json= */ false, out);
        }
        restart(registry.get(writer), out);
    }

    private Optional<WriterRecord> writer() {
        return writers.current();
    }

    /**
     * Has another instance become the writer, and says so.
     *
     * @param name   which; empty: the one that a failover would choose
     * @param change whether the writer is to give way in order
     */
    void promote(Optional<String> name, WriterChange change, boolean json, PrintWriter out) throws IOException {
        WriterRecord before = writer().orElseThrow(() -> new RegionProblemException("the region has no writer yet"));
        String next = name.map(this::known).orElseGet(() -> successor(before.writer()));
        if (next.equals(before.writer())) {
            throw new RegionProblemException("'" + next + "' is the writer already");
        }
        String why =
                change == WriterChange.SWITCHOVER ? "somebody asked for a switchover" : "somebody asked for a failover";
        WriterRecord decided = before.next(next, change, why, desk.nowMillis());
        if (!writers.decide(decided)) {
            throw new RegionProblemException("another writer was decided on at the same time; look, and try again");
        }
        WriterRecord done = desk.await(
                this::writer,
                record -> record.term() == decided.term() && record.servingMillis() != 0,
                record -> record.term() == decided.term()
                        ? Optional.empty()
                        : Optional.of("'" + record.writer() + "' was made the writer instead: " + record.reason()));
        double seconds = (done.servingMillis() - done.decidedMillis()) / 1_000.0;
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("writer", next);
            fields.put("before", before.writer());
            fields.put("change", change.toString());
            fields.put("term", done.term());
            fields.put("seconds", seconds);
            RegionDesk.print(fields, out);
        } else {
            out.println(String.format(
                    Locale.ROOT,
                    "%s is the writer, after %.2f s. %s follows it as a reader.",
                    next,
                    seconds,
                    before.writer()));
        }
    }

    private String known(String name) {
        InstanceRecord record = registry.get(name);
        if (record.state() != InstanceRecord.State.WANTED) {
            throw new RegionProblemException("'" + name + "' is being removed");
        }
        return record.name();
    }

    /** The one of the lowest tier, of these the one with the largest page cache, of these the first by name. */
    private String successor(String writer) {
        return registry.all().stream()
                .filter(record -> record.state() == InstanceRecord.State.WANTED
                        && record.port() != 0
                        && !record.name().equals(writer))
                .min(Comparator.comparingInt(InstanceRecord::tier)
                        .thenComparing(Comparator.comparingLong(InstanceRecord::poolBytes)
                                .reversed())
                        .thenComparing(InstanceRecord::name))
                .map(InstanceRecord::name)
                .orElseThrow(() -> new RegionProblemException(
                        "there is no reader that could become the writer; add one: ./borealis instance add NAME"));
    }

    private InstanceRecord await(InstanceRecord asked, Predicate<InstanceRecord> done) {
        return desk.await(
                () -> registry.last(asked.name()).filter(record -> record.id() == asked.id()),
                done,
                RegionDesk.removedIf(InstanceRecord::gone));
    }

    /** Prints all. */
    void list(boolean json, PrintWriter out) throws IOException {
        List<Shown> all = desk.isManaged() ? shown(desk.fleet()) : shown(desk.report());
        if (json) {
            RegionDesk.print(all, out);
            return;
        }
        line(out, "instance", "zone", "tier", "role", "state", "", "connect");
        all.forEach(each ->
                line(out, each.name(), each.zone(), each.tier(), each.role(), each.state(), each.note(), each.url()));
    }

    /**
     * The instances of the registry, the writer first, with what the report says of each. A report may be a second old, and lack a reader that serves already, have one that is gone, or know another writer.
     */
    private List<Shown> shown(RegionReport report) {
        Map<String, NodeHealth> reported = new LinkedHashMap<>();
        report.nodes().forEach(node -> reported.put(node.name(), node));
        String writer = writer().map(WriterRecord::writer).orElse("");
        List<Shown> all = new ArrayList<>();
        for (InstanceRecord record : registry.all()) {
            boolean writes = record.name().equals(writer);
            String role = writes ? "writer" : "reader";
            boolean serves = writes || record.port() != 0;
            String url = record.port() != 0
                    ? ConnectionUrl.withPort(report.url(), record.port())
                    : writes ? report.url() : "";
            NodeHealth node = reported.get(record.name());
            Shown shown = node == null || !node.role().equals(role)
                    ? new Shown(
                            record.name(), record.zone(), record.tier(), role, serves ? "running" : "starting", "", url)
                    : new Shown(record.name(), node.zone(), record.tier(), role, node.state(), node.reason(), url);
            all.add(writes ? 0 : all.size(), shown);
        }
        return all;
    }

    /** The same, of a region of processes, as its control plane hears of them. */
    private List<Shown> shown(FleetView fleet) {
        String writer = fleet.writer().map(WriterRecord::writer).orElse("");
        List<Shown> all = new ArrayList<>();
        for (InstanceRecord record : registry.all()) {
            boolean writes = record.name().equals(writer);
            String role = writes ? "writer" : "reader";
            Shown shown = fleet.member(record.name())
                    .map(member -> shown(member, role))
                    .orElseGet(() -> new Shown(
                            record.name(),
                            record.zone(),
                            record.tier(),
                            role,
                            "silent",
                            "its process does not run",
                            ""));
            all.add(writes ? 0 : all.size(), shown);
        }
        return all;
    }

    /** How an instance is, in a word. */
    static String state(FleetMember member) {
        InstanceState state = member.report().state();
        return state == InstanceState.RUNNING && !member.healthy()
                ? "silent"
                : state.name().toLowerCase(Locale.ROOT);
    }

    private static Shown shown(FleetMember member, String role) {
        InstanceReport report = member.report();
        String note = !report.trouble().isEmpty()
                ? report.trouble()
                : report.role() == FleetRole.READER && member.healthy()
                        ? String.format(Locale.ROOT, "%.1f ms behind", report.lagMicros() / 1_000.0)
                        : "";
        return new Shown(
                report.name(),
                report.zone(),
                report.tier(),
                role,
                state(member),
                note,
                ConnectionUrl.at(report.clients()));
    }

    private static void line(PrintWriter out, Object... values) {
        out.println(String.format(Locale.ROOT, "  %-16s %-5s %-5s %-7s %-9s %-28s %s", values)
                .stripTrailing());
    }

    @Override
    public void close() {
        desk.close();
    }
}
