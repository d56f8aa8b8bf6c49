package org.borealisdb.server.cluster;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.cloud.metadata.MetadataValue;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.server.cluster.EndpointNumber.Owner;

/**
 * Which number each custom endpoint and each instance has in a region with gateways, in the metadata log under {@code endpoint-numbers}. All are in one value, so that no two ever have the same, whoever gives them; each
 * keeps its own until it is gone. Custom endpoints get the lowest that is free, instances the highest: so where custom endpoints are does not depend on which instances there were before.
 *
 * <p>Bytes: {@link Framed}, magic {@code BREN}, version 1; a list by number, of each whether it is a custom endpoint (1) or an instance (2), its name, the id of its record, and the number.
 *
 * <p>Methods wait.
 */
public final class EndpointNumbers {
    /** All that a cluster may have at a time. More places of a gateway are not used. */
    public static final int MOST = EndpointRegistry.MOST + InstanceRegistry.MOST;

    private static final String KEY = "endpoint-numbers";
    private static final int MAGIC = 0x4E455242;
    private static final int VERSION = 1;
    private static final int MOST_ATTEMPTS = 16;

    private final MetadataLog log;

    public EndpointNumbers(MetadataLog log) {
        this.log = log;
    }

    /**
     * Gives those a number that have none, as far as there are any, and takes it from those that are gone.
     *
     * @param owners who is to have one; asked after what was given is read: so whoever has a number and is not among them is gone, and not just new
     * @param places how many numbers there are
     * @return the numbers; who is not there got none
     * @throws OperationException if others change them all the time
     */
    public Map<Owner, Integer> assign(Supplier<List<Owner>> owners, int places) {
        int most = Math.min(places, MOST);
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<MetadataValue> value = log.read(KEY);
            List<EndpointNumber> known = value.map(each -> decode(each.bytes())).orElse(List.of());
            List<EndpointNumber> next = next(known, owners.get(), most);
            if (next.equals(known)
                    || log.compareAndSet(KEY, value.map(MetadataValue::version).orElse(0L), encode(next))) {
                return next.stream().collect(Collectors.toMap(EndpointNumber::owner, EndpointNumber::number));
            }
        }
        throw new OperationException("others change " + KEY + " at the same time; try again", true);
    }

    private static List<EndpointNumber> next(List<EndpointNumber> known, List<Owner> owners, int most) {
        Set<Owner> wanted = new HashSet<>(owners);
        List<EndpointNumber> next = new ArrayList<>();
        TreeSet<Integer> free = new TreeSet<>();
        for (int number = 0; number < most; number++) {
            free.add(number);
        }
        for (EndpointNumber each : known) {
            if (wanted.contains(each.owner()) && free.remove(each.number())) {
                next.add(each);
                wanted.remove(each.owner());
            }
        }
        give(owners.stream().filter(each -> !each.instance()).toList(), wanted, free, TreeSet::pollFirst, next);
        give(owners.stream().filter(Owner::instance).toList(), wanted, free, TreeSet::pollLast, next);
        next.sort(Comparator.comparingInt(EndpointNumber::number));
        return next;
    }

    private static void give(
            List<Owner> owners,
            Set<Owner> wanted,
            TreeSet<Integer> free,
            Function<TreeSet<Integer>, Integer> choice,
            List<EndpointNumber> next) {
        for (Owner owner : owners) {
            if (!free.isEmpty() && wanted.remove(owner)) {
                next.add(new EndpointNumber(choice.apply(free), owner));
            }
        }
    }

    static byte[] encode(List<EndpointNumber> numbers) {
        Encoder out = new Encoder(64 * numbers.size());
        out.putInt(numbers.size());
        numbers.forEach(each -> each.encode(out));
        return Framed.encode(MAGIC, VERSION, out);
    }

    static List<EndpointNumber> decode(ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "numbers of endpoints");
        List<EndpointNumber> numbers = in.getList(EndpointNumber.LEAST_BYTES, EndpointNumber::decode);
        in.end();
        return numbers;
    }
}
