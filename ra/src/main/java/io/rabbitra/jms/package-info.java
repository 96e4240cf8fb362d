/**
 * The Jakarta Messaging API: factory, connection, session, context, producers, consumers, browser.
 *
 * <p>A {@link io.rabbitra.jms.RabbitConnection} takes its sessions from the room {@code .outbound}:
 * in a container from the pool, elsewhere from one physical connection. A {@link
 * io.rabbitra.jms.RabbitSession} is the handle of a {@link io.rabbitra.jms.SessionCore}, which
 * publishes through an {@code Outbox} and reads through {@code Reader}s.
 */
package io.rabbitra.jms;
