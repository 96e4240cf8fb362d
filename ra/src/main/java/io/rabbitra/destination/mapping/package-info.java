/**
 * The names of destinations on the wire: what a JMSReplyTo is in AMQP, and which destination a
 * message that comes from an exchange was sent to.
 */
package io.rabbitra.destination.mapping;
