package org.borealisdb.sql.forward;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.runtime.codec.Decoder;
import org.borealisdb.runtime.codec.Encoder;
import org.borealisdb.runtime.codec.MalformedException;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.sql.forward.ForwardAnswer.Outcome;
import org.borealisdb.sql.session.SqlNotice;

/**
 * Requests and answers as bytes, which travel within messages that have magic, length and checksum ({@code redo.message.Question} and {@code Reply}): a byte with the version, 1, a byte with the kind, in the
 * order of the cases here, then the fields in the order of the records' components, little-endian. Strings and lists have their length or count (32 bits) before them. Rows are as {@link ForwardedValues}
 * writes them, codes, levels and fields of notices and errors are names.
 */
public final class ForwardCodec {
    /** Most bytes of a request, and of a row: they fit into a message with what goes along. */
    public static final int MOST_BYTES = 12 << 20;

    private static final int VERSION = 1;
    /** A setting is two strings, each with its length; a notice five of them. */
    private static final int SETTING_BYTES = 8;

    private static final int NOTICE_BYTES = 20;

    private ForwardCodec() {}

    /** The request as bytes. */
    public static ByteBuffer encode(ForwardRequest request) {
        Encoder out = new Encoder(128);
        out.putByte(VERSION);
        switch (request) {
            case ForwardRequest.Open r -> {
                out.putByte(1).putLong(r.reader()).putString(r.role()).putString(r.database());
                put(out, r.settings());
                out.putString(r.client().host()).putInt(r.client().port());
                out.putLong(r.idleMillis()).putLong(r.idleInTransactionMillis());
            }
            case ForwardRequest.Run r -> {
                begin(out, 2, r).putByte(r.begin().code());
                put(out, r.settings());
                out.putString(r.text());
                put(out, r.types());
                put(out, r.parameters()).putInt(r.portal()).putInt(r.rowLimit());
                put(out, r.dropped());
            }
            case ForwardRequest.Fetch r -> begin(out, 3, r).putInt(r.portal()).putInt(r.rowLimit());
            case ForwardRequest.Next r -> begin(out, 4, r);
            case ForwardRequest.End r -> begin(out, 5, r).putByte(r.commit() ? 1 : 0);
            case ForwardRequest.Cancel r -> begin(out, 6, r);
            case ForwardRequest.Close r -> begin(out, 7, r);
            case ForwardRequest.Alive r -> {
                out.putByte(8)
                        .putLong(r.reader())
                        .putLong(r.number())
                        .putInt(r.sessions().size());
                r.sessions().forEach(out::putLong);
            }
            case ForwardRequest.Durable r -> out.putByte(9).putLong(r.reader());
        }
        return out.finish();
    }

    private static Encoder begin(Encoder out, int kind, ForwardRequest.OfSession request) {
        return out.putByte(kind)
                .putLong(request.reader())
                .putLong(request.session())
                .putLong(request.step());
    }

    /**
     * Reads a request.
     *
     * @throws MalformedException if it is none
     */
    public static ForwardRequest decodeRequest(ByteBuffer bytes) {
        Decoder in = decoder(bytes, "forwarded request");
        int kind = in.getByte();
        long reader = in.getLong();
        ForwardRequest request = switch (kind) {
            case 1 ->
                new ForwardRequest.Open(
                        reader,
                        in.getString(),
                        in.getString(),
                        settings(in),
                        place(in),
                        in.getPositiveLong(),
                        in.getPositiveLong());
            case 2 ->
                new ForwardRequest.Run(
                        reader,
                        in.getLong(),
                        in.getPositiveLong(),
                        begin(in.getByte()),
                        settings(in),
                        in.getString(),
                        numbers(in),
                        bytes(in),
                        in.getInt(),
                        in.getInt(),
                        numbers(in));
            case 3 -> new ForwardRequest.Fetch(reader, in.getLong(), in.getPositiveLong(), in.getInt(), in.getInt());
            case 4 -> new ForwardRequest.Next(reader, in.getLong(), in.getPositiveLong());
            case 5 -> new ForwardRequest.End(reader, in.getLong(), in.getPositiveLong(), in.getByte() != 0);
            case 6 -> new ForwardRequest.Cancel(reader, in.getLong(), in.getPositiveLong());
            case 7 -> new ForwardRequest.Close(reader, in.getLong(), in.getPositiveLong());
            case 8 -> new ForwardRequest.Alive(reader, in.getPositiveLong(), in.getList(Long.BYTES, Decoder::getLong));
            case 9 -> new ForwardRequest.Durable(reader);
            default -> throw new MalformedException("forwarded request of unknown kind " + kind);
        };
        in.end();
        return request;
    }

    /** The answer as bytes. */
    public static ByteBuffer encode(ForwardAnswer answer) {
        Encoder out = new Encoder(
                answer instanceof ForwardAnswer.Part part ? 128 + part.rows().remaining() : 128);
        out.putByte(VERSION);
        switch (answer) {
            case ForwardAnswer.Opened a -> out.putByte(1).putLong(a.session());
            case ForwardAnswer.Refused a -> put(out.putByte(2), a.reason());
            case ForwardAnswer.Unknown _ -> out.putByte(3);
            case ForwardAnswer.Noted _ -> out.putByte(4);
            case ForwardAnswer.Point a -> out.putByte(5).putLong(a.lsn());
            case ForwardAnswer.Part a -> {
                out.putByte(6).putInt(a.notices().size());
                a.notices().forEach(notice -> put(out, notice));
                put(out, a.types());
                out.putInt(a.count());
                put(out, a.rows());
                put(out, a.outcome());
            }
        }
        return out.finish();
    }

