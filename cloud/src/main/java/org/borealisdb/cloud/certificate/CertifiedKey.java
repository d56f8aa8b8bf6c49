package org.borealisdb.cloud.certificate;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A private key and the certificate of its public part. */
record CertifiedKey(PrivateKey key, X509Certificate certificate) {}
