/**
 * Object stores in Amazon S3, and in whatever else speaks its protocol. Credentials, the region and proxies are those of the AWS SDK: environment variables, {@code ~/.aws}, the role
 * of the machine.
 *
 * <p>New objects are written with {@code If-None-Match: *}, and replaced with {@code If-Match} of their entity tag. A server that ignores these headers would let two writers
 * overwrite each other, so it is tried out before the first write.
 *
 * <p>Calls block the task that makes them, and are never made by simulated code.
 */
@NullMarked
package org.borealisdb.cloud.aws.objectstore;

import org.jspecify.annotations.NullMarked;
