package org.borealisdb.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.borealisdb.tests.cli.Launcher.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of encryption at rest: nothing of the data in any file, keys that rotate under a running database, and one clear line when a key is lost. */
class EncryptionTest {
    private static final Pattern PID = Pattern.compile("\"pid\" : ([0-9]+)");
    private static final String SECRET = "meet-me-at-the-lighthouse";

    @TempDir
    private Path folder = Path.of("");

    private Outcome run(String command, String... more) throws IOException, InterruptedException {
        String[] words = new String[3 + more.length];
        words[0] = command;
        words[1] = "--data";
        words[2] = data().toString();
        System.arraycopy(more, 0, words, 3, more.length);
        return new Launcher(folder).run(words);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Outcome start(String... more) throws IOException, InterruptedException {
        List<String> words = Stream.concat(Stream.of("--port", "0", "--memory", "64MB", "--detach"), Stream.of(more))
                .toList();
        return run("start", words.toArray(String[]::new));
    }

    private static String ok(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.errors() + outcome.output()).isZero();
        return outcome.output();
    }

    private Outcome key(String what) throws IOException, InterruptedException {
        return new Launcher(folder).run("key", what, "--data", data().toString());
    }

    private String psql(String statement) throws IOException, InterruptedException {
        return ok(run("psql", "-Atc", statement)).strip();
    }

    @AfterEach
    void endWhatStillRuns() throws IOException, InterruptedException {
        Matcher pid = PID.matcher(run("status", "--json").output());
        if (pid.find()) {
            ProcessHandle.of(Long.parseLong(pid.group(1))).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Files below the nodes' folders that have the secret in the clear. */
    private List<Path> telling() throws IOException {
        byte[] secret = SECRET.getBytes(StandardCharsets.US_ASCII);
        try (Stream<Path> files = Files.walk(data())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("storage-"))
                    .filter(file -> contains(file, secret))
                    .toList();
        }
    }

    private static boolean contains(Path file, byte[] secret) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return text.contains(new String(secret, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // Collected meanwhile.
            return false;
        }
    }

    private void fill() throws IOException, InterruptedException {
        psql("CREATE TABLE t (id integer PRIMARY KEY, v text)");
        psql("INSERT INTO t SELECT i, '" + SECRET + "' || i FROM generate_series(1, 20000) i");
    }

    @Test
    void nothingOfTheDataIsInTheClearUnlessItWasAskedFor() throws Exception {
        assertThat(ok(start())).contains("At rest  AES-256-GCM, key under local");
        assertThat(ok(run("status"))).contains("At rest  AES-256-GCM, key under local");
        fill();
        ok(run("stop"));
        assertThat(telling()).isEmpty();
        ok(start());
        assertThat(psql("SELECT count(*), max(v) FROM t")).isEqualTo("20000|" + SECRET + "9999");
        assertThat(telling()).isEmpty();
    }

    /** Shows that the test above looks for it in the right way. */
    @Test
    @Tag("long")
    void withoutEncryptionItIs() throws Exception {
        assertThat(ok(start("--encryption", "off"))).contains("At rest  not encrypted");
        fill();
        ok(run("stop"));
        assertThat(telling()).isNotEmpty();
        Outcome refused = start("--encryption", "on");
        assertThat(refused.exitCode()).isOne();
        assertThat(refused.errors()).contains("created without encryption");
        assertThat(key("rotate").errors()).contains("no volume of this region is encrypted");
    }

    @Test
    @Tag("long")
    void aSnapshotThatIsNotEncryptedHasAnEncryptedCopy() throws Exception {
        ok(start("--encryption", "off"));
        psql("CREATE TABLE t (id integer PRIMARY KEY, v text)");
        psql("INSERT INTO t SELECT i, 'in the clear' FROM generate_series(1, 1000) i");
        ok(run("snapshot", "--name", "nightly"));
        ok(run("restore", "--from", "nightly", "--name", "safe", "--kms-key", "local"));
        ok(run("psql", "--cluster", "safe", "-c", "UPDATE t SET v = '" + SECRET + "' || id"));
        assertThat(ok(key("list"))).contains("volume 1: not encrypted", "volume 3: AES-256-GCM");
        assertThat(ok(run("psql", "--cluster", "safe", "-Atc", "SELECT count(*), max(v) FROM t")))
                .startsWith("1000|" + SECRET + "999");
        assertThat(psql("SELECT DISTINCT v FROM t")).isEqualTo("in the clear");
        ok(run("stop"));
        assertThat(telling()).isEmpty();
    }

    @Test
    @Tag("long")
    void keysRotateUnderARunningDatabaseAndALostOneIsSaid() throws Exception {
        ok(start());
        fill();
        assertThat(ok(key("rotate"))).contains("volume 1: 1 data key wrapped anew under local, version 2");
        assertThat(ok(key("list")))
                .contains("volume 1: AES-256-GCM", "version 1, made 20", "version 2, made 20")
                .doesNotContain("opens older files");
        psql("UPDATE t SET v = v || '!' WHERE id <= 1000");
        ok(run("stop"));
        ok(start());
        assertThat(psql("SELECT count(*) FROM t WHERE v LIKE '%!'")).isEqualTo("1000");
        ok(run("stop"));

        Path keys = data().resolve("keys");
        Files.move(keys, data().resolve("lost"));
        Outcome lost = start();
        assertThat(lost.exitCode()).isOne();
        assertThat(lost.errors().lines()).hasSize(1);
        assertThat(lost.errors()).contains("volume 1 is encrypted", "the local master key is missing", keys.toString());
        assertThat(key("list").exitCode()).isOne();
        assertThat(run("status").output()).doesNotContain("ready, since");

        Files.deleteIfExists(keys.resolve("lock"));
        Files.delete(keys);
        Files.move(data().resolve("lost"), keys);
        ok(start());
        assertThat(psql("SELECT count(*) FROM t")).isEqualTo("20000");
    }
}
