/**
 * Queues and topics as destinations and administered objects, their names on the wire, and what of
 * them an adapter declares.
 */
package io.rabbitra.destination;
