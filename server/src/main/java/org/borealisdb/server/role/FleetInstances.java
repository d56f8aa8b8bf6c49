package org.borealisdb.server.role;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.controlplane.fleet.FleetMember;
import org.borealisdb.controlplane.fleet.FleetRole;
import org.borealisdb.controlplane.fleet.FleetView;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.controlplane.fleet.WriterRecord;
import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.proxy.endpoint.InstanceRole;

/** What the instances of a region of processes are to those who choose one for a client, as the control plane hears of them. */
public final class FleetInstances {
    private FleetInstances() {}

    /** All that take clients. Of several that say that they write, it is the one that was decided on last. */
    public static List<Instance> of(FleetView view) {
        String decided = view.writer().map(WriterRecord::writer).orElse("");
        List<Instance> all = new ArrayList<>();
        for (FleetMember member : view.members()) {
            InstanceReport report = member.report();
            boolean writes = report.role() == FleetRole.WRITER;
            if (report.clients().port() == 0 || (writes && !report.name().equals(decided))) {
                continue;
            }
            all.add(new Instance(
                    report.name(),
                    report.clients(),
                    writes ? InstanceRole.WRITER : InstanceRole.READER,
                    member.healthy(),
                    report.tier()));
        }
        return all;
    }
}
