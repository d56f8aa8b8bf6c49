package org.borealisdb.tests.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.simulation.net.LinkQuality;
import org.borealisdb.volume.healing.Orders;

/**
 * What can be done to a region, and undone: shared by the single faults of {@link Nemesis} and the series of {@link Campaigns}. At most one
 * node at a time has lost something that it acknowledged: the copies that remain must suffice, and the next loses something only when this one is whole again, or
 * another has taken its place. Nothing is broken any more after {@link #end}, whatever a series of faults is at then.
 */
final class Faults {
    static final long MILLISECOND = 1_000_000L;

    private final SimulatedWorld world;
    private final SimulatedRegion region;
    private final SplittableRandom random;
    private final Metrics metrics;
    /** Crashed, and to be started again by whoever crashed them. */
    private final Set<Address> down = new TreeSet<>();
    /** Kept down by a campaign: nobody else starts them. */
    private final Set<Address> held = new TreeSet<>();

    /** What damages the one node of this run: its files rot, or its disk is lost. */
    private final boolean rotting;

    private final Set<Address> damaged = new TreeSet<>();
    private final Set<Address> gone = new TreeSet<>();
    private final Set<Address> rotten = new TreeSet<>();
    /** The node in whose files something may have rotted while it ran, unseen; no other one rots after that. */
    private Optional<Address> latent = Optional.empty();

    private final Set<Address> leaving = new TreeSet<>();
    private Optional<String> lostZone = Optional.empty();
    private final List<SimulatedHealer> healers = new ArrayList<>();
    private Address writer = new Address("nobody");
    /** Lets the writer read everything, while it has opened the volume and works. */
    private Optional<Runnable> scan = Optional.empty();

    private boolean over;
    private int count;

    Faults(SimulatedWorld world, SimulatedRegion region, VolumeId volume, SplittableRandom random) {
        this.world = world;
        this.region = region;
        this.random = random;
        this.metrics = world.metrics();
        this.rotting = random.nextInt(5) < 2;
        for (int healer = 1 + random.nextInt(2); healer > 0; healer--) {
            long suspectAfter = random.nextLong(200, 900) * MILLISECOND;
            healers.add(new SimulatedHealer(world, region, volume, "healer-" + healer, suspectAfter, this::orders));
        }
    }

    /** Lets the volume be healed from now on, if there are nodes for it. */
    void startHealing() {
        healers.forEach(SimulatedHealer::start);
    }

    /** Lets a branch of the volume be healed from now on. */
    void heal(VolumeId branch) {
        SimulatedHealer healer = new SimulatedHealer(
                world, region, branch, "healer of " + branch, random.nextLong(200, 900) * MILLISECOND, this::orders);
        healers.add(healer);
        healer.start();
    }

    /** No change of membership begins or is settled any more. */
    void stopHealing() {
        healers.forEach(SimulatedHealer::crash);
    }

    /** Crashes a healer, which is started again after a while; false if there is none. */
    boolean crashHealer(long pause) {
        if (healers.isEmpty()) {
            return false;
        }
        SimulatedHealer healer = healers.get(random.nextInt(healers.size()));
        healer.crash();
        later(pause, healer::start);
        return true;
    }

    /** For a while the node shall hold nothing; false if nobody can take over what it has. */
    boolean leave(Address node, long pause) {
        if (!region.hasSpares() || !leaving.isEmpty()) {
            return false;
        }
        leaving.add(node);
        later(pause, leaving::clear);
        return true;
    }

    private Orders orders() {
        return new Orders(leaving, lostZone);
    }

    /** An operator says that a zone, of 0 to 2, is lost for long; or, if empty, that none is. */
    void loseZone(OptionalInt zone) {
        if (!over) {
            lostZone = zone.isEmpty()
                    ? Optional.empty()
                    : Optional.of(region.zone(zone.getAsInt()).getFirst().zone());
        }
    }

    /** The nodes of a zone, of 0 to 2. */
    List<Address> zone(int zone) {
        return region.zone(zone).stream().map(Member::node).toList();
    }

    /** Counts a fault of that kind. */
    void note(String kind) {
        count++;
        metrics.count("fault." + kind);
    }

    /** Faults so far. */
    int count() {
        return count;
    }

    boolean over() {
        return over;
    }

    /** Nodes that are gone for good. */
    Set<Address> gone() {
        return gone;
    }

    /** Nodes one of whose files has rotted. */
    Set<Address> rotten() {
        return rotten;
    }

    /** True if no node has lost something now that it acknowledged: {@code node} may. */
    private boolean mayLose(Address node) {
        damaged.removeIf(each -> gone.contains(each) ? !region.isMember(each) : region.whole(each));
        return !over
                && !gone.contains(node)
                && (damaged.isEmpty() ? region.noneAbstains() : damaged.contains(node))
                && latent.map(node::equals).orElse(true);
    }

    /** The process that writes, or tries to. */
    Address writer() {
        return writer;
    }

    void writer(Address current) {
        writer = current;
        scan = Optional.empty();
    }

    /** How to let the writer read everything; empty unless it has opened the volume and works. */
    void working(Optional<Runnable> newScan) {
        scan = newScan;
    }

    /** Lets the writer, if it works, read everything. */
    void scan() {
        if (!over) {
            scan.ifPresent(Runnable::run);
        }
    }

    /** Waits until a writer works, but not for ever. */
    void awaitWork() {
        for (int turns = 0; turns < 100 && scan.isEmpty() && !over; turns++) {
            sleep(10 * MILLISECOND);
        }
    }