    private static void put(Encoder out, Outcome outcome) {
        switch (outcome) {
            case Outcome.Going _ -> out.putByte(1);
            case Outcome.Completed o ->
                out.putByte(2).putString(o.tag()).putByte(o.counts() ? 1 : 0).putLong(o.rowCount());
            case Outcome.Suspended _ -> out.putByte(3);
            case Outcome.Ended o -> out.putByte(4).putLong(o.lsn());
            case Outcome.Failed o -> {
                put(out.putByte(5), o.error());
                out.putByte(o.sessionEnded() ? 1 : 0).putLong(o.lsn());
            }
        }
    }

    /**
     * Reads an answer.
     *
     * @throws MalformedException if it is none
     */
    public static ForwardAnswer decodeAnswer(ByteBuffer bytes) {
        Decoder in = decoder(bytes, "answer to a forwarded request");
        int kind = in.getByte();
        ForwardAnswer answer = switch (kind) {
            case 1 -> new ForwardAnswer.Opened(in.getLong());
            case 2 -> new ForwardAnswer.Refused(error(in));
            case 3 -> new ForwardAnswer.Unknown();
            case 4 -> new ForwardAnswer.Noted();
            case 5 -> new ForwardAnswer.Point(in.getPositiveLong());
            case 6 ->
                new ForwardAnswer.Part(
                        in.getList(NOTICE_BYTES, ForwardCodec::notice),
                        numbers(in),
                        in.getInt(),
                        bytes(in),
                        outcome(in));
            default -> throw new MalformedException("answer of unknown kind " + kind + " to a forwarded request");
        };
        in.end();
        return answer;
    }

    private static Outcome outcome(Decoder in) {
        int kind = in.getByte();
        return switch (kind) {
            case 1 -> new Outcome.Going();
            case 2 -> new Outcome.Completed(in.getString(), in.getByte() != 0, in.getPositiveLong());
            case 3 -> new Outcome.Suspended();
            case 4 -> new Outcome.Ended(in.getPositiveLong());
            case 5 -> new Outcome.Failed(error(in), in.getByte() != 0, in.getPositiveLong());
            default -> throw new MalformedException("outcome of unknown kind " + kind);
        };
    }

    private static Decoder decoder(ByteBuffer bytes, String what) {
        Decoder in = new Decoder(bytes, what);
        int version = in.getByte();
        if (version != VERSION) {
            throw new MalformedException(what + " of unknown version " + version);
        }
        return in;
    }

    private static ForwardRequest.Begin begin(int code) {
        return Arrays.stream(ForwardRequest.Begin.values())
                .filter(each -> each.code() == code)
                .findFirst()
                .orElseThrow(() -> new MalformedException("forwarded transaction of unknown isolation " + code));
    }

    private static HostPort place(Decoder in) {
        String host = in.getString();
        int port = in.getInt();
        if (host.isBlank() || port < 0 || port > 65_535) {
            throw new MalformedException("no place of a client: '" + host + "', " + port);
        }
        return new HostPort(host, port);
    }

    private static void put(Encoder out, SequencedMap<String, String> settings) {
        out.putInt(settings.size());
        settings.forEach((name, value) -> out.putString(name).putString(value));
    }

    private static SequencedMap<String, String> settings(Decoder in) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        in.getList(SETTING_BYTES, each -> Map.entry(each.getString(), each.getString()))
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue()));
        return settings;
    }

    private static void put(Encoder out, List<Integer> numbers) {
        out.putInt(numbers.size());
        numbers.forEach(out::putInt);
    }

    private static List<Integer> numbers(Decoder in) {
        return in.getList(Integer.BYTES, Decoder::getInt);
    }

    private static Encoder put(Encoder out, ByteBuffer bytes) {
        return out.putInt(bytes.remaining()).putBytes(bytes);
    }

    private static ByteBuffer bytes(Decoder in) {
        return in.getBytes(in.getCount(1));
    }

    private static void put(Encoder out, SqlNotice notice) {
        out.putString(notice.code().name()).putString(notice.level().name());
        out.putString(notice.message()).putString(notice.detail()).putString(notice.hint());
    }

    private static SqlNotice notice(Decoder in) {
        ErrorCode code = code(in.getString());
        String level = in.getString();
        SqlNotice.Level known = Arrays.stream(SqlNotice.Level.values())
                .filter(each -> each.name().equals(level))
                .findFirst()
                .orElseThrow(() -> new MalformedException("notice of unknown level " + level));
        return new SqlNotice(known, code, in.getString(), in.getString(), in.getString());
    }

    private static void put(Encoder out, SqlException error) {
        out.putString(error.code().name()).putString(error.text());
        out.putInt(error.position().orElse(0)).putInt(error.fields().size());
        error.fields().forEach((field, value) -> out.putString(field.name()).putString(value));
    }

    private static SqlException error(Decoder in) {
        SqlException error = new SqlException(code(in.getString()), in.getString());
        int position = in.getInt();
        if (position > 0) {
            error = error.withPosition(position);
        }
        for (int left = in.getCount(2 * Integer.BYTES); left > 0; left--) {
            String name = in.getString();
            String value = in.getString();
            for (SqlException.Field field : SqlException.Field.values()) {
                if (field.name().equals(name)) {
                    error = error.with(field, value);
                }
            }
        }
        return error;
    }

    /** A code of another version that is not known here is as good as an error without one. */
    private static ErrorCode code(String name) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return ErrorCode.INTERNAL_ERROR;
    }
}
