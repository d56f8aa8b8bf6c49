package org.borealisdb.cloud.aws.key;

import org.borealisdb.cloud.key.KeyService;
import org.borealisdb.cloud.key.KeyServiceProvider;

/** AWS KMS, for master keys that are named by an ARN. */
public final class AwsKeyServiceProvider implements KeyServiceProvider {
    @Override
    public boolean knows(String masterKey) {
        return masterKey.startsWith("arn:");
    }

    @Override
    public KeyService connect() {
        return new AwsKeyService();
    }
}
