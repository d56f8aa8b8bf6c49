package org.borealisdb.tests.chaos;

import java.io.IOException;
import java.util.List;

/**
 * Something that goes wrong, and is mended.
 *
 * @param kind  what kind of thing, for sums
 * @param what  what exactly
 * @param stops whether it may stop commits for as long as it lasts; if not, they go on while it does
 */
record Fault(String kind, String what, boolean stops, Step breaks, Step mends) {
    /** A step of it. */
    interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** Processes die, and are started again. */
    static Fault kill(String kind, List<String> nodes, ChaosRegion region) {
        return new Fault(
                kind, "kill " + String.join(", ", nodes), false, () -> region.kill(nodes), () -> region.start(nodes));
    }
}
