package org.borealisdb.tests.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.borealisdb.server.demo.ClientSession;
import org.borealisdb.server.demo.ProcessLayout;
import org.borealisdb.server.demo.ProcessNode;
import org.borealisdb.server.demo.PsqlSession;
import org.borealisdb.server.demo.RegionOfProcesses;
import org.borealisdb.server.demo.Relays;
import org.borealisdb.tests.history.Elements;

/** The region that is broken: processes with relays between them. For one thread, but for {@link #writers} and {@link #readers}. */
final class ChaosRegion implements AutoCloseable {
    /** A client whose gateway stands still holds its locks for so long, as one that stands still itself does. */
    private static final String MOST_IDLE = "10s";

    private static final List<String> GATEWAYS = List.of(ProcessLayout.GATEWAY, ProcessLayout.SECOND_GATEWAY);
    private static final String WHO = "SELECT 'here ' || aurora_db_instance_identifier();";
    private static final long PATIENCE_SECONDS = 90;
    private static final long COMMAND_SECONDS = 90;
    private static final long LOOK_MILLIS = 50;

    private final RegionOfProcesses region;
    private final Relays relays;
    private final String psql;
    private final UnaryOperator<List<String>> program;

    ChaosRegion(Path folder, UnaryOperator<List<String>> program, String psql) throws IOException {
        this.region = new RegionOfProcesses(folder, program, "chaos", ProcessLayout.redundant(), /* backedUp= */ false);
        this.relays = new Relays(region);
        this.psql = psql;
        this.program = program;
    }

    Relays relays() {
        return relays;
    }

    List<String> nodes(ProcessNode.Kind kind) {
        return region.nodes().stream()
                .filter(node -> node.kind() == kind)
                .map(ProcessNode::name)
                .toList();
    }

    /** All nodes of a zone. */
    List<String> ofZone(String zone) {
        return region.nodes().stream()
                .filter(node -> node.zone().equals(zone))
                .map(ProcessNode::name)
                .toList();
    }

    void startAll() throws IOException, InterruptedException {
        start(region.nodes().stream().map(ProcessNode::name).toList());
    }

    void start(List<String> nodes) throws IOException, InterruptedException {
        region.start(nodes);
    }

    void kill(List<String> nodes) throws InterruptedException {
        region.kill(nodes);
    }

    void stop(List<String> nodes) throws InterruptedException {
        region.stop(nodes);
    }

    void freeze(String node) throws IOException, InterruptedException {
        region.freeze(node);
    }

    void thaw(String node) throws IOException, InterruptedException {
        region.thaw(node);
    }

    /** A session at the writer, by the first gateway that takes it. */
    ClientSession writers(int turn) throws IOException {
        return connect(turn, region::clientPort);
    }

    /** A session at a reader. */
    ClientSession readers(int turn) throws IOException {
        return connect(turn, region::readerPort);
    }

    private interface PortOf {
        int port(String gateway);
    }

    private ClientSession connect(int turn, PortOf port) throws IOException {
        String first = GATEWAYS.get(turn % GATEWAYS.size());
        try {
            return new PsqlSession(psql, port.port(first), region.password());
        } catch (IOException gone) {
            return new PsqlSession(psql, port.port(GATEWAYS.get((turn + 1) % GATEWAYS.size())), region.password());
        }
    }

    /** Who writes, if anybody says so at the moment. */
    Optional<String> writer() {
        for (int turn = 0; turn < GATEWAYS.size(); turn++) {
            try (ClientSession session = writers(turn)) {
                Optional<String> found = session.execute(WHO)
                        .last()
                        .filter(line -> line.startsWith("here "))
                        .map(line -> line.substring("here ".length()));
                if (found.isPresent()) {
                    return found;
                }
            } catch (IOException gone) {
                // The other gateway may know.
            }
        }
        return Optional.empty();
    }

    /** Runs a command of the launcher about the region; what it printed. */
    String command(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--region", region.regionFile().toString()));
        Process process =
                new ProcessBuilder(program.apply(all)).redirectErrorStream(true).start();
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Waits until every instance serves again: one writes, the others read. */
    boolean awaitWhole() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            if (isWhole()) {
                return true;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return false;
    }

    private boolean isWhole() {
        Optional<String> writer = writer();
        if (writer.isEmpty()) {
            return false;
        }
        for (String instance : nodes(ProcessNode.Kind.INSTANCE)) {
            try (ClientSession session = new PsqlSession(psql, region.clientPort(instance), region.password())) {
                String expected = instance + (instance.equals(writer.get()) ? " f" : " t");
                Optional<String> said = session.execute(
                                "SELECT aurora_db_instance_identifier() || ' ' || left(pg_is_in_recovery()::text, 1);")
                        .last();
                if (said.filter(expected::equals).isEmpty()) {
                    return false;
                }
            } catch (IOException gone) {
                return false;
            }
        }
        return true;
    }

    void createLists(int count) throws IOException {
        try (ClientSession session = writers(0)) {
            for (String statement : List.of(
                    "ALTER DATABASE postgres SET idle_in_transaction_session_timeout = '" + MOST_IDLE + "';",
                    "CREATE TABLE lists (k integer PRIMARY KEY, v text NOT NULL);",
                    "INSERT INTO lists SELECT i, '' FROM generate_series(1, " + count + ") i;")) {
                var answer = session.execute(statement);
                if (answer.ended() || answer.error().isPresent()) {
                    throw new IOException("the lists cannot be made: " + answer.lines());
                }
            }
        }
    }

    /** What all lists hold. */
    Map<Integer, Elements> lists() throws IOException {
        Map<Integer, Elements> lists = new TreeMap<>();
        try (ClientSession session = writers(0)) {
            var answer = session.execute("SELECT k, v FROM lists WHERE v <> '';");
            if (answer.ended() || answer.error().isPresent()) {
                throw new IOException(
                        "the lists cannot be read: " + answer.error().orElse("the session ended"));
            }
            for (String line : answer.lines()) {
                int bar = line.indexOf('|');
                if (bar > 0) {
                    lists.put(Integer.parseInt(line.substring(0, bar)), Elements.parse(line.substring(bar + 1)));
                }
            }
        }
        return lists;
    }

    @Override
    public void close() throws IOException {
        relays.heal();
        region.close();
        relays.close();
    }
}
