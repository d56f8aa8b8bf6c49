package org.borealisdb.tests.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.simulation.SimulatedWorld;
import org.borealisdb.simulation.net.LinkQuality;

/**
 * Breaks things, one or several at a time, and mends them after a while. At most one node's files ever rot: repair is not part of these
 * runs, and the copies that remain must suffice.
 */
final class Nemesis {
    private static final long MILLISECOND = 1_000_000L;

    private final SimulatedWorld world;
    private final SimulatedRegion region;
    private final SplittableRandom random;
    private final Metrics metrics;
    private final Set<Address> down = new TreeSet<>();
    private final Set<Address> rotten = new TreeSet<>();
    private Address writer = new Address("nobody");
    private boolean over;
    private int faults;

    Nemesis(SimulatedWorld world, SimulatedRegion region, SplittableRandom random) {
        this.world = world;
        this.region = region;
        this.random = random;
        this.metrics = world.metrics();
    }

    /** Faults so far. */
    int faults() {
        return faults;
    }

    /** Nodes whose files were damaged: they may abstain for good. */
    Set<Address> rotten() {
        return rotten;
    }

    /** Whom to cut off from storage next. */
    void target(Address current) {
        writer = current;
    }

    /** Breaks things until {@link #end}. */
    void run() {
        while (!over) {
            world.scheduler().sleep(random.nextLong(5, 250) * MILLISECOND);
            if (!over) {
                faults++;
                breakSomething();
            }
        }
    }

    /** Mends everything that can be mended, and breaks nothing more. */
    void end() {
        over = true;
        world.network().healAll();
        world.network().quality(LinkQuality.GOOD);
        down.clear();
        for (int index = 0; index < region.members().size(); index++) {
            Address node = region.address(index);
            region.host(node).disk().repair();
            if (!region.healthy(node)) {
                region.crash(node);
            }
            region.start(node);
        }
    }

    private void breakSomething() {
        Address node = region.address(random.nextInt(region.members().size()));
        long pause = random.nextLong(10, 1500) * MILLISECOND;
        switch (random.nextInt(13)) {
            case 0, 1 -> crash("node", List.of(node), pause);
            case 2 -> {
                int zone = random.nextInt(3);
                crash("zone", List.of(region.address(zone * 2), region.address(zone * 2 + 1)), pause);
            }
            case 3 -> crash("three", three(), pause / 2);
            case 4 -> cut("writer", List.of(writer), List.of(node), pause);
            case 5 -> cut("writerFromAll", List.of(writer), all(), pause / 2);
            case 6 -> cut("peers", List.of(node), all(), pause);
            case 7 -> badNetwork(pause);
            case 8 -> {
                metrics.count("fault.node.slowDisk");
                region.host(node).disk().slowness(5 + random.nextInt(200));
                later(pause, () -> region.host(node).disk().slowness(1));
            }
            case 9 -> {
                region.host(node).disk().failWriteAfter(random.nextInt(4));
                restartStopped(node, pause);
            }
            case 10 -> {
                region.host(node).disk().failSyncAfter(random.nextInt(3));
                restartStopped(node, pause);
            }
            case 11 -> {
                metrics.count("fault.node.smallDisk");
                region.host(node).disk().capacity(region.used(node).bytes() + random.nextInt(100_000));
                later(pause, () -> region.host(node).disk().capacity(Long.MAX_VALUE));
                restartStopped(node, pause * 2);
            }
            default -> {
                if (rotten.isEmpty()
                        && random.nextInt(2) == 0
                        && region.host(node).disk().rot("")) {
                    rotten.add(node);
                    crash("rotten", List.of(node), pause / 4);
                }
            }
        }
    }

    private List<Address> three() {
        List<Address> chosen = all();
        while (chosen.size() > 3) {
            chosen.remove(random.nextInt(chosen.size()));
        }
        return chosen;
    }

    private List<Address> all() {
        List<Address> all = new ArrayList<>();
        for (int index = 0; index < region.members().size(); index++) {
            all.add(region.address(index));
        }
        return all;
    }

    private void crash(String kind, List<Address> victims, long pause) {
        metrics.count("fault.crash." + kind);
        for (Address victim : victims) {
            region.crash(victim);
            down.add(victim);
            later(pause + random.nextLong(200) * MILLISECOND, () -> {
                if (down.remove(victim)) {
                    region.start(victim);
                }
            });
        }
    }

    private void cut(String kind, List<Address> from, List<Address> to, long pause) {
        metrics.count("fault.cut." + kind);
        int direction = random.nextInt(3);
        for (Address a : from) {
            for (Address b : to) {
                if (direction != 1) {
                    world.network().cut(a, b);
                }
                if (direction != 2) {
                    world.network().cut(b, a);
                }
            }
        }
        later(pause, () -> {
            for (Address a : from) {
                for (Address b : to) {
                    world.network().heal(a, b);
                    world.network().heal(b, a);
                }
            }
        });
    }

    private void badNetwork(long pause) {
        metrics.count("fault.badNetwork");
        world.network()
                .quality(new LinkQuality(
                        20_000,
                        200_000 + random.nextInt(5_000_000),
                        random.nextInt(200),
                        random.nextInt(200),
                        random.nextInt(100)));
        later(pause, () -> world.network().quality(LinkQuality.GOOD));
    }

    /** A node that stopped after a failed disk is started again with a good one, as an operator would. */
    private void restartStopped(Address node, long pause) {
        later(pause, () -> {
            if (!region.healthy(node) && !down.contains(node)) {
                metrics.count("fault.node.steppedAside");
                region.crash(node);
                region.host(node).disk().repair();
                region.start(node);
            } else {
                region.host(node).disk().repair();
            }
        });
    }

    private void later(long nanos, Runnable action) {
        world.scheduler().at(world.scheduler().now() + nanos, () -> {
            if (!over) {
                action.run();
            }
        });
    }
}
