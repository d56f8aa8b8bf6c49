package org.borealisdb.server.role;

import java.util.function.Supplier;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.wire.access.AccessRules;
import org.borealisdb.wire.tls.TlsOffer;

/**
 * How clients of an instance are received.
 *
 * @param tls    what those are shown that want TLS
 * @param access who may connect now
 */
record ClientSecurity(TlsOffer tls, Supplier<AccessRules> access) {
    /** With certificates of the region's authority. */
    static ClientSecurity of(
            InstancePlace place,
            RegionPlan plan,
            RealWorld world,
            MetadataLog metadataLog,
            Supplier<AccessRules> access) {
        return new ClientSecurity(new ServerCertificates(place, plan, world, metadataLog), access);
    }
}
