package org.borealisdb.sql.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The functions that estimate in PostgreSQL how many rows an operator selects. Here they only are names, which definitions of operators keep. */
public final class Estimators {
    private static final String ARGUMENTS = "(internal,oid,internal,integer)";
    private static final String JOIN_ARGUMENTS = "(internal,oid,internal,smallint,internal)";

    private static final Map<Integer, String> RESTRICTION = Map.ofEntries(
            Map.entry(101, "eqsel"),
            Map.entry(102, "neqsel"),
            Map.entry(103, "scalarltsel"),
            Map.entry(104, "scalargtsel"),
            Map.entry(139, "areasel"),
            Map.entry(336, "scalarlesel"),
            Map.entry(337, "scalargesel"),
            Map.entry(1300, "positionsel"),
            Map.entry(1302, "contsel"),
            Map.entry(1814, "iclikesel"),
            Map.entry(1815, "icnlikesel"),
            Map.entry(1818, "regexeqsel"),
            Map.entry(1819, "likesel"),
            Map.entry(1820, "icregexeqsel"),
            Map.entry(1821, "regexnesel"),
            Map.entry(1822, "nlikesel"),
            Map.entry(1823, "icregexnesel"),
            Map.entry(3437, "prefixsel"),
            Map.entry(3560, "networksel"),
            Map.entry(3817, "arraycontsel"),
            Map.entry(5040, "matchingsel"));
    private static final Map<Integer, String> JOIN = Map.ofEntries(
            Map.entry(105, "eqjoinsel"),
            Map.entry(106, "neqjoinsel"),
            Map.entry(107, "scalarltjoinsel"),
            Map.entry(108, "scalargtjoinsel"),
            Map.entry(140, "areajoinsel"),
            Map.entry(386, "scalarlejoinsel"),
            Map.entry(398, "scalargejoinsel"),
            Map.entry(1301, "positionjoinsel"),
            Map.entry(1303, "contjoinsel"),
            Map.entry(1816, "iclikejoinsel"),
            Map.entry(1817, "icnlikejoinsel"),
            Map.entry(1824, "regexeqjoinsel"),
            Map.entry(1825, "likejoinsel"),
            Map.entry(1826, "icregexeqjoinsel"),
            Map.entry(1827, "regexnejoinsel"),
            Map.entry(1828, "nlikejoinsel"),
            Map.entry(1829, "icregexnejoinsel"),
            Map.entry(3438, "prefixjoinsel"),
            Map.entry(3561, "networkjoinsel"),
            Map.entry(3818, "arraycontjoinsel"),
            Map.entry(5041, "matchingjoinsel"));
    private static final Map<Integer, String> ALL = all();

    private Estimators() {}

    private static Map<Integer, String> all() {
        Map<Integer, String> all = new HashMap<>(RESTRICTION);
        all.putAll(JOIN);
        return Map.copyOf(all);
    }

    /**
     * Returns the number of a function.
     *
     * @param join whether it is to be one for joins
     */
    public static OptionalInt find(String name, boolean join) {
        return (join ? JOIN : RESTRICTION)
                .entrySet().stream()
                        .filter(each -> each.getValue().equals(name))
                        .mapToInt(Map.Entry::getKey)
                        .findFirst();
    }

    /** Returns the name of a function. */
    public static Optional<String> name(long oid) {
        return oid == (int) oid ? Optional.ofNullable(ALL.get((int) oid)) : Optional.empty();
    }

    /** Returns the types of the arguments, as messages have them. */
    public static String arguments(boolean join) {
        return join ? JOIN_ARGUMENTS : ARGUMENTS;
    }

    /** Returns a function with the types of its arguments. */
    public static Optional<String> shown(long oid) {
        return name(oid).map(name -> name + arguments(JOIN.containsKey((int) oid)));
    }
}
