/**
 * The S3 store against a real server that speaks S3, in this process: S3Proxy, which compares tags and then writes, but not as one step, so races are
 * not tried here; Amazon's documentation promises that of several conditional writes one wins.
 */
@NullMarked
package org.borealisdb.cloud.aws.tests;

import org.jspecify.annotations.NullMarked;
