package org.borealisdb.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealRandom;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.runtime.real.net.SocketEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three members in processes of their own, over sockets and real disks, of which the one that leads is killed. */
class MetadataMemberSocketTest {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Map<Address, Process> processes = new LinkedHashMap<>();

    @AfterEach
    void killAll() {
        processes.values().forEach(Process::destroyForcibly);
    }

    @Test
    void theKilledLeaderIsReplacedAndComesBack(@TempDir Path folder) throws IOException, InterruptedException {
        for (Address member : MemberProcess.GROUP.members()) {
            start(folder, member);
        }
        RealTasks tasks = new RealTasks((_, cause) -> {
            throw new IllegalStateException(cause);
        });
        try (SocketEndpoint endpoint = MemberProcess.network(folder, tasks).visit(new Address("client"))) {
            RealClock clock = new RealClock();
            RaftMetadataLog log = new RaftMetadataLog(endpoint, MemberProcess.GROUP, tasks, clock, new RealRandom());
            // The processes may take longer to start than a client waits.
            await(() -> status(log, MemberStatus.Role.LEADER) > 0 && status(log, MemberStatus.Role.FOLLOWER) == 2);
            for (long version = 0; version < 20; version++) {
                assertThat(log.compareAndSet("key", version, bytes("value " + version)))
                        .isTrue();
            }
            Address leader = leader(log);
            Optional.ofNullable(processes.get(leader))
                    .orElseThrow()
                    .destroyForcibly()
                    .waitFor();
            long begun = clock.nanoTime();
            assertThat(log.read("key").orElseThrow().version()).isEqualTo(20);
            assertThat(log.compareAndSet("key", 20, bytes("after"))).isTrue();
            assertThat(clock.nanoTime() - begun).isLessThan(10_000_000_000L);
            assertThat(leader(log)).isNotEqualTo(leader);
            start(folder, leader);
            long committed = log.status(leader(log)).commitIndex();
            await(() -> {
                try {
                    MemberStatus status = log.status(leader);
                    return status.role() == MemberStatus.Role.FOLLOWER && status.commitIndex() >= committed;
                } catch (OperationException _) {
                    return false;
                }
            });
            assertThat(log.keys("")).containsExactly("key");
        } finally {
            tasks.close();
        }
    }

    private void start(Path folder, Address member) throws IOException {
        processes.put(
                member,
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                MemberProcess.class.getName(),
                                folder.toString(),
                                member.name())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(member.name() + ".log").toFile())
                        .start());
    }

    private static long status(RaftMetadataLog log, MemberStatus.Role role) {
        return MemberProcess.GROUP.members().stream()
                .filter(member -> {
                    try {
                        return log.status(member).role() == role;
                    } catch (OperationException _) {
                        return false;
                    }
                })
                .count();
    }

    private static Address leader(RaftMetadataLog log) {
        for (Address member : MemberProcess.GROUP.members()) {
            try {
                if (log.status(member).role() == MemberStatus.Role.LEADER) {
                    return member;
                }
            } catch (OperationException _) {
                // The killed one.
            }
        }
        throw new AssertionError("no leader");
    }

    private static void await(BooleanSupplier condition) {
        RealClock clock = new RealClock();
        long deadline = clock.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (clock.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE_NANOS / 1_000_000_000 + " s");
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
