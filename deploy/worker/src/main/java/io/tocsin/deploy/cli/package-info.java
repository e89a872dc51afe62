/** The commands of the {@code tocsin} launcher. */
@NullMarked
package io.tocsin.deploy.cli;

import org.jspecify.annotations.NullMarked;
