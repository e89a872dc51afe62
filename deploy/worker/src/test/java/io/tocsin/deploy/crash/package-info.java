/** Real processes, killed for real; start at {@link io.tocsin.deploy.crash.KillIT}. */
@NullMarked
package io.tocsin.deploy.crash;

import org.jspecify.annotations.NullMarked;
