package org.borealisdb.proxy.name;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** From a query to its answer (RFC 1035; for EDNS RFC 6891, for names that are only parts of others RFC 8020). Pure. */
final class ZoneAnswers {
    /** An answer with its query in it, and what it became. */
    record Answer(ByteBuffer bytes, int responseCode) {}

    /** The longest packet that every client takes. */
    private static final int PLAIN_PACKET_BYTES = 512;

    /** The longest packet that is never cut into pieces on its way; what we say that we take. */
    private static final int PACKET_BYTES = 1232;

    // A secondary server would go by these; there is none, but the record must have them.
    private static final long REFRESH_SECONDS = 60;
    private static final long RETRY_SECONDS = 30;
    private static final long EXPIRY_SECONDS = 3600;

    private final long ttlSeconds;

    ZoneAnswers(long ttlSeconds) {
        this.ttlSeconds = ttlSeconds;
    }

    /** Answers what came in one packet; empty if it is no query, and must not be answered. */
    Optional<Answer> answerPacket(NameTable table, ByteBuffer packet) {
        return answer(table, packet, PLAIN_PACKET_BYTES);
    }

    /** Answers what came in a stream, where answers may have any length. */
    Optional<Answer> answerInStream(NameTable table, ByteBuffer message) {
        return answer(table, message, Message.MAXLENGTH);
    }

    private Optional<Answer> answer(NameTable table, ByteBuffer packet, int maximumBytes) {
        Message query;
        try {
            query = new Message(packet);
        } catch (IOException | RuntimeException malformed) {
            // Whatever the library makes of a stranger's bytes: they are no query.
            return Optional.empty();
        }
        Header header = query.getHeader();
        if (header.getFlag(Flags.QR)) {
            return Optional.empty();
        }
        Message answer = new Message(header.getID());
        Header answerHeader = answer.getHeader();
        answerHeader.setFlag(Flags.QR);
        answerHeader.setOpcode(header.getOpcode());
        if (header.getFlag(Flags.RD)) {
            answerHeader.setFlag(Flags.RD);
        }
        int code = code(table, query, answer);
        answerHeader.setRcode(code & 0xf);
        OPTRecord options = query.getOPT();
        int room = maximumBytes;
        if (options != null) {
            answer.addRecord(new OPTRecord(PACKET_BYTES, code >> 4, 0), Section.ADDITIONAL);
            room = Math.max(maximumBytes, Math.min(options.getPayloadSize(), PACKET_BYTES));
        }
        return Optional.of(new Answer(ByteBuffer.wrap(answer.toWire(room)), code));
    }

    /** Fills the answer, and says what it is. */
    private int code(NameTable table, Message query, Message answer) {
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            return Rcode.NOTIMP;
        }
        Record question = query.getQuestion();
        if (question == null || query.getHeader().getCount(Section.QUESTION) != 1) {
            return Rcode.FORMERR;
        }
        answer.addRecord(question, Section.QUESTION);
        OPTRecord options = query.getOPT();
        if (options != null && options.getVersion() > 0) {
            return Rcode.BADVERS;
        }
        Name name = question.getName();
        boolean transfer = question.getType() == Type.AXFR || question.getType() == Type.IXFR;
        if (question.getDClass() != DClass.IN || !name.subdomain(table.zone()) || transfer) {
            return Rcode.REFUSED;
        }
        answer.getHeader().setFlag(Flags.AA);
        if (!table.exists(name)) {
            answer.addRecord(startOfAuthority(table), Section.AUTHORITY);
            return Rcode.NXDOMAIN;
        }
        addAnswers(table, name, question.getType(), answer);
        if (answer.getSection(Section.ANSWER).isEmpty()) {
            answer.addRecord(startOfAuthority(table), Section.AUTHORITY);
        }
        return Rcode.NOERROR;
    }

    private void addAnswers(NameTable table, Name name, int type, Message answer) {
        if (type == Type.A || type == Type.ANY) {
            Optional<InetAddress> address = table.address(name);
            // The name as it was asked for, with its upper and lower case: some resolvers look whether it comes back
            // so.
            address.ifPresent(
                    found -> answer.addRecord(new ARecord(name, DClass.IN, ttlSeconds, found), Section.ANSWER));
        }
        if (!name.equals(table.zone())) {
            return;
        }
        if (type == Type.SOA || type == Type.ANY) {
            answer.addRecord(startOfAuthority(table), Section.ANSWER);
        }
        if (type == Type.NS || type == Type.ANY) {
            answer.addRecord(new NSRecord(name, DClass.IN, ttlSeconds, table.zone()), Section.ANSWER);
        }
    }

    /** Also says for how long an absence may be remembered. */
    private SOARecord startOfAuthority(NameTable table) {
        Name zone = table.zone();
        return new SOARecord(
                zone,
                DClass.IN,
                ttlSeconds,
                zone,
                zone,
                table.serial(),
                REFRESH_SECONDS,
                RETRY_SECONDS,
                EXPIRY_SECONDS,
                ttlSeconds);
    }
}
