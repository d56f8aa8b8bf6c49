package org.borealisdb.server.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.EndpointChoice;
import org.borealisdb.proxy.endpoint.Instance;
import org.borealisdb.proxy.endpoint.InstanceRole;
import org.borealisdb.proxy.endpoint.Membership;
import org.borealisdb.proxy.endpoint.TopologyView;
import org.borealisdb.server.cli.EndpointSource.Served;

/** Endpoints as commands print them, for people and for programs. */
final class EndpointTable {
    private EndpointTable() {}

    /**
     * An endpoint as it is shown.
     *
     * @param type     {@code cluster}, {@code reader}, {@code READER}, {@code ANY} or {@code instance}
     * @param members  of a custom one with a static list
     * @param excluded of a custom one with an exclusion list
     * @param now      instances that it leads to at the moment, by what the region said last
     * @param state    {@code serving}, {@code starting} or {@code troubled}
     * @param url      how clients connect; empty if they cannot
     * @param urls     the same of each gateway, in a region of processes
     * @param dnsName  what the DNS calls it; empty if it does not
     * @param trouble  what is wrong; empty if nothing is
     */
    record Shown(
            String name,
            String type,
            List<String> members,
            List<String> excluded,
            List<String> now,
            String state,
            String url,
            List<String> urls,
            String dnsName,
            String trouble) {}

    /** An endpoint that is served so. */
    static Shown shown(Endpoint endpoint, Served served, TopologyView view) {
        List<String> members = List.of();
        List<String> excluded = List.of();
        String type = switch (endpoint) {
            case Endpoint.OfCluster _ -> "cluster";
            case Endpoint.OfReaders _ -> "reader";
            case Endpoint.Custom custom -> custom.type().name();
            case Endpoint.OfInstance _ -> "instance";
        };
        if (endpoint instanceof Endpoint.Custom custom) {
            switch (custom.members()) {
                case Membership.Listed listed -> members = listed.names();
                case Membership.AllBut allBut -> excluded = allBut.names();
            }
        }
        return new Shown(
                endpoint.name(),
                type,
                members,
                excluded,
                now(endpoint, view),
                served.state(),
                served.urls().isEmpty() ? "" : served.urls().getFirst(),
                served.urls(),
                served.dnsName(),
                served.trouble());
    }

    /** Instances that the endpoint leads to, by name; of the reader endpoint the writer only if there is no reader for it. */
    private static List<String> now(Endpoint endpoint, TopologyView view) {
        List<Instance> candidates = EndpointChoice.candidates(endpoint, view, 0);
        boolean several = endpoint instanceof Endpoint.OfReaders && candidates.size() > 1;
        return candidates.stream()
                .filter(instance -> !several || instance.role() == InstanceRole.READER)
                .map(Instance::name)
                .sorted()
                .toList();
    }

    /** Prints them for people: each with a line for every way to connect, and one for its name. */
    static void print(List<Shown> all, PrintWriter out) {
        line(out, "endpoint", "type", "stands for", "leads to now", "connect");
        for (Shown each : all) {
            List<String> ways = ways(each);
            line(out, each.name(), each.type(), standsFor(each), String.join(",", each.now()), ways.getFirst());
            ways.stream().skip(1).forEach(way -> line(out, "", "", "", "", way));
        }
    }

    private static List<String> ways(Shown shown) {
        List<String> ways = new ArrayList<>(shown.urls());
        if (!shown.dnsName().isEmpty()) {
            ways.add(shown.dnsName());
        }
        if (!shown.state().equals(Served.SERVING)) {
            ways.add(shown.state() + (shown.trouble().isEmpty() ? "" : ": " + shown.trouble()));
        }
        return ways.isEmpty() ? List.of("") : ways;
    }

    private static String standsFor(Shown shown) {
        return switch (shown.type()) {
            case "cluster" -> "the writer";
            case "reader" -> "all readers";
            case "instance" -> "itself";
            default ->
                words(
                        shown.members().isEmpty()
                                ? new Membership.AllBut(shown.excluded())
                                : new Membership.Listed(shown.members()));
        };
    }

    /** Which instances those are. */
    static String words(Membership members) {
        return switch (members) {
            case Membership.Listed listed -> String.join(",", listed.names());
            case Membership.AllBut allBut ->
                allBut.names().isEmpty() ? "all instances" : "all but " + String.join(",", allBut.names());
        };
    }

    private static void line(PrintWriter out, Object... values) {
        out.println(String.format(Locale.ROOT, "  %-16s %-8s %-28s %-28s %s", values)
                .stripTrailing());
    }
}
