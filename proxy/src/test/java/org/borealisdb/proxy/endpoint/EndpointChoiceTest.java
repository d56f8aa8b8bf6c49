package org.borealisdb.proxy.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.borealisdb.proxy.endpoint.Endpoint.Custom;
import org.borealisdb.proxy.endpoint.Endpoint.CustomType;
import org.borealisdb.proxy.endpoint.Endpoint.OfCluster;
import org.borealisdb.proxy.endpoint.Endpoint.OfInstance;
import org.borealisdb.proxy.endpoint.Endpoint.OfReaders;
import org.borealisdb.runtime.net.HostPort;
import org.junit.jupiter.api.Test;

/** Every endpoint in every cluster of up to four instances, in all roles and states of health, against what the endpoints promise. */
class EndpointChoiceTest {
    private static final int MOST_INSTANCES = 4;
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    private static final OfCluster CLUSTER = new OfCluster("cluster");
    private static final OfReaders READERS = new OfReaders("reader");

    private static Instance instance(int index, InstanceRole role, boolean healthy) {
        return new Instance(NAMES.get(index), HostPort.loopback(5001 + index), role, healthy, index);
    }

    /** All clusters of so many instances: each is a reader or the one writer or there is none, healthy or not. */
    private static List<TopologyView> clusters(int size) {
        List<TopologyView> all = new ArrayList<>();
        for (int health = 0; health < 1 << size; health++) {
            for (int writer = -1; writer < size; writer++) {
                List<Instance> instances = new ArrayList<>();
                for (int index = 0; index < size; index++) {
                    InstanceRole role = index == writer ? InstanceRole.WRITER : InstanceRole.READER;
                    instances.add(instance(index, role, (health >> index & 1) == 1));
                }
                all.add(new TopologyView("test", 1, instances));
            }
        }
        return all;
    }

    private static List<TopologyView> allClusters() {
        List<TopologyView> all = new ArrayList<>();
        for (int size = 0; size <= MOST_INSTANCES; size++) {
            all.addAll(clusters(size));
        }
        return all;
    }

    /** All lists of both kinds over four names, whether the instances exist or not, of both types. */
    private static List<Custom> allCustom() {
        List<Custom> all = new ArrayList<>();
        for (int chosen = 0; chosen < 1 << MOST_INSTANCES; chosen++) {
            List<String> names = new ArrayList<>();
            for (int index = 0; index < MOST_INSTANCES; index++) {
                if ((chosen >> index & 1) == 1) {
                    names.add(NAMES.get(index));
                }
            }
            for (CustomType type : CustomType.values()) {
                if (!names.isEmpty()) {
                    all.add(new Custom("custom", type, new Membership.Listed(names)));
                }
                all.add(new Custom("custom", type, new Membership.AllBut(names)));
            }
        }
        return all;
    }

    private static Set<String> names(TopologyView view, Predicate<Instance> which) {
        Set<String> names = new TreeSet<>();
        view.instances().stream().filter(which).forEach(instance -> names.add(instance.name()));
        return names;
    }

    private static List<String> candidates(Endpoint endpoint, TopologyView view, long turn) {
        return EndpointChoice.candidates(endpoint, view, turn).stream()
                .map(Instance::name)
                .toList();
    }

    @Test
    void theClusterEndpointLeadsToTheHealthyWriterAlone() {
        for (TopologyView view : allClusters()) {
            Set<String> writers = names(view, each -> each.role() == InstanceRole.WRITER && each.healthy());
            assertThat(candidates(CLUSTER, view, 7)).as("%s", view).containsExactlyElementsOf(writers);
        }
    }

    @Test
    void theReaderEndpointLeadsToHealthyReadersAndToTheWriterLast() {
        for (TopologyView view : allClusters()) {
            Set<String> readers = names(view, each -> each.role() == InstanceRole.READER && each.healthy());
            Set<String> writers = names(view, each -> each.role() == InstanceRole.WRITER && each.healthy());
            for (long turn = -3; turn < 6; turn++) {
                List<String> chosen = candidates(READERS, view, turn);
                assertThat(chosen.subList(0, readers.size()))
                        .as("turn %s in %s", turn, view)
                        .containsExactlyInAnyOrderElementsOf(readers);
                assertThat(chosen.subList(readers.size(), chosen.size())).containsExactlyElementsOf(writers);
            }
        }
    }

