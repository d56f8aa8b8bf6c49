package org.borealisdb.cloud.aws.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import org.borealisdb.cloud.objectstore.ObjectContent;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.cloud.objectstore.ObjectStoreProvider;
import org.borealisdb.runtime.error.OperationException;
import org.borealisdb.runtime.real.RealRandom;
import org.borealisdb.runtime.real.RealTasks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class S3ObjectStoreTest {
    private static S3Server server;
    private final RealTasks tasks = new RealTasks((task, failure) -> {
        throw new AssertionError(task, failure);
    });
    private ObjectStore store;

    @BeforeAll
    static void startServer() throws Exception {
        server = new S3Server();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open(TestInfo test) {
        store = open(server.place("test/" + test.getDisplayName().replaceAll("[^a-zA-Z]", "")));
    }

    private ObjectStore open(String place) {
        return ServiceLoader.load(ObjectStoreProvider.class)
                .findFirst()
                .orElseThrow()
                .open(place, tasks, new RealRandom());
    }

    @AfterEach
    void close() {
        store.close();
        tasks.close();
    }

    private static ObjectContent content(String text) {
        return ObjectContent.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<String> read(String name) {
        return store.read(name)
                .map(found -> StandardCharsets.UTF_8.decode(found.bytes()).toString());
    }

    @Test
    void aNewObjectIsStoredOnce() {
        assertThat(store.putIfAbsent("a/b", content("one"))).isTrue();
        assertThat(store.putIfAbsent("a/b", content("two"))).isFalse();
        assertThat(read("a/b")).contains("one");
        assertThat(store.length("a/b")).contains(3L);
        assertThat(read("a/c")).isEmpty();
        assertThat(store.length("a/c")).isEmpty();
    }

    @Test
    void aWriteWhoseAnswerIsLostIsKnownAgain() throws Exception {
        String prefix = "test/lost";
        try (ForgetfulProxy proxy =
                        new ForgetfulProxy(server.port(), "PUT /" + S3Server.BUCKET + "/" + prefix + "/a/b ");
                ObjectStore behind =
                        open("s3://" + S3Server.BUCKET + "/" + prefix + "?endpoint=http://127.0.0.1:" + proxy.port())) {
            assertThat(behind.putIfAbsent("a/b", content("one"))).isTrue();
            assertThat(proxy.lost()).isEqualTo(1);
            assertThat(behind.putIfAbsent("a/b", content("two"))).isFalse();
        }
    }

    @Test
    void aReplacementNeedsTheTagThatIsThere() {
        String first = store.compareAndSet("index", "", "one".getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        assertThat(store.compareAndSet("index", "", "other".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        String second = store.compareAndSet("index", first, "two".getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        assertThat(store.compareAndSet("index", first, "late".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(store.read("index").orElseThrow().tag()).isEqualTo(second);
        assertThat(read("index")).contains("two");
        store.delete("index");
        assertThat(store.compareAndSet("index", second, "gone".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void aRangeEndsWithTheObject() {
        byte[] bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);
        store.putIfAbsent("large", ObjectContent.of(bytes));
        ByteBuffer piece = ByteBuffer.allocate(100_000);
        assertThat(store.read("large", 250_000, piece)).isEqualTo(50_000);
        assertThat(piece.flip()).isEqualTo(ByteBuffer.wrap(bytes, 250_000, 50_000));
        assertThat(store.read("large", 300_000, piece.clear())).isZero();
        assertThatThrownBy(() -> store.read("none", 0, piece.clear()))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class,
                        e -> assertThat(e.kind()).isEqualTo(ObjectStoreException.Kind.NOT_FOUND));
    }

    @Test
    void aListIsOfOneFolderAndGoesOn() {
        for (String name : List.of("f/c", "f/a", "f/b", "f/sub/d", "g/e")) {
            store.putIfAbsent(name, content(name));
        }
        assertThat(store.list("f", "")).containsExactly("a", "b", "c");
        assertThat(store.list("f", "a")).containsExactly("b", "c");
        assertThat(store.list("none", "")).isEmpty();
        store.delete("f/b");
        store.delete("f/never");
        assertThat(store.list("f", "")).containsExactly("a", "c");
    }

    @Test
    void whatIsWrongIsSaid() {
        try (ObjectStore nowhere = open("s3://nowhere/x?endpoint=" + server.endpoint())) {
            assertThatThrownBy(() -> nowhere.read("a"))
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("NoSuchBucket")
                    .hasMessageContaining("make the bucket first");
        }
        assertThatThrownBy(() -> open("s3://UPPER/x"))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("s3://bucket/prefix");
        assertThatThrownBy(() -> open("s3://backups/x?endpoint=nonsense"))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("no S3 endpoint");
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        try (ObjectStore dead = open("s3://backups/x?endpoint=http://127.0.0.1:1")) {
            assertThatThrownBy(() -> dead.read("a"))
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            e -> assertThat(e.kind()).isEqualTo(ObjectStoreException.Kind.UNAVAILABLE));
        }
    }
}
