/**
 * The types inet and cidr, which share {@link org.borealisdb.expr.network.NetworkAddress} as the class of their values, and macaddr and macaddr8, which
 * share {@link org.borealisdb.expr.network.HardwareAddress}. Everything here is
 * immutable or belongs to one call.
 */
@NullMarked
package org.borealisdb.expr.network;

import org.jspecify.annotations.NullMarked;
