/**
 * Message-driven beans: the ActivationSpec, the endpoint state machine, consumers, delivery and
 * acknowledgement.
 *
 * <p>{@link io.rabbitra.inbound.RabbitActivationSpec} is what a deployer writes, {@link
 * io.rabbitra.inbound.ActivationReader} checks it and makes {@link
 * io.rabbitra.inbound.ActivationSettings} of it, which is all that the others know.
 *
 * <p>{@link io.rabbitra.inbound.EndpointStateMachine} decides, {@link io.rabbitra.inbound.Endpoint}
 * acts, {@link io.rabbitra.inbound.Generation} is what one activation holds, {@link
 * io.rabbitra.inbound.ConsumerSession} delivers, {@link io.rabbitra.inbound.Elasticity} says how
 * many there are, {@link io.rabbitra.inbound.AckBatch} tells the broker of successes.
 *
 * <p>{@link io.rabbitra.inbound.Sources} chooses what an endpoint consumes: {@link
 * io.rabbitra.inbound.QueueSource} a queue or stream, {@link io.rabbitra.inbound.TopicSource} a
 * subscription, {@link io.rabbitra.inbound.ScanSource} what a selector lets through of a queue.
 *
 * <p>What failed goes to the {@link io.rabbitra.inbound.FailurePolicy}: back to its queue, at once
 * or after a delay that the broker keeps, or to where dead letters go, with the headers that {@link
 * io.rabbitra.inbound.DeadLetter} names. Delays are of whole seconds, rounded up.
 */
package io.rabbitra.inbound;
