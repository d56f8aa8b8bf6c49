/**
 * What Java applications are built with, unmodified, against a region: pools, migrations, query builders and mappers. Each makes its schema, changes and reads data with relations,
 * uses transactions and asks for the catalog.
 */
@NullMarked
package org.borealisdb.tests.mapper;

import org.jspecify.annotations.NullMarked;
