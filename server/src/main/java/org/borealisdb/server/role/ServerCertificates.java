package org.borealisdb.server.role;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.borealisdb.cloud.certificate.CertificateAuthority;
import org.borealisdb.cloud.certificate.ServerCertificate;
import org.borealisdb.cloud.metadata.MetadataLog;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.server.cluster.RegionNames;
import org.borealisdb.wire.tls.TlsIdentity;
import org.borealisdb.wire.tls.TlsOffer;

/**
 * The certificate of an instance, signed by the authority of its region: made when the first client wants TLS, renewed long before it ends. It has the names of all endpoints of the region, since any of them may lead here. Safe for use by all tasks.
 */
final class ServerCertificates implements TlsOffer {
    private static final System.Logger LOG = System.getLogger(ServerCertificates.class.getName());

    /** As long as the region's names cannot be read, they are asked for so often at most. */
    private static final long NAMES_NANOS = 10_000_000_000L;

    private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "::1");

    /** Who listens at all addresses of its machine. */
    private static final List<String> ALL = List.of("0.0.0.0", "::");

    private final CertificateAuthority authority;
    private final RealWorld world;
    private final MetadataLog log;
    private final InstancePlace place;
    private final SortedSet<String> hosts;
    /** Held by who makes another one. */
    private final Lock lock;

    private volatile Optional<Shown> shown = Optional.empty();

    /** What is shown until it is due; if it lacks the region's names, those are looked for at {@code lookAt}. */
    private record Shown(ServerCertificate certificate, TlsIdentity identity, boolean complete, long lookAt) {}

    /**
     * The certificates of an instance.
     *
     * @throws OperationException if the region's authority cannot be read or made
     */
    ServerCertificates(InstancePlace place, RegionPlan plan, RealWorld world, MetadataLog log) {
        this.place = place;
        this.world = world;
        this.log = log;
        this.hosts = hosts(place, plan);
        this.authority = CertificateAuthority.open(new RealFileStore(plan.tlsFolder()), world.random(), world.clock());
        this.lock = world.tasks().lock("certificate of " + place.address());
    }

    /** By which addresses clients may come here: its own, and those of gateways and endpoints. */
    private static SortedSet<String> hosts(InstancePlace place, RegionPlan plan) {
        SortedSet<String> all = new TreeSet<>(LOCAL);
        all.add(place.clients().host());
        plan.services().gateways().forEach(gateway -> gateway.places().forEach(each -> all.add(each.host())));
        plan.endpoints().addresses().ifPresent(range -> {
            for (int number = 0; number < range.count(); number++) {
                all.add(range.at(number));
            }
        });
        all.removeAll(ALL);
        return all;
    }

    @Override
    public Optional<TlsIdentity> current() {
        Optional<Shown> now = shown;
        if (now.isPresent() && good(now.get())) {
            return now.map(Shown::identity);
        }
        lock.lock();
        try {
            if (shown.isEmpty() || !good(shown.get())) {
                shown = Optional.of(issue());
            }
            return shown.map(Shown::identity);
        } finally {
            lock.unlock();
        }
    }

    private boolean good(Shown now) {
        return !authority.due(now.certificate())
                && (now.complete() || world.clock().nanoTime() - now.lookAt() < 0);
    }

    private Shown issue() {
        SortedSet<String> names = new TreeSet<>(hosts);
        List<String> endpoints = endpointNames();
        names.addAll(endpoints);
        ServerCertificate made = authority.issue(place.address().name(), List.copyOf(names));
        X509Certificate certificate = made.certificate();
        LOG.log(
                System.Logger.Level.INFO,
                "{0} shows its clients a new certificate, good until {1}",
                place.address(),
                certificate.getNotAfter().toInstant());
        return new Shown(
                made,
                new TlsIdentity(made.key(), List.of(certificate)),
                !endpoints.isEmpty(),
                world.clock().nanoTime() + NAMES_NANOS);
    }

    /** Patterns of the names of all endpoints of the region; none if these are not to be had now. */
    private List<String> endpointNames() {
        try {
            RegionNames known = RegionNames.of(log, world.random());
            String end = known.id() + "." + known.region() + "." + known.suffix();
            List<String> patterns = new ArrayList<>();
            for (String kind : List.of("", "cluster-", "cluster-ro-", "cluster-custom-")) {
                patterns.add("*." + kind + end);
            }
            return patterns;
        } catch (OperationException notNow) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the certificate of {0} lacks the names of endpoints for now: {1}",
                    place.address(),
                    notNow.getMessage());
            return List.of();
        }
    }
}
