package org.borealisdb.tests.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.Collectors;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Asks a name server on this machine for addresses. */
public final class NameQuestion {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private NameQuestion() {}

    /** The address that a name has, or why it has none, such as {@code NXDOMAIN}. */
    public static String ask(String name, int port) throws IOException {
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        resolver.setTimeout(PATIENCE);
        Message answer =
                resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), Type.A, DClass.IN)));
        return answer.getRcode() == Rcode.NOERROR
                ? answer.getSection(Section.ANSWER).stream()
                        .map(record -> ((ARecord) record).getAddress().getHostAddress())
                        .collect(Collectors.joining(","))
                : Rcode.string(answer.getRcode());
    }
}
