package org.borealisdb.server.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.server.region.RegionProblemException;

/**
 * The endpoints of the main cluster that have places of their own, in the metadata log under {@code endpoints/NAME}: the reader endpoint, which is always there, and the custom ones that
 * somebody wants. Methods wait.
 */
public final class EndpointRegistry {
    /** Custom endpoints that a cluster may have. Each takes a port and a task; Aurora gives five to who does not ask for more. */
    public static final int MOST = 16;

    private final NamedRecords<EndpointRecord> records;

    public EndpointRegistry(MetadataLog log) {
        this.records = new NamedRecords<>(log, "endpoints/", EndpointRecord::decode);
    }

    /** The reader endpoint, and all that are not gone, by name. */
    public List<EndpointRecord> all() {
        List<EndpointRecord> stored = records.all();
        List<EndpointRecord> all = new ArrayList<>(stored.size() + 1);
        stored.stream().filter(EndpointRegistry::isOfReaders).forEach(all::add);
        if (all.isEmpty()) {
            all.add(EndpointRecord.ofReaders());
        }
        stored.stream().filter(record -> !isOfReaders(record)).forEach(all::add);
        return all;
    }

    private static boolean isOfReaders(EndpointRecord record) {
        return record.name().equals(EndpointRecord.READER);
    }

    /** What is known of the last one of that name, even if it is gone. */
    public Optional<EndpointRecord> last(String name) {
        return records.last(name);
    }

    /**
     * The custom one of that name.
     *
     * @throws RegionProblemException with one line if there is none
     */
    public EndpointRecord custom(String name) {
        EndpointRecord.checkCustom(name);
        return records.present(name)
                .orElseThrow(() -> new RegionProblemException("there is no endpoint '" + name + "'"));
    }

    /**
     * Asks for a custom one.
     *
     * @throws RegionProblemException if there is one of that name, or there are too many
     */
    public void add(EndpointRecord wanted) {
        EndpointRecord.checkName(wanted.name());
        if (records.present(wanted.name()).isPresent()) {
            throw new RegionProblemException(
                    "there is an endpoint '" + wanted.name() + "' already; choose another name, or modify it");
        }
        if (all().size() > MOST) {
            throw new RegionProblemException("a cluster has at most " + MOST + " custom endpoints; delete one first");
        }
        records.add(wanted);
    }

    /**
     * Says where clients get what the record says.
     *
     * @throws org.borealisdb.runtime.error.OperationException if others change it all the time
     */
    public void served(EndpointRecord record, String address, int port) {
        if (isOfReaders(record) && records.last(record.name()).isEmpty()) {
            records.add(record.servedAt(address, port, record.revision()));
        } else {
            records.change(record, each -> each.servedAt(address, port, record.revision()));
        }
    }

    /**
     * Changes the record of one that is the same still; what it is then, or empty if it is gone.
     *
     * @throws org.borealisdb.runtime.error.OperationException if others change it all the time
     */
    public Optional<EndpointRecord> change(EndpointRecord known, UnaryOperator<EndpointRecord> change) {
        return records.change(known, change);
    }
}
