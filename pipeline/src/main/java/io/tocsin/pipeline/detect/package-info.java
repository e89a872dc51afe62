/**
 * Evaluates rules and detectors where the data is, and keeps the state of every alert; start at
 * {@link io.tocsin.pipeline.detect.DetectStage}, whose rules come from {@link
 * io.tocsin.pipeline.detect.RuleCompiler}.
 */
@NullMarked
package io.tocsin.pipeline.detect;

import org.jspecify.annotations.NullMarked;
