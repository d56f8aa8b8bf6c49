package org.borealisdb.cloud.aws.key;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.borealisdb.cloud.key.KeyUnavailableException;

/**
 * The name of a key in AWS KMS. Not of an alias: it may come to stand for another key, which does not unwrap what the first one wrapped.
 *
 * @param text   as it was given
 * @param region of AWS, such as {@code eu-central-1}
 */
record KeyArn(String text, String region) {
    private static final Pattern FORM = Pattern.compile("arn:[a-z-]+:kms:([a-z0-9-]+):[0-9]+:key/\\S+");

    /**
     * Takes it apart.
     *
     * @throws KeyUnavailableException if it is none
     */
    static KeyArn parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new KeyUnavailableException(
                    "'" + text
                            + "' is not the ARN of a key of AWS KMS, such as arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                    false);
        }
        return new KeyArn(text, matcher.group(1));
    }
}
