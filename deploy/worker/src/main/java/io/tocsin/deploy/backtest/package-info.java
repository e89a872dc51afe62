/**
 * Rules over files in virtual time, without Kafka; start at {@link
 * io.tocsin.deploy.backtest.Backtest}.
 */
@NullMarked
package io.tocsin.deploy.backtest;

import org.jspecify.annotations.NullMarked;
