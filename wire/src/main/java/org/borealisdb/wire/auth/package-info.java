/**
 * How a client proves who it is.
 *
 * <p>{@link org.borealisdb.wire.auth.ScramExchange} is the server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677) as PostgreSQL runs
 * it over SASL: the role comes from the start-up message, the name inside of SCRAM is ignored. {@link
 * org.borealisdb.wire.auth.PasswordGate} chooses the verifier, and for a role that is unknown or has no password, a false
 * one that looks the same at each attempt, so that nobody learns which roles exist.
 *
 * <table>
 * <caption>The messages (client first)</caption>
 * <tr><th>message</th><th>form</th></tr>
 * <tr><td>client-first</td><td>{@code n,[a=id],n=name,r=nonce} ({@code y} for {@code n}: supports channel binding, thinks that we
 *     don't; {@code p=tls-server-end-point}: binds to the certificate that it saw, within TLS only)</td></tr>
 * <tr><td>server-first</td><td>{@code r=nonce + ours,s=salt,i=iterations}</td></tr>
 * <tr><td>client-final</td><td>{@code c=base64(gs2 header[ + hash of the certificate]),r=nonce,p=proof}</td></tr>
 * <tr><td>server-final</td><td>{@code v=signature}</td></tr>
 * </table>
 *
 * <p>An exchange belongs to one task and serves one attempt; the gate is safe for all.
 */
@NullMarked
package org.borealisdb.wire.auth;

import org.jspecify.annotations.NullMarked;
