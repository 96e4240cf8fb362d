package io.rabbitra.inbound;

import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A property that stands for one of another adapter. */
enum FormerTarget {
  CLIENT_ID(
      "clientId",
      Function.identity(),
      RabbitActivationSpec::getClientId,
      RabbitActivationSpec::setClientId),
  DESTINATION_LOOKUP(
      "destinationLookup",
      Function.identity(),
      RabbitActivationSpec::getDestinationLookup,
      RabbitActivationSpec::setDestinationLookup),
  CONNECTION_FACTORY_LOOKUP(
      "connectionFactoryLookup",
      Function.identity(),
      RabbitActivationSpec::getConnectionFactoryLookup,
      RabbitActivationSpec::setConnectionFactoryLookup),
  MAX_SESSIONS(
      "maxSessions",
      Integer::valueOf,
      RabbitActivationSpec::getMaxSessions,
      RabbitActivationSpec::setMaxSessions),
  /** Where the former property was read at all, 0 was allowed. */
  MIN_SESSIONS(
      "minSessions",
      text -> Math.max(1, Integer.parseInt(text)),
      RabbitActivationSpec::getMinSessions,
      RabbitActivationSpec::setMinSessions),
  RECONNECT_INTERVAL(
      "reconnectInterval",
      Integer::valueOf,
      RabbitActivationSpec::getReconnectInterval,
      RabbitActivationSpec::setReconnectInterval),
  RECONNECT_BACKOFF(
      "reconnectBackoff",
      Double::valueOf,
      RabbitActivationSpec::getReconnectBackoff,
      RabbitActivationSpec::setReconnectBackoff),
  MAX_RECONNECT_INTERVAL(
      "maxReconnectInterval",
      Integer::valueOf,
      RabbitActivationSpec::getMaxReconnectInterval,
      RabbitActivationSpec::setMaxReconnectInterval),
  MAX_REDELIVERIES(
      "maxRedeliveries",
      Integer::valueOf,
      RabbitActivationSpec::getMaxRedeliveries,
      RabbitActivationSpec::setMaxRedeliveries),
  REDELIVERY_DELAY(
      "redeliveryDelay",
      Integer::valueOf,
      RabbitActivationSpec::getRedeliveryDelay,
      RabbitActivationSpec::setRedeliveryDelay),
  REDELIVERY_BACKOFF(
      "redeliveryBackoff",
      Double::valueOf,
      RabbitActivationSpec::getRedeliveryBackoff,
      RabbitActivationSpec::setRedeliveryBackoff),
  MAX_REDELIVERY_DELAY(
      "maxRedeliveryDelay",
      Integer::valueOf,
      RabbitActivationSpec::getMaxRedeliveryDelay,
      RabbitActivationSpec::setMaxRedeliveryDelay);

  /** What became of a value. */
  enum Fate {
    /** The property has it. */
    TAKEN,
    /** The property has another value, which somebody has set. */
    OVERRULED
  }

  private interface Carrier {
    Fate carry(RabbitActivationSpec spec, String value);
  }

  private final String property;

  /** Holds nothing that changes, which a checker cannot see of a lambda. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Carrier carrier;

  <T> FormerTarget(
      String property,
      Function<String, T> conversion,
      Function<RabbitActivationSpec, T> getter,
      BiConsumer<RabbitActivationSpec, T> setter) {
    this.property = property;
    this.carrier =
        (spec, text) -> {
          T value = conversion.apply(text);
          T present = getter.apply(spec);
          // Some servers set the defaults of the descriptor, which nobody has written.
          if (Objects.equals(present, getter.apply(new RabbitActivationSpec()))) {
            setter.accept(spec, value);
          } else if (!value.equals(present)) {
            return Fate.OVERRULED;
          }
          return Fate.TAKEN;
        };
  }

  String property() {
    return property;
  }

  /**
   * Gives the property the value, unless it has one that is not its default.
   *
   * @throws NumberFormatException the value is none for this property
   */
  Fate carry(RabbitActivationSpec spec, String value) {
    return carrier.carry(spec, value);
  }
}
