/** From runs to figures, and from figures to Markdown and JSON; start at {@link Report}. */
@NullMarked
package io.tocsin.deploy.benchmark.report;

import org.jspecify.annotations.NullMarked;
