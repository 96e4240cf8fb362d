/**
 * Message-driven beans: the ActivationSpec, the endpoint state machine, consumers, delivery and
 * acknowledgement.
 *
 * <p>{@link io.rabbitra.inbound.EndpointStateMachine} decides, {@link io.rabbitra.inbound.Endpoint}
 * acts, {@link io.rabbitra.inbound.Generation} is what one activation holds, {@link
 * io.rabbitra.inbound.ConsumerSession} delivers.
 */
package io.rabbitra.inbound;
