/** The web pages and the HTTP interface of a running worker. */
@NullMarked
package io.tocsin.deploy.console;

import org.jspecify.annotations.NullMarked;
