/**
 * Checks what clients were told against what a database promises. Clients append numbers to lists, each number once, and read whole lists: so a list that is read says which transactions had changed it, and in which order. The idea is that of Elle (Kingsbury, Alvaro: Elle: Inferring Isolation Anomalies from
 * Experimental Observations, VLDB 2020).
 */
@org.jspecify.annotations.NullMarked
package org.borealisdb.tests.history;