    @Test
    void aCustomEndpointLeadsToItsHealthyMembersOfTheRolesThatItAllows() {
        for (TopologyView view : allClusters()) {
            for (Custom custom : allCustom()) {
                Set<String> expected = names(
                        view,
                        each -> each.healthy()
                                && (custom.type() == CustomType.ANY || each.role() == InstanceRole.READER)
                                && isMember(custom, each.name()));
                assertThat(candidates(custom, view, 3))
                        .as("%s in %s", custom, view)
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private static boolean isMember(Custom custom, String name) {
        return switch (custom.members()) {
            case Membership.Listed listed -> listed.names().contains(name);
            case Membership.AllBut excluded -> !excluded.names().contains(name);
        };
    }

    @Test
    void anInstanceEndpointLeadsToItsInstanceHoweverItIs() {
        for (TopologyView view : allClusters()) {
            for (String name : NAMES) {
                assertThat(candidates(new OfInstance(name), view, 1))
                        .as("%s in %s", name, view)
                        .containsExactlyElementsOf(
                                names(view, each -> each.name().equals(name)));
            }
        }
    }

    @Test
    void connectionsTakeTurns() {
        List<Endpoint> endpoints = new ArrayList<>(allCustom());
        endpoints.add(READERS);
        for (TopologyView view : allClusters()) {
            for (Endpoint endpoint : endpoints) {
                int last = endpoint.equals(READERS) && view.healthyWriter().isPresent() ? 1 : 0;
                int choices = candidates(endpoint, view, 0).size();
                int inTurn = Math.max(choices - last, Math.min(choices, 1));
                for (long first : new long[] {0, 5, Long.MAX_VALUE - MOST_INSTANCES, -2}) {
                    Set<String> chosen = new LinkedHashSet<>();
                    for (int connection = 0; connection < inTurn; connection++) {
                        chosen.add(
                                candidates(endpoint, view, first + connection).getFirst());
                    }
                    assertThat(chosen)
                            .as("%s in %s from %s", endpoint, view, first)
                            .hasSize(inTurn);
                }
            }
        }
    }

    /** The same for all: who may be at an instance is asked when there is something to cancel. */
    @Test
    void whoeverCouldBeChosenIsAmongEveryone() {
        List<Endpoint> endpoints = new ArrayList<>(allCustom());
        endpoints.addAll(List.of(READERS, CLUSTER, new OfInstance("b")));
        for (TopologyView view : allClusters()) {
            for (Endpoint endpoint : endpoints) {
                List<Instance> everyone = EndpointChoice.everyone(endpoint, view);
                assertThat(everyone).containsAll(EndpointChoice.candidates(endpoint, view, 0));
                for (Instance instance : view.instances()) {
                    TopologyView healed = healed(view, instance);
                    boolean whenHealthy = EndpointChoice.candidates(endpoint, healed, 0).stream()
                            .anyMatch(each -> each.name().equals(instance.name()));
                    assertThat(everyone.contains(instance))
                            .as("%s of %s in %s", instance, endpoint, view)
                            .isEqualTo(whenHealthy);
                }
            }
        }
    }

    private static TopologyView healed(TopologyView view, Instance which) {
        return new TopologyView(
                view.cluster(),
                view.version(),
                view.instances().stream()
                        .map(each -> each.equals(which)
                                ? new Instance(each.name(), each.address(), each.role(), true, each.tier())
                                : each)
                        .toList());
    }

    /** Every change from one cluster to another, as a connection sees it. */
    @Test
    void aConnectionStaysWhileItsInstanceIsWhatWasAskedFor() {
        List<Endpoint> endpoints = List.of(
                CLUSTER,
                READERS,
                new Custom("readers", CustomType.READER, new Membership.Listed(List.of("a"))),
                new Custom("any", CustomType.ANY, new Membership.AllBut(List.of("a"))),
                new OfInstance("a"));
        for (TopologyView before : clusters(2)) {
            for (TopologyView after : allClusters()) {
                for (Endpoint endpoint : endpoints) {
                    for (Instance chosen : EndpointChoice.candidates(endpoint, before, 0)) {
                        assertThat(EndpointChoice.keeps(endpoint, chosen, after))
                                .as("%s of %s in %s", chosen, endpoint, after)
                                .isEqualTo(mayStay(endpoint, chosen, after.instance(chosen.name())));
                    }
                }
            }
        }
    }

    private static boolean mayStay(Endpoint endpoint, Instance before, Optional<Instance> after) {
        if (after.isEmpty()) {
            return false;
        }
        boolean worse = before.healthy() && !after.get().healthy();
        boolean changed = before.role() != after.get().role();
        return switch (endpoint.name()) {
            case "any", "a" -> !worse;
            default -> !worse && !changed;
        };
    }

    @Test
    void anInstanceThatMovedIsAnotherOne() {
        Instance chosen = instance(0, InstanceRole.READER, true);
        Instance moved = new Instance("a", HostPort.loopback(6000), InstanceRole.READER, true, 0);
        assertThat(EndpointChoice.keeps(READERS, chosen, new TopologyView("test", 2, List.of(moved))))
                .isFalse();
    }
}
