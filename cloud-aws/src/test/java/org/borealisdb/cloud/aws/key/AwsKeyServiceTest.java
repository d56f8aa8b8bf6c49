package org.borealisdb.cloud.aws.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.borealisdb.cloud.key.GeneratedKey;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.cloud.key.MasterKeyVersion;
import org.borealisdb.cloud.key.RoutedKeyService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real SDK against a server that speaks the protocol and really encrypts. */
class AwsKeyServiceTest {
    private static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";
    private static final String OTHER = "arn:aws:kms:us-east-1:111122223333:key/66666666-7777-8888-9999-000000000000";
    private static final String NAME = "00000000000000000000000000000001";

    /** What the SDK looks at, to be put back. */
    private final Map<String, String> before = new TreeMap<>();

    private final KeyService keys = new AwsKeyService();
    private KmsServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new KmsServer(0);
        server.add(KEY);
        set("aws.endpointUrlKms", server.url());
        set("aws.accessKeyId", "test");
        set("aws.secretAccessKey", "test");
    }

    private void set(String property, String value) {
        String old = System.setProperty(property, value);
        if (old != null) {
            before.put(property, old);
        }
    }

    @AfterEach
    void stop() {
        server.close();
        List.of("aws.endpointUrlKms", "aws.accessKeyId", "aws.secretAccessKey").forEach(System::clearProperty);
        before.forEach(System::setProperty);
    }

    @Test
    void whatItWrapsItUnwraps() {
        GeneratedKey made = keys.generate(KEY, NAME);

        assertThat(made.plain()).hasSize(KeyService.DATA_KEY_BYTES);
        assertThat(keys.unwrap(KEY, made.wrapped(), NAME)).isEqualTo(made.plain());
        byte[] anew = keys.wrap(KEY, made.plain(), NAME);
        assertThat(anew).isNotEqualTo(made.wrapped());
        assertThat(keys.unwrap(KEY, anew, NAME)).isEqualTo(made.plain());
    }

    @Test
    void theNameOfTheDataKeyIsBoundToIt() {
        byte[] wrapped = keys.generate(KEY, NAME).wrapped();

        assertRefused(() -> keys.unwrap(KEY, wrapped, "another"), "did not wrap this data key", false);
    }

    @Test
    void anotherKeyDoesNotUnwrapIt() {
        server.add(OTHER);
        byte[] wrapped = keys.generate(KEY, NAME).wrapped();

        assertRefused(() -> keys.unwrap(OTHER, wrapped, NAME), "did not wrap this data key", false);
    }

    @Test
    void saysWhyAKeyCannotBeHad() {
        byte[] wrapped = keys.generate(KEY, NAME).wrapped();

        assertRefused(() -> keys.generate(OTHER, NAME), OTHER + " does not exist", false);
        server.disable(KEY);
        assertRefused(() -> keys.unwrap(KEY, wrapped, NAME), "enable it", false);
        server.deny(KEY);
        assertRefused(() -> keys.unwrap(KEY, wrapped, NAME), "allow it in the key's policy", false);
    }

    @Test
    void aServiceThatDoesNotAnswerMayAnswerLater() {
        server.close();

        assertRefused(() -> keys.generate(KEY, NAME), "AWS KMS was not asked, or did not answer", true);
    }

    @Test
    void refusesWhatIsNotTheNameOfAKey() {
        for (String name : List.of(
                "arn:aws:s3:::bucket", "arn:aws:kms:eu-central-1:1:alias/mine", "arn:aws:kms:eu-central-1:x:key/1")) {
            assertRefused(() -> keys.generate(name, NAME), "is not the ARN of a key of AWS KMS", false);
        }
    }

    @Test
    void tellsOfTheKey() {
        assertThat(keys.describe(KEY)).containsExactly(new MasterKeyVersion(0, 1_700_000_000_000_000L, "Enabled"));
    }

    @Test
    void isFoundByTheNameOfTheKey() {
        KeyService routed = new RoutedKeyService(keys);

        GeneratedKey made = routed.generate(KEY, NAME);

        assertThat(routed.unwrap(KEY, made.wrapped(), NAME)).isEqualTo(made.plain());
    }

    private static void assertRefused(ThrowingCallable call, String why, boolean retryable) {
        KeyUnavailableException refused = catchThrowableOfType(KeyUnavailableException.class, call);
        assertThat(refused).hasMessageContaining(why).hasMessageNotContaining("\n");
        assertThat(refused.retryable()).isEqualTo(retryable);
    }
}
