/**
 * Master keys in AWS KMS: found by {@link java.util.ServiceLoader} when a key's name is an ARN. Credentials, retries and proxies are
 * those of the AWS SDK: environment variables, {@code ~/.aws}, the role of the machine. {@code AWS_ENDPOINT_URL_KMS} leads to another server that speaks the protocol.
 *
 * <p>Calls block the task that makes them, for at most half a minute, and are never made by simulated code.
 */
@NullMarked
package org.borealisdb.cloud.aws.key;

import org.jspecify.annotations.NullMarked;
