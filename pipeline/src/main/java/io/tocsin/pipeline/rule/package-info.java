/** Reads the rule file, tells all its problems at once, and plans what it asks for. */
@NullMarked
package io.tocsin.pipeline.rule;

import org.jspecify.annotations.NullMarked;
