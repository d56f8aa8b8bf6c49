package org.borealisdb.cloud.aws.objectstore;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.borealisdb.cloud.objectstore.ObjectContent;
import org.borealisdb.cloud.objectstore.ObjectStore;
import org.borealisdb.cloud.objectstore.ObjectStoreException;
import org.borealisdb.cloud.objectstore.TaggedObject;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Lock;
import org.borealisdb.runtime.task.Tasks;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects in a bucket of S3, under a prefix. Tags are entity tags. Needs {@code s3:GetObject}, {@code s3:PutObject}, {@code s3:DeleteObject} and {@code s3:ListBucket}. Safe for use by
 * all tasks.
 */
final class S3ObjectStore implements ObjectStore {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    /** Without a byte for so long an attempt has failed. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Duration CALL = Duration.ofMinutes(10);
    private static final String PROBE = "conditional-writes";
    /** Metadata of an object: which write stored it. */
    private static final String MARK = "borealis-write";

    private static final int MARK_BYTES = 16;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3Place place;
    private final Lock lock;
    private final S3Client client;
    private final RandomSource random;
    /** Set once, under the lock. */
    private volatile boolean tried;

    S3ObjectStore(S3Place place, Tasks tasks, RandomSource random) {
        this.place = place;
        this.random = random;
        this.lock = tasks.lock("S3");
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(CALL)
                        .build());
        place.endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint)
                        .forcePathStyle(true)
                        // Others know checksums in trailers less often than AWS; what is stored has checksums of its
                        // own.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .region(Region.US_EAST_1));
        this.client = call("open the store", builder::build);
    }

    @Override
    public String place() {
        return place.text();
    }

    private String key(String name) {
        return place.prefix() + name;
    }

    @Override
    public boolean putIfAbsent(String name, ObjectContent content) {
        tryConditions();
        return put(name, Optional.empty(), content).isPresent();
    }

    @Override
    public Optional<String> compareAndSet(String name, String expectedTag, byte[] value) {
        if (value.length > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(name + " would have " + value.length + " bytes");
        }
        tryConditions();
        return put(name, expectedTag.isEmpty() ? Optional.empty() : Optional.of(expectedTag), ObjectContent.of(value));
    }

    /** The new tag; empty if there is an object though none was expected, or the tag is another. */
    private Optional<String> put(String name, Optional<String> expectedTag, ObjectContent content) {
        // A request whose answer is lost is sent again, by the HTTP client or the SDK, and then finds what it has
        // stored itself.
        String mark = newMark();
        return call("write " + name, () -> {
            try {
                PutObjectResponse stored = client.putObject(
                        request -> {
                            request.bucket(place.bucket()).key(key(name)).metadata(Map.of(MARK, mark));
                            expectedTag.ifPresentOrElse(request::ifMatch, () -> request.ifNoneMatch("*"));
                        },
                        RequestBody.fromContentProvider(
                                () -> new ContentStream(content), content.length(), "application/octet-stream"));
                return Optional.of(stored.eTag());
            } catch (S3Exception e) {
                boolean other = e.statusCode() == PRECONDITION_FAILED
                        || e.statusCode() == CONFLICT
                        || (e.statusCode() == NOT_FOUND && expectedTag.isPresent() && isKeyMissing(e));
                if (other) {
                    return tagIfMarked(name, mark);
                }
                throw e;
            }
        });
    }

    private String newMark() {
        byte[] bytes = new byte[MARK_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private Optional<String> tagIfMarked(String name, String mark) {
        return head(name)
                .filter(found -> mark.equals(found.metadata().get(MARK)))
                .map(HeadObjectResponse::eTag);
    }

    /** What is known of an object, if there is one. */
    private Optional<HeadObjectResponse> head(String name) {
        try {
            return Optional.of(
                    client.headObject(request -> request.bucket(place.bucket()).key(key(name))));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isKeyMissing(S3Exception e) {
        return e.awsErrorDetails() != null
                && "NoSuchKey".equals(e.awsErrorDetails().errorCode());
    }

    /** A server that ignores conditions would let one writer overwrite what another has. */
    private void tryConditions() {
        if (tried) {
            return;
        }
        lock.lock();
        try {
            if (!tried) {
                ObjectContent probe = ObjectContent.of(new byte[] {1});
                put(PROBE, Optional.empty(), probe);
                if (put(PROBE, Optional.empty(), probe).isPresent()) {
                    throw new ObjectStoreException(
                            ObjectStoreException.Kind.UNAVAILABLE,
                            place.text() + " can't be used: the server ignores If-None-Match, and backups would"
                                    + " overwrite each other");
                }
                tried = true;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<TaggedObject> read(String name) {
        return call("read " + name, () -> {
            try {
                ResponseBytes<GetObjectResponse> found = client.getObject(
                        request -> request.bucket(place.bucket()).key(key(name)), ResponseTransformer.toBytes());
                return Optional.of(new TaggedObject(found.response().eTag(), found.asByteBuffer()));
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND && isKeyMissing(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public int read(String name, long position, ByteBuffer target) {
        if (!target.hasRemaining()) {
            return 0;
        }
        return call("read " + name, () -> {
            try {
                String range = "bytes=" + position + "-" + (position + target.remaining() - 1);
                ByteBuffer bytes = client.getObject(
                                request -> request.bucket(place.bucket())
                                        .key(key(name))
                                        .range(range),
                                ResponseTransformer.toBytes())
                        .asByteBuffer();
                int count = bytes.remaining();
                target.put(bytes);
                return count;
            } catch (S3Exception e) {
                if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
                    return 0;
                }
                if (e.statusCode() == NOT_FOUND && isKeyMissing(e)) {
                    throw new ObjectStoreException(
                            ObjectStoreException.Kind.NOT_FOUND, place.text() + " has no " + name, e);
                }
                throw e;
            }
        });
    }

    @Override
    public Optional<Long> length(String name) {
        return call("look for " + name, () -> head(name).map(HeadObjectResponse::contentLength));
    }

    @Override
    public List<String> list(String folder, String after) {
        String prefix = key(folder + "/");
        return call(
                "list " + folder,
                () -> client
                        .listObjectsV2(request -> request.bucket(place.bucket())
                                .prefix(prefix)
                                .delimiter("/")
                                .startAfter(prefix + after)
                                .maxKeys(MAX_LISTED))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .map(found -> found.substring(prefix.length()))
                        .filter(found -> !found.isEmpty())
                        .toList());
    }

    @Override
    public void delete(String name) {
        call(
                "delete " + name,
                () -> client.deleteObject(
                        request -> request.bucket(place.bucket()).key(key(name))));
    }

    /** S3 shows no object that is not whole. */
    @Override
    public void sweep() {}

    @Override
    public void close() {
        client.close();
    }

    private <T> T call(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (S3Exception e) {
            String code = e.awsErrorDetails() == null
                    ? "status " + e.statusCode()
                    : e.awsErrorDetails().errorCode();
            String advice = "NoSuchBucket".equals(code)
                    ? "; make the bucket first"
                    : e.statusCode() == 403 ? "; check the credentials and the bucket's policy" : "";
            throw new ObjectStoreException(
                    ObjectStoreException.Kind.UNAVAILABLE,
                    "cannot " + what + " in " + place.text() + ": " + code + advice,
                    e);
        } catch (SdkException e) {
            throw new ObjectStoreException(
                    ObjectStoreException.Kind.UNAVAILABLE,
                    "cannot " + what + " in " + place.text() + ": " + e.getMessage(),
                    e);
        }
    }

    /** Content as the SDK reads it, from the beginning once for each attempt. */
    private static final class ContentStream extends InputStream {
        private final ObjectContent content;
        private long position;

        ContentStream(ObjectContent content) {
            this.content = content;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            int count = content.read(position, ByteBuffer.wrap(target, offset, length));
            position += count;
            return count == 0 ? -1 : count;
        }
    }
}
