/**
 * Jakarta messages and their mapping to AMQP 0-9-1 properties, headers and bodies.
 *
 * <p>Messages follow Jakarta Messaging 3.1 section 3, all five types. What a sender wrote is
 * usable, or a {@code MessageFormatException} of the method that reads the body; Java objects are
 * deserialized only as far as {@link io.rabbitra.message.TrustedPackages} allows. They belong to
 * one thread at a time, as every Jakarta message does; {@link io.rabbitra.message.MessageMapper} is
 * safe for any thread.
 */
package io.rabbitra.message;
