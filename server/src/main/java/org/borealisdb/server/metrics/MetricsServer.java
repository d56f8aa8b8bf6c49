package org.borealisdb.server.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.server.region.NodeHealth;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;

/**
 * Answers {@code GET /metrics} and {@code GET /healthz} until it is closed, at most {@value #MOST_CONNECTIONS} connections at a time, each of which has
 * {@value #SECONDS} s for its request and as long for taking the answer. {@code /healthz} is 200 if the process serves and its report is fresh, else 503 with
 * the reason in a line.
 */
public final class MetricsServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(MetricsServer.class.getName());

    /** Scrapers, people with a browser, and then some. */
    static final int MOST_CONNECTIONS = 16;

    /** Prometheus itself waits for 10 s. */
    static final int SECONDS = 10;

    /** Reports come every second. */
    private static final Duration STALE = Duration.ofSeconds(5);

    /** The JDK's server takes its limits from these system properties, when its first instance is made: the process sets them before. */
    public static final Map<String, String> LIMITS = Map.of(
            "jdk.httpserver.maxConnections", String.valueOf(MOST_CONNECTIONS),
            // How often it looks for those that take too long, in milliseconds.
            "sun.net.httpserver.clockTick", "1000",
            "sun.net.httpserver.maxReqTime", String.valueOf(SECONDS),
            "sun.net.httpserver.maxRspTime", String.valueOf(SECONDS));

    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final List<String> METHODS = List.of("GET", "HEAD");

    private final HttpServer server;
    private final Supplier<Optional<RegionReport>> report;
    private final Supplier<Instant> now;

    private record Answer(int status, String type, String text) {}

    private MetricsServer(HttpServer server, Supplier<Optional<RegionReport>> report, Supplier<Instant> now) {
        this.server = server;
        this.report = report;
        this.now = now;
    }

    /**
     * Listens.
     *
     * @param report the last report; empty if there is none yet
     * @param now    the time of day that reports are compared with
     * @throws RegionProblemException if nobody can listen there
     */
    public static MetricsServer start(
            HostPort place, Supplier<Optional<RegionReport>> report, Supplier<Instant> now, Tasks tasks) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(place.host(), place.port()), MOST_CONNECTIONS);
            MetricsServer metrics = new MetricsServer(http, report, now);
            http.createContext("/", metrics::handle);
            http.setExecutor(exchange -> tasks.start("metrics", TaskKind.BACKGROUND, exchange));
            http.start();
            return metrics;
        } catch (IOException | IllegalArgumentException refused) {
            throw new RegionProblemException(
                    "cannot listen on " + place + " for metrics: "
                            + Optional.ofNullable(refused.getMessage()).orElse("there is no such address")
                            + "; choose another --metrics-port",
                    refused);
        }
    }

    /** Where it listens: the port that was asked for, or the one that the system chose. */
    public HostPort place() {
        InetSocketAddress address = server.getAddress();
        return new HostPort(address.getAddress().getHostAddress(), address.getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (answer.status() == 405) {
                exchange.getResponseHeaders().set("Allow", String.join(", ", METHODS));
            }
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(answer.status(), -1);
            } else {
                exchange.sendResponseHeaders(answer.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) {
        String path = String.valueOf(exchange.getRequestURI().getPath());
        if (!path.equals("/metrics") && !path.equals("/healthz")) {
            return new Answer(404, PLAIN, "There is nothing here; try /metrics or /healthz.\n");
        }
        if (!METHODS.contains(exchange.getRequestMethod())) {
            return new Answer(405, PLAIN, "Only GET and HEAD are answered.\n");
        }
        Optional<RegionReport> last = report.get();
        if (last.isEmpty()) {
            return new Answer(503, PLAIN, "starting\n");
        }
        if (path.equals("/healthz")) {
            String obstacle = obstacle(last.get());
            return obstacle.isEmpty() ? new Answer(200, PLAIN, "ok\n") : new Answer(503, PLAIN, obstacle + "\n");
        }
        try {
            return new Answer(200, Exposition.CONTENT_TYPE, RegionMetrics.text(last.get()));
        } catch (RuntimeException defect) {
            LOG.log(System.Logger.Level.ERROR, "cannot show metrics", defect);
            return new Answer(500, PLAIN, "The metrics cannot be shown; the log says why.\n");
        }
    }

    /** Why the process does not serve, in one line; empty if it does. Of several nodes the first, the writer, decides. */
    private String obstacle(RegionReport last) {
        if (!last.state().equals(RegionReport.READY)) {
            return last.state() + (last.reason().isEmpty() ? "" : ": " + oneLine(last.reason()));
        }
        Duration age = Duration.between(Instant.parse(last.updated()), now.get());
        if (age.compareTo(STALE) > 0) {
            return "the last report is " + age.toSeconds() + " s old";
        }
        NodeHealth node = last.nodes().getFirst();
        return node.state().equals("running") || node.state().equals("degraded")
                ? ""
                : node.name() + ": " + node.state() + (node.reason().isEmpty() ? "" : ": " + oneLine(node.reason()));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    /** Ends the connections. */
    @Override
    public void close() {
        server.stop(0);
    }
}
