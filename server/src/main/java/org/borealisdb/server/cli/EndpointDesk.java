package org.borealisdb.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.Endpoint.CustomType;
import org.borealisdb.proxy.endpoint.Membership;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.server.cli.EndpointSource.Saying;
import org.borealisdb.server.cli.EndpointSource.Served;
import org.borealisdb.server.cli.EndpointTable.Shown;
import org.borealisdb.server.cluster.EndpointRecord;
import org.borealisdb.server.cluster.EndpointRegistry;
import org.borealisdb.server.region.RegionProblemException;

/** Where commands ask a running region for endpoints, and wait for what becomes of that. Closed when done. */
final class EndpointDesk implements AutoCloseable {
    private final RegionDesk desk;
    private final EndpointRegistry registry;
    private final EndpointSource source;

    /** A desk of a region that runs. */
    EndpointDesk(RegionPlace region) throws IOException {
        this.desk = new RegionDesk(region);
        this.registry = new EndpointRegistry(desk.log());
        boolean open = false;
        try {
            this.source = desk.ofProcesses() ? new GatewaysOfRegion(desk, registry) : new OwnEndpoints(desk, registry);
            open = true;
        } finally {
            if (!open) {
                desk.close();
            }
        }
    }

    /** Has a custom one created, and says so. One that cannot be served everywhere is not left behind. */
    void create(String name, CustomType type, Membership members, boolean json, PrintWriter out) throws IOException {
        EndpointRecord.checkName(name);
        source.check();
        EndpointRecord wanted =
                EndpointRecord.wanted(new Endpoint.Custom(name, type, members), desk.newId(), desk.nowMillis());
        registry.add(wanted);
        try {
            source.awaitServed(wanted);
        } catch (RegionProblemException notPossible) {
            takeBack(wanted, notPossible);
            throw new RegionProblemException(
                    "the endpoint " + name + " was not created: " + notPossible.getMessage(), notPossible);
        }
        Saying said = source.ask();
        EndpointRecord made = registry.last(name).orElse(wanted);
        Served served = said.custom(made);
        if (json) {
            RegionDesk.print(EndpointTable.shown(made.endpoint(), served, said.view()), out);
        } else {
            out.println("The endpoint " + name + " is " + type + ": " + EndpointTable.words(members) + ".");
            served.urls().forEach(url -> out.println("  Connect  psql \"" + url + "\""));
            if (!served.dnsName().isEmpty()) {
                out.println("  Name     " + served.dnsName());
            }
        }
    }

    private void takeBack(EndpointRecord wanted, RegionProblemException why) {
        try {
            source.end(wanted);
        } catch (OperationException unknown) {
            // The first reason is the one to be told.
            why.addSuppressed(unknown);
        }
    }

    /** Has a custom one changed, in what is given, and says so. */
    void modify(String name, Optional<CustomType> type, Optional<Membership> members, boolean json, PrintWriter out)
            throws IOException {
        EndpointRecord known = registry.custom(name);
        EndpointRecord asked = registry.change(
                        known,
                        record -> record.endpoint() instanceof Endpoint.Custom custom
                                ? record.modified(new Endpoint.Custom(
                                        name, type.orElse(custom.type()), members.orElse(custom.members())))
                                : record)
                .orElseThrow(() -> new RegionProblemException("somebody else has removed it meanwhile"));
        source.awaitServed(asked);
        EndpointRecord made = registry.last(name).orElse(asked);
        if (json) {
            Saying said = source.ask();
            RegionDesk.print(EndpointTable.shown(made.endpoint(), said.custom(made), said.view()), out);
        } else if (made.endpoint() instanceof Endpoint.Custom now) {
            out.println("The endpoint " + name + " is " + now.type() + ": " + EndpointTable.words(now.members())
                    + ". Connections that there are stay where they are.");
        }
    }

    /** Has a custom one deleted. */
    void delete(String name) {
        source.end(registry.custom(name));
    }

    /** Prints all. */
    void list(boolean json, PrintWriter out) throws IOException {
        Saying said = source.ask();
        List<Shown> all = new ArrayList<>();
        for (Endpoint endpoint : List.of(
                new Endpoint.OfCluster(EndpointRecord.CLUSTER), new Endpoint.OfReaders(EndpointRecord.READER))) {
            said.of(endpoint).ifPresent(served -> all.add(EndpointTable.shown(endpoint, served, said.view())));
        }
        registry.all().stream()
                .filter(record -> record.endpoint() instanceof Endpoint.Custom)
                .forEach(record -> all.add(EndpointTable.shown(record.endpoint(), said.custom(record), said.view())));
        for (Endpoint.OfInstance instance : said.instances()) {
            said.of(instance).ifPresent(served -> all.add(EndpointTable.shown(instance, served, said.view())));
        }
        if (json) {
            RegionDesk.print(all, out);
            return;
        }
        EndpointTable.print(all, out);
        said.notes().forEach(note -> out.println("  " + note));
    }

    @Override
    public void close() {
        source.close();
        desk.close();
    }
}
