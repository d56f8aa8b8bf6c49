/**
 * The rules that no single module can check for itself: which package may use which, how things are named, what every
 * source folder holds.
 *
 * <p>Module direction is not here: a module's pom declares what it may import, and the build fails when it uses more.
 */
@NullMarked
package org.borealisdb.tests.architecture;

import org.jspecify.annotations.NullMarked;
