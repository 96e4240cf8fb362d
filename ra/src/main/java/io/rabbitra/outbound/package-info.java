/**
 * The pool contract of Jakarta Connectors: ManagedConnectionFactory, ManagedConnection, matching,
 * cleanup, error events, validation; and the same without a container.
 */
package io.rabbitra.outbound;
