package org.borealisdb.server.role;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.controlplane.fleet.InstanceReport;
import org.borealisdb.redo.volume.SegmentMix;
import org.borealisdb.runtime.config.ByteSize;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.server.region.DurationSyntax;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.SizeSyntax;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a {@code region.yaml} (docs/region-yaml.md) into a {@link RegionPlan}. Every mistake is one line that names the file and the
 * field. Unknown fields are mistakes too: a misspelt one would otherwise be ignored.
 */
public final class RegionFile {
    /** Page cache of an instance of which nobody has said another. */
    public static final ByteSize STANDARD_MEMORY = ByteSize.ofMebibytes(512);

    private static final String WRITER = "writer";
    private static final String READER = "reader";
    private static final String METRICS_PORT = "metrics-port";
    private static final String SEGMENTS = "segments";
    private static final String CONTROL_PLANE = "control-plane";
    private static final String GATEWAYS = "gateways";
    private static final String HOSTS = "hosts";
    private static final String METADATA = "metadata";
    /** Nodes of a control plane that survives the loss of one. */
    private static final int FULL_GROUP = 3;

    private static final String INSTANCE_PORTS = "instance-ports";
    private static final String ENDPOINT_PORTS = "endpoint-ports";
    private static final String ENDPOINT_ADDRESSES = "endpoint-addresses";
    private static final String WRITER_PORT = "writer-port";
    private static final String READER_PORT = "reader-port";
    private static final String CLIENT_HOST = "client-host";
    private static final String DNS = "dns";
    private static final Pattern PORTS = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");
    private static final int LAST_PORT = 65_535;
    private static final int MAX_NODES = 1000;
    private static final String LOOPBACK = "127.0.0.1";

    private final String name;
    private final Path base;

    private RegionFile(Path file) {
        this.name = String.valueOf(file.getFileName());
        Path parent = file.toAbsolutePath().normalize().getParent();
        this.base = parent == null ? Path.of("/") : parent;
    }

    /**
     * Reads the text of {@code file}, whose folder relative paths in it start from.
     *
     * @throws RegionProblemException if it is not a region
     */
    public static RegionPlan parse(String text, Path file) {
        RegionFile reader = new RegionFile(file);
        Object root;
        try {
            root = new Load(LoadSettings.builder().setLabel(reader.name).build()).loadFromString(text);
        } catch (YamlEngineException malformed) {
            throw new RegionProblemException(
                    reader.name + ": not YAML: "
                            + String.valueOf(malformed.getMessage()).replaceAll("\\s+", " "),
                    malformed);
        }
        try {
            return reader.plan(root);
        } catch (IllegalArgumentException | RegionProblemException mistake) {
            String message = String.valueOf(mistake.getMessage());
            throw new RegionProblemException(
                    message.startsWith(reader.name) ? message : reader.name + ": " + message, mistake);
        }
    }

    private RegionPlan plan(Object root) {
        Map<?, ?> region = mapping(root, "the region");
        known(
                region,
                "",
                List.of(
                        METADATA,
                        "key-file",
                        "password-file",
                        "storage-nodes",
                        "instances",
                        CONTROL_PLANE,
                        GATEWAYS,
                        HOSTS,
                        "replace-after",
                        "history",
                        "history-size",
                        "backup",
                        "backup-retention",
                        "s3-endpoint",
                        "keys",
                        "encryption",
                        "kms-key",
                        SEGMENTS));
        Services services = services(region);
        List<StorageNodePlace> nodes = new ArrayList<>();
        List<?> nodeItems = items(region, "storage-nodes");
        for (int i = 0; i < nodeItems.size(); i++) {
            nodes.add(storageNode(nodeItems.get(i), "storage-nodes[" + i + "]"));
        }
        List<InstancePlace> instances = new ArrayList<>();
        List<?> instanceItems = items(region, "instances");
        for (int i = 0; i < instanceItems.size(); i++) {
            instances.add(instance(instanceItems.get(i), "instances[" + i + "]"));
        }
        return new RegionPlan(
                services.metadataGroup().isPresent() ? base : path(region, METADATA, ""),
                path(region, "key-file", ""),
                path(region, "password-file", ""),
                nodes,
                instances,
                region.containsKey("replace-after")
                        ? located("", "replace-after", () -> DurationSyntax.parse(text(region, "replace-after", "")))
                        : RegionPlan.STANDARD_REPLACE_AFTER,
                history(region),
                backup(region),
                encryption(region),
                optional(region, SEGMENTS).map(words -> located("", SEGMENTS, () -> segments(words))),
                services,
                EndpointPlan.NONE);
    }

