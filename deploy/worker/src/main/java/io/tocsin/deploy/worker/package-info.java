/** Wires the process by hand, owns its clock, starts it, drains it and stops it. */
@NullMarked
package io.tocsin.deploy.worker;

import org.jspecify.annotations.NullMarked;
