/**
 * Rules tested on written-down series in virtual time, in promtool's file format; start at {@link
 * io.tocsin.pipeline.promql.unittest.UnitTestReader}.
 */
@NullMarked
package io.tocsin.pipeline.promql.unittest;

import org.jspecify.annotations.NullMarked;
