package org.borealisdb.server.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.borealisdb.controlplane.fleet.FleetMember;
import org.borealisdb.controlplane.fleet.FleetRole;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.VolumeReport;
import org.borealisdb.server.role.RealWorld;
import org.borealisdb.server.role.RegionPlan;
import org.borealisdb.server.top.Picture;
import org.borealisdb.server.top.Picture.InstanceLine;
import org.borealisdb.server.top.Picture.StorageLine;

/** Where {@code borealis top} looks: at the report of the region's process; or of the writer's, if that is on this machine, and at what the control plane hears. Closed when done. */
final class TopSource implements AutoCloseable {
    private static final String COMMITTED = "engine.transactions.committed";
    private static final String WRITER = "writer";
    private static final String READER = "reader";

    private final RegionPlace region;
    private final Optional<RealWorld> world;
    private final Optional<FleetDesk> fleet;

    TopSource(RegionPlace region) throws IOException {
        this.region = region;
        RegionPlan plan = region.plan();
        if (plan.services().controlPlane().isEmpty()) {
            this.world = Optional.empty();
            this.fleet = Optional.empty();
        } else {
            RealWorld made = RealWorld.create((_, _) -> {});
            this.world = Optional.of(made);
            this.fleet = Optional.of(new FleetDesk(plan, made));
        }
    }

    /** How the region is; empty if nothing of it runs, as far as can be told. */
    Optional<Picture> look(Optional<Picture> before) throws IOException {
        Optional<FleetView> view = fleet.flatMap(FleetDesk::view);
        Optional<RegionReport> report = region.writersReport();
        if (view.isPresent()) {
            return Optional.of(ofFleet(view.get(), report).since(before));
        }
        return report.map(found -> ofReport(found).since(before));
    }

    private static Picture ofReport(RegionReport report) {
        List<InstanceLine> instances = new ArrayList<>();
        String writer = "";
        for (NodeHealth node : report.nodes()) {
            boolean writes = node.role().equals(WRITER);
            if (writes || node.role().equals(READER)) {
                writer = writes && writer.isEmpty() ? node.name() : writer;
                instances.add(new InstanceLine(
                        node.name(), node.zone(), node.role(), node.state(), node.reason(), node.scl(), -1));
            }
        }
        return picture(
                report.data(),
                Instant.parse(report.updated()).toEpochMilli(),
                writer,
                report.vdl(),
                report.clients(),
                instances,
                Optional.of(report));
    }

    private static Picture ofFleet(FleetView view, Optional<RegionReport> report) {
        List<InstanceLine> instances = new ArrayList<>();
        String decided = view.writer().map(WriterRecord::writer).orElse("");
        int clients = 0;
        long vdl = 0;
        for (FleetMember member : view.members()) {
            InstanceReport said = member.report();
            boolean writes = said.name().equals(decided);
            boolean follows = said.role() == FleetRole.READER;
            String note = said.trouble().isEmpty() && follows && member.healthy()
                    ? String.format(Locale.ROOT, "%.1f ms behind %s", said.lagMicros() / 1_000.0, said.follows())
                    : said.trouble();
            instances.add(
                    writes ? 0 : instances.size(),
                    new InstanceLine(
                            said.name(),
                            said.zone(),
                            follows ? READER : WRITER,
                            InstanceDesk.state(member),
                            note,
                            said.lsn(),
                            said.clientCount()));
            clients += said.clientCount();
            vdl = Math.max(vdl, said.lsn());
        }
        boolean writersHere = report.filter(found -> !found.volumes().isEmpty()).isPresent();
        return picture(
                "region",
                writersHere ? Instant.parse(report.get().updated()).toEpochMilli() : System.currentTimeMillis(),
                decided,
                vdl,
                clients,
                instances,
                writersHere ? report : Optional.empty());
    }

    private static Picture picture(
            String name,
            long millis,
            String writer,
            long vdl,
            int clients,
            List<InstanceLine> instances,
            Optional<RegionReport> report) {
        Optional<VolumeReport> volume =
                report.stream().flatMap(found -> found.volumes().stream()).findFirst();
        List<StorageLine> storage = volume.stream()
                .flatMap(found -> found.nodes().stream())
                .map(node -> new StorageLine(
                        node.name(),
                        node.zone(),
                        node.state(),
                        node.segments(),
                        node.lagBytes(),
                        node.backlogBytes(),
                        node.journalBytes(),
                        node.layerBytes()))
                .toList();
        List<String> notes = new ArrayList<>(report.map(RegionReport::notes).orElse(List.of()));
        if (report.isEmpty()) {
            notes.add("Transactions and storage nodes are shown on the writer's machine.");
        }
        OptionalLong used = volume.map(VolumeReport::usedBytes).orElse(OptionalLong.empty());
        return new Picture(
                name,
                millis,
                writer,
                vdl,
                report.map(found -> found.counters().getOrDefault(COMMITTED, 0L))
                        .orElse(0L),
                clients,
                used.orElse(-1),
                0,
                0,
                instances,
                storage,
                notes);
    }

    @Override
    public void close() {
        fleet.ifPresent(FleetDesk::close);
        world.ifPresent(RealWorld::close);
    }
}
