/** Tests of json and jsonb: what is stored, and operators against a naive model. */
@NullMarked
package org.borealisdb.expr.json;

import org.jspecify.annotations.NullMarked;
