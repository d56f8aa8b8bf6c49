package org.borealisdb.cloud.certificate;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * What a server shows to its clients.
 *
 * @param certificate signed by the region's authority
 * @param renewAt     from when on another one is to be shown: long before this one ends
 */
public record ServerCertificate(PrivateKey key, X509Certificate certificate, Instant renewAt) {}
