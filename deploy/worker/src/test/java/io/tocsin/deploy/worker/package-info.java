/** Workers against the embedded broker; start at {@link io.tocsin.deploy.worker.TestKafka}. */
@NullMarked
package io.tocsin.deploy.worker;

import org.jspecify.annotations.NullMarked;
