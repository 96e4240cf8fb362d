package io.rabbitra;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * The properties of the AMQP 0-9-1 class basic: what a message says of itself beside its body. A
 * property that is not set is not on the wire, and its accessor returns null where nothing else is
 * said.
 *
 * <pre>
 *   AmqpProperties.builder()
 *       .contentType("application/json")
 *       .header("x-attempt", 1)
 *       .expiration(Duration.ofMinutes(5))
 *       .build();
 * </pre>
 *
 * <p>Immutable and thread-safe; equality is by value, with byte arrays by content. AMQP bounds what
 * the properties of one message may take together: they are one frame, 128 KiB with RabbitMQ's
 * defaults; the publish fails beyond it.
 */
public final class AmqpProperties {

  private final String contentType;
  private final String contentEncoding;

  /** As {@link HeaderTable} keeps them. */
  private final Map<String, Object> headers;

  private final boolean persistent;
  private final Integer priority;
  private final String correlationId;
  private final String replyTo;
  private final Duration expiration;
  private final String messageId;
  private final Instant timestamp;
  private final String type;
  private final String userId;
  private final String appId;

  private AmqpProperties(Builder from) {
    contentType = from.contentType;
    contentEncoding = from.contentEncoding;
    headers = from.headers.frozen();
    persistent = from.persistent;
    priority = from.priority;
    correlationId = from.correlationId;
    replyTo = from.replyTo;
    expiration = from.expiration;
    messageId = from.messageId;
    timestamp = from.timestamp;
    type = from.type;
    userId = from.userId;
    appId = from.appId;
  }

  /** A builder of persistent messages that have no other property. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with what is set here. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** content-type: the MIME type of the body. */
  public String contentType() {
    return contentType;
  }

  /** content-encoding: such as gzip; nobody between sender and receiver looks at it. */
  public String contentEncoding() {
    return contentEncoding;
  }

  /**
   * headers, by name, in the order in which they were set; empty if there are none. Unmodifiable,
   * and so are the lists and maps in it; a byte array is a copy of the caller's own.
   */
  public Map<String, Object> headers() {
    return HeaderTable.thawed(headers);
  }

  /** One header; null if it is not there, or has no value. See {@link #headers}. */
  public Object header(String name) {
    return HeaderTable.thawed(headers.get(name));
  }

  /**
   * delivery-mode: true for 2, so that a message in a durable queue survives a restart of the
   * broker; false for 1, and for a message that was received without a delivery mode.
   */
  public boolean isPersistent() {
    return persistent;
  }

  /** priority: 0 to 255; only a queue with x-max-priority goes by it. */
  public Integer priority() {
    return priority;
  }

  /** correlation-id: in a reply, which request it answers. */
  public String correlationId() {
    return correlationId;
  }

  /** reply-to: to which queue, by convention, an answer goes. */
  public String replyTo() {
    return replyTo;
  }

  /**
   * expiration: how long the message may wait in a queue before the broker drops or dead-letters
   * it; on the wire in milliseconds.
   */
  public Duration expiration() {
    return expiration;
  }

  /** message-id: the sender's own, which the broker does not look at. */
  public String messageId() {
    return messageId;
  }

  /** timestamp: when it was sent, as the sender says, in whole seconds. */
  public Instant timestamp() {
    return timestamp;
  }

  /** type: the sender's name for the kind of the message. */
  public String type() {
    return type;
  }

  /** user-id: RabbitMQ refuses a message in which it is not the user who publishes. */
  public String userId() {
    return userId;
  }

  /** app-id: the application that sent it. */
  public String appId() {
    return appId;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AmqpProperties that
        && persistent == that.persistent
        && Objects.equals(contentType, that.contentType)
        && Objects.equals(contentEncoding, that.contentEncoding)
        && headers.equals(that.headers)
        && Objects.equals(priority, that.priority)
        && Objects.equals(correlationId, that.correlationId)
        && Objects.equals(replyTo, that.replyTo)
        && Objects.equals(expiration, that.expiration)
        && Objects.equals(messageId, that.messageId)
        && Objects.equals(timestamp, that.timestamp)
        && Objects.equals(type, that.type)
        && Objects.equals(userId, that.userId)
        && Objects.equals(appId, that.appId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        contentType,
        contentEncoding,
        headers,
        persistent,
        priority,
        correlationId,
        replyTo,
        expiration,
        messageId,
        timestamp,
        type,
        userId,
        appId);
  }

  /** What is set; of headers only the names, for nobody knows what a value gives away. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("AmqpProperties[");
    text.append(persistent ? "persistent" : "transient");
    append(text, "contentType", contentType);
    append(text, "contentEncoding", contentEncoding);
    append(text, "headers", headers.isEmpty() ? null : headers.keySet());
    append(text, "priority", priority);
    append(text, "correlationId", correlationId);
    append(text, "replyTo", replyTo);
    append(text, "expiration", expiration);
    append(text, "messageId", messageId);
    append(text, "timestamp", timestamp);
    append(text, "type", type);
    append(text, "userId", userId);
    append(text, "appId", appId);
    return text.append(']').toString();
  }

  private static void append(StringBuilder text, String name, Object value) {
    if (value != null) {
      text.append(", ").append(name).append('=').append(value);
    }
  }

  /**
   * Sets properties one by one; null takes one away. Texts have at most 255 bytes of UTF-8, which
   * is what AMQP allows. Not for several threads; what was built does not change with it.
   *
   * <p>Every setter throws {@link IllegalArgumentException} for a value that AMQP or RabbitMQ does
   * not take; the text names the property and says what is allowed.
   */
  public static final class Builder {

