package org.borealisdb.server.fault;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.redo.message.Batch;
import org.borealisdb.redo.message.ReadPage;
import org.borealisdb.redo.message.StorageMessages;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.sql.postgres.FaultInjection;

/**
 * The faults that last now. Whoever stands before the network or the clock asks it each time; without a fault that costs a look at an empty list.
 */
public final class FaultBoard implements FaultInjection {
    private static final System.Logger LOG = System.getLogger(FaultBoard.class.getName());

    /** At a time. */
    private static final int MOST = 32;

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final int HUNDRED = 100;
    /** Stands for the instance that writes at the moment. */
    private static final String WRITER = "writer";

    /** The instances of the main cluster, as they are at the moment. */
    public interface Instances {
        /** Names of all, and of the control plane. */
        List<String> names();

        /** Name of the one that writes. */
        String writer();
    }

    private final Clock clock;
    private final RandomSource random;
    /** Storage nodes in the order of the region, with their zones. */
    private final TreeMap<Address, String> zones = new TreeMap<>();

    private final List<Address> nodes;
    private final Instances instances;
    private final Map<Address, FileStore> disks;
    private final AtomicReference<List<ActiveFault>> active = new AtomicReference<>(List.of());

    /**
     * A board without faults.
     *
     * @param instances of the main cluster
     * @param clock  the real one
     * @param places storage nodes with their zones, in order
     * @param disks  their files
     */
    public FaultBoard(
            Clock clock,
            RandomSource random,
            List<Map.Entry<Address, String>> places,
            Instances instances,
            Map<Address, FileStore> disks) {
        this.clock = clock;
        this.random = random;
        this.nodes = places.stream().map(Map.Entry::getKey).toList();
        places.forEach(place -> zones.put(place.getKey(), place.getValue()));
        this.instances = instances;
        this.disks = Map.copyOf(disks);
    }

    @Override
    public String inject(Request asked) {
        Request request = named(asked);
        String what = describe(request);
        return switch (request.kind()) {
            case CRASH -> throw new IllegalArgumentException("an instance crashes by itself: see InstanceFaults");
            case BIT_ROT -> {
                String where = new BitRot(random)
                        .rot(Objects.requireNonNull(disks.get(node(request.target()))), request.other())
                        .orElseThrow(() -> invalid(
                                "no file of " + request.target() + " has '" + request.other() + "' in its name",
                                "Try 'layer', 'journal' or ''."));
                LOG.log(System.Logger.Level.WARNING, "fault injected: {0}: {1}", what, where);
                yield what + ": " + where;
            }
            default -> {
                begin(request, what);
                yield what;
            }
        };
    }

    private void begin(Request request, String what) {
        ActiveFault fault = new ActiveFault(
                request,
                what,
                clock.nanoTime() + request.seconds() * SECOND,
                clock.wallMicros() / 1000 + request.seconds() * 1000L);
        active.updateAndGet(known -> {
            List<ActiveFault> next = new ArrayList<>(lasting(known));
            if (next.size() >= MOST) {
                throw new SqlException(ErrorCode.INSUFFICIENT_RESOURCES, MOST + " faults last already, and no more may")
                        .withHint("Wait for one to end, or end them: SELECT borealis_inject_end();");
            }
            next.add(fault);
            return List.copyOf(next);
        });
        LOG.log(System.Logger.Level.WARNING, "fault injected: {0}", what);
    }

    private String describe(Request request) {
        String until = " for " + request.seconds() + " s";
        String share = request.percent() == HUNDRED ? "all" : request.percent() + " % of";
        String late = request.minMillis() + " to " + request.maxMillis() + " ms late";
        return switch (request.kind()) {
            case CRASH -> "the " + request.target() + " crashes";
            case DISK_FAILURE -> share + " requests to " + disk(request) + " fail" + until;
            case DISK_CONGESTION -> share + " requests to " + disk(request) + " are " + late + until;
            case ZONE_LOSS -> "zone " + zone(request.target()) + " is lost" + until;
            case LINK -> {
                String link = " messages from " + request.target() + " to " + request.other();
                yield request.maxMillis() == 0
                        ? share + link + " are lost" + until
                        : share + link + " are " + late + until;
            }
            case GOSSIP_OFF -> "storage nodes hear nothing from each other" + until;
            case CLOCK_SKEW -> "the wall clock is wrong by " + request.minMillis() + " ms" + until;
            case BIT_ROT -> "a bit rots on " + node(request.target());
        };
    }

