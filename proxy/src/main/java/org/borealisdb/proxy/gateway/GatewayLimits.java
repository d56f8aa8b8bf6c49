package org.borealisdb.proxy.gateway;

import java.time.Duration;

/**
 * The bounds of a gateway.
 *
 * @param maximumConnections clients at a time, of all endpoints; more are refused with 53300
 * @param startupTimeout from the connection to the end of the client's first words
 * @param connectTimeout how long an instance may take to accept
 * @param answerTimeout how long an instance may take for its first answer, before the next one is tried
 * @param patience how long new connections wait for an instance to come, if their endpoint is {@linkplain
 *     org.borealisdb.proxy.endpoint.Endpoint#patient() patient}: a failover that is shorter is a pause for them
 * @param retryInterval how long a waiting connection lets the topology be as it is before it tries the same instances again
 * @param cancelTimeout how long a request to cancel is waited for
 * @param writeTimeout how long either side may leave what was sent to it untaken
 * @param goodbyeTimeout how long a client may take for the reason why its connection ends, and to end it on its side
 */
public record GatewayLimits(
        int maximumConnections,
        Duration startupTimeout,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration patience,
        Duration retryInterval,
        Duration cancelTimeout,
        Duration writeTimeout,
        Duration goodbyeTimeout) {
    /**
     * As PostgreSQL has them where it has them. An idle connection takes two tasks and 16 KiB, so that ten thousand of them take some 200 MiB.
     */
    public static final GatewayLimits DEFAULT = new GatewayLimits(
            10_000,
            Duration.ofMinutes(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofMinutes(15),
            Duration.ofSeconds(1));

    public GatewayLimits {
        if (maximumConnections < 1) {
            throw new IllegalArgumentException("maximum of " + maximumConnections + " connections");
        }
        checkPositive("startup", startupTimeout);
        checkPositive("connect", connectTimeout);
        checkPositive("answer", answerTimeout);
        checkPositive("patience", patience);
        checkPositive("retry", retryInterval);
        checkPositive("cancel", cancelTimeout);
        checkPositive("write", writeTimeout);
        checkPositive("goodbye", goodbyeTimeout);
    }

    private static void checkPositive(String name, Duration time) {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("the " + name + " time must be positive: " + time);
        }
    }

    /** The same limits with another number of connections. */
    public GatewayLimits withMaximumConnections(int connections) {
        return new GatewayLimits(
                connections,
                startupTimeout,
                connectTimeout,
                answerTimeout,
                patience,
                retryInterval,
                cancelTimeout,
                writeTimeout,
                goodbyeTimeout);
    }

    /** The same limits with another patience. */
    public GatewayLimits withPatience(Duration time) {
        return new GatewayLimits(
                maximumConnections,
                startupTimeout,
                connectTimeout,
                answerTimeout,
                time,
                retryInterval,
                cancelTimeout,
                writeTimeout,
                goodbyeTimeout);
    }
}