    /** All nodes. */
    List<Address> all() {
        List<Address> all = new ArrayList<>();
        for (Member member : region.nodes()) {
            all.add(member.node());
        }
        return all;
    }

    /** So many of the nodes that hold the first group. */
    List<Address> some(int number) {
        List<Address> chosen = new ArrayList<>(region.members());
        while (chosen.size() > number) {
            chosen.remove(random.nextInt(chosen.size()));
        }
        return chosen;
    }

    /** The nodes that hold tails of the first group; none if its segments are all full. */
    List<Address> tails() {
        return region.tails();
    }

    /** All nodes that hold the first group, but {@code those}. */
    List<Address> except(List<Address> those) {
        List<Address> others = new ArrayList<>(region.members());
        others.removeAll(those);
        return others;
    }

    /** Crashes nodes, each of which is started again after a while. */
    void crash(List<Address> victims, long pause) {
        for (Address victim : over ? List.<Address>of() : victims) {
            region.crash(victim);
            down.add(victim);
            later(pause + random.nextLong(200) * MILLISECOND, () -> {
                if (down.remove(victim)) {
                    start(victim);
                }
            });
        }
    }

    private void start(Address node) {
        if (!held.contains(node) && !gone.contains(node)) {
            region.start(node);
        }
    }

    /** Crashes nodes, which stay down until {@link #release}. */
    void hold(List<Address> nodes) {
        for (Address node : over ? List.<Address>of() : nodes) {
            held.add(node);
            region.crash(node);
        }
    }

    /** Ends that; when everything has been mended, nothing is held. */
    void release(List<Address> nodes) {
        for (Address node : over ? List.<Address>of() : nodes) {
            held.remove(node);
            down.remove(node);
            start(node);
        }
    }

    void killWriter() {
        if (!over) {
            world.host(writer.name()).crash();
            scan = Optional.empty();
        }
    }

    /** The node and all that it had is gone for good; false if that is not what happens in this run, or did already. */
    boolean lose(Address node) {
        if (rotting || !mayLose(node) || damaged.contains(node) || gone.stream().anyMatch(region.sameZone(node))) {
            return false;
        }
        note("node.gone");
        damaged.add(node);
        gone.add(node);
        region.crash(node);
        region.host(node).disk().wipe();
        return true;
    }

    /** What the names of files contain that have journals' blocks: if there are several kinds, one of them. */
    String journalFile() {
        List<String> names = region.journalFiles();
        return names.size() == 1 ? names.getFirst() : names.get(random.nextInt(names.size()));
    }

    /** A bit of a file of this node, whose name contains {@code part}, rots while the node is down for a moment. */
    void rot(Address node, String part, long pause) {
        if (rotting && mayLose(node)) {
            region.crash(node);
            if (region.host(node).disk().rot(part)) {
                note("node.rotten");
                damaged.add(node);
                rotten.add(node);
            }
            crash(List.of(node), pause);
        }
    }

    /** A bit of a file of this node, whose name contains {@code part}, rots while the node runs, and nobody is told. */
    void rotUnseen(Address node, String part) {
        if (rotting
                && mayLose(node)
                && rotten.stream().allMatch(node::equals)
                && region.host(node).disk().rot(part)) {
            note("node.rottenUnseen");
            damaged.add(node);
            rotten.add(node);
            latent = Optional.of(node);
        }
    }

    /** Lets nothing pass from {@code from} to {@code to}. */
    void cut(List<Address> from, List<Address> to) {
        if (!over) {
            from.forEach(a -> to.forEach(b -> world.network().cut(a, b)));
        }
    }

    /** Makes the whole network bad for a while: messages are lost (so many of a thousand), doubled and delayed. */
    void badNetwork(int leastLost, int mostLost, long pause) {
        if (over) {
            return;
        }
        note("network.bad");
        world.network()
                .quality(new LinkQuality(
                        20_000,
                        200_000 + random.nextInt(5_000_000),
                        random.nextInt(leastLost, mostLost),
                        random.nextInt(200),
                        random.nextInt(100)));
        later(pause, () -> world.network().quality(LinkQuality.GOOD));
    }

    /** Lets everything pass again, both ways. */
    void heal(List<Address> some, List<Address> others) {
        for (Address a : some) {
            for (Address b : others) {
                world.network().heal(a, b);
                world.network().heal(b, a);
            }
        }
    }

    /** A node that stopped after a failed disk is started again with a good one, as an operator would. */
    void restartIfStopped(Address node, long pause) {
        later(pause, () -> {
            region.host(node).disk().repair();
            if (!region.healthy(node) && !down.contains(node)) {
                metrics.count("node.restartedAfterStepping");
                region.crash(node);
                start(node);
            }
        });
    }

    /** Does something after a while, unless everything has been mended by then. */
    void later(long nanos, Runnable action) {
        world.scheduler().at(world.scheduler().now() + nanos, () -> {
            if (!over) {
                action.run();
            }
        });
    }

    void sleep(long nanos) {
        world.scheduler().sleep(nanos);
    }

    /** Mends everything that can be mended, and breaks nothing more. */
    void end() {
        over = true;
        world.network().healAll();
        world.network().quality(LinkQuality.GOOD);
        down.clear();
        held.clear();
        leaving.clear();
        lostZone = Optional.empty();
        healers.forEach(SimulatedHealer::start);
        for (Address node : all()) {
            region.host(node).disk().repair();
            if (!region.healthy(node) || region.host(node).disk().failed()) {
                region.crash(node);
            }
            start(node);
        }
    }
}
