package org.borealisdb.proxy.gateway;

import java.util.concurrent.atomic.LongAdder;
import org.borealisdb.runtime.metric.Metrics;

/**
 * What a gateway counts.
 *
 * @param accepted connections of clients
 * @param refused clients beyond the limit
 * @param relayed sessions that reached an instance
 * @param unserved clients that were told that no instance takes them
 * @param refusals attempts that an instance did not take, after which the next was tried
 * @param ended sessions that were ended because their instance was no longer what they had asked for
 * @param failovers changes of the writer
 * @param cancels requests to cancel that were passed on
 * @param fromClients bytes to instances
 * @param fromInstances bytes to clients
 */
record GatewayCounters(
        LongAdder accepted,
        LongAdder refused,
        LongAdder relayed,
        LongAdder unserved,
        LongAdder refusals,
        LongAdder ended,
        LongAdder failovers,
        LongAdder cancels,
        LongAdder fromClients,
        LongAdder fromInstances) {
    static GatewayCounters of(Metrics metrics) {
        return new GatewayCounters(
                metrics.counter("proxy.connections.accepted"),
                metrics.counter("proxy.connections.refused"),
                metrics.counter("proxy.connections.relayed"),
                metrics.counter("proxy.connections.unserved"),
                metrics.counter("proxy.instances.refusals"),
                metrics.counter("proxy.connections.ended"),
                metrics.counter("proxy.failovers"),
                metrics.counter("proxy.cancels.relayed"),
                metrics.counter("proxy.bytes.from-clients"),
                metrics.counter("proxy.bytes.from-instances"));
    }
}
