/**
 * The Jakarta Messaging API on one pooled unit: factory, connection, session, context, producers
 * and consumers.
 *
 * <p>The handle is the session: a {@link io.rabbitra.jms.RabbitConnection} is light, and {@code
 * createSession} takes a {@link io.rabbitra.jms.SessionCore} from the room {@code .outbound}.
 */
package io.rabbitra.jms;
