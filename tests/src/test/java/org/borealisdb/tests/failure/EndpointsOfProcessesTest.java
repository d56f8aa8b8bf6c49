package org.borealisdb.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.server.demo.ProcessLayout;
import org.borealisdb.server.demo.RegionOfProcesses;
import org.borealisdb.tests.proxy.NameQuestion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Custom and instance endpoints at two gateway processes, one with a port for each and one with an address for each, and their names. */
@Tag("long")
class EndpointsOfProcessesTest {
    private static final Pattern URL = Pattern.compile("postgresql://postgres@([0-9.]+:[0-9]+)/postgres");
    private static final Pattern NAMES = Pattern.compile("gateway-2 answers names at 127\\.0\\.0\\.1:([0-9]+)\\.");
    private static final Pattern NAME = Pattern.compile("\\S+\\.local-1\\.borealis\\.local");
    private static final String FIRST = ProcessLayout.INSTANCES.get(0);
    private static final String SECOND = ProcessLayout.INSTANCES.get(1);
    private static final List<String> INSTANCES = List.of(FIRST, SECOND);

    /** Longest that anything may take on a busy machine; a failure, not a pace. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    @TempDir
    private Path folder = Path.of("");

    private final List<RegionOfProcesses> running = new ArrayList<>();

    @BeforeEach
    void start() throws IOException, InterruptedException {
        RegionOfProcesses region = new RegionOfProcesses(
                Files.createDirectory(folder.resolve("region")),
                Borealis::command,
                "secret",
                ProcessLayout.withEndpoints(),
                /* backedUp= */ false);
        running.add(region);
        List<String> nodes = new ArrayList<>(RegionOfProcesses.STORAGE);
        nodes.addAll(List.of(
                ProcessLayout.CONTROL_PLANE, ProcessLayout.GATEWAY, ProcessLayout.SECOND_GATEWAY, FIRST, SECOND));
        region.start(nodes);
    }

    @AfterEach
    void end() {
        running.forEach(RegionOfProcesses::close);
    }

    private RegionOfProcesses region() {
        return running.getFirst();
    }

    private String done(String... words) throws IOException, InterruptedException {
        return RegionCommand.done(region(), words);
    }

    /** The lines of the list about each endpoint. */
    private Map<String, String> rows() throws IOException, InterruptedException {
        Map<String, String> rows = new TreeMap<>();
        String name = "";
        for (String line : done("endpoint", "list").lines().skip(1).toList()) {
            name = line.startsWith("   ") ? name : line.strip().split(" ", 2)[0];
            rows.merge(name, line, (one, other) -> one + "\n" + other);
        }
        return rows;
    }

    /** Where clients connect, as commands print it: at the first gateway, and at the second. */
    private static List<String> places(String printed) {
        return URL.matcher(printed).results().map(found -> found.group(1)).toList();
    }

    private static String name(String printed) {
        Matcher name = NAME.matcher(printed);
        assertThat(name.find()).as(printed).isTrue();
        return name.group();
    }

    private Connection connect(String place) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + place + "/postgres?sslmode=disable&connectTimeout=10",
                "postgres",
                region().password());
    }

    private static String askOn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT aurora_db_instance_identifier()")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    /** Who answers there, or the SQLSTATE with which nobody does. */
    private String ask(String place) {
        try (Connection connection = connect(place)) {
            return askOn(connection);
        } catch (SQLException refused) {
            return String.valueOf(refused.getSQLState());
        }
    }

    private void awaitAll(List<String> places, String instance) {
        for (String place : places) {
            long giveUp = System.nanoTime() + PATIENCE_NANOS;
            String answer = ask(place);
            while (!answer.equals(instance) && System.nanoTime() < giveUp) {
                answer = ask(place);
            }
            assertThat(answer).as(place).isEqualTo(instance);
        }
    }

    /** Who writes now, by what the cluster endpoint leads to. */
    private String writer(List<String> cluster) {
        String writer = "";
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        while (!INSTANCES.contains(writer) && System.nanoTime() < giveUp) {
            writer = ask(cluster.getFirst());
        }
        assertThat(INSTANCES).contains(writer);
        return writer;
    }

    private static String other(String instance) {
        return INSTANCES.stream()
                .filter(each -> !each.equals(instance))
                .findFirst()
                .orElseThrow();
    }

    private static String row(Map<String, String> rows, String endpoint) {
        return Optional.ofNullable(rows.get(endpoint)).orElseThrow();
    }

    /** The list as soon as both gateways have endpoints for both instances, which nobody has asked for. */
    private Map<String, String> rowsWithInstances() throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        Map<String, String> rows = rows();
        while (System.nanoTime() < giveUp
                && !INSTANCES.stream()
                        .allMatch(each -> places(rows.getOrDefault(each, "")).size() == 2)) {
            rows.clear();
            rows.putAll(rows());
        }
        return rows;
    }

    @Test
    void everyGatewayFollowsWhatIsWantedAndWhoIsWhat() throws Exception {
        Map<String, String> first = rowsWithInstances();
        List<String> cluster = places(row(first, "cluster"));
        assertThat(cluster).hasSize(2);
        for (String instance : INSTANCES) {
            assertThat(places(row(first, instance))).hasSize(2);
            awaitAll(places(row(first, instance)), instance);
        }
        awaitAll(places(row(first, "reader")), other(writer(cluster)));
        Matcher asked = NAMES.matcher(String.join("\n", first.values()));
        assertThat(asked.find()).as(first.toString()).isTrue();
        int names = Integer.parseInt(asked.group(1));

        String printed = done("endpoint", "create", "reports", "--type", "ANY", "--members", SECOND);
        List<String> reports = places(printed);
        assertThat(reports).hasSize(2);
        assertThat(reports.get(0)).startsWith("127.0.0.1:");
        assertThat(reports.get(1)).startsWith("127.0.54.3:");
        awaitAll(reports, SECOND);
        String row = row(rows(), "reports");
        assertThat(row).contains("ANY", SECOND);
        assertThat(places(row)).isEqualTo(reports);

        assertThat(NameQuestion.ask(name(printed), names)).isEqualTo("127.0.54.3");
        assertThat(name(printed)).startsWith("reports.cluster-custom-c");
        assertThat(name(row(first, "cluster"))).startsWith("main.cluster-c");
        assertThat(NameQuestion.ask(name(row(first, "cluster")), names)).isEqualTo("127.0.0.1");
        assertThat(NameQuestion.ask(name(row(first, "reader")), names)).isEqualTo("127.0.54.2");
        assertThat(NameQuestion.ask(name(row(first, SECOND)), names))
                .isEqualTo(places(row(first, SECOND)).get(1).split(":", 2)[0]);

        // What it stands for is changed for new connections; those that there are stay.
        try (Connection stays = connect(reports.getFirst())) {
            done("endpoint", "modify", "reports", "--excluded", SECOND);
            awaitAll(reports, FIRST);
            assertThat(askOn(stays)).isEqualTo(SECOND);
        }

        // A member that is promoted drops out, and the one before comes in.
        done("endpoint", "modify", "reports", "--type", "READER", "--members", FIRST + "," + SECOND);
        String before = writer(cluster);
        awaitAll(reports, other(before));
        done("instance", "promote", other(before));
        awaitAll(cluster, other(before));
        awaitAll(reports, before);

        // There are four ports at the first gateway, of which instances have two.
        done("endpoint", "create", "more", "--type", "ANY");
        assertThat(RegionCommand.refused(region(), "endpoint", "create", "most", "--type", "ANY"))
                .contains("the endpoint most was not created", "all 4 places", "are taken");

        // A gateway that begins again listens where it did, and both go on while the metadata log is away.
        region().kill(List.of(ProcessLayout.GATEWAY));
        region().start(List.of(ProcessLayout.GATEWAY));
        awaitAll(reports, before);
        region().kill(List.of(ProcessLayout.CONTROL_PLANE));
        awaitAll(reports, before);
        region().start(List.of(ProcessLayout.CONTROL_PLANE));

        done("endpoint", "delete", "reports");
        assertThat(reports.stream().map(this::ask)).as("nobody listens").containsOnly("08001");
        assertThat(NameQuestion.ask(name(printed), names)).isEqualTo("NXDOMAIN");
        assertThat(rows()).doesNotContainKeys("reports", "most").containsKey("more");
    }
}
