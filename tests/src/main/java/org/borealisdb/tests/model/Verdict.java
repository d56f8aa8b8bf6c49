package org.borealisdb.tests.model;

import java.util.List;
import java.util.Locale;

/** What became of a check. */
public sealed interface Verdict {
    /** Distinct states that were visited, symmetric ones counted once. */
    long states();

    /**
     * Every reachable state was visited, and none is broken.
     *
     * @param steps steps between them
     * @param depth steps to the farthest state
     */
    record Holds(long states, long steps, int depth) implements Verdict {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "holds in all %,d states (%,d steps, depth %d)", states, steps, depth);
        }
    }

    /**
     * A broken state was reached; no shorter way leads to a broken one.
     *
     * @param trace   the steps from the initial state
     * @param message what is wrong after the last
     */
    record Broken(long states, List<String> trace, String message) implements Verdict {
        public Broken {
            trace = List.copyOf(trace);
        }

        @Override
        public String toString() {
            StringBuilder text =
                    new StringBuilder(String.format(Locale.ROOT, "broken, found after %,d states:%n", states));
            for (int index = 0; index < trace.size(); index++) {
                text.append(String.format(Locale.ROOT, "%4d. %s%n", index + 1, trace.get(index)));
            }
            return text.append("      ").append(message).toString();
        }
    }

    /**
     * There are more states than were allowed. None of those visited is broken; nothing is known of the others.
     *
     * @param depth all states within fewer steps than this were visited
     */
    record Unfinished(long states, int depth) implements Verdict {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "UNFINISHED: there are more than %,d states; all within %d steps hold, nothing is known of the others",
                    states,
                    depth - 1);
        }
    }
}
