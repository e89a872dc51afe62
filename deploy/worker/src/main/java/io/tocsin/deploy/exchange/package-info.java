/**
 * Files of Prometheus and Alertmanager in and out; start at {@link
 * io.tocsin.deploy.exchange.PrometheusImport}, {@link io.tocsin.deploy.exchange.AlertmanagerImport}
 * and {@link io.tocsin.deploy.exchange.AlertmanagerExport}.
 */
@NullMarked
package io.tocsin.deploy.exchange;

import org.jspecify.annotations.NullMarked;
