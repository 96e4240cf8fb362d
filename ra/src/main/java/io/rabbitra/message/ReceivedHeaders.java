package io.rabbitra.message;

import java.util.Date;
import java.util.Map;

/** What the headers of a delivery say to the mapping, and which of them are properties. */
@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
final class ReceivedHeaders {

  private static final long MS = 1000;

  private final Map<String, Object> headers;
  private final boolean redelivered;

  ReceivedHeaders(Map<String, Object> headers, boolean redelivered) {
    this.headers = headers;
    this.redelivered = redelivered;
  }

  /**
   * The time of sending in ms since the epoch, 0 if unknown. A header that contradicts the property
   * is the leftover of an earlier journey.
   */
  long timestamp(Date property) {
    Long inMs = time(WireNames.TIMESTAMP_IN_MS);
    if (property == null) {
      return inMs == null ? 0 : inMs;
    }
    long whole = property.getTime();
    return inMs != null && Math.floorDiv(inMs, MS) == Math.floorDiv(whole, MS) ? inMs : whole;
  }

  long deliveryTime(long timestamp) {
    Long time = time(WireNames.DELIVERY_TIME);
    return time == null ? timestamp : time;
  }

  boolean isCorrelationIdBinary() {
    return WireNames.BINARY.equals(String.valueOf(headers.get(WireNames.CORRELATION_ID_TYPE)));
  }

  /** Both counts say how often the message was handed out before this time. */
  int deliveryCount() {
    Long before = number(WireNames.ACQUIRED_COUNT);
    if (before == null) {
      before = number(WireNames.DELIVERY_COUNT);
    }
    long least = redelivered ? 2 : 1;
    if (before == null) {
      return (int) least;
    }
    return (int) Math.max(least, Math.min(before, Integer.MAX_VALUE - 1) + 1);
  }

  /** JMSExpiration of a message that was delayed, null if it came otherwise. */
  Long expiration() {
    return time(WireNames.EXPIRATION);
  }

  String sender() {
    Object sender = headers.get(WireNames.SENDER);
    return sender == null ? null : sender.toString();
  }

  /** Copies what an application may see; what became a Jakarta header is left out. */
  void copyTo(MessageProperties properties) {
    boolean wasDelayed = WireNames.wasDelayed(headers);
    for (Map.Entry<String, Object> header : headers.entrySet()) {
      String name = header.getKey();
      boolean ofDelay = wasDelayed && (WireNames.isDeath(name) || name.equals("CC"));
      if (!name.isEmpty() && PropertyNames.isVisible(name) && !isOfTheMapping(name) && !ofDelay) {
        properties.put(name, header.getValue());
      }
    }
    for (Map.Entry<String, Object> header : headers.entrySet()) {
      if (header.getKey().startsWith(WireNames.PROPERTY)) {
        EscapedProperties.restore(header.getKey(), header.getValue(), properties);
      }
    }
  }

  private boolean isOfTheMapping(String name) {
    return switch (name) {
      case WireNames.TIMESTAMP_IN_MS -> time(name) != null;
      case WireNames.DELIVERY_TIME, WireNames.MESSAGE_KIND, WireNames.CORRELATION_ID_TYPE -> true;
      default -> name.startsWith(WireNames.INTERNAL);
    };
  }

  private Long time(String name) {
    return headers.get(name) instanceof Date date ? Long.valueOf(date.getTime()) : number(name);
  }

  private Long number(String name) {
    Object value = headers.get(name);
    return value instanceof Long
            || value instanceof Integer
            || value instanceof Short
            || value instanceof Byte
        ? Long.valueOf(((Number) value).longValue())
        : null;
  }
}
