@NullMarked
package org.borealisdb.sql.activity;

import org.jspecify.annotations.NullMarked;
