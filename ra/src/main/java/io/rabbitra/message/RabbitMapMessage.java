package io.rabbitra.message;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageFormatException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map message (Jakarta Messaging 3.1, 3.11.3 and 3.11.5). Byte arrays are copied in and out. A
 * received body is decoded when it is first read, so that a malformed one is an exception of the
 * getter and not of the delivery.
 */
public class RabbitMapMessage extends RabbitMessage implements MapMessage {

  /** Null as long as a received body was not decoded. */
  private Map<String, Object> values;

  /** The body as it came, sent on as it came; null in a message that was written here. */
  private byte[] received;

  private boolean receivedChars;

  /** A message without entries. */
  public RabbitMapMessage() {
    values = new LinkedHashMap<>();
  }

  /**
   * A received body.
   *
   * @param body the bytes, not copied
   * @param withChars whether unsigned 16-bit numbers are chars
   */
  RabbitMapMessage(byte[] body, boolean withChars) {
    received = body;
    receivedChars = withChars;
  }

  private Map<String, Object> values() throws JMSException {
    if (values == null) {
      values = new FieldReader(received, receivedChars).wholeTable();
    }
    return values;
  }

  @Override
  WireBody wireBody() throws JMSException {
    if (received != null) {
      return WireBody.map(received, receivedChars);
    }
    if (values.size() > FieldReader.MAX_VALUES) {
      throw new JMSException(
          "The map has " + values.size() + " entries; allowed are " + FieldReader.MAX_VALUES);
    }
    FieldWriter table = new FieldWriter();
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      table.name(ShortStrings.require("name of a map entry", entry.getKey()));
      table.value(entry.getValue());
    }
    return WireBody.map(table.toBytes(), table.hasChars());
  }

  @Override
  boolean hasNoBody() throws JMSException {
    return values().isEmpty();
  }

  @Override
  Object body() throws JMSException {
    Map<String, Object> copy = new LinkedHashMap<>(values());
    copy.replaceAll((name, value) -> copyOf(value));
    return copy;
  }

  @Override
  boolean isAssignableTo(Class<?> type) {
    return type == Map.class || type == Object.class;
  }

  @Override
  public void clearBody() throws JMSException {
    super.clearBody();
    values = new LinkedHashMap<>();
    received = null;
  }

  @Override
  public boolean getBoolean(String name) throws JMSException {
    return ValueConversion.toBoolean(name, values().get(name));
  }

  @Override
  public byte getByte(String name) throws JMSException {
    return ValueConversion.toByte(name, values().get(name));
  }

  @Override
  public short getShort(String name) throws JMSException {
    return ValueConversion.toShort(name, values().get(name));
  }

  @Override
  public char getChar(String name) throws JMSException {
    return ValueConversion.toChar(name, values().get(name));
  }

  @Override
  public int getInt(String name) throws JMSException {
    return ValueConversion.toInt(name, values().get(name));
  }

  @Override
  public long getLong(String name) throws JMSException {
    return ValueConversion.toLong(name, values().get(name));
  }

  @Override
  public float getFloat(String name) throws JMSException {
    return ValueConversion.toFloat(name, values().get(name));
  }

  @Override
  public double getDouble(String name) throws JMSException {
    return ValueConversion.toDouble(name, values().get(name));
  }

  @Override
  public String getString(String name) throws JMSException {
    return ValueConversion.toText(name, values().get(name));
  }

  @Override
  public byte[] getBytes(String name) throws JMSException {
    return (byte[]) copyOf(ValueConversion.toBytes(name, values().get(name)));
  }

  @Override
  public Object getObject(String name) throws JMSException {
    return copyOf(values().get(name));
  }

  @Override
  public Enumeration<String> getMapNames() throws JMSException {
    return Collections.enumeration(values().keySet());
  }

  @Override
  public boolean itemExists(String name) throws JMSException {
    return values().containsKey(name);
  }

  @Override
  public void setBoolean(String name, boolean value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setByte(String name, byte value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setShort(String name, short value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setChar(String name, char value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setInt(String name, int value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setLong(String name, long value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setFloat(String name, float value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setDouble(String name, double value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setString(String name, String value) throws JMSException {
    put(name, value);
  }

  @Override
  public void setBytes(String name, byte[] value) throws JMSException {
    put(name, copyOf(value));
  }

  @Override
  public void setBytes(String name, byte[] value, int offset, int length) throws JMSException {
    put(name, Arrays.copyOfRange(value, offset, Math.addExact(offset, length)));
  }

  @Override
  public void setObject(String name, Object value) throws JMSException {
    if (!ValueConversion.isBodyValue(value)) {
      throw new MessageFormatException(
          "'" + name + "': " + ValueConversion.notAllowedInBody(value));
    }
    put(name, copyOf(value));
  }

  private void put(String name, Object value) throws JMSException {
    requireWritableBody();
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("The name of a map entry must not be null or empty");
    }
    values.put(name, value);
  }

  private static Object copyOf(Object value) {
    return value instanceof byte[] bytes ? bytes.clone() : value;
  }
}
