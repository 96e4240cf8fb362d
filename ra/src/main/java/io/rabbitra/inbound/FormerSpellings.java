package io.rabbitra.inbound;

import io.rabbitra.logging.Loggers;
import java.io.Serializable;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.LinkedHashSet;

/**
 * What an activation says in the spelling of another adapter: carried over to what it means here,
 * and what to write instead. A value in today's spelling has precedence, unless it is the default.
 * Not thread-safe, as the activation it belongs to.
 */
final class FormerSpellings implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final System.Logger LOG = Loggers.of(FormerSpellings.class);

  private final EnumMap<FormerSpelling, String> written = new EnumMap<>(FormerSpelling.class);

  /** What works and should be written otherwise. */
  private final LinkedHashSet<String> understood = new LinkedHashSet<>();

  private final LinkedHashSet<String> ineffective = new LinkedHashSet<>();

  /** A server activates the same object again after a suspension. */
  private boolean said;

  /** A blank value is none. */
  void put(FormerSpelling spelling, String value) {
    if (value != null && !value.isBlank()) {
      written.put(spelling, value.strip());
    }
  }

  /** All that needs no look-up. Idempotent. */
  void carryOver(RabbitActivationSpec spec, Problems problems) {
    written.forEach((spelling, value) -> carryOver(spec, spelling, value, problems));
    carryOverDestination(spec);
    carryOverDestinationType(spec);
    carryOverAcknowledgeMode(spec);
  }

  /** Something of today's spelling that means nothing. */
  void ineffective(String property, String why) {
    ineffective.add(property + " (" + why + ")");
  }

  /**
   * One line about what works, one about what does not; nothing if there is nothing to say, or it
   * was said before.
   */
  void logOnce(String activation) {
    if (said) {
      return;
    }
    said = true;
    if (!understood.isEmpty()) {
      LOG.log(
          Level.INFO,
          () -> "Activation of " + activation + ": write " + String.join(", ", understood));
    }
    if (!ineffective.isEmpty()) {
      LOG.log(
          Level.WARNING,
          () -> "Activation of " + activation + ": no effect: " + String.join(", ", ineffective));
    }
  }

  private void carryOver(
      RabbitActivationSpec spec, FormerSpelling spelling, String value, Problems problems) {
    if (spelling.advice() != null) {
      ineffective(spelling.property(), spelling.advice());
    } else if (spelling.target() != null) {
      carryOver(spec, spelling, spelling.target(), value, problems);
    }
  }

  private void carryOver(
      RabbitActivationSpec spec,
      FormerSpelling spelling,
      FormerTarget target,
      String value,
      Problems problems) {
    String instead = target.property();
    try {
      switch (target.carry(spec, value)) {
        case TAKEN -> understood.add(instead + " instead of " + spelling.property());
        case OVERRULED -> ineffective(spelling.property(), instead + " is set");
      }
    } catch (NumberFormatException e) {
      problems.add(spelling.property(), value, "allowed is a number; write " + instead);
    }
  }

  /**
   * With Artemis and generic-jms-ra a destination is a JNDI name, if there is one of that name and
   * useJNDI is not false; no queue is called java: something.
   */
  private void carryOverDestination(RabbitActivationSpec spec) {
    String name =
        spec.getDestinationName() == null ? spec.getDestination() : spec.getDestinationName();
    if (name == null) {
      return;
    }
    String useJndi = written.get(FormerSpelling.USE_JNDI);
    boolean jndiName = useJndi == null ? name.startsWith("java:") : Boolean.parseBoolean(useJndi);
    if (jndiName) {
      spec.setDestination(null);
      spec.setDestinationName(null);
      if (spec.getDestinationLookup() == null) {
        spec.setDestinationLookup(name);
      }
      if (name.equals(spec.getDestinationLookup())) {
        understood.add("destinationLookup = " + name + " instead of destination");
      } else {
        ineffective("destination", "destinationLookup is set");
      }
    }
  }

  /**
   * What TomEE means by a destination that is no JNDI name. Beside destinationLookup it says
   * nothing: Open Liberty writes it there. To be called after {@link #carryOver}; idempotent.
   */
  void lookUpDestination(RabbitActivationSpec spec) {
    String name = spec.getDestinationName();
    if (name == null
        || spec.getDestinationLookup() != null
        || !written.containsKey(FormerSpelling.DESTINATION)) {
      return;
    }
    if (!name.equals(spec.getDestination())) {
      ineffective("destination", "destinationName is set");
      return;
    }
    TomeeResource resource =
        written.containsKey(FormerSpelling.USE_JNDI) ? null : TomeeResource.find(name);
    if (resource == null) {
      understood.add("destinationName = " + name + " instead of destination");
    } else if (resource.configured()) {
      spec.setDestinationName(null);
      spec.setDestinationLookup(resource.jndiName());
    }
  }

  private void carryOverDestinationType(RabbitActivationSpec spec) {
    String type = spec.getDestinationType();
    if (type == null) {
      return;
    }
    String today = type.startsWith("javax.jms.") ? "jakarta" + type.substring(5) : type;
    if (today.equals("jakarta.jms.Destination")) {
      spec.setDestinationType(null);
      understood.add("no destinationType instead of " + type);
    } else if (!today.equals(type) && Choices.DESTINATION_TYPE.read(today) != null) {
      spec.setDestinationType(today);
      understood.add("destinationType = " + today + " instead of " + type);
    }
  }

  private void carryOverAcknowledgeMode(RabbitActivationSpec spec) {
    String mode = spec.getAcknowledgeMode();
    if (mode.indexOf('_') >= 0) {
      AcknowledgeMode meant = Choices.ACKNOWLEDGE_MODE.read(mode.replace('_', '-'));
      if (meant != null) {
        spec.setAcknowledgeMode(meant.standardName());
        understood.add("acknowledgeMode = " + meant.standardName() + " instead of " + mode);
      }
    }
  }
}
