/**
 * A physical AMQP 0-9-1 connection: opening it over a list of addresses, its heartbeat, its
 * channels, blocked and unblocked, close and abort. Cancel and shutdown leave this room as events.
 *
 * <p>The protocol is spoken by {@code com.rabbitmq:amqp-client} on its Netty transport. Its
 * automatic recovery is off: what happens after a loss is decided by the rooms that use this one.
 */
package io.rabbitra.amqp;
