package org.borealisdb.benchmarks.pgbench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.borealisdb.benchmarks.contender.BenchmarkException;
import org.borealisdb.benchmarks.contender.BorealisInOneProcess;
import org.borealisdb.benchmarks.contender.BorealisInSevenProcesses;
import org.borealisdb.benchmarks.contender.BorealisSettings;
import org.borealisdb.benchmarks.contender.CollectionLog;
import org.borealisdb.benchmarks.contender.Contender;
import org.borealisdb.benchmarks.contender.PostgresPrograms;
import org.borealisdb.benchmarks.contender.PostgresServer;
import org.borealisdb.benchmarks.contender.Workspace;
import org.borealisdb.runtime.config.ByteSize;

/** The servers that run side by side for some cells: Borealis and its opponents, all with the same page cache. */
final class Field {
    private final Contender subject;
    private final Optional<CollectionLog> collections;
    private final Map<Opponent, Contender> opponents = new LinkedHashMap<>();
    private final SortedMap<String, String> problems = new TreeMap<>();

    /** They are not started yet. */
    Field(Workspace workspace, PostgresPrograms programs, MatrixSettings settings, ByteSize pool) {
        BorealisSettings borealis = new BorealisSettings(settings.launcher(), settings.jvmOptions(), pool);
        if (settings.processes()) {
            BorealisInSevenProcesses seven = new BorealisInSevenProcesses(workspace, borealis);
            subject = seven;
            collections = Optional.of(seven);
        } else {
            BorealisInOneProcess one = new BorealisInOneProcess(workspace, borealis);
            subject = one;
            collections = Optional.of(one);
        }
        if (settings.opponents().contains(Opponent.ALONE)) {
            opponents.put(Opponent.ALONE, PostgresServer.alone(workspace, programs, pool));
        }
        if (settings.opponents().contains(Opponent.STANDBYS)) {
            opponents.put(Opponent.STANDBYS, PostgresServer.withStandbys(workspace, programs, pool));
        }
    }

    Contender subject() {
        return subject;
    }

    /** Those that a cell is compared with. Reads never wait for standbys, and a comparison with oneself needs no other. */
    Map<Opponent, Contender> opponents(Cell cell) {
        Map<Opponent, Contender> chosen = new LinkedHashMap<>();
        if (cell.base().isEmpty()) {
            opponents.forEach((opponent, contender) -> {
                if (opponent != Opponent.STANDBYS || cell.load().script() == Script.TPC_B) {
                    chosen.put(opponent, contender);
                }
            });
        }
        return chosen;
    }

    /** All of them, Borealis first. */
    Map<String, Contender> all() {
        Map<String, Contender> all = new LinkedHashMap<>();
        all.put(subject.name(), subject);
        opponents.values().forEach(contender -> all.put(contender.name(), contender));
        return all;
    }

    /** Why a server of this field cannot be measured at all; empty if it can. */
    String problem(String server) {
        return problems.getOrDefault(server, "");
    }

    void failed(String server, BenchmarkException failure) {
        problems.putIfAbsent(server, String.valueOf(failure.getMessage()));
    }

    Pauses pauses() throws IOException {
        return collections.isPresent() ? Pauses.read(collections.get().collections()) : Pauses.NONE;
    }

    /** Ends all of them. */
    void stop() throws IOException, InterruptedException {
        for (Contender contender : all().values()) {
            contender.stop();
        }
    }
}
