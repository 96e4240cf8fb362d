package io.rabbitra.message;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Clock;

/**
 * Jakarta messages to AMQP 0-9-1 and back. Stateless and safe for any thread.
 *
 * <table>
 * <caption>The mapping</caption>
 * <tr><th>Jakarta Messaging</th><th>AMQP</th></tr>
 * <tr><td>TextMessage</td><td>UTF-8 body, content-type text/plain, content-encoding UTF-8</td></tr>
 * <tr><td>BytesMessage</td><td>content-type application/octet-stream</td></tr>
 * <tr><td>Message</td><td>no body, header x-opt-jms-msg-type = 0</td></tr>
 * <tr><td>JMSMessageID, JMSCorrelationID, JMSReplyTo, JMSType, JMSPriority, JMSDeliveryMode</td>
 *     <td>message-id, correlation-id, reply-to, type, priority, delivery-mode</td></tr>
 * <tr><td>JMSTimestamp (ms)</td><td>timestamp (s) and header timestamp_in_ms</td></tr>
 * <tr><td>JMSExpiration (ms since the epoch)</td><td>expiration (ms from JMSTimestamp)</td></tr>
 * <tr><td>JMSDeliveryTime (ms), if delayed</td><td>header x-opt-delivery-time</td></tr>
 * <tr><td>JMSXUserID, JMSXAppID (received only)</td><td>user-id, app-id</td></tr>
 * <tr><td>JMSRedelivered, JMSXDeliveryCount (received only)</td>
 *     <td>redelivered, headers x-acquired-count or x-delivery-count</td></tr>
 * <tr><td>properties</td><td>typed headers of the same names</td></tr>
 * </table>
 *
 * <p>Received text/*, application/json, application/xml, *+json and *+xml are TextMessages, all
 * else is a BytesMessage. A received message without priority has 4, one without delivery mode is
 * NON_PERSISTENT, as the broker treats it. Where only seconds of the timestamp are known,
 * JMSExpiration is exact to a second; where no timestamp is known it is counted from the arrival.
 */
public final class MessageMapper {

  private final MessageEncoder encoder;
  private final MessageDecoder decoder;

  /** A mapper that names destinations by {@code destinations}. */
  public MessageMapper(DestinationMapper destinations) {
    this(destinations, Clock.systemUTC());
  }

  MessageMapper(DestinationMapper destinations, Clock clock) {
    this.encoder = new MessageEncoder(destinations, clock);
    this.decoder = new MessageDecoder(destinations, clock);
  }

  /**
   * The message for {@code basic.publish}, after the session has set its headers. The message is
   * not changed, except that a BytesMessage of another provider is reset.
   *
   * @param message a message of this or any other provider
   * @throws JMSException the type of the body is not supported yet, or a header or property does
   *     not fit into AMQP; the text names it
   */
  public EncodedMessage encode(Message message) throws JMSException {
    return encoder.encode(message);
  }

  /**
   * The message that a {@code basic.deliver} or {@code basic.get-ok} carried; its properties and
   * body are read-only. Never throws for what a sender may have sent: a malformed body is an
   * exception of the getter.
   *
   * @param body the body, not copied
   */
  public RabbitMessage decode(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    return decoder.decode(envelope, properties, body);
  }
}
