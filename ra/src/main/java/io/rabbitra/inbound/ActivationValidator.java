package io.rabbitra.inbound;

import io.rabbitra.config.InvalidConfigurationException;
import io.rabbitra.destination.DeclarePolicy;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.message.TrustedPackages;
import jakarta.jms.Queue;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Finds everything that is wrong with an activation configuration, not only the first thing. */
final class ActivationValidator {

  private final Map<String, String> problems = new LinkedHashMap<>();

  private ActivationValidator() {}

  static void validate(RabbitActivationSpec spec) throws InvalidPropertyException {
    ActivationValidator validator = new ActivationValidator();
    validator.check(spec);
    validator.report();
  }

  private void check(RabbitActivationSpec spec) {
    if (!Queue.class.getName().equals(spec.getDestinationType())) {
      problem("destinationType", spec.getDestinationType(), "allowed is " + Queue.class.getName());
    }
    if (spec.getDestinationName() == null && spec.getDestinationLookup() == null) {
      problem("destinationName", null, "it or destinationLookup is required");
    }
    if (spec.getDestinationName() != null) {
      checkQueueName(spec.getDestinationName());
    }
    range("maxSessions", spec.getMaxSessions(), 1, 2000);
    range("prefetch", spec.getPrefetch(), 1, 65_535);
    range("reconnectInterval", spec.getReconnectInterval(), 1, Integer.MAX_VALUE);
    range("maxReconnectInterval", spec.getMaxReconnectInterval(), 1, Integer.MAX_VALUE);
    range("drainTimeout", spec.getDrainTimeout(), 0, Integer.MAX_VALUE);
    if (Stream.of(AcknowledgeMode.values())
        .noneMatch(mode -> mode.standardName().equals(spec.getAcknowledgeMode()))) {
      problem(
          "acknowledgeMode",
          spec.getAcknowledgeMode(),
          "allowed are Auto-acknowledge and Dups-ok-acknowledge");
    }
    try {
      DeclarePolicy.parse(spec.getDeclare());
    } catch (IllegalArgumentException e) {
      problems.put("declare", e.getMessage());
    }
    try {
      TrustedPackages.parse(spec.getTrustedPackages());
    } catch (IllegalArgumentException e) {
      problems.put("trustedPackages", e.getMessage());
    }
  }

  private void checkQueueName(String name) {
    try {
      new RabbitQueue(name);
    } catch (IllegalArgumentException e) {
      problem("destinationName", name, e.getMessage());
    }
  }

  private void range(String property, Integer value, int min, int max) {
    if (value == null || value < min || value > max) {
      problem(property, value, "allowed is a whole number from " + min + " to " + max);
    }
  }

  private void problem(String property, Object value, String allowed) {
    problems.put(
        property, new InvalidConfigurationException(property, value, allowed).getMessage());
  }

  private void report() throws InvalidPropertyException {
    if (problems.isEmpty()) {
      return;
    }
    InvalidPropertyException exception =
        new InvalidPropertyException(
            "invalid activation configuration: " + String.join("; ", problems.values()));
    exception.setInvalidPropertyDescriptors(
        problems.keySet().stream()
            .map(ActivationValidator::descriptor)
            .toArray(PropertyDescriptor[]::new));
    throw exception;
  }

  private static PropertyDescriptor descriptor(String property) {
    try {
      return new PropertyDescriptor(property, RabbitActivationSpec.class);
    } catch (IntrospectionException e) {
      throw new IllegalStateException(e);
    }
  }
}
