package io.rabbitra.message;

import com.rabbitmq.client.LongString;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;

/**
 * How an application sees the value of an AMQP header. Types that Jakarta Messaging knows stay what
 * they are; a timestamp is a Long in ms since the epoch; a decimal is its exact String, which every
 * numeric getter can read; a byte array is its text if it is UTF-8 and Base64 otherwise; tables and
 * arrays are JSON text.
 */
@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
final class HeaderValues {

  /** Deeper tables are shown as "...": they are for reading, and the stack has an end. */
  private static final int MAX_DEPTH = 32;

  private HeaderValues() {}

  static Object visible(Object raw) {
    if (ValueConversion.isPropertyValue(raw)) {
      return raw;
    }
    if (raw instanceof LongString) {
      return raw.toString();
    }
    if (raw instanceof Date date) {
      return date.getTime();
    }
    if (raw instanceof byte[] bytes) {
      return text(bytes);
    }
    if (raw instanceof Map || raw instanceof Collection) {
      StringBuilder json = new StringBuilder();
      append(json, raw, 0);
      return json.toString();
    }
    return raw.toString();
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      return Base64.getEncoder().encodeToString(bytes);
    }
  }

  private static void append(StringBuilder json, Object value, int depth) {
    if (depth > MAX_DEPTH) {
      json.append("\"...\"");
    } else if (value instanceof Map<?, ?> table) {
      json.append('{');
      Iterator<? extends Map.Entry<?, ?>> entries = table.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<?, ?> entry = entries.next();
        appendQuoted(json, String.valueOf(entry.getKey()));
        json.append(':');
        append(json, entry.getValue(), depth + 1);
        json.append(entries.hasNext() ? "," : "");
      }
      json.append('}');
    } else if (value instanceof Collection<?> array) {
      json.append('[');
      Iterator<?> elements = array.iterator();
      while (elements.hasNext()) {
        append(json, elements.next(), depth + 1);
        json.append(elements.hasNext() ? "," : "");
      }
      json.append(']');
    } else if (value == null || value instanceof Boolean || isJsonNumber(value)) {
      json.append(value);
    } else {
      appendQuoted(json, String.valueOf(visible(value)));
    }
  }

  private static boolean isJsonNumber(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return Double.isFinite(((Number) value).doubleValue());
    }
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigDecimal;
  }

  private static void appendQuoted(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
