package io.rabbitra.message;

import com.rabbitmq.client.AMQP;

/**
 * A message as {@code basic.publish} takes it.
 *
 * @param properties the AMQP properties with all headers
 * @param body the body; not copied and not to be changed by anybody
 */
@SuppressWarnings("ArrayRecordComponent") // a message body is not copied on its way to the socket
public record EncodedMessage(AMQP.BasicProperties properties, byte[] body) {}
