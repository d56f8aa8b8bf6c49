package org.borealisdb.wire.tls;

import java.util.Optional;

/** What a server shows to clients that want TLS. Safe for use by all tasks. */
@FunctionalInterface
public interface TlsOffer {
    /** No TLS. */
    TlsOffer NONE = Optional::empty;

    /** What a client that comes now is shown, since certificates are renewed; empty: no TLS. */
    Optional<TlsIdentity> current();
}
