/** What {@code borealis top} shows: pictures of a running region, and how they look on a screen. */
@org.jspecify.annotations.NullMarked
package org.borealisdb.server.top;