    private String disk(Request request) {
        return request.other().equals("disk")
                ? "the copies of protection group " + request.target()
                : "storage node " + numbered(request.target());
    }

    private Address numbered(String index) {
        int number = Integer.parseInt(index);
        if (number >= nodes.size()) {
            throw invalid("there is no storage node " + number, "They are 0 to " + (nodes.size() - 1) + ": " + nodes);
        }
        return nodes.get(number);
    }

    private Address node(String name) {
        return nodes.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> invalid("there is no storage node '" + name + "'", "There are " + nodes + "."));
    }

    /** One end of a link: a storage node, an instance, or whoever is the writer now. */
    private String end(String name) {
        if (name.equals(WRITER)) {
            return instances.writer();
        }
        return instances.names().contains(name) ? name : node(name).name();
    }

    /** The same request, with names for both ends of its link. */
    private Request named(Request request) {
        if (request.kind() != Kind.LINK) {
            return request;
        }
        return new Request(
                Kind.LINK,
                end(request.target()),
                end(request.other()),
                request.percent(),
                request.minMillis(),
                request.maxMillis(),
                request.seconds());
    }

    private String zone(String name) {
        if (!zones.containsValue(name)) {
            throw invalid("there is no zone '" + name + "'", "Storage nodes and their zones are " + zones + ".");
        }
        return name;
    }

    private static SqlException invalid(String what, String hint) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, what).withHint(hint);
    }

    private List<ActiveFault> known() {
        return Objects.requireNonNull(active.get());
    }

    private List<ActiveFault> lasting(List<ActiveFault> known) {
        long now = clock.nanoTime();
        return known.stream().filter(fault -> fault.endsNanos() - now > 0).toList();
    }

    @Override
    public List<Active> active() {
        return lasting(known()).stream()
                .map(fault -> new Active(fault.request().kind(), fault.what(), fault.endsMillis()))
                .toList();
    }

    @Override
    public int endAll() {
        int ended = lasting(Objects.requireNonNull(active.getAndSet(List.of()))).size();
        LOG.log(System.Logger.Level.INFO, "{0} injected faults were ended", ended);
        return ended;
    }

    /** By how much the wall clock is wrong. */
    long skewMicros() {
        long skew = 0;
        for (ActiveFault fault : known()) {
            if (fault.request().kind() == Kind.CLOCK_SKEW && fault.endsNanos() - clock.nanoTime() > 0) {
                skew += fault.request().minMillis() * 1000;
            }
        }
        return skew;
    }

    /** What becomes of a message. */
    MessageFate fate(Address from, Address to, ByteBuffer message) {
        List<ActiveFault> known = known();
        if (known.isEmpty()) {
            return MessageFate.UNHARMED;
        }
        long delay = 0;
        for (ActiveFault fault : lasting(known)) {
            Request request = fault.request();
            if (!concerns(request, from, to, message) || random.nextInt(HUNDRED) >= request.percent()) {
                continue;
            }
            if (request.maxMillis() == 0) {
                return MessageFate.LOST;
            }
            long spread = (request.maxMillis() - request.minMillis()) * MILLISECOND;
            delay += request.minMillis() * MILLISECOND + (long) (random.nextInt(1 << 20) / 0x1p20 * spread);
        }
        return new MessageFate(false, delay);
    }

    private boolean concerns(Request request, Address from, Address to, ByteBuffer message) {
        return switch (request.kind()) {
            case ZONE_LOSS ->
                request.target().equals(zones.get(from)) || request.target().equals(zones.get(to));
            case LINK -> request.target().equals(from.name()) && request.other().equals(to.name());
            case GOSSIP_OFF -> zones.containsKey(from) && zones.containsKey(to);
            case DISK_FAILURE, DISK_CONGESTION ->
                zones.containsKey(to)
                        && (request.other().equals("disk")
                                ? group(message) == Integer.parseInt(request.target())
                                : numbered(request.target()).equals(to) && group(message) >= 0);
            case CRASH, CLOCK_SKEW, BIT_ROT -> false;
        };
    }

    /** The protection group of what a disk has to do with; -1 for anything else. */
    private static int group(ByteBuffer message) {
        try {
            return switch (StorageMessages.decode(message.duplicate())) {
                case Batch batch -> batch.group();
                case ReadPage read -> Geometry.STANDARD.groupOf(read.pageNumber());
                default -> -1;
            };
        } catch (MalformedException e) {
            return -1;
        }
    }
}
