package org.borealisdb.wire.postgres.message;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.wire.postgres.message.FrontendMessage.Close;
import org.borealisdb.wire.postgres.message.FrontendMessage.CopyData;
import org.borealisdb.wire.postgres.message.FrontendMessage.CopyFail;
import org.borealisdb.wire.postgres.message.FrontendMessage.Describe;
import org.borealisdb.wire.postgres.message.FrontendMessage.Execute;
import org.borealisdb.wire.postgres.message.FrontendMessage.FunctionCall;
import org.borealisdb.wire.postgres.message.FrontendMessage.Parse;
import org.borealisdb.wire.postgres.message.FrontendMessage.Query;
import org.borealisdb.wire.postgres.message.FrontendMessage.Signal;
import org.borealisdb.wire.postgres.message.FrontendMessage.Target;

/** Reads the content of messages. One per connection, for {@link Bind}'s sake. */
public final class FrontendDecoder {
    private static final Execute EXECUTE_UNNAMED = new Execute("", 0);

    private final Bind bind = new Bind();

    /** Reads a message of a type that {@link MessageReader#next} answered. */
    public FrontendMessage decode(int type, Payload payload) {
        return switch (type) {
            case 'B' -> bind.decode(payload);
            case 'E' -> execute(payload);
            case 'S' -> signal(Signal.SYNC, payload);
            case 'Q' -> query(payload);
            case 'P' -> parse(payload);
            case 'D' -> {
                Target target = target(payload, "DESCRIBE");
                yield new Describe(target, lastString(payload));
            }
            case 'C' -> {
                Target target = target(payload, "CLOSE");
                yield new Close(target, lastString(payload));
            }
            case 'H' -> signal(Signal.FLUSH, payload);
            case 'X' -> signal(Signal.TERMINATE, payload);
            case 'd' -> new CopyData(payload);
            case 'c' -> signal(Signal.COPY_DONE, payload);
            case 'f' -> new CopyFail(lastString(payload));
            case 'F' -> new FunctionCall();
            default -> throw Violations.fatal("invalid frontend message type " + type);
        };
    }

    private static Signal signal(Signal signal, Payload payload) {
        payload.finish();
        return signal;
    }

    private static String lastString(Payload payload) {
        String text = payload.readString();
        payload.finish();
        return text;
    }

    private static Query query(Payload payload) {
        return new Query(lastString(payload));
    }

    private static Execute execute(Payload payload) {
        String portal = payload.readString();
        int limit = payload.readInt();
        payload.finish();
        // PostgreSQL takes a negative limit for none.
        return portal.isEmpty() && limit <= 0 ? EXECUTE_UNNAMED : new Execute(portal, Math.max(0, limit));
    }

    private static Parse parse(Payload payload) {
        String name = payload.readString();
        String text = payload.readString();
        int count = payload.readCount(4);
        List<Integer> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            types.add(payload.readInt());
        }
        payload.finish();
        return new Parse(name, text, types);
    }

    private static Target target(Payload payload, String message) {
        byte kind = payload.readByte();
        return switch (kind) {
            case 'S' -> Target.STATEMENT;
            case 'P' -> Target.PORTAL;
            default -> throw Violations.inContent("invalid " + message + " message subtype " + kind);
        };
    }
}
