package org.borealisdb.cloud.key;

import java.util.List;
import java.util.ServiceLoader;

/** The local key service, and those of the modules on the class path, by the name of the master key. Safe for use by all tasks. */
public final class RoutedKeyService implements KeyService {
    private final KeyService local;
    private final List<Route> routes;

    private record Route(KeyServiceProvider provider, Connection connection) {}

    /** A service that is connected to when it is first needed: most regions need none. */
    private static final class Connection {
        private final KeyServiceProvider provider;
        private KeyService service;

        @SuppressWarnings("NullAway.Init")
        Connection(KeyServiceProvider provider) {
            this.provider = provider;
        }

        synchronized KeyService get() {
            if (service == null) {
                service = provider.connect();
            }
            return service;
        }
    }

    /** Asks {@code local} for the local master key, and what {@link ServiceLoader} finds for all others. */
    public RoutedKeyService(KeyService local) {
        this.local = local;
        this.routes = ServiceLoader.load(KeyServiceProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .map(provider -> new Route(provider, new Connection(provider)))
                .toList();
    }

    private KeyService of(String masterKey) {
        if (masterKey.equals(LOCAL)) {
            return local;
        }
        return routes.stream()
                .filter(route -> route.provider().knows(masterKey))
                .findFirst()
                .orElseThrow(() -> new KeyUnavailableException(
                        "no key service knows a master key '" + masterKey
                                + "': it is 'local' or the ARN of a key of AWS KMS, for which the module cloud-aws must be on the class path",
                        false))
                .connection()
                .get();
    }

    @Override
    public GeneratedKey generate(String masterKey, String dataKey) {
        return of(masterKey).generate(masterKey, dataKey);
    }

    @Override
    public byte[] unwrap(String masterKey, byte[] wrapped, String dataKey) {
        return of(masterKey).unwrap(masterKey, wrapped, dataKey);
    }

    @Override
    public byte[] wrap(String masterKey, byte[] plain, String dataKey) {
        return of(masterKey).wrap(masterKey, plain, dataKey);
    }

    @Override
    public List<MasterKeyVersion> describe(String masterKey) {
        return of(masterKey).describe(masterKey);
    }
}
