/**
 * Gives each sensor its own time and cuts its series into windows; start at {@link
 * io.tocsin.pipeline.window.WindowStage}, whose questions come from a {@link
 * io.tocsin.pipeline.window.WindowPlan}.
 */
@NullMarked
package io.tocsin.pipeline.window;

import org.jspecify.annotations.NullMarked;
