package org.borealisdb.runtime.real.net;

import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;

/** What all links of a {@link SocketNetwork} share. */
record LinkEnvironment(
        NodeDirectory directory,
        Handshake handshake,
        LinkLimits limits,
        Tasks tasks,
        Clock clock,
        RandomSource random,
        LinkCounters counters) {}
