/**
 * What clients connect to: {@link org.borealisdb.proxy.endpoint} says which instances an endpoint stands for, {@link
 * org.borealisdb.proxy.gateway} listens for all endpoints and relays bytes, and {@link org.borealisdb.proxy.name} answers their names
 * by DNS. Nothing here knows SQL, passwords or what a database holds.
 */
@NullMarked
package org.borealisdb.proxy;

import org.jspecify.annotations.NullMarked;
