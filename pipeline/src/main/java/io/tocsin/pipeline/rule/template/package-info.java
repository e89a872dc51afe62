/**
 * The templates of annotations and labels, compiled once; start at {@link
 * io.tocsin.pipeline.rule.template.Template}.
 */
@NullMarked
package io.tocsin.pipeline.rule.template;

import org.jspecify.annotations.NullMarked;
