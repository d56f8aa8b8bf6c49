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
import org.borealisdb.engine.transaction.Transactions;
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
            return Optional.of(
                    ofFleet(view.get(), report.filter(TopSource::isWriters)).since(before));
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
                        node.name(), node.zone(), node.role(), node.state(), node.reason(), node.scl(), -1, -1));
            }
        }
        return picture(
                report.data(),
                Instant.parse(report.updated()).toEpochMilli(),
                writer,
                report.vdl(),
                report.counters().getOrDefault(Transactions.COMMITTED, 0L),
                report.clients(),
                instances,
                storage(report),
                Optional.of(report));
    }

    /** Whether it is that of an instance that knows the volume as its writer. */
    private static boolean isWriters(RegionReport report) {
        return !report.volumes().isEmpty();
    }

    private Picture ofFleet(FleetView view, Optional<RegionReport> report) throws IOException {
        List<InstanceLine> instances = new ArrayList<>();
        String decided = view.writer().map(WriterRecord::writer).orElse("");
        int clients = 0;
        long vdl = 0;
        long committed = 0;
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
                            said.clientCount(),
                            said.committed()));
            clients += said.clientCount();
            vdl = Math.max(vdl, said.lsn());
            committed += said.committed();
        }
        return picture(
                "region",
                System.currentTimeMillis(),
                decided,
                vdl,
                committed,
                clients,
                instances,
                report.isPresent() ? storage(report.get()) : storage(),
                report);
    }

    /** Storage nodes, as they say themselves. */
    private List<StorageLine> storage() throws IOException {
        return fleet.isPresent() && world.isPresent()
                ? StorageAnswers.of(
                        region.plan(), fleet.get().endpoint(), world.get().tasks())
                : List.of();
    }

    private static Picture picture(
            String name,
            long millis,
            String writer,
            long vdl,
            long committed,
            int clients,
            List<InstanceLine> instances,
            List<StorageLine> storage,
            Optional<RegionReport> report) {
        OptionalLong used = report.stream()
                .flatMap(found -> found.volumes().stream())
                .findFirst()
                .map(VolumeReport::usedBytes)
                .orElse(OptionalLong.empty());
        return new Picture(
                name,
                millis,
                writer,
                vdl,
                committed,
                clients,
                used.orElse(-1),
                0,
                0,
                instances,
                storage,
                report.map(RegionReport::notes).orElse(List.of()));
    }

    /** Storage nodes, as the writer knows them. */
    private static List<StorageLine> storage(RegionReport report) {
        return report.volumes().stream().findFirst().stream()
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
    }

    @Override
    public void close() {
        fleet.ifPresent(FleetDesk::close);
        world.ifPresent(RealWorld::close);
    }
}
