package org.borealisdb.cloud.aws.objectstore;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.runtime.error.OperationException;

/**
 * Where objects are: {@code s3://bucket/prefix}, perhaps with {@code ?endpoint=URL}.
 *
 * @param text     as it was written
 * @param bucket   the bucket, which exists
 * @param prefix   what the names of all objects begin with; empty, or ending in {@code /}
 * @param endpoint of a store that is not AWS's
 */
record S3Place(String text, String bucket, String prefix, Optional<URI> endpoint) {
    static final String SCHEME = "s3";

    private static final Pattern SYNTAX =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[^/?#]+)*)/?(?:\\?endpoint=(\\S+))?");

    /**
     * Reads a place.
     *
     * @throws OperationException with one line that says what a place looks like
     */
    static S3Place parse(String place) {
        Matcher matcher = SYNTAX.matcher(place);
        if (!matcher.matches()) {
            throw new OperationException(
                    "'" + place + "' is no place in S3; write s3://bucket/prefix", /* retryable= */ false);
        }
        String folder = matcher.group(2);
        return new S3Place(
                place,
                matcher.group(1),
                folder.isEmpty() ? "" : folder.substring(1) + "/",
                Optional.ofNullable(matcher.group(3)).map(S3Place::endpoint));
    }

    private static URI endpoint(String text) {
        try {
            URI uri = new URI(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Told below.
        }
        throw new OperationException(
                "'" + text + "' is no S3 endpoint; write for example https://s3.example.com", /* retryable= */ false);
    }
}
