/** Tests of the checker of histories: each anomaly is found, and correct databases cause none. */
@org.jspecify.annotations.NullMarked
package org.borealisdb.tests.history;
