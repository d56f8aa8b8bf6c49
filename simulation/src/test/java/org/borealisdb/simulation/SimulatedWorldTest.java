package org.borealisdb.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.runtime.file.StoredFile;
import org.borealisdb.runtime.file.WriteMode;
import org.borealisdb.runtime.net.Address;
import org.borealisdb.runtime.net.Endpoint;
import org.borealisdb.runtime.net.MessageHandler;
import org.borealisdb.runtime.net.NetworkException;
import org.borealisdb.runtime.task.BoundedQueue;
import org.borealisdb.runtime.task.Task;
import org.borealisdb.runtime.task.TaskKind;
import org.borealisdb.simulation.net.LinkQuality;
import org.junit.jupiter.api.Test;

class SimulatedWorldTest {
    private static final long SECOND = 1_000_000_000L;

    private static SimulatedWorld world(long seed) {
        return new SimulatedWorld(seed, 1_000_000, 100 * SECOND);
    }

    /** What three producers and a consumer do in that seed. */
    private static List<Integer> history(long seed) {
        SimulatedWorld world = world(seed);
        List<Integer> taken = new ArrayList<>();
        world.run(() -> {
            SimulatedHost.LiveProcess process = world.host("a").start();
            BoundedQueue<Integer> queue = new BoundedQueue<>(process.tasks(), "queue", 4);
            List<Task> producers = new ArrayList<>();
            for (int producer = 0; producer < 3; producer++) {
                int base = producer * 100;
                producers.add(process.tasks().start("producer " + producer, TaskKind.SESSION, () -> {
                    for (int item = 0; item < 20; item++) {
                        queue.put(base + item);
                    }
                }));
            }
            Task consumer = process.tasks().start("consumer", TaskKind.SESSION, () -> {
                for (Optional<Integer> item = queue.take(); item.isPresent(); item = queue.take()) {
                    taken.add(item.get());
                }
            });
            producers.forEach(Task::join);
            queue.close();
            consumer.join();
        });
        return taken;
    }

    @Test
    void theSeedDecidesTheOrder() {
        assertThat(history(7)).hasSize(60).isEqualTo(history(7));
        assertThat(history(8)).hasSize(60).isNotEqualTo(history(7));
    }

    @Test
    void aDeadlockIsReported() {
        SimulatedWorld world = world(1);
        assertThatThrownBy(() -> world.run(() -> {
                    SimulatedHost.LiveProcess process = world.host("a").start();
                    process.tasks().parker().park();
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("deadlock");
    }

    @Test
    void anEndlessLoopIsReported() {
        SimulatedWorld world = world(1);
        assertThatThrownBy(() -> world.run(() -> {
                    while (true) {
                        world.scheduler().giveWay();
                    }
                }))
                .hasMessageContaining("does not come to an end");
    }

    @Test
    void aCrashedProcessNeverRunsAgain() {
        SimulatedWorld world = world(3);
        List<String> log = new ArrayList<>();
        world.run(() -> {
            SimulatedHost host = world.host("a");
            SimulatedHost.LiveProcess process = host.start();
            process.tasks().start("worker", TaskKind.SESSION, () -> {
                try {
                    process.tasks().sleep(SECOND);
                    log.add("woke");
                } finally {
                    log.add("finally");
                }
            });
            world.scheduler().sleep(SECOND / 2);
            host.crash();
            world.scheduler().sleep(2 * SECOND);
        });
        assertThat(log).isEmpty();
    }

    @Test
    void unsyncedWritesMayBeLostAndSyncedOnesMayNot() {
        int lost = 0;
        for (int seed = 0; seed < 40; seed++) {
            SimulatedWorld world = world(seed);
            byte[] found = new byte[2];
            world.run(() -> {
                SimulatedHost host = world.host("a");
                StoredFile file = host.start().files().create("f", 0, WriteMode.BUFFERED);
                file.write(0, ByteBuffer.wrap(new byte[] {1}));
                file.sync();
                file.write(1, ByteBuffer.wrap(new byte[] {2}));
                host.crash();
                host.start().files().open("f", WriteMode.BUFFERED).read(0, ByteBuffer.wrap(found));
            });
            assertThat(found[0]).isEqualTo((byte) 1);
            lost += found[1] == 2 ? 0 : 1;
        }
        assertThat(lost).isBetween(5, 35);
    }

    @Test
    void callsAreAnsweredRefusedOrTimeOut() {
        SimulatedWorld world = world(5);
        Address a = new Address("a");
        Address b = new Address("b");
        List<String> seen = new ArrayList<>();
        world.run(() -> {
            MessageHandler echo = new MessageHandler() {
                @Override
                public void receive(Address from, ByteBuffer message) {
                    seen.add("one-way " + message.get(0));
                }

                @Override
                public ByteBuffer answer(Address from, ByteBuffer request) {
                    return request;
                }
            };
            Endpoint client = world.host("a").start().network().bind(a, echo);
            assertThatThrownBy(() -> client.call(b, ByteBuffer.allocate(1), SECOND))
                    .isInstanceOf(NetworkException.class)
                    .hasMessageContaining("refused");
            world.host("b").start().network().bind(b, echo);
            seen.add("answer "
                    + client.call(b, ByteBuffer.wrap(new byte[] {9}), SECOND).get(0));
            world.network().cut(a, b);
            assertThatThrownBy(() -> client.call(b, ByteBuffer.allocate(1), SECOND))
                    .hasMessageContaining("in time");
            world.network().healAll();
            world.network().quality(new LinkQuality(1000, 2000, 0, 1000, 0));
            client.send(b, ByteBuffer.wrap(new byte[] {4}));
            world.scheduler().sleep(SECOND);
        });
        assertThat(seen).containsExactly("answer 9", "one-way 4", "one-way 4");
        assertThat(world.escapes()).isEmpty();
    }
}
