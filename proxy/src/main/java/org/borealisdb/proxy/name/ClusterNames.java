package org.borealisdb.proxy.name;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.borealisdb.proxy.endpoint.Endpoint;
import org.borealisdb.proxy.endpoint.EndpointPlace;

/**
 * How the endpoints of a cluster are called; see the package's description. Names are in lower case, as DNS does not tell cases apart.
 *
 * @param cluster the cluster's name, one label
 * @param id what tells the clusters of all owners apart, one label
 * @param region one label, such as {@code local-1}
 * @param suffix one label or more, such as {@code borealis.local}
 */
public record ClusterNames(String cluster, String id, String region, String suffix) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public ClusterNames {
        cluster = label("cluster", cluster);
        id = label("id", id);
        region = label("region", region);
        suffix = checkedSuffix(suffix);
    }

    private static String label(String what, String text) {
        String label = text.toLowerCase(Locale.ROOT);
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException("the " + what + " \"" + text
                    + "\" cannot be part of a name: 1 to 63 letters, digits and hyphens, no hyphen at an end");
        }
        return label;
    }

    /** A suffix as names end with it, if it is one. */
    static String checkedSuffix(String suffix) {
        String checked = suffix.toLowerCase(Locale.ROOT);
        for (String label : checked.split("\\.", -1)) {
            label("suffix", label);
        }
        return checked;
    }

    /**
     * The name of an endpoint.
     *
     * @throws IllegalArgumentException if what it is called cannot be part of a name
     */
    public String nameOf(Endpoint endpoint) {
        return switch (endpoint) {
                    case Endpoint.OfCluster _ -> cluster + ".cluster-" + id;
                    case Endpoint.OfReaders _ -> cluster + ".cluster-ro-" + id;
                    case Endpoint.Custom custom -> label("endpoint", custom.name()) + ".cluster-custom-" + id;
                    case Endpoint.OfInstance one -> label("instance", one.instance()) + "." + id;
                }
                + "." + region + "." + suffix;
    }

    /** The names of endpoints with the addresses at which a gateway listens for them. */
    public List<NamedAddress> addresses(List<EndpointPlace> places) {
        return places.stream()
                .map(place ->
                        new NamedAddress(nameOf(place.endpoint()), place.place().host()))
                .toList();
    }
}
