package org.borealisdb.server.cluster;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.proxy.name.ClusterNames;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.random.RandomSource;

/**
 * What the names of a region's endpoints end with, in the metadata log under {@code names}: chosen when names are asked for first, and kept. Bytes: {@link Framed}, magic {@code BRNM}, version 1; the fields in this order.
 *
 * @param id     tells the region from others, as the id of an account does in Aurora's names
 * @param region such as {@code local-1}
 * @param suffix such as {@code borealis.local}: the zone that a name server answers for
 */
public record RegionNames(String id, String region, String suffix) {
    /** The suffix of a region that has none yet. */
    public static final String SUFFIX = "borealis.local";

    private static final String REGION = "local-1";
    private static final String KEY = "names";
    private static final int MAGIC = 0x4D4E5242;
    private static final int VERSION = 1;

    /** As long as Aurora's, of which the first character is a c. */
    private static final int DRAWN = 11;

    private static final int LETTERS_AND_DIGITS = 36;

    /** A region's, which are chosen now if they are not. Waits. */
    public static RegionNames of(MetadataLog log, RandomSource random) {
        Optional<RegionNames> known = known(log);
        if (known.isEmpty()) {
            log.compareAndSet(KEY, 0, new RegionNames(drawn(random), REGION, SUFFIX).encode());
            known = known(log);
        }
        return known.orElseThrow(() -> new OperationException("the names of the region were not stored", true));
    }

    /** A region's; empty if nobody has asked for names yet. Waits. */
    public static Optional<RegionNames> known(MetadataLog log) {
        return log.read(KEY).map(value -> decode(value.bytes()));
    }

    private static String drawn(RandomSource random) {
        StringBuilder id = new StringBuilder("c");
        for (int count = 0; count < DRAWN; count++) {
            id.append(Character.forDigit(random.nextInt(LETTERS_AND_DIGITS), LETTERS_AND_DIGITS));
        }
        return id.toString();
    }

    /** The names of a cluster's endpoints. */
    public ClusterNames of(String cluster) {
        return new ClusterNames(cluster, id, region, suffix);
    }

    byte[] encode() {
        return Framed.encode(
                MAGIC, VERSION, new Encoder(64).putString(id).putString(region).putString(suffix));
    }

    static RegionNames decode(ByteBuffer bytes) {
        Decoder in = Framed.decode(MAGIC, VERSION, bytes, "names of a region");
        RegionNames names = new RegionNames(in.getString(), in.getString(), in.getString());
        in.end();
        try {
            names.of(ClusterRecord.MAIN);
        } catch (IllegalArgumentException unfit) {
            throw new MalformedException("names of a region: " + unfit.getMessage(), unfit);
        }
        return names;
    }
}