    private Services services(Map<?, ?> region) {
        List<ServicePlace> controlPlane = several(region, CONTROL_PLANE, this::controlPlane);
        checkMembers(controlPlane, region.containsKey(METADATA));
        return new Services(controlPlane, several(region, GATEWAYS, this::gateway), several(region, HOSTS, this::host));
    }

    /** Either there is a folder for the metadata log, or one or three nodes of the control plane have one each. */
    private void checkMembers(List<ServicePlace> nodes, boolean folder) {
        long keeping = nodes.stream().filter(node -> node.folder().isPresent()).count();
        if (keeping == 0) {
            if (nodes.size() > 1) {
                throw mistake(
                        "",
                        CONTROL_PLANE,
                        "several nodes keep the metadata log together: give each a folder of its own, and leave metadata out");
            }
            return;
        }
        if (folder) {
            throw mistake(
                    "",
                    METADATA,
                    "the metadata log is either in this folder, or in those of the control-plane: leave one of both out");
        }
        if (keeping != nodes.size() || (keeping != 1 && keeping != FULL_GROUP)) {
            throw mistake(
                    "", CONTROL_PLANE, "the metadata log has one copy or three: one node or three, each with a folder");
        }
    }

    private static SegmentMix segments(String words) {
        return SegmentMix.named(words)
                .orElseThrow(() ->
                        new IllegalArgumentException("segments are " + SegmentMix.names() + ", not '" + words + "'"));
    }

    /** None unless there is a place for it: what all hosts see the same only a person knows. */
    private BackupPlan backup(Map<?, ?> region) {
        if (!region.containsKey("backup")) {
            return BackupPlan.NONE;
        }
        Duration retention = region.containsKey("backup-retention")
                ? located("", "backup-retention", () -> DurationSyntax.parse(text(region, "backup-retention", "")))
                : BackupPlan.NONE.retention();
        Optional<String> endpoint =
                region.containsKey("s3-endpoint") ? Optional.of(text(region, "s3-endpoint", "")) : Optional.empty();
        return BackupPlan.of(text(region, "backup", ""), endpoint, retention, base);
    }

    private EncryptionPlan encryption(Map<?, ?> region) {
        EncryptionPlan standard = region.containsKey("keys")
                ? new EncryptionPlan(path(region, "keys", ""), Optional.empty(), Optional.empty())
                : EncryptionPlan.standard(base);
        return located(
                "", "encryption", () -> standard.with(optional(region, "encryption"), optional(region, "kms-key")));
    }

    /** What YAML takes for a truth value too: {@code on} and {@code off} are texts here. */
    private Optional<String> optional(Map<?, ?> region, String field) {
        return region.containsKey(field) ? Optional.of(text(region, field, "")) : Optional.empty();
    }

    private KeptHistory history(Map<?, ?> region) {
        Duration time = region.containsKey("history")
                ? located("", "history", () -> DurationSyntax.parse(text(region, "history", "")))
                : KeptHistory.STANDARD.time();
        ByteSize size = region.containsKey("history-size")
                ? located("", "history-size", () -> SizeSyntax.parse(text(region, "history-size", "")))
                : KeptHistory.STANDARD.size();
        return new KeptHistory(time, size);
    }

    private StorageNodePlace storageNode(Object item, String where) {
        Map<?, ?> node = mapping(item, where);
        known(node, where, List.of("name", "zone", "host", "port", "folder", METRICS_PORT));
        return new StorageNodePlace(
                address(node, where),
                text(node, "zone", where),
                place(node, "host", "port", where),
                path(node, "folder", where),
                metricsPort(node, where));
    }

    /** The entries of a list that need not be there. */
    private <T> List<T> several(Map<?, ?> region, String field, BiFunction<Object, String, T> entry) {
        List<T> all = new ArrayList<>();
        if (region.containsKey(field)) {
            List<?> items = items(region, field);
            for (int i = 0; i < items.size(); i++) {
                all.add(entry.apply(items.get(i), field + "[" + i + "]"));
            }
        }
        return all;
    }

