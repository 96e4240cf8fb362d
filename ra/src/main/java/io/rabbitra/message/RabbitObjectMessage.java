package io.rabbitra.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import java.io.Serializable;

/**
 * An object message (Jakarta Messaging 3.1, 3.11.6). It holds the serialized form: what happens to
 * an object after {@link #setObject} does not change the message, and each {@link #getObject()}
 * returns another copy.
 *
 * <p>A received object is deserialized only if its classes are trusted, see {@link
 * TrustedPackages}; an object that this process has set itself needs no trust. Classes are those of
 * the application: of the thread's context class loader.
 */
public class RabbitObjectMessage extends RabbitMessage implements ObjectMessage {

  /** Null if there is no object. */
  private byte[] serialized;

  /** What the bytes may become; null for an object that was set here. */
  private TrustedPackages trusted;

  /** Of the class of an object that was set here; null for the system's. */
  private ClassLoader loader;

  /** A message without an object. */
  public RabbitObjectMessage() {}

  /**
   * A message with this object, which may be null.
   *
   * @throws MessageFormatException the object cannot be serialized
   */
  public RabbitObjectMessage(Serializable object) throws JMSException {
    setObject(object);
  }

  /**
   * A received body.
   *
   * @param body the bytes, not copied
   */
  RabbitObjectMessage(byte[] body, TrustedPackages trusted) {
    this.serialized = body;
    this.trusted = trusted;
  }

  /**
   * {@inheritDoc}
   *
   * @throws MessageFormatException the object cannot be serialized
   */
  @Override
  public final void setObject(Serializable object) throws JMSException {
    requireWritableBody();
    serialized = object == null ? null : SerializedObjects.write(object);
    trusted = null;
    loader = object == null ? null : object.getClass().getClassLoader();
  }

  /**
   * {@inheritDoc}
   *
   * @throws MessageFormatException the received object cannot be deserialized, or is of a class
   *     that is not trusted; the text names it
   */
  @Override
  public Serializable getObject() throws JMSException {
    if (serialized == null) {
      return null;
    }
    return trusted == null
        ? SerializedObjects.readOwn(serialized, loader)
        : SerializedObjects.read(serialized, trusted);
  }

  @Override
  public void clearBody() throws JMSException {
    super.clearBody();
    serialized = null;
    trusted = null;
    loader = null;
  }

  @Override
  WireBody wireBody() {
    return WireBody.object(serialized);
  }

  @Override
  boolean hasNoBody() {
    return serialized == null;
  }

  @Override
  public <T> T getBody(Class<T> c) throws JMSException {
    Serializable object = getObject();
    if (object != null && !c.isInstance(object)) {
      throw new MessageFormatException(
          "The object is a "
              + object.getClass().getName()
              + " and not assignable to "
              + c.getName());
    }
    return c.cast(object);
  }

  @Override
  boolean isAssignableTo(Class<?> type) throws JMSException {
    try {
      return type.isInstance(getObject());
    } catch (MessageFormatException notDeserialized) {
      return false;
    }
  }
}
