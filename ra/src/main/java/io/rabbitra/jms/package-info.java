/**
 * The Jakarta Messaging API: factory, connection, session, context, producers, consumers, browser.
 *
 * <p>A {@link io.rabbitra.jms.RabbitConnection} takes its sessions from the room {@code .outbound}:
 * in a container from the pool, elsewhere from one physical connection. A {@link
 * io.rabbitra.jms.RabbitSession} is the handle of a {@link io.rabbitra.jms.SessionCore}, which
 * publishes through an {@code Outbox}, reads through {@code Reader}s and has one {@link
 * io.rabbitra.jms.UnitTransaction}, which is the container's or that of a transacted session.
 * Beside sessions there may be other kinds of {@link io.rabbitra.jms.UnitHandle}.
 */
package io.rabbitra.jms;
