package org.borealisdb.cloud.key;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The local key service, and those of the modules on the class path, by the name of the master key. Safe for use by all tasks. */
public final class RoutedKeyService implements KeyService {
    private final KeyService local;
    private final Others others = new Others();

    /** What {@link ServiceLoader} finds, and has connected to: only when it is needed, for most regions need none. */
    private static final class Others {
        private final List<KeyServiceProvider> providers = new ArrayList<>();
        private final List<KeyService> connected = new ArrayList<>();

        synchronized KeyService of(String masterKey) {
            if (providers.isEmpty()) {
                ServiceLoader.load(KeyServiceProvider.class).forEach(providers::add);
                providers.forEach(provider -> connected.add(provider.connect()));
            }
            for (int place = 0; place < providers.size(); place++) {
                if (providers.get(place).knows(masterKey)) {
                    return connected.get(place);
                }
            }
            throw new KeyUnavailableException(
                    "no key service knows a master key '" + masterKey
                            + "': it is 'local' or the ARN of a key of AWS KMS",
                    false);
        }
    }

    /** Asks {@code local} for the local master key, and what {@link ServiceLoader} finds for all others. */
    public RoutedKeyService(KeyService local) {
        this.local = local;
    }

    private KeyService of(String masterKey) {
        return masterKey.equals(LOCAL) ? local : others.of(masterKey);
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
