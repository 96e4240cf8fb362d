package io.rabbitra.message;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Collections;
import java.util.Enumeration;

/**
 * A message without a body, and the headers and properties of every other (Jakarta Messaging 3.1,
 * 3.4 and 3.5). Body types override the package-private methods; all times are ms since the epoch.
 *
 * <p>State: properties and body are writable in a new message and read-only in a received one,
 * until {@link #clearProperties()} and {@link #clearBody()}. Headers can always be set. Not for
 * several threads at a time.
 */
public class RabbitMessage implements Message {

  private final MessageProperties properties = new MessageProperties();
  private final CorrelationId correlationId = new CorrelationId();
  private String messageId;
  private long timestamp;
  private Destination replyTo;
  private Destination destination;
  private int deliveryMode = DEFAULT_DELIVERY_MODE;
  private boolean redelivered;
  private String type;
  private long expiration;
  private long deliveryTime;
  private int priority = DEFAULT_PRIORITY;
  private String sender;
  private boolean expirationInHeader;
  private boolean propertiesReadOnly;
  private boolean bodyReadOnly;
  private MessageAcknowledger acknowledger = () -> {};

  /** Sets what {@link #acknowledge()} does; without it, nothing. */
  public final void setAcknowledger(MessageAcknowledger acknowledger) {
    this.acknowledger = acknowledger;
  }

  @Override
  public void acknowledge() throws JMSException {
    acknowledger.acknowledge();
  }

  /** The body for the wire; does not change the message. */
  WireBody wireBody() throws JMSException {
    return WireBody.none();
  }

  /** Whether there is no body, so that it is null for every type. */
  boolean hasNoBody() throws JMSException {
    return true;
  }

  /** The body, of which {@link #hasNoBody()} said that it exists. */
  Object body() throws JMSException {
    throw new MessageFormatException("The body of this type of message cannot be had as a whole");
  }

  /** Whether {@link #body()} may be assigned to the type. */
  boolean isAssignableTo(Class<?> type) throws JMSException {
    return true;
  }

  /**
   * Sets what only this adapter's headers carry.
   *
   * @param sender see {@link #sender()}
   * @param expirationInHeader see {@link #hasExpirationInHeader()}
   */
  final void setReceivedInternals(String sender, boolean expirationInHeader) {
    this.sender = sender;
    this.expirationInHeader = expirationInHeader;
  }

  /** The header {@code rabbitra-sender} of a received message, null if it has none. */
  public final String sender() {
    return sender;
  }

  /**
   * Whether JMSExpiration came in a header, so that the broker does not watch it: that of a message
   * that was delayed.
   */
  public final boolean hasExpirationInHeader() {
    return expirationInHeader;
  }

  /** JMSXDeliveryCount of a received message. */
  public final int deliveryCount() {
    return properties.get(PropertyNames.DELIVERY_COUNT) instanceof Integer count ? count : 1;
  }

  /**
   * Sets JMSXDeliveryCount of a received message to what the session knows of it, and
   * JMSRedelivered, which is true from the second delivery.
   */
  public final void setDeliveryCount(int count) {
    properties.put(PropertyNames.DELIVERY_COUNT, count);
    redelivered = count > 1;
  }

  /** From now on properties and body are read-only, as of a received message. */
  final void becomeReceived() {
    propertiesReadOnly = true;
    bodyReadOnly = true;
  }

  final void makeBodyReadOnly() {
    bodyReadOnly = true;
  }

  final void requireWritableBody() throws MessageNotWriteableException {
    if (bodyReadOnly) {
      throw new MessageNotWriteableException(
          "The body is read-only; clearBody() makes it writable");
    }
  }

  final void requireReadableBody() throws MessageNotReadableException {
    if (!bodyReadOnly) {
      throw new MessageNotReadableException("The body is write-only; reset() makes it readable");
    }
  }

  final MessageProperties properties() {
    return properties;
  }

  final CorrelationId correlationId() {
    return correlationId;
  }

  @Override
  public void clearBody() throws JMSException {
    bodyReadOnly = false;
  }

