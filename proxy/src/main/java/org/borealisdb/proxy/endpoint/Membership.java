package org.borealisdb.proxy.endpoint;

import java.util.List;

/** Which instances belong to a custom endpoint, whatever they are at the moment. Names of instances that do not exist yet are allowed. */
public sealed interface Membership {
    /** Longest list. */
    int MAXIMUM_NAMES = TopologyView.MAXIMUM_INSTANCES;

    /** Whether the instance of that name belongs to it. */
    boolean includes(String instance);

    /** A static list: those that it names. */
    record Listed(List<String> names) implements Membership {
        public Listed {
            names = copy(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException("a static list must name an instance");
            }
        }

        @Override
        public boolean includes(String instance) {
            return names.contains(instance);
        }
    }

    /** An exclusion list: all but those that it names, and so also those that are added later. */
    record AllBut(List<String> names) implements Membership {
        public AllBut {
            names = copy(names);
        }

        @Override
        public boolean includes(String instance) {
            return !names.contains(instance);
        }
    }

    private static List<String> copy(List<String> names) {
        if (names.size() > MAXIMUM_NAMES) {
            throw new IllegalArgumentException(
                    "a list of " + names.size() + " instances is longer than " + MAXIMUM_NAMES);
        }
        return List.copyOf(names);
    }
}
