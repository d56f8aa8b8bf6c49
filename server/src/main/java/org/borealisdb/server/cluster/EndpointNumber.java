package org.borealisdb.server.cluster;

import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * The number of a custom endpoint, or of an instance: by it every gateway knows which of its ports or addresses is the one for it.
 *
 * @param number 0 and more
 * @param owner  whose it is
 */
public record EndpointNumber(int number, Owner owner) {
    /** Fewest bytes: a byte, two numbers, and a name of one character. */
    static final int LEAST_BYTES = 18;

    private static final int CUSTOM = 1;
    private static final int INSTANCE = 2;

    /**
     * What has a number.
     *
     * @param instance whether it is an instance, and not a custom endpoint
     * @param name     what it is called
     * @param id       of its record; tells one of that name from the next
     */
    public record Owner(boolean instance, String name, long id) {
        /** A custom endpoint. */
        public static Owner of(EndpointRecord record) {
            return new Owner(false, record.name(), record.id());
        }

        /** An instance. */
        public static Owner of(InstanceRecord record) {
            return new Owner(true, record.name(), record.id());
        }
    }

    public EndpointNumber {
        if (number < 0) {
            throw new IllegalArgumentException("number " + number + " of " + owner.name() + " is negative");
        }
    }

    void encode(Encoder out) {
        out.putByte(owner.instance() ? INSTANCE : CUSTOM)
                .putString(owner.name())
                .putLong(owner.id())
                .putInt(number);
    }

    static EndpointNumber decode(Decoder in) {
        int kind = in.getByte();
        if (kind != CUSTOM && kind != INSTANCE) {
            throw new MalformedException("numbers of endpoints: unknown kind " + kind);
        }
        Owner owner = new Owner(kind == INSTANCE, in.getString(), in.getLong());
        int number = in.getInt();
        if (number < 0) {
            throw new MalformedException("numbers of endpoints: negative number " + number);
        }
        return new EndpointNumber(number, owner);
    }
}