    private ServicePlace controlPlane(Object item, String where) {
        Map<?, ?> node = mapping(item, where);
        known(node, where, List.of("name", "zone", "host", "port", "folder", METRICS_PORT));
        return service(
                node, where, node.containsKey("folder") ? Optional.of(path(node, "folder", where)) : Optional.empty());
    }

    private ServicePlace service(Map<?, ?> node, String where, Optional<Path> folder) {
        return new ServicePlace(
                address(node, where),
                text(node, "zone", where),
                place(node, "host", "port", where),
                metricsPort(node, where),
                folder);
    }

    private GatewayPlace gateway(Object item, String where) {
        Map<?, ?> node = mapping(item, where);
        known(
                node,
                where,
                List.of(
                        "name",
                        "zone",
                        "host",
                        "port",
                        CLIENT_HOST,
                        WRITER_PORT,
                        READER_PORT,
                        ENDPOINT_PORTS,
                        ENDPOINT_ADDRESSES,
                        DNS,
                        METRICS_PORT));
        HostPort writer = place(node, CLIENT_HOST, WRITER_PORT, where);
        NumberedPlaces numbered = numbered(node, writer, where);
        return new GatewayPlace(
                service(node, where, Optional.empty()),
                writer,
                numbered instanceof NumberedPlaces.Addresses addresses
                        ? addresses.readers()
                        : place(node, CLIENT_HOST, READER_PORT, where),
                numbered,
                node.containsKey(DNS)
                        ? Optional.of(
                                located(where, DNS, () -> NamesPlace.parse(text(node, DNS, where), writer.host())))
                        : Optional.empty());
    }

    /** A gateway has ports or addresses for endpoints, or neither. */
    private NumberedPlaces numbered(Map<?, ?> node, HostPort writer, String where) {
        if (!node.containsKey(ENDPOINT_ADDRESSES)) {
            return node.containsKey(ENDPOINT_PORTS)
                    ? endpointPorts(node, writer.host(), where)
                    : new NumberedPlaces.None();
        }
        for (String other : List.of(READER_PORT, ENDPOINT_PORTS)) {
            if (node.containsKey(other)) {
                throw mistake(
                        where,
                        ENDPOINT_ADDRESSES,
                        "all endpoints have the " + WRITER_PORT + ", each at an address of its own: leave " + other
                                + " out");
            }
        }
        AddressRange range =
                located(where, ENDPOINT_ADDRESSES, () -> AddressRange.parse(text(node, ENDPOINT_ADDRESSES, where)));
        return new NumberedPlaces.Addresses(range, writer.port());
    }

    private NumberedPlaces endpointPorts(Map<?, ?> node, String host, String where) {
        String ports = text(node, ENDPOINT_PORTS, where);
        Matcher range = PORTS.matcher(ports);
        int first = range.matches() ? Integer.parseInt(range.group(1)) : 0;
        int count = range.matches() ? Integer.parseInt(range.group(2)) - first + 1 : 0;
        if (first < 1 || first + count - 1 > LAST_PORT || count < 2 || count > NumberedPlaces.Ports.MOST) {
            throw mistake(
                    where,
                    ENDPOINT_PORTS,
                    "are 2 to " + NumberedPlaces.Ports.MOST + " ports, such as 5440-5471, not " + ports);
        }
        return new NumberedPlaces.Ports(host, first, count);
    }

    private HostPlace host(Object item, String where) {
        Map<?, ?> host = mapping(item, where);
        known(host, where, List.of("name", "zone", "host", INSTANCE_PORTS, METRICS_PORT));
        int first = 0;
        int last = 0;
        if (host.containsKey(INSTANCE_PORTS)) {
            String ports = text(host, INSTANCE_PORTS, where);
            Matcher range = PORTS.matcher(ports);
            first = range.matches() ? Integer.parseInt(range.group(1)) : 0;
            last = range.matches() ? Integer.parseInt(range.group(2)) : 0;
            if (first < 1 || last <= first || last > LAST_PORT) {
                throw mistake(where, INSTANCE_PORTS, "are two ports or more, such as 7500-7599, not " + ports);
            }
        }
        return new HostPlace(
                address(host, where),
                text(host, "zone", where),
                host.containsKey("host") ? text(host, "host", where) : LOOPBACK,
                first,
                last,
                metricsPort(host, where));
    }

