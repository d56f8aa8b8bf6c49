package org.borealisdb.tests.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.borealisdb.server.demo.ProcessNode.Kind;

/** Chooses what goes wrong next: one thing at a time, each of which a region survives. */
final class Faults {
    private static final List<String> ZONES = List.of("a", "b", "c");

    private final ChaosRegion region;
    private final Random random;

    Faults(ChaosRegion region, long seed) {
        this.region = region;
        this.random = new Random(seed);
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** A node that is there, by what it does: the writer and readers are told apart. */
    private String anyNode() {
        return switch (random.nextInt(5)) {
            case 0 -> writer();
            case 1 -> reader();
            case 2 -> any(region.nodes(Kind.CONTROL_PLANE));
            case 3 -> any(region.nodes(Kind.GATEWAY));
            default -> any(region.nodes(Kind.STORAGE));
        };
    }

    private String writer() {
        return region.writer().orElseGet(() -> region.nodes(Kind.INSTANCE).getFirst());
    }

    private String reader() {
        String writer = writer();
        List<String> readers = new ArrayList<>(region.nodes(Kind.INSTANCE));
        readers.remove(writer);
        return any(readers);
    }

    private String what(String node) {
        if (region.nodes(Kind.INSTANCE).contains(node)) {
            return node.equals(writer()) ? "writer" : "reader";
        }
        return node.substring(0, node.indexOf('-'));
    }

    /** The next. */
    Fault next() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> {
                String node = anyNode();
                yield Fault.kill("kill " + what(node), List.of(node), region);
            }
            case 2 -> {
                String node = writer();
                yield Fault.kill("kill writer", List.of(node), region);
            }
            case 3, 4 -> {
                String node = random.nextBoolean() ? writer() : anyNode();
                yield new Fault(
                        "freeze " + what(node),
                        "freeze " + node,
                        false,
                        () -> region.freeze(node),
                        () -> region.thaw(node));
            }
            case 5 -> {
                String zone = any(ZONES);
                yield Fault.kill("kill zone", region.ofZone(zone), region);
            }
            case 6, 7, 8 -> cut();
            case 9 -> {
                String node = random.nextBoolean() ? writer() : anyNode();
                yield new Fault(
                        "isolate " + what(node),
                        "isolate " + node,
                        false,
                        () -> region.relays().isolate(node),
                        () -> region.relays().heal());
            }
            case 10 -> {
                String next = reader();
                String how = random.nextBoolean() ? "promote" : "failover";
                yield new Fault(how, how + " " + next, false, () -> region.command("instance", how, next), () -> {});
            }
            default -> {
                String node = random.nextBoolean() ? writer() : anyNode();
                yield new Fault(
                        "stop " + what(node),
                        "stop " + node,
                        false,
                        () -> region.stop(List.of(node)),
                        () -> region.start(List.of(node)));
            }
        };
    }

    private Fault cut() {
        String one = anyNode();
        String other = anyNode();
        while (other.equals(one)) {
            other = anyNode();
        }
        String two = other;
        boolean both = random.nextBoolean();
        return new Fault(
                "cut " + what(one) + (both ? " and " : " to ") + what(two),
                "cut " + one + (both ? " and " : " to ") + two,
                false,
                () -> region.relays().cut(one, two, both),
                () -> region.relays().heal());
    }
}
