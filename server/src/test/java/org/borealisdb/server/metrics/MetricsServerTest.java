package org.borealisdb.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.server.region.RegionProblemException;
import org.borealisdb.server.region.RegionReport;
import org.borealisdb.server.region.SampleReports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
    static {
        MetricsServer.LIMITS.forEach(System::setProperty);
        // Nobody wants to wait for 10 s here.
        System.setProperty("sun.net.httpserver.maxReqTime", "2");
    }

    private static final String UPDATED = "2026-01-01T00:00:10Z";

    private final List<Throwable> failures = new ArrayList<>();
    private final RealTasks tasks = new RealTasks((task, failure) -> failures.add(failure));
    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<RegionReport> report = Optional.of(SampleReports.region(RegionReport.READY, UPDATED));
    private Instant now = Instant.parse("2026-01-01T00:00:12Z");
    private final MetricsServer server = MetricsServer.start(HostPort.loopback(0), () -> report, () -> now, tasks);

    @AfterEach
    void close() {
        client.close();
        server.close();
        tasks.close();
        assertThat(failures).isEmpty();
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.place() + path))
                .method(method, method.equals("POST") ? BodyPublishers.ofString("x=1") : BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @Test
    void metricsAreTextOfTheFormat() throws Exception {
        HttpResponse<String> answer = ask("GET", "/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).isEqualTo(RegionMetrics.text(report.orElseThrow()));
        assertThat(ask("GET", "/metrics?x=y").body()).isEqualTo(answer.body());
        HttpResponse<String> head = ask("HEAD", "/metrics");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void healthIsToldInOneLine() throws Exception {
        assertThat(ask("GET", "/healthz").body()).isEqualTo("ok\n");
        now = Instant.parse("2026-01-01T00:00:17Z");
        assertThat(ask("GET", "/healthz").body()).isEqualTo("the last report is 7 s old\n");
        report = Optional.of(SampleReports.region(RegionReport.STOPPING, UPDATED));
        HttpResponse<String> stopping = ask("GET", "/healthz");
        assertThat(stopping.statusCode()).isEqualTo(503);
        assertThat(stopping.body()).isEqualTo("stopping\n");
        report = Optional.empty();
        assertThat(ask("GET", "/healthz").statusCode()).isEqualTo(503);
        assertThat(ask("GET", "/metrics").statusCode()).isEqualTo(503);
    }

    @Test
    void whatIsNotThereIsSaidWithoutAStack() throws Exception {
        for (String path : List.of("/", "/metrics/", "/metricsx", "/../metrics", "/%2e%2e/metrics", "/METRICS")) {
            HttpResponse<String> answer = ask("GET", path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).hasLineCount(1).doesNotContain("Exception");
        }
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "FOO")) {
            HttpResponse<String> answer = ask(method, "/metrics");
            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
        }
    }

    @Test
    void whatIsNoHttpEndsTheConnectionAndNothingElse() throws Exception {
        for (String nonsense : List.of("x\r\n\r\n", "GET\r\n\r\n", "GET /metrics HTTP/9.9\r\n\r\n", "\0\1\2\r\n\r\n")) {
            try (Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), server.place().port())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(answer).doesNotContain("\tat ").doesNotContain("java.");
            }
        }
        assertThat(ask("GET", "/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void connectionsThatSayNothingAreLimitedInNumberAndTime() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < MetricsServer.MOST_CONNECTIONS; i++) {
                silent.add(new Socket(
                        InetAddress.getLoopbackAddress(), server.place().port()));
            }
            // Those beyond are closed at once, without an answer.
            try (Socket refused =
                    new Socket(InetAddress.getLoopbackAddress(), server.place().port())) {
                refused.setSoTimeout(20_000);
                assertThat(refused.getInputStream().read()).isEqualTo(-1);
            }
            for (Socket socket : silent) {
                socket.setSoTimeout(20_000);
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(ask("GET", "/healthz").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void aPortThatIsTakenIsOneLine() {
        assertThatThrownBy(() -> MetricsServer.start(server.place(), () -> report, () -> now, tasks))
                .isInstanceOf(RegionProblemException.class)
                .hasMessageContaining("cannot listen on " + server.place() + " for metrics")
                .hasMessageContaining("--metrics-port")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() ->
                        MetricsServer.start(new HostPort("no.such.host.invalid", 1), () -> report, () -> now, tasks))
                .isInstanceOf(RegionProblemException.class)
                .hasMessageNotContaining("\n");
    }
}
