package org.borealisdb.runtime.real.net;

import java.util.concurrent.atomic.LongAdder;
import org.borealisdb.runtime.metric.Metrics;

/**
 * What the sockets of a process count.
 *
 * @param droppedFull messages lost to a full queue
 * @param droppedUnreachable messages lost because the link was down, or went down while they waited
 * @param connects connections opened and authenticated
 * @param reconnects of these, those to a peer that was connected to before
 * @param connectFailures attempts that failed
 * @param breaks authenticated connections that ended other than by this process closing
 * @param refusals connections of others that were refused before they had authenticated
 * @param malformed connections closed because of what arrived on them
 * @param silences connections closed because nothing arrived on them
 */
record LinkCounters(
        LongAdder framesSent,
        LongAdder bytesSent,
        LongAdder writes,
        LongAdder framesReceived,
        LongAdder bytesReceived,
        LongAdder droppedFull,
        LongAdder droppedUnreachable,
        LongAdder connects,
        LongAdder reconnects,
        LongAdder connectFailures,
        LongAdder breaks,
        LongAdder refusals,
        LongAdder malformed,
        LongAdder silences,
        LongAdder requestsRefused,
        LongAdder callTimeouts,
        LongAdder closeFailures) {
    static LinkCounters of(Metrics metrics) {
        return new LinkCounters(
                metrics.counter("net.socket.frames_sent"),
                metrics.counter("net.socket.bytes_sent"),
                metrics.counter("net.socket.writes"),
                metrics.counter("net.socket.frames_received"),
                metrics.counter("net.socket.bytes_received"),
                metrics.counter("net.socket.dropped_full"),
                metrics.counter("net.socket.dropped_unreachable"),
                metrics.counter("net.socket.connects"),
                metrics.counter("net.socket.reconnects"),
                metrics.counter("net.socket.connect_failures"),
                metrics.counter("net.socket.breaks"),
                metrics.counter("net.socket.refusals"),
                metrics.counter("net.socket.malformed"),
                metrics.counter("net.socket.silences"),
                metrics.counter("net.socket.requests_refused"),
                metrics.counter("net.socket.call_timeouts"),
                metrics.counter("net.socket.close_failures"));
    }
}
