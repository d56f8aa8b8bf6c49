package org.borealisdb.cloud.aws.tests;

import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.S3Client;

/** S3Proxy with its store in memory, and a bucket in it. Sets the credentials of this process to its own. */
final class S3Server implements AutoCloseable {
    static final String BUCKET = "backups";

    private final S3Proxy proxy;

    S3Server() throws Exception {
        System.setProperty("aws.accessKeyId", "identity");
        System.setProperty("aws.secretAccessKey", "credential");
        System.setProperty("aws.region", "us-east-1");
        proxy = S3Proxy.builder()
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "identity", "credential")
                .build();
        proxy.start();
        try (S3Client client = S3Client.builder()
                .endpointOverride(URI.create(endpoint()))
                .forcePathStyle(true)
                .build()) {
            client.createBucket(request -> request.bucket(BUCKET));
        }
    }

    int port() {
        return proxy.getPort();
    }

    String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    /** A place in it. */
    String place(String prefix) {
        return "s3://" + BUCKET + "/" + prefix + "?endpoint=" + endpoint();
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
