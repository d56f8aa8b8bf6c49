/**
 * The certificates by which clients know the servers of a region.
 *
 * <p>A region has a {@link org.borealisdb.cloud.certificate.CertificateAuthority} of its own, in files: whoever trusts its certificate knows every instance of the region. An instance has a
 * {@link org.borealisdb.cloud.certificate.ServerCertificate}, which the authority signs for a new key; neither is stored, but made anew at each start and before it ends.
 *
 * <p>Certificates are X.509 version 3 (RFC 5280) with keys of the curve P-256 and signatures by ECDSA with SHA-256. The JDK reads them, but does not make any; {@code Der} writes the little
 * of ASN.1 that is needed.
 *
 * <table>
 * <caption>Files</caption>
 * <tr><th>name</th><th>content</th></tr>
 * <tr><td>{@code authority.pem}</td><td>certificate and private key (PKCS #8) of the authority; a secret. Never changed once it is there</td></tr>
 * <tr><td>{@code ca.pem}</td><td>the certificate alone: what clients need. Written anew at each start if it is another</td></tr>
 * </table>
 */
@NullMarked
package org.borealisdb.cloud.certificate;

import org.jspecify.annotations.NullMarked;
