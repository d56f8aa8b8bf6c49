package org.borealisdb.tests.volume;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.borealisdb.redo.volume.Member;
import org.borealisdb.redo.volume.VolumeId;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.simulation.SimulatedWorld;

/** Breaks things, one or several at a time, and mends them after a while. */
final class Nemesis {
    private static final long MILLISECOND = Faults.MILLISECOND;

    private final SimulatedRegion region;
    private final SplittableRandom random;
    private final Faults faults;
    private final Campaigns campaigns;

    Nemesis(SimulatedWorld world, SimulatedRegion region, VolumeId volume, SplittableRandom random) {
        this.region = region;
        this.random = random;
        this.faults = new Faults(world, region, volume, random);
        this.campaigns = new Campaigns(faults, random);
    }

    /** True after {@link #end}. */
    boolean over() {
        return faults.over();
    }

    /** Faults so far. */
    int faults() {
        return faults.count();
    }

    /** Nodes that are gone for good. */
    Set<Address> gone() {
        return faults.gone();
    }

    /** Nodes one of whose files has rotted, perhaps without anybody having noticed yet. */
    Set<Address> rotten() {
        return faults.rotten();
    }

    /** The volume exists: from now on it may be healed. */
    void startHealing() {
        faults.startHealing();
    }

    /** A branch of the volume exists: from now on it may be healed. */
    void heal(VolumeId branch) {
        faults.heal(branch);
    }

    /** No change of membership begins or is settled any more. */
    void stopHealing() {
        faults.stopHealing();
    }

    /** Whom to harm from now on; sometimes it is cut off from some of the nodes at once, so that it can reach only part of the region. */
    void target(Address current) {
        faults.writer(current);
        if (!faults.over() && random.nextInt(3) == 0) {
            List<Address> unreachable = faults.some(1 + random.nextInt(4));
            cut("opener", List.of(current), unreachable, random.nextLong(10, 400) * MILLISECOND);
        }
    }

    /** How to let the one that was named last read everything; empty unless it has opened the volume and works. */
    void working(Optional<Runnable> scan) {
        faults.working(scan);
    }

    /** Takes up to two nodes away for a while: the volume is created without them. */
    void delaySome() {
        faults.crash(faults.some(random.nextInt(3)), random.nextLong(10, 400) * MILLISECOND);
    }

    /** Breaks things until {@link #end}. */
    void run() {
        while (!faults.over()) {
            faults.sleep(random.nextLong(5, 120) * MILLISECOND);
            if (!faults.over()) {
                if (random.nextInt(8) == 0) {
                    campaigns.run();
                } else {
                    breakSomething();
                }
            }
        }
    }

    /** Mends everything that can be mended, and breaks nothing more. */
    void end() {
        faults.end();
    }

    private void breakSomething() {
        List<Address> nodes = random.nextInt(4) == 0 ? faults.all() : region.members();
        Address node = nodes.get(random.nextInt(nodes.size()));
        long pause = random.nextLong(10, 600) * MILLISECOND;
        switch (random.nextInt(18)) {
            case 0, 1 -> {
                faults.note("crash.node");
                faults.crash(List.of(node), pause);
            }
            case 2 -> {
                faults.note("crash.zone");
                faults.crash(
                        region.zone(random.nextInt(3)).stream()
                                .map(Member::node)
                                .toList(),
                        pause);
            }
            case 3 -> {
                faults.note("crash.three");
                faults.crash(faults.some(3), pause / 2);
            }
            case 4 -> cut("writer", List.of(faults.writer()), List.of(node), pause);
            case 5 -> cut("writerFromAll", List.of(faults.writer()), faults.all(), pause / 2);
            case 6 -> cut("peers", List.of(node), faults.all(), pause);
            case 7 -> faults.badNetwork(0, 200, pause);
            case 8 -> {
                faults.note("disk.slow");
                region.host(node).disk().slowness(5 + random.nextInt(200));
                faults.later(pause, () -> region.host(node).disk().slowness(1));
            }
            case 9 -> {
                faults.note("disk.failingWrite");
                region.host(node).disk().failWriteAfter(random.nextInt(4));
                faults.restartIfStopped(node, pause);
            }
            case 10 -> {
                faults.note("disk.failingSync");
                region.host(node).disk().failSyncAfter(random.nextInt(3));
                faults.restartIfStopped(node, pause);
            }
            case 11 -> {
                faults.note("disk.small");
                region.host(node).disk().capacity(region.used(node).bytes() + random.nextInt(100_000));
                faults.later(pause, () -> region.host(node).disk().capacity(Long.MAX_VALUE));
                faults.restartIfStopped(node, pause * 2);
            }
            case 12 -> {
                if (faults.crashHealer(pause)) {
                    faults.note("crash.healer");
                }
            }
            case 13 -> {
                if (faults.leave(node, 2 * pause)) {
                    faults.note("node.leaving");
                }
            }
            case 14 -> faults.lose(node);
            case 15, 16 ->
                faults.rotUnseen(
                        node, List.of("layer", faults.journalFile(), "").get(random.nextInt(3)));
            default -> faults.rot(node, random.nextInt(3) > 0 ? faults.journalFile() : "", pause / 4);
        }
    }

    private void cut(String kind, List<Address> from, List<Address> to, long pause) {
        faults.note("cut." + kind);
        int direction = random.nextInt(3);
        if (direction != 1) {
            faults.cut(from, to);
        }
        if (direction != 2) {
            faults.cut(to, from);
        }
        faults.later(pause, () -> faults.heal(from, to));
    }
}
