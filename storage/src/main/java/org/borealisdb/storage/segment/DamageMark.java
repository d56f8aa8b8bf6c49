package org.borealisdb.storage.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;

/**
 * What is remembered of damage: why the segment abstains, and how far it had come, which is the most that it can have acknowledged.
 *
 * @param reason   in words
 * @param reached  SCL when the damage was found, with its timeline; {@link Abstention#NONE} if that is unknown
 * @param forgotUnder if that is unknown, the membership epoch that was known then; else 0
 */
record DamageMark(String reason, Abstention reached, int forgotUnder) {
    static final int MAGIC = 0x47445242;
    static final int VERSION = 2;
    /** Was the reason alone. Still read. */
    static final int REASON_ALONE = 1;

    /** No membership had a higher one when such marks were written. */
    private static final int UNKNOWN_EPOCH = 1;

    byte[] encode() {
        Encoder out = new Encoder(64);
        out.putLong(reached.below())
                .putInt(reached.timeline())
                .putInt(forgotUnder)
                .putString(reason);
        ByteBuffer done = out.finish();
        byte[] bytes = new byte[done.remaining()];
        done.get(bytes);
        return bytes;
    }

    static DamageMark decode(int version, ByteBuffer bytes) {
        if (version == REASON_ALONE) {
            return new DamageMark(StandardCharsets.UTF_8.decode(bytes).toString(), Abstention.NONE, UNKNOWN_EPOCH);
        }
        Decoder in = new Decoder(bytes, "damage mark");
        try {
            Abstention reached = new Abstention(in.getLong(), in.getInt());
            int forgotUnder = in.getInt();
            DamageMark mark = new DamageMark(in.getString(), reached, forgotUnder);
            in.end();
            return mark;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("damage mark: " + e.getMessage(), e);
        }
    }
}
