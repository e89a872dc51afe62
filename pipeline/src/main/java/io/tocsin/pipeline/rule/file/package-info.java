/**
 * The rule files of teams, read into typed rules and checked together; start at {@link
 * io.tocsin.pipeline.rule.file.RuleFileReader} and {@link io.tocsin.pipeline.rule.file.RuleSet}.
 */
@NullMarked
package io.tocsin.pipeline.rule.file;

import org.jspecify.annotations.NullMarked;
