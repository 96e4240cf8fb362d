/**
 * Queues and topics as destinations and administered objects, and what of them an adapter declares.
 * Their names on the wire are in {@code .mapping}, which applications need not see.
 */
package io.rabbitra.destination;