    /** The longest time that RabbitMQ takes: 2^32 - 1 milliseconds, some 49 days. */
    private static final Duration LONGEST_EXPIRATION = Duration.ofMillis(4_294_967_295L);

    private static final int MAX_PRIORITY = 255;

    private final HeaderTable headers;
    private String contentType;
    private String contentEncoding;
    private boolean persistent = true;
    private Integer priority;
    private String correlationId;
    private String replyTo;
    private Duration expiration;
    private String messageId;
    private Instant timestamp;
    private String type;
    private String userId;
    private String appId;

    private Builder() {
      headers = new HeaderTable();
    }

    private Builder(AmqpProperties from) {
      headers = new HeaderTable(from.headers);
      contentType = from.contentType;
      contentEncoding = from.contentEncoding;
      persistent = from.persistent;
      priority = from.priority;
      correlationId = from.correlationId;
      replyTo = from.replyTo;
      expiration = from.expiration;
      messageId = from.messageId;
      timestamp = from.timestamp;
      type = from.type;
      userId = from.userId;
      appId = from.appId;
    }

    public Builder contentType(String contentType) {
      this.contentType = ShortStrings.optional("contentType", contentType);
      return this;
    }

    public Builder contentEncoding(String contentEncoding) {
      this.contentEncoding = ShortStrings.optional("contentEncoding", contentEncoding);
      return this;
    }

    /**
     * Adds a header, or replaces the one of this name.
     *
     * @param value {@code String}, {@code Boolean}, {@code Byte}, {@code Short}, {@code Integer},
     *     {@code Long}, {@code Float}, {@code Double}, {@code BigDecimal} (at most 32 bits of
     *     digits, at most 255 behind the point), {@code byte[]}, {@code Instant} or {@code Date}
     *     (kept as an Instant in whole seconds), a {@code List} or a {@code Map<String, ?>} of
     *     these, at most 32 within each other; or null, which is a value of AMQP's own. Copied.
     * @throws IllegalArgumentException another type or range; names the header
     */
    public Builder header(String name, Object value) {
      headers.put(name, value);
      return this;
    }

    /**
     * Replaces all headers by these; see {@link #header}.
     *
     * @throws IllegalArgumentException names the header that is wrong; no header is changed
     */
    public Builder headers(Map<String, ?> headers) {
      this.headers.replaceAll(headers);
      return this;
    }

    /**
     * True, the default: delivery-mode 2. False: delivery-mode 1, for messages that may be lost
     * when the broker restarts; the broker confirms them earlier.
     */
    public Builder persistent(boolean persistent) {
      this.persistent = persistent;
      return this;
    }

    /** 0 to 255. */
    public Builder priority(Integer priority) {
      if (priority != null && (priority < 0 || priority > MAX_PRIORITY)) {
        throw wrong("priority", priority, "allowed is a whole number from 0 to " + MAX_PRIORITY);
      }
      this.priority = priority;
      return this;
    }

    public Builder correlationId(String correlationId) {
      this.correlationId = ShortStrings.optional("correlationId", correlationId);
      return this;
    }

    public Builder replyTo(String replyTo) {
      this.replyTo = ShortStrings.optional("replyTo", replyTo);
      return this;
    }

    /**
     * Zero to 2^32 - 1 milliseconds; a fraction of a millisecond is cut off. Zero: gone, if no
     * consumer takes it at once.
     */
    public Builder expiration(Duration expiration) {
      if (expiration == null) {
        this.expiration = null;
        return this;
      }
      if (expiration.isNegative() || expiration.compareTo(LONGEST_EXPIRATION) > 0) {
        throw wrong(
            "expiration", expiration, "allowed are 0 to " + LONGEST_EXPIRATION.toMillis() + " ms");
      }
      this.expiration = Duration.ofMillis(expiration.toMillis());
      return this;
    }

    public Builder messageId(String messageId) {
      this.messageId = ShortStrings.optional("messageId", messageId);
      return this;
    }

    /** A fraction of a second is cut off: AMQP has none. */
    public Builder timestamp(Instant timestamp) {
      this.timestamp =
          timestamp == null
              ? null
              : HeaderTable.wholeSeconds(timestamp)
                  .orElseThrow(() -> wrong("timestamp", timestamp, HeaderTable.INSTANTS));
      return this;
    }

    public Builder type(String type) {
      this.type = ShortStrings.optional("type", type);
      return this;
    }

    /** The name of the user who logs in to the broker, or null. */
    public Builder userId(String userId) {
      this.userId = ShortStrings.optional("userId", userId);
      return this;
    }

    public Builder appId(String appId) {
      this.appId = ShortStrings.optional("appId", appId);
      return this;
    }

    /** May be called again, after further changes too. */
    public AmqpProperties build() {
      return new AmqpProperties(this);
    }

    private static IllegalArgumentException wrong(String property, Object value, String allowed) {
      return new IllegalArgumentException(
          "Property " + property + " is '" + value + "': " + allowed);
    }
  }
}
