package org.borealisdb.proxy.gateway;

import org.borealisdb.proxy.endpoint.Topology;
import org.borealisdb.runtime.net.Streams;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/** What all connections of a gateway share. */
record GatewayParts(
        Tasks tasks,
        Clock clock,
        Streams streams,
        Topology topology,
        GatewayLimits limits,
        GatewayCounters counters,
        RelayBuffers buffers,
        Admissions admissions) {}
