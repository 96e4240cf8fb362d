package io.rabbitra.destination;

import jakarta.jms.Destination;
import jakarta.resource.Referenceable;
import java.io.Serializable;
import java.util.Map;
import javax.naming.Reference;
import javax.naming.StringRefAddr;

/**
 * A destination, which on RabbitMQ is an exchange and a routing key. A container configures an
 * administered object through its setters before anybody sees it; after that a destination does not
 * change, and may be used by any thread.
 */
public abstract class RabbitDestination implements Destination, Referenceable, Serializable {

  private static final long serialVersionUID = 1L;

  /** Set by the container when it binds an administered object (Jakarta Connectors 2.1, 6.5). */
  private Reference reference;

  protected RabbitDestination() {}

  /** The exchange to publish to; "" is the default exchange. */
  public abstract String exchange();

  /** The routing key to publish with. */
  public abstract String routingKey();

  /** What a destination of the same kind needs to be equal; none if it can not be stored. */
  Map<String, String> properties() {
    return Map.of();
  }

  /** Sets what {@link #properties} named. */
  void setProperty(String property, String value) {
    throw new IllegalArgumentException(
        getClass().getSimpleName() + " has no property " + property + " = '" + value + "'");
  }

  /**
   * What the container has set; without a container, one that any JNDI provider can store and
   * {@link RabbitDestinationFactory} turns back, or null for a destination nobody configures.
   */
  @Override
  public final Reference getReference() {
    Map<String, String> properties = properties();
    if (reference != null || properties.isEmpty()) {
      return reference;
    }
    Reference own =
        new Reference(getClass().getName(), RabbitDestinationFactory.class.getName(), null);
    properties.forEach(
        (property, value) -> {
          if (value != null) {
            own.add(new StringRefAddr(property, value));
          }
        });
    return own;
  }

  @Override
  public final void setReference(Reference reference) {
    this.reference = reference;
  }
}
