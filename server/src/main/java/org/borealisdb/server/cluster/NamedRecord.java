package org.borealisdb.server.cluster;

import java.util.regex.Pattern;
import org.borealisdb.server.region.RegionProblemException;

/** What the metadata log keeps under a name that people chose. A name may be used again once what had it is gone: the id tells one from the next. */
sealed interface NamedRecord permits ClusterRecord, EndpointRecord, InstanceRecord {
    Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    String name();

    /** Random. */
    long id();

    /** True if another may take the name. */
    boolean gone();

    byte[] encode();

    /**
     * Fails with one line unless {@code name} may be one: it begins with a letter, and has lower-case letters, digits and single hyphens.
     *
     * @param what    what it is to be the name of, with its article
     * @param longest most characters
     * @throws RegionProblemException if not
     */
    static void checkName(String name, String what, int longest) {
        if (name.length() > longest || !NAME.matcher(name).matches()) {
            throw new RegionProblemException("'" + name + "' is no name for " + what
                    + ": it begins with a letter, has lower-case letters, digits and single hyphens, and at most "
                    + longest + " characters");
        }
    }
}
