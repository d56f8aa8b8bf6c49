/**
 * Stored credentials of database roles: what a server keeps of a password, so that it can recognise the password without knowing it.
 *
 * <p>{@link org.borealisdb.cloud.credential.ScramVerifier} is the form for SCRAM-SHA-256 (RFC 5802, RFC 7677), written as
 * PostgreSQL writes it into {@code pg_authid.rolpassword}:
 *
 * <table>
 * <caption>{@code SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}</caption>
 * <tr><th>field</th><th>content</th></tr>
 * <tr><td>iterations</td><td>decimal; 4096 in those made here</td></tr>
 * <tr><td>salt</td><td>base64; 16 bytes in those made here</td></tr>
 * <tr><td>StoredKey</td><td>base64 of 32 bytes: SHA-256(HMAC(SaltedPassword, "Client Key"))</td></tr>
 * <tr><td>ServerKey</td><td>base64 of 32 bytes: HMAC(SaltedPassword, "Server Key")</td></tr>
 * </table>
 *
 * <p>{@link org.borealisdb.cloud.credential.SaslPreparation} normalizes passwords first (RFC 4013), as clients do. Everything here is
 * pure and immutable. SQL makes verifiers, the protocols check against them; neither owns the other, so they meet here.
 */
@NullMarked
package org.borealisdb.cloud.credential;

import org.jspecify.annotations.NullMarked;
