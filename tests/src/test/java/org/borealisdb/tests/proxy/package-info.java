/** The gateway before real servers, with real clients. */
@NullMarked
package org.borealisdb.tests.proxy;

import org.jspecify.annotations.NullMarked;
