package org.borealisdb.controlplane.store;

import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.random.RandomSource;

/** By what copies of one request are known: 128 random bits that its client drew. */
record RequestId(long high, long low) {
    static final int BYTES = 16;

    static RequestId draw(RandomSource random) {
        return new RequestId(random.nextLong(), random.nextLong());
    }

    void encode(Encoder out) {
        out.putLong(high).putLong(low);
    }

    static RequestId decode(Decoder in) {
        return new RequestId(in.getLong(), in.getLong());
    }
}
