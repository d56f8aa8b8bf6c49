package org.borealisdb.wire.postgres.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** What a client may begin a connection with. */
public sealed interface StartupPacket {
    int CANCEL_CODE = 80877102;
    int SSL_CODE = 80877103;
    int GSS_ENCRYPTION_CODE = 80877104;

    /** Asks for TLS. */
    record SslRequest() implements StartupPacket {}

    /** Asks for encryption by GSSAPI. */
    record GssEncryptionRequest() implements StartupPacket {}

    /** Asks to cancel the statement of another session. */
    record CancelRequest(int processId, int secret) implements StartupPacket {}

    /**
     * Begins a session.
     *
     * @param minorVersion of protocol 3
     * @param parameters in the order sent; options of the protocol ({@code _pq_.}) are not among them
     * @param protocolOptions the names of those options
     */
    record Startup(int minorVersion, SequencedMap<String, String> parameters, List<String> protocolOptions)
            implements StartupPacket {}

    /** Reads a packet; what is malformed is 08P01, another major version 0A000, both to be taken for fatal. */
    static StartupPacket decode(Payload payload) {
        int code = payload.readInt();
        return switch (code) {
            case SSL_CODE -> {
                payload.finish();
                yield new SslRequest();
            }
            case GSS_ENCRYPTION_CODE -> {
                payload.finish();
                yield new GssEncryptionRequest();
            }
            case CANCEL_CODE -> {
                CancelRequest cancel = new CancelRequest(payload.readInt(), payload.readInt());
                payload.finish();
                yield cancel;
            }
            default -> startup(code >>> 16, code & 0xffff, payload);
        };
    }

    private static Startup startup(int major, int minor, Payload payload) {
        if (major != 3) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "unsupported frontend protocol " + major + "." + minor + ": server supports 3.0 to 3.0");
        }
        SequencedMap<String, String> parameters = new LinkedHashMap<>();
        List<String> options = new ArrayList<>();
        while (true) {
            if (payload.remaining() == 0) {
                throw Violations.inContent("invalid startup packet layout: expected terminator as last byte");
            }
            String name = payload.readString();
            if (name.isEmpty()) {
                break;
            }
            String value = payload.readString();
            if (name.startsWith("_pq_.")) {
                options.add(name);
            } else {
                parameters.put(name, value);
            }
        }
        if (payload.remaining() != 0) {
            throw Violations.inContent("invalid startup packet layout: expected terminator as last byte");
        }
        return new Startup(minor, parameters, List.copyOf(options));
    }
}
