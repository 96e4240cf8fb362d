package io.rabbitra.inbound;

import io.rabbitra.message.TrustedPackages;
import io.rabbitra.topology.Delays;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Reads what an activation says about delivery: checks all of it, then makes settings of it. Used
 * by one thread, for one activation.
 */
final class DeliveryReader {

  private static final int DEFAULT_MAX_SESSIONS = 10;
  private static final int MOST_SESSIONS = 2000;

  /** basic.qos has 16 bits for it. */
  private static final int MOST_PREFETCH = 65_535;

  private static final double LARGEST_FACTOR = 100;
  private static final int LONGEST_NAME = 255;

  private final RabbitActivationSpec spec;
  private final Problems problems;
  private final SourceReader source;
  private final AcknowledgeMode acknowledgeMode;

  DeliveryReader(RabbitActivationSpec spec, SourceReader source, Problems problems) {
    this.spec = spec;
    this.source = source;
    this.problems = problems;
    acknowledgeMode =
        problems.read(Choices.ACKNOWLEDGE_MODE, "acknowledgeMode", spec.getAcknowledgeMode());
    checkSessions();
    checkTimes();
    checkRedelivery();
    try {
      TrustedPackages.parse(spec.getTrustedPackages());
    } catch (IllegalArgumentException e) {
      problems.add("trustedPackages", e.getMessage());
    }
  }

  /** To be called, as all that follow, if there is no problem. */
  SessionLimits sessions() {
    int max = maxSessions();
    int min = spec.getMinSessions() == null ? max : spec.getMinSessions();
    return new SessionLimits(min, max, spec.getPrefetch());
  }

  AcknowledgeSettings acknowledge() {
    return acknowledgeMode == AcknowledgeMode.AUTO
        ? new AcknowledgeSettings(acknowledgeMode, 1, Duration.ZERO)
        : new AcknowledgeSettings(
            acknowledgeMode,
            // More would never be together, for the broker sends no more before an ack.
            Math.min(spec.getAckBatchSize(), spec.getPrefetch()),
            Duration.ofMillis(spec.getAckInterval()));
  }

  RedeliverySettings redelivery() {
    Integer limit = spec.getMaxRedeliveries();
    return new RedeliverySettings(
        limit == null ? -1 : limit,
        Duration.ofMillis(spec.getRedeliveryDelay()),
        spec.getRedeliveryBackoff(),
        spec.getMaxRedeliveryDelay() == null
            ? Duration.ofSeconds(Delays.MAX_SECONDS)
            : Duration.ofMillis(spec.getMaxRedeliveryDelay()),
        spec.getDeadLetterExchange(),
        spec.getDeadLetterQueue());
  }

  ReconnectSettings reconnect() {
    return new ReconnectSettings(
        Duration.ofMillis(spec.getReconnectInterval()),
        Duration.ofMillis(spec.getMaxReconnectInterval()),
        spec.getReconnectBackoff());
  }

  private int maxSessions() {
    if (spec.getMaxSessions() != null) {
      return spec.getMaxSessions();
    }
    return source.isStream() || spec.getExclusive() ? 1 : DEFAULT_MAX_SESSIONS;
  }

  private void checkSessions() {
    problems.range("prefetch", spec.getPrefetch(), 1, MOST_PREFETCH);
    problems.range("ackBatchSize", spec.getAckBatchSize(), 1, MOST_PREFETCH);
    if (spec.getMaxSessions() != null) {
      problems.range("maxSessions", spec.getMaxSessions(), 1, MOST_SESSIONS);
    }
    int max = maxSessions();
    if (max > 1 && spec.getExclusive()) {
      problems.add(
          "maxSessions", max, "allowed is 1 with exclusive = true, for each session is a consumer");
    }
    if (max > 1 && source.isStream()) {
      problems.add(
          "maxSessions", max, "allowed is 1 for a stream, of which each consumer gets everything");
    }
    if (spec.getMinSessions() != null && problems.none("maxSessions")) {
      problems.range("minSessions", spec.getMinSessions(), 1, max, "maxSessions");
    }
  }

  private void checkTimes() {
    problems.range("ackInterval", spec.getAckInterval(), 1, Integer.MAX_VALUE);
    problems.range("reconnectInterval", spec.getReconnectInterval(), 1, Integer.MAX_VALUE);
    problems.range("maxReconnectInterval", spec.getMaxReconnectInterval(), 1, Integer.MAX_VALUE);
    factor("reconnectBackoff", spec.getReconnectBackoff());
    problems.range("drainTimeout", spec.getDrainTimeout(), 0, Integer.MAX_VALUE);
  }

  private void checkRedelivery() {
    Integer limit = spec.getMaxRedeliveries();
    Integer delay = spec.getRedeliveryDelay();
    if (limit != null) {
      problems.range("maxRedeliveries", limit, -1, Integer.MAX_VALUE);
    }
    problems.range("redeliveryDelay", delay, 0, Integer.MAX_VALUE);
    factor("redeliveryBackoff", spec.getRedeliveryBackoff());
    if (spec.getMaxRedeliveryDelay() != null && problems.none("redeliveryDelay")) {
      problems.range(
          "maxRedeliveryDelay",
          spec.getMaxRedeliveryDelay(),
          Math.max(1, delay),
          Integer.MAX_VALUE);
    }
    if (source.isStream() && delay != null && delay > 0) {
      problems.add("redeliveryDelay", delay, "allowed is 0 for a stream, which takes nothing back");
    }
    checkDeadLettering();
  }

  private void checkDeadLettering() {
    String queue = spec.getDeadLetterQueue();
    String exchange = spec.getDeadLetterExchange();
    name("deadLetterQueue", queue);
    name("deadLetterExchange", exchange);
    if (queue != null && exchange != null) {
      problems.add("deadLetterExchange", exchange, "allowed is none together with deadLetterQueue");
    }
    if (queue != null && queue.equals(source.queueName())) {
      problems.add("deadLetterQueue", queue, "allowed is another queue than the destination");
    }
  }

  private void name(String property, String value) {
    if (value != null && value.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      problems.add(property, value, "allowed are 1 to 255 bytes of UTF-8");
    }
  }

  private void factor(String property, Double value) {
    if (value == null || !(value >= 1 && value <= LARGEST_FACTOR)) {
      problems.add(property, value, "allowed is a number from 1 to 100");
    }
  }
}
