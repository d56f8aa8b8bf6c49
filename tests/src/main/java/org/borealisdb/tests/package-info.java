/**
 * What crosses modules: SQL logic files, real drivers, whole-cluster simulations, failures, and the rules of the architecture
 * and of the repository.
 *
 * <p>Imports everything. Nothing imports it.
 */
@NullMarked
package org.borealisdb.tests;

import org.jspecify.annotations.NullMarked;
