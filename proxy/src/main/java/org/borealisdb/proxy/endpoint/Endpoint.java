package org.borealisdb.proxy.endpoint;

/** What a client can connect to. The name is unique among the endpoints of its kind, instances being one kind and all others another. */
public sealed interface Endpoint {
    String name();

    /** What tells it from all other endpoints of its cluster, in words: an instance may be called as a custom endpoint is. */
    default String label() {
        return switch (this) {
            case OfCluster _, OfReaders _, Custom _ -> "endpoint " + name();
            case OfInstance _ -> "instance " + name();
        };
    }

    /** The cluster's own endpoint: always its writer. */
    record OfCluster(String name) implements Endpoint {
        public OfCluster {
            checkName(name);
        }
    }

    /** The reader endpoint: each new connection goes to the next reader; to the writer only if no reader takes it. */
    record OfReaders(String name) implements Endpoint {
        public OfReaders {
            checkName(name);
        }
    }

    /** A custom endpoint: each new connection goes to the next of its members whose role it allows. */
    record Custom(String name, CustomType type, Membership members) implements Endpoint {
        public Custom {
            checkName(name);
        }
    }

    /** Always the same instance, whatever it is and however it is. */
    record OfInstance(String instance) implements Endpoint {
        public OfInstance {
            checkName(instance);
        }

        @Override
        public String name() {
            return instance;
        }
    }

    /** What members of a custom endpoint must be, for it to stand for them. */
    enum CustomType {
        /** Readers only. A member that is promoted drops out, until it is a reader again. */
        READER,
        /** Readers and the writer alike. */
        ANY
    }

    /**
     * Whether new connections wait for an instance to come, as they do when the whole cluster has none for them, or are refused at once:
     * who asks for one instance, or for some, wants to know that it is not there.
     */
    default boolean patient() {
        return switch (this) {
            case OfCluster _, OfReaders _ -> true;
            case Custom _, OfInstance _ -> false;
        };
    }

    private static void checkName(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an endpoint needs a name");
        }
    }
}
