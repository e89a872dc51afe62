/** The settings of a worker, read from its file and checked as a whole. */
@NullMarked
package io.tocsin.deploy.config;

import org.jspecify.annotations.NullMarked;
