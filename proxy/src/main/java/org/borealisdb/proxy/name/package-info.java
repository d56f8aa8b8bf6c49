/**
 * Names of endpoints, shaped as Aurora's, and a small DNS server that answers them.
 *
 * <table>
 *   <caption>Names of a cluster</caption>
 *   <tr><th>endpoint</th><th>name</th></tr>
 *   <tr><td>cluster</td><td>{@code <cluster>.cluster-<id>.<region>.<suffix>}</td></tr>
 *   <tr><td>reader</td><td>{@code <cluster>.cluster-ro-<id>.<region>.<suffix>}</td></tr>
 *   <tr><td>custom</td><td>{@code <custom>.cluster-custom-<id>.<region>.<suffix>}</td></tr>
 *   <tr><td>instance</td><td>{@code <instance>.<id>.<region>.<suffix>}</td></tr>
 * </table>
 *
 * <p>{@link org.borealisdb.proxy.name.ClusterNames} makes them, a {@link org.borealisdb.proxy.name.NameTable} has their addresses at a moment, {@code ZoneAnswers}
 * is the pure function from a query to its answer, and {@link org.borealisdb.proxy.name.NameServer} takes queries by UDP and TCP.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>It is authoritative for one zone, the suffix, and asks nobody else: what is outside is refused.
 *   <li>What is no query is dropped and counted, never answered: two servers that answer each other's answers would do so for ever.
 *   <li>An answer has one address, and so is never much longer than its query.
 * </ul>
 */
@NullMarked
package org.borealisdb.proxy.name;

import org.jspecify.annotations.NullMarked;