  @Override
  public <T> T getBody(Class<T> c) throws JMSException {
    if (hasNoBody()) {
      return null;
    }
    if (!isBodyAssignableTo(c)) {
      throw new MessageFormatException(
          "The body of a " + getClass().getSimpleName() + " is not assignable to " + c.getName());
    }
    return c.cast(body());
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface says so
  public boolean isBodyAssignableTo(Class c) throws JMSException {
    return hasNoBody() || isAssignableTo((Class<?>) c);
  }

  @Override
  public String getJMSMessageID() {
    return messageId;
  }

  @Override
  public void setJMSMessageID(String id) {
    messageId = id;
  }

  @Override
  public long getJMSTimestamp() {
    return timestamp;
  }

  @Override
  public void setJMSTimestamp(long timestamp) {
    this.timestamp = timestamp;
  }

  @Override
  public byte[] getJMSCorrelationIDAsBytes() {
    return correlationId.asBytes();
  }

  @Override
  public void setJMSCorrelationIDAsBytes(byte[] id) {
    correlationId.set(id);
  }

  @Override
  public void setJMSCorrelationID(String id) {
    correlationId.set(id);
  }

  @Override
  public String getJMSCorrelationID() {
    return correlationId.asText();
  }

  @Override
  public Destination getJMSReplyTo() {
    return replyTo;
  }

  @Override
  public void setJMSReplyTo(Destination replyTo) {
    this.replyTo = replyTo;
  }

  @Override
  public Destination getJMSDestination() {
    return destination;
  }

  @Override
  public void setJMSDestination(Destination destination) {
    this.destination = destination;
  }

  @Override
  public int getJMSDeliveryMode() {
    return deliveryMode;
  }

  /** Any value, as of the other headers: sending sets it, whatever it was. */
  @Override
  public void setJMSDeliveryMode(int deliveryMode) {
    this.deliveryMode = deliveryMode;
  }

  @Override
  public boolean getJMSRedelivered() {
    return redelivered;
  }

  @Override
  public void setJMSRedelivered(boolean redelivered) {
    this.redelivered = redelivered;
  }

  @Override
  public String getJMSType() {
    return type;
  }

  @Override
  public void setJMSType(String type) {
    this.type = type;
  }

  @Override
  public long getJMSExpiration() {
    return expiration;
  }

  @Override
  public void setJMSExpiration(long expiration) {
    this.expiration = expiration;
  }

  @Override
  public long getJMSDeliveryTime() {
    return deliveryTime;
  }

  @Override
  public void setJMSDeliveryTime(long deliveryTime) {
    this.deliveryTime = deliveryTime;
  }

  @Override
  public int getJMSPriority() {
    return priority;
  }

  /** Any value, as of the other headers: sending sets it, whatever it was. */
  @Override
  public void setJMSPriority(int priority) {
    this.priority = priority;
  }

  @Override
  public void clearProperties() {
    properties.clear();
    propertiesReadOnly = false;
  }

  @Override
  public boolean propertyExists(String name) {
    return properties.contains(name);
  }

  @Override
  public Enumeration<String> getPropertyNames() {
    return Collections.enumeration(properties.names());
  }

  @Override
  public boolean getBooleanProperty(String name) throws JMSException {
    return ValueConversion.toBoolean(name, properties.get(name));
  }

  @Override
  public byte getByteProperty(String name) throws JMSException {
    return ValueConversion.toByte(name, properties.get(name));
  }

  @Override
  public short getShortProperty(String name) throws JMSException {
    return ValueConversion.toShort(name, properties.get(name));
  }

  @Override
  public int getIntProperty(String name) throws JMSException {
    return ValueConversion.toInt(name, properties.get(name));
  }

  @Override
  public long getLongProperty(String name) throws JMSException {
    return ValueConversion.toLong(name, properties.get(name));
  }

  @Override
  public float getFloatProperty(String name) throws JMSException {
    return ValueConversion.toFloat(name, properties.get(name));
  }

  @Override
  public double getDoubleProperty(String name) throws JMSException {
    return ValueConversion.toDouble(name, properties.get(name));
  }

  @Override
  public String getStringProperty(String name) {
    return ValueConversion.toText(properties.get(name));
  }

  @Override
  public Object getObjectProperty(String name) {
    return properties.get(name);
  }

  @Override
  public void setBooleanProperty(String name, boolean value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public void setByteProperty(String name, byte value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public void setShortProperty(String name, short value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public void setIntProperty(String name, int value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public void setLongProperty(String name, long value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public void setFloatProperty(String name, float value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public void setDoubleProperty(String name, double value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public void setStringProperty(String name, String value) throws JMSException {
    setObjectProperty(name, value);
  }

  @Override
  public void setObjectProperty(String name, Object value) throws JMSException {
    if (propertiesReadOnly) {
      throw new MessageNotWriteableException(
          "The properties are read-only; clearProperties() makes them writable");
    }
    properties.set(name, value);
  }

  /** Identity and destination only: properties and bodies may hold secrets. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + messageId + " to " + destination + "]";
  }
}
