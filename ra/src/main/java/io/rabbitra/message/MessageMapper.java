package io.rabbitra.message;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Clock;
import java.util.Map;

/**
 * Jakarta messages to AMQP 0-9-1 and back. Stateless and safe for any thread.
 *
 * <table>
 * <caption>The mapping</caption>
 * <tr><th>Jakarta Messaging</th><th>AMQP</th></tr>
 * <tr><td>TextMessage</td><td>UTF-8 body, content-type text/plain, content-encoding UTF-8</td></tr>
 * <tr><td>BytesMessage</td><td>content-type application/octet-stream</td></tr>
 * <tr><td>MapMessage</td><td>content-type amqp/map; an AMQP field table as in headers, with its
 *     length in front</td></tr>
 * <tr><td>StreamMessage</td><td>content-type amqp/list; an AMQP field array, with its length in
 *     front</td></tr>
 * <tr><td>boolean, byte, short, int, long, float, double, String, byte[], null in these two</td>
 *     <td>field types t, b, s, I, l, f, d, S, x, V</td></tr>
 * <tr><td>char in these two</td><td>field type u, the UTF-16 code unit, and the header
 *     rabbitra-chars; without it u is an int</td></tr>
 * <tr><td>ObjectMessage</td><td>content-type application/x-java-serialized-object</td></tr>
 * <tr><td>Message, TextMessage and ObjectMessage without a body</td>
 *     <td>no body, no content-type, header x-opt-jms-msg-type = 0, 5, 1</td></tr>
 * <tr><td>JMSMessageID, JMSCorrelationID, JMSReplyTo, JMSType, JMSPriority, JMSDeliveryMode</td>
 *     <td>message-id, correlation-id, reply-to, type, priority, delivery-mode</td></tr>
 * <tr><td>JMSTimestamp (ms)</td><td>timestamp (s) and header timestamp_in_ms</td></tr>
 * <tr><td>JMSExpiration (ms since the epoch)</td><td>expiration (ms from JMSTimestamp)</td></tr>
 * <tr><td>JMSExpiration of a delayed message</td><td>header rabbitra-expiration (ms since the
 *     epoch)</td></tr>
 * <tr><td>JMSDeliveryTime (ms), if delayed</td><td>header x-opt-delivery-time</td></tr>
 * <tr><td>JMSXUserID, JMSXAppID (received only)</td><td>user-id, app-id</td></tr>
 * <tr><td>JMSRedelivered, JMSXDeliveryCount (received only)</td>
 *     <td>redelivered, headers x-acquired-count or x-delivery-count</td></tr>
 * <tr><td>properties</td><td>typed headers of the same names</td></tr>
 * <tr><td>properties CC, BCC, timestamp_in_ms</td><td>headers rabbitra-property-CC and so on, for
 *     the plain names have a meaning</td></tr>
 * <tr><td>properties that are NaN or infinite</td><td>headers rabbitra-property-name, a table of
 *     "float" or "double" and the text, for RabbitMQ refuses such numbers</td></tr>
 * <tr><td>JMSDestination, JMSRedelivered, JMSXDeliveryCount and JMSExpiration of a message that was
 *     published again after a failed delivery</td><td>header rabbitra-redelivery, a table, see {@link
 *     RedeliveryHistory}</td></tr>
 * <tr><td>no property</td><td>other headers whose names begin with rabbitra-, and x-death,
 *     x-first-death-*, x-last-death-* if the message was delayed</td></tr>
 * </table>
 *
 * <p>Received text/*, application/json, application/xml, *+json and *+xml are TextMessages, what is
 * not in the table is a BytesMessage. In tables and arrays of other programs nested ones are JSON
 * text, a timestamp is a long in ms since the epoch, a decimal is a String. Of RabbitMQ's JMS
 * client messages to its AMQP destinations are read as it reads them: header JMSType = TextMessage
 * is text, and its headers JMSMessageID, JMSCorrelationID, JMSType, JMSTimestamp, JMSExpiration and
 * JMSPriority win over the AMQP properties; its own serialized format is a BytesMessage. A received
 * message without priority has 4, one without delivery mode is NON_PERSISTENT, as the broker treats
 * it. Where only seconds of the timestamp are known, JMSExpiration is exact to a second; where no
 * timestamp is known it is counted from the arrival.
 */
public final class MessageMapper {

  /** Header that names who sent a message to a topic, for noLocal. */
  public static final String SENDER = WireNames.SENDER;

  private final MessageEncoder encoder;
  private final MessageDecoder decoder;

  /** A mapper that names destinations by {@code destinations} and trusts no received object. */
  public MessageMapper(DestinationMapper destinations) {
    this(destinations, TrustedPackages.NONE);
  }

  /** A mapper whose received object messages may consist of what is {@code trusted}. */
  public MessageMapper(DestinationMapper destinations, TrustedPackages trusted) {
    this(destinations, trusted, Clock.systemUTC());
  }

  MessageMapper(DestinationMapper destinations, TrustedPackages trusted, Clock clock) {
    this.encoder = new MessageEncoder(destinations, clock);
    this.decoder = new MessageDecoder(destinations, trusted, clock);
  }

  /**
   * The message for {@code basic.publish}, after the session has set its headers. The message is
   * not changed, except that a BytesMessage or StreamMessage of another provider is reset.
   *
   * @param message a message of this or any other provider
   * @throws JMSException a header, property or body does not fit into AMQP; the text names it
   */
  public EncodedMessage encode(Message message) throws JMSException {
    return encode(message, Map.of(), false);
  }

  /**
   * As {@link #encode(Message)}.
   *
   * @param extraHeaders further headers, which win over properties of the same names
   * @param expirationAsHeader writes JMSExpiration into the header {@code rabbitra-expiration}
   *     instead of the property {@code expiration}, which then is the caller's
   */
  public EncodedMessage encode(
      Message message, Map<String, Object> extraHeaders, boolean expirationAsHeader)
      throws JMSException {
    return encoder.encode(message, extraHeaders, expirationAsHeader);
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
