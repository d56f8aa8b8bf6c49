package org.borealisdb.cloud.aws.key;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.borealisdb.cloud.key.GeneratedKey;
import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.key.KeyUnavailableException;
import org.borealisdb.cloud.key.MasterKeyVersion;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/**
 * Master keys in AWS KMS, by their ARN. The name of the data key is the encryption context, so that it shows in CloudTrail, policies can ask for it, and nothing is unwrapped under another name.
 * AWS rotates a key by itself and tells no versions: what an older version wrapped stays readable.
 *
 * <p>Needs {@code kms:GenerateDataKey}, {@code kms:Decrypt}, {@code kms:Encrypt} and {@code kms:DescribeKey}. Safe for use by all tasks.
 */
final class AwsKeyService implements KeyService {
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(25);
    private static final String CONTEXT = "borealis-data-key";
    private static final long MICROS_PER_MILLI = 1000;

    /** By region of AWS. */
    private final Map<String, KmsClient> clients = new TreeMap<>();

    private synchronized KmsClient client(KeyArn key) {
        return clients.computeIfAbsent(key.region(), AwsKeyService::connect);
    }

    private static KmsClient connect(String region) {
        return KmsClient.builder()
                .region(Region.of(region))
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(ATTEMPT))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL)
                        .build())
                .build();
    }

    @Override
    public GeneratedKey generate(String masterKey, String dataKey) {
        GenerateDataKeyResponse made = call(
                masterKey,
                "generate a data key",
                kms -> kms.generateDataKey(request ->
                        request.keyId(masterKey).numberOfBytes(DATA_KEY_BYTES).encryptionContext(context(dataKey))));
        return new GeneratedKey(
                made.plaintext().asByteArray(), made.ciphertextBlob().asByteArray());
    }

    @Override
    public byte[] unwrap(String masterKey, byte[] wrapped, String dataKey) {
        return call(
                        masterKey,
                        "decrypt data key " + dataKey,
                        kms -> kms.decrypt(request -> request.keyId(masterKey)
                                .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
                                .encryptionContext(context(dataKey))))
                .plaintext()
                .asByteArray();
    }

    @Override
    public byte[] wrap(String masterKey, byte[] plain, String dataKey) {
        return call(
                        masterKey,
                        "encrypt data key " + dataKey,
                        kms -> kms.encrypt(request -> request.keyId(masterKey)
                                .plaintext(SdkBytes.fromByteArray(plain))
                                .encryptionContext(context(dataKey))))
                .ciphertextBlob()
                .asByteArray();
    }

    /** One: what AWS tells of a key is not by version. */
    @Override
    public List<MasterKeyVersion> describe(String masterKey) {
        KeyMetadata key = call(masterKey, "describe it", kms -> kms.describeKey(request -> request.keyId(masterKey)))
                .keyMetadata();
        return List.of(
                new MasterKeyVersion(0, key.creationDate().toEpochMilli() * MICROS_PER_MILLI, key.keyStateAsString()));
    }

    private static Map<String, String> context(String dataKey) {
        return Map.of(CONTEXT, dataKey);
    }

    private <T> T call(String masterKey, String what, Function<KmsClient, T> request) {
        KeyArn arn = KeyArn.parse(masterKey);
        try {
            return request.apply(client(arn));
        } catch (NotFoundException e) {
            throw unavailable(masterKey, "does not exist (any more)", e, false);
        } catch (DisabledException | KmsInvalidStateException e) {
            throw unavailable(masterKey, "cannot be used: enable it, or cancel its deletion", e, false);
        } catch (InvalidCiphertextException | IncorrectKeyException e) {
            throw unavailable(masterKey, "did not wrap this data key, or what it wrapped was changed", e, false);
        } catch (KmsException e) {
            if ("AccessDeniedException".equals(e.awsErrorDetails().errorCode())) {
                throw unavailable(
                        masterKey,
                        "may not be used to " + what + ": AWS KMS denied it; allow it in the key's policy",
                        e,
                        false);
            }
            throw unavailable(masterKey, "cannot be used to " + what, e, e.retryable());
        } catch (SdkException e) {
            // No credentials, no network, no answer.
            throw unavailable(
                    masterKey, "cannot be used to " + what + ": AWS KMS was not asked, or did not answer", e, true);
        }
    }

    private static KeyUnavailableException unavailable(
            String masterKey, String why, SdkException cause, boolean retryable) {
        return new KeyUnavailableException(
                "master key " + masterKey + " " + why + " (" + said(cause) + ")", retryable, cause);
    }

    /** What the service said, on one line. */
    private static String said(SdkException cause) {
        String message = String.valueOf(
                cause instanceof KmsException kms ? kms.awsErrorDetails().errorMessage() : cause.getMessage());
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
