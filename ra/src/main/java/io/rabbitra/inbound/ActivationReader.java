package io.rabbitra.inbound;

import io.rabbitra.config.BrokerProperties;
import io.rabbitra.config.BrokerSettings;
import io.rabbitra.config.InvalidConfigurationException;
import io.rabbitra.message.TrustedPackages;
import jakarta.resource.spi.InvalidPropertyException;
import java.time.Duration;
import java.util.function.BiFunction;

/**
 * Makes settings of an activation configuration, or finds everything that is wrong with it, not
 * only the first thing.
 */
final class ActivationReader {

  private final RabbitActivationSpec spec;
  private final Problems problems = new Problems();

  private ActivationReader(RabbitActivationSpec spec) {
    this.spec = spec;
  }

  /** What can be checked without a lookup. */
  static void validate(RabbitActivationSpec spec) throws InvalidPropertyException {
    ActivationReader reader = new ActivationReader(spec);
    spec.former().carryOver(spec, reader.problems);
    reader.broker();
    SourceReader source = new SourceReader(spec, ActivationLookup.NONE, reader.problems);
    new DeliveryReader(spec, source, reader.problems);
    reader.problems.report();
  }

  /**
   * Looks up, checks and merges.
   *
   * @param ofAdapter what holds where neither the activation nor its connection factory says it
   */
  static ActivationSettings resolve(
      RabbitActivationSpec spec, BrokerProperties ofAdapter, String beanName)
      throws InvalidPropertyException {
    return new ActivationReader(spec).read(ofAdapter, beanName);
  }

  private ActivationSettings read(BrokerProperties ofAdapter, String beanName)
      throws InvalidPropertyException {
    spec.former().carryOver(spec, problems);
    spec.former().lookUpDestination(spec);
    ActivationLookup found = ActivationLookup.of(spec, problems);
    BrokerProperties broker = broker().withoutCopiesOf(ofAdapter);
    SourceReader source = new SourceReader(spec, found, problems);
    DeliveryReader delivery = new DeliveryReader(spec, source, problems);
    problems.report();
    if (found.factory() != null) {
      broker = broker.over(found.factory().brokerProperties());
    }
    SourceSettings read = source.settings();
    String name = beanName + "(" + source.name() + ")";
    spec.former().logOnce(name);
    return new ActivationSettings(
        name,
        settings(broker.over(ofAdapter)),
        read,
        delivery.sessions(),
        delivery.acknowledge(),
        delivery.redelivery(),
        delivery.reconnect(),
        Duration.ofMillis(spec.getDrainTimeout()),
        TrustedPackages.parse(spec.getTrustedPackages()));
  }

  private BrokerProperties broker() {
    BrokerProperties read = BrokerProperties.NONE;
    read = with(read, BrokerProperties::withUri, spec.getUri());
    read = with(read, BrokerProperties::withShuffleAddresses, spec.getShuffleAddresses());
    read = with(read, BrokerProperties::withUserName, spec.getUserName());
    read = with(read, BrokerProperties::withPassword, spec.getPassword());
    read = with(read, BrokerProperties::withVirtualHost, spec.getVirtualHost());
    read = with(read, BrokerProperties::withHeartbeat, spec.getHeartbeat());
    read = with(read, BrokerProperties::withConnectionTimeout, spec.getConnectionTimeout());
    return with(read, BrokerProperties::withConnectionName, spec.getConnectionName());
  }

  private <T> BrokerProperties with(
      BrokerProperties read, BiFunction<BrokerProperties, T, BrokerProperties> one, T value) {
    try {
      return one.apply(read, value);
    } catch (InvalidConfigurationException e) {
      problems.add(e.property(), e.getMessage());
      return read;
    }
  }

  private static BrokerSettings settings(BrokerProperties broker) throws InvalidPropertyException {
    try {
      return broker.toSettings();
    } catch (InvalidConfigurationException e) {
      throw new InvalidPropertyException(e.getMessage(), e);
    }
  }
}
