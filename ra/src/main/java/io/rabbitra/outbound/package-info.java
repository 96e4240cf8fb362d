/**
 * The pool contract of Jakarta Connectors: ManagedConnectionFactory, ManagedConnection, matching,
 * cleanup, local transactions, error events, validation; and the same without a container. The
 * handles on a unit are those of two rooms: JMS sessions of {@code .jms}, native connections of
 * {@code .publishing}.
 */
package io.rabbitra.outbound;
