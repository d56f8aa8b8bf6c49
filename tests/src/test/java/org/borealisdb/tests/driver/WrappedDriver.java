package org.borealisdb.tests.driver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.borealisdb.tests.sql.BorealisServer;
import software.amazon.jdbc.PluginService;
import software.amazon.jdbc.util.CoreServicesContainer;

/**
 * The AWS Advanced JDBC Wrapper as an application sets it up for a cluster whose instances are called {@code NAME.instances.test}, and whose cluster endpoint
 * {@code cluster.test}. Nothing is said to it of a dialect: it must find out.
 */
final class WrappedDriver {
    /** The cluster endpoint. */
    static final String CLUSTER = "cluster.test";

    private static final String INSTANCES = ".instances.test";

    /** The names say nothing of ports; the driver wants one all the same. */
    private static final int ANY_PORT = 5432;

    private static final AtomicInteger CLUSTERS = new AtomicInteger();

    /** What the wrapper keeps of a cluster, it keeps by this: another for each test. */
    private final String clusterId = "cluster-" + CLUSTERS.incrementAndGet();

    /** The wrapper's {@code wrapperPlugins}; empty for its defaults. */
    private final String plugins;

    WrappedDriver(String plugins) {
        this.plugins = plugins;
    }

    /** Has the cluster endpoint lead to a port. */
    static void leadCluster(int port) {
        InstanceSockets.lead(CLUSTER, port);
    }

    /** Has the name of an instance lead to a port. */
    static void leadInstance(String id, int port) {
        InstanceSockets.lead(id + INSTANCES, port);
    }

    /** Connects to the cluster endpoint. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", BorealisServer.PASSWORD);
        properties.setProperty("socketFactory", InstanceSockets.class.getName());
        properties.setProperty("clusterId", clusterId);
        properties.setProperty("clusterInstanceHostPattern", "?" + INSTANCES + ":" + ANY_PORT);
        if (!plugins.isEmpty()) {
            properties.setProperty("wrapperPlugins", plugins);
        }
        return DriverManager.getConnection(
                "jdbc:aws-wrapper:postgresql://" + CLUSTER + ":" + ANY_PORT + "/postgres", properties);
    }

    /** Ends what the wrapper goes on with in the background. */
    static void forgetAll() {
        CoreServicesContainer.getInstance().getMonitorService().stopAndRemoveAll();
    }

    /** What the wrapper has found out. */
    static PluginService findings(Connection connection) throws SQLException {
        return connection.unwrap(PluginService.class);
    }
}
