/**
 * The native outbound view: {@link io.rabbitra.AmqpConnectionFactory} and {@link
 * io.rabbitra.AmqpConnection} for applications that publish AMQP 0-9-1 as it is. A handle is one of
 * a {@link io.rabbitra.jms.SessionCore}, as a JMS session is, and publishes through its {@link
 * io.rabbitra.jms.PlainPublisher}; where the unit comes from is the business of {@code .outbound}.
 */
package io.rabbitra.publishing;
