package org.borealisdb.storage.backup;

import java.nio.ByteBuffer;
import java.util.List;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.Framed;

/**
 * An object of sealed time points, as the index names it.
 *
 * @param object its name within the group
 * @param first  milliseconds of its first point
 * @param last   milliseconds of its last point
 */
public record TimeObject(String object, long first, long last) {
    /** Points of one object: ten minutes of seconds. The index, which is written with each turn, has up to so many too. */
    static final int POINTS = 600;

    static final int LEAST_BYTES = 20;
    private static final int MAGIC = 0x54425242;
    private static final int VERSION = 1;

    void encode(Encoder out) {
        out.putString(object).putLong(first).putLong(last);
    }

    static TimeObject decode(Decoder in) {
        return new TimeObject(in.getString(), in.getPositiveLong(), in.getPositiveLong());
    }

    /** The bytes of an object of {@code points}. */
    static byte[] content(List<TimePoint> points) {
        Encoder out = new Encoder(points.size() * TimePoint.BYTES + 8).putInt(points.size());
        points.forEach(point -> point.encode(out));
        return Framed.encode(MAGIC, VERSION, out);
    }

    /** The points in the bytes of an object. */
    public static List<TimePoint> points(ByteBuffer content) {
        Decoder in = Framed.decode(MAGIC, VERSION, content, "time object");
        List<TimePoint> points = in.getList(TimePoint.BYTES, TimePoint::decode);
        in.end();
        return points;
    }
}
