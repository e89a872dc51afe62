/**
 * The rule file: read with every problem at once, checked, planned; start at {@link
 * io.tocsin.pipeline.rule.ConfigReader} for files in general.
 */
@NullMarked
package io.tocsin.pipeline.rule;

import org.jspecify.annotations.NullMarked;