    private InstancePlace instance(Object item, String where) {
        Map<?, ?> instance = mapping(item, where);
        known(
                instance,
                where,
                List.of(
                        "name",
                        "zone",
                        "host",
                        "port",
                        "client-host",
                        "client-port",
                        "memory",
                        "role",
                        "tier",
                        METRICS_PORT));
        ByteSize memory = instance.containsKey("memory")
                ? located(where, "memory", () -> SizeSyntax.parse(text(instance, "memory", where)))
                : STANDARD_MEMORY;
        return new InstancePlace(
                address(instance, where),
                text(instance, "zone", where),
                place(instance, "host", "port", where),
                place(instance, CLIENT_HOST, "client-port", where),
                memory,
                metricsPort(instance, where),
                reader(instance, where),
                tier(instance, where));
    }

    private int tier(Map<?, ?> instance, String where) {
        if (!instance.containsKey("tier")) {
            return InstancePlace.STANDARD_TIER;
        }
        Object tier = required(instance, "tier", where);
        if (!(tier instanceof Integer number) || number < 0 || number > InstanceReport.LAST_TIER) {
            throw mistake(where, "tier", "is a number from 0 to " + InstanceReport.LAST_TIER + ", not " + tier);
        }
        return number;
    }

    /** An instance is a writer, unless it says otherwise. */
    private boolean reader(Map<?, ?> instance, String where) {
        String role = instance.containsKey("role") ? text(instance, "role", where) : WRITER;
        if (!role.equals(WRITER) && !role.equals(READER)) {
            throw mistake(where, "role", "is '" + role + "', and must be " + WRITER + " or " + READER);
        }
        return role.equals(READER);
    }

    private Address address(Map<?, ?> node, String where) {
        return located(where, "name", () -> new Address(text(node, "name", where)));
    }

    /** Without a host it is this machine, which nobody else reaches. */
    private HostPort place(Map<?, ?> node, String hostField, String portField, String where) {
        String host = node.containsKey(hostField) ? text(node, hostField, where) : LOOPBACK;
        return new HostPort(host, port(node, portField, where));
    }

    /** 0 if there is none. */
    private int metricsPort(Map<?, ?> node, String where) {
        return node.containsKey(METRICS_PORT) ? port(node, METRICS_PORT, where) : 0;
    }

    private int port(Map<?, ?> node, String portField, String where) {
        Object port = required(node, portField, where);
        if (!(port instanceof Integer number) || number < 1 || number > LAST_PORT) {
            throw mistake(where, portField, "a port is a number from 1 to 65535, not " + port);
        }
        return number;
    }

    private Path path(Map<?, ?> mapping, String field, String where) {
        return base.resolve(text(mapping, field, where)).normalize();
    }

    private String text(Map<?, ?> mapping, String field, String where) {
        Object value = required(mapping, field, where);
        if (value instanceof Map || value instanceof List) {
            throw mistake(where, field, "a text is expected");
        }
        String text = value.toString();
        if (text.isBlank()) {
            throw mistake(where, field, "is empty");
        }
        return text;
    }

    private Object required(Map<?, ?> mapping, String field, String where) {
        Object value = mapping.get(field);
        if (value == null) {
            throw mistake(where, field, "is missing");
        }
        return value;
    }

    private List<?> items(Map<?, ?> mapping, String field) {
        if (!(required(mapping, field, "") instanceof List<?> items)) {
            throw mistake("", field, "a list is expected");
        }
        if (items.size() > MAX_NODES) {
            throw mistake("", field, "more than " + MAX_NODES + " entries");
        }
        return items;
    }

    private Map<?, ?> mapping(Object value, String where) {
        if (!(value instanceof Map<?, ?> mapping)) {
            throw new RegionProblemException(name + ": " + where + ": fields are expected (name: value)");
        }
        return mapping;
    }

    private void known(Map<?, ?> mapping, String where, List<String> fields) {
        for (Object field : mapping.keySet()) {
            if (!fields.contains(String.valueOf(field))) {
                throw mistake(
                        where, String.valueOf(field), "there is no such field; there are " + String.join(", ", fields));
            }
        }
    }

    /** Reads a value whose own mistakes do not know where they are. */
    private <T> T located(String where, String field, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException unfit) {
            throw mistake(where, field, String.valueOf(unfit.getMessage()));
        }
    }

    private RegionProblemException mistake(String where, String field, String what) {
        return new RegionProblemException(name + ": " + (where.isEmpty() ? "" : where + ".") + field + ": " + what);
    }
}
